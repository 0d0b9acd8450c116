"""Numbers as bits: the two codes that segments are written in.

Bits are written as text of `0` and `1` and packed once at the end: joining short
cached strings is the fastest way to write bits that pure Python has.

The exponential Golomb code of order k (Teuhola 1978) writes a number below 2^k
in k + 1 bits and a larger one in about twice its length: right for gaps and
counts, which are small but have no upper limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=1 << 16)
def exponential(value: int, order: int) -> str:
    """Return the exponential Golomb code of `value` (0 or more)."""
    head = f"{(value >> order) + 1:b}"
    tail = fixed(value & ((1 << order) - 1), order)
    return "0" * (len(head) - 1) + head + tail


@lru_cache(maxsize=1 << 16)
def fixed(value: int, width: int) -> str:
    """Return `value` in `width` bits, most significant first."""
    return format(value, f"0{width}b") if width else ""


def width(count: int) -> int:
    """Return how many bits tell `count` things apart."""
    return max(0, count - 1).bit_length()


def pack(parts: Iterable[str]) -> bytes:
    """Pack bits into bytes, padded at the end with zeros."""
    text = "".join(parts)
    size = (len(text) + 7) // 8
    return int(text.ljust(8 * size, "0") or "0", 2).to_bytes(size, "big")


class Reader:
    """Reads the codes back; raises ValueError where the bits end too early."""

    def __init__(self, data: bytes) -> None:
        """Start at the first bit of `data`."""
        self._bits = format(int.from_bytes(data, "big"), f"0{8 * len(data)}b")
        self._at = 0

    def exponential(self, order: int) -> int:
        """Read a number written by `exponential`."""
        one = self._bits.index("1", self._at)
        length = one - self._at + 1
        self._at = one
        head = self.fixed(length)
        return ((head - 1) << order) + self.fixed(order)

    def fixed(self, width: int) -> int:
        """Read a number of `width` bits."""
        if not width:
            return 0
        start, self._at = self._at, self._at + width
        if self._at > len(self._bits):
            message = "the bits end too early"
            raise ValueError(message)
        return int(self._bits[start : self._at], 2)
