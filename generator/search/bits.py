"""Numbers as bits: the codes that segments are written in, and their reader.

The exponential Golomb code of order k (Teuhola 1978) writes a number below 2^k
in k + 1 bits and a larger one in about twice its length: right for gaps and
counts, which are small but have no upper limit. The truncated binary code writes a
number below a known count in the bits that tell so many things apart, or one less.
The writers for whole arrays are in `encoding.py`; the one here writes the short
tables of the manifest.
"""

from __future__ import annotations

from collections.abc import Iterable


def exponential(value: int, order: int) -> str:
    """Return the exponential Golomb code of `value` (0 or more) as `0` and `1`."""
    head = f"{(value >> order) + 1:b}"
    tail = f"{value & ((1 << order) - 1):0{order}b}" if order else ""
    return "0" * (len(head) - 1) + head + tail


def pack(parts: Iterable[str]) -> bytes:
    """Pack texts of `0` and `1` into bytes, padded at the end with zeros."""
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
