"""Rows of numbers as bits, for whole arrays and many files at a time.

With its neighbours the door to `numpy`. A row is a sequence of numbers in one code;
the rows of a file follow one another without gaps, and a file ends at a whole byte.

The exponential Golomb code of order k (Teuhola 1978) writes a number below 2^k in
k + 1 bits and a larger one in about twice its length: right for gaps and counts,
which are small but have no upper limit. A code begins with its head, zeros and a
one, which tell the length of the rest. A row holds all heads first, and then all
tails, so that whole arrays of them can be read without looking at each. The Rice code
of order k has a head of as many zeros as 2^k goes into the number, and k bits of tail:
shortest for gaps between things strewn evenly, as long as few are far larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from generator.value import Struct

if TYPE_CHECKING:
    # loaded by itself it takes as long as a small edit can spare
    from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[np.int64]"


def among(numbers: Numbers, wanted: Numbers | Sequence[int]) -> NDArray[np.bool_]:
    """Tell of each number whether it is one of those wanted, which are fewer.

    `numpy.isin` would put all numbers in order, and load another part of its library.
    """
    few = np.sort(np.asarray(wanted, np.int64))
    if not len(few):
        return np.zeros(len(numbers), bool)
    found = few[np.searchsorted(few, numbers).clip(max=len(few) - 1)]
    return np.asarray(found == numbers)


_WORD = 64
_FRACTION, _BIAS = 52, 1022
"""Bits behind the exponent of a number of 64 bits (IEEE 754), and what 1/2 has there."""


class Row(Struct, frozen=True):
    """Numbers to be written, each in so many bits, in order of their owners."""

    value: Numbers | None
    """None when all are 1."""
    width: Numbers
    owner: Numbers


def bit_length(value: Numbers) -> Numbers:
    """Return how many bits each number has."""
    exponent = value.astype(np.float64).view(np.int64) >> _FRACTION
    return np.asarray(np.maximum(exponent - _BIAS, 0))


def exponential(value: Numbers, order: Numbers | int, owner: Numbers) -> list[Row]:
    """Return exponential Golomb codes: all their heads, then all their tails."""
    head = (value >> order) + 1
    bits = bit_length(head)
    low = value & ((np.int64(1) << np.asarray(order)) - 1)
    tail = (head - (np.int64(1) << (bits - 1))) << order | low
    return [Row(None, bits, owner), Row(tail, bits - 1 + order, owner)]


def packed(
    sections: Sequence[tuple[Sequence[Row], Numbers]], files: int
) -> list[bytes]:
    """Write rows into so many files, each padded at the end with zeros.

    Each section has some rows, and tells the file of each of their owners.
    """
    rows: list[tuple[Row, Numbers, Numbers]] = []
    for some, file in sections:
        order = np.argsort(file, kind="stable")
        rows += ((row, file, order) for row in some)
    widths = [sums(row.width, row.owner, len(file)) for row, file, _ in rows]
    each = [
        sums(width[order], file[order], files)
        for width, (_, file, order) in zip(widths, rows, strict=True)
    ]
    size = (sum(each, np.zeros(files, np.int64)) + 7) // 8
    begin = np.cumsum(size) - size
    words = np.zeros(int(size.sum()) // 8 + 1, np.uint64)
    at = 8 * begin
    for (row, file, order), width, one in zip(rows, widths, each, strict=True):
        first = np.empty_like(width)
        first[order] = _before(width[order]) + (at - _before(one))[file[order]]
        _place(words, row, first - _before(width))
        at = at + one
    data = words.astype(">u8").tobytes()
    bounds = [*begin.tolist(), int(size.sum())]
    return [data[start:end] for start, end in pairwise(bounds)]


def sums(values: Numbers, owner: Numbers, owners: int) -> Numbers:
    """Return the sum of the values of each owner."""
    found = np.zeros(owners, np.int64)
    np.add.at(found, owner, values)  # a fifth of what `bincount` with weights takes
    return found


def _before(values: Numbers) -> Numbers:
    """Return of each value the sum of those before it."""
    return np.asarray(np.cumsum(values) - values)


def _place(words: NDArray[np.uint64], row: Row, bases: Numbers) -> None:
    """Set the bits of a row.

    `bases` tell of each owner how far its first bit is from where it is in the row.
    """
    last = np.cumsum(row.width) - 1 + bases[row.owner]
    word, left = last >> 6, (~last & (_WORD - 1)).astype(np.uint64)  # of 64 bits
    if row.value is None:
        np.add.at(words, word, np.uint64(1) << left)
        return
    value = row.value.astype(np.uint64)
    np.add.at(words, word, value << left)
    # what the word before takes of it: no shift can be of 64 bits
    np.add.at(words, word - 1, value >> np.uint64(1) >> np.uint64(_WORD - 1) - left)


def rice(value: Numbers, order: Numbers | int, owner: Numbers) -> list[Row]:
    """Return Rice codes (Rice 1979): all their heads, then all their tails."""
    order = np.broadcast_to(np.asarray(order, np.int64), value.shape)
    tail = value & ((np.int64(1) << order) - 1)
    return [Row(None, (value >> order) + 1, owner), Row(tail, order, owner)]


class Reader:
    """Reads the rows of many files at once; ValueError where a file ends too early.

    Every method is told how many numbers of the row are in each file, and returns
    them all, file by file.
    """

    def __init__(self, files: Sequence[bytes]) -> None:
        """Start at the first bit of each file."""
        size = np.array([len(one) for one in files], np.int64)
        data = b"".join(files)
        self._data = data
        data += b"\0" * (16 - len(data) % 8)
        self._words = np.frombuffer(data, ">u8").astype(np.uint64)
        self._end = 8 * np.cumsum(size)
        self._at = self._end - 8 * size

    @cached_property
    def _ones(self) -> Numbers:
        """The places of all ones, which only the heads of codes are found by."""
        bits = np.unpackbits(np.frombuffer(self._data, np.uint8))
        return np.flatnonzero(bits)

    def fixed(self, width: Numbers, counts: Numbers) -> Numbers:
        """Read numbers of given widths, 0 to 63 bits."""
        if len(width) and width.max() >= _WORD:
            self._too_early()
        ends = np.cumsum(width)
        before = np.concatenate(([0], ends))[np.cumsum(counts) - counts]
        at = ends - width + np.repeat(self._at - before, counts)
        self._at = self._at + np.concatenate(([0], ends))[np.cumsum(counts)] - before
        self._check()
        word, shift = at // _WORD, (at % _WORD).astype(np.uint64)
        high = self._words[word] << shift
        low = self._words[word + 1] >> (np.uint64(_WORD - 1) - shift) >> np.uint64(1)
        found = (high | low) >> np.uint64(1) >> (_WORD - 1 - width).astype(np.uint64)
        return np.asarray(found.astype(np.int64))

    def exponential(self, order: Numbers | int, counts: Numbers) -> Numbers:
        """Read numbers written by `exponential`."""
        zeros = self._zeros(counts)
        tail = self.fixed(zeros + order, counts)
        return (((np.int64(1) << zeros) - 1) << order) + tail

    def rice(self, order: Numbers | int, counts: Numbers) -> Numbers:
        """Read numbers written by `rice`."""
        zeros = self._zeros(counts)
        width = np.broadcast_to(np.asarray(order, np.int64), zeros.shape)
        return (zeros << width) + self.fixed(width, counts)

    def finish(self) -> None:
        """Raise ValueError unless each file has been read to its last byte."""
        if np.any(self._end - self._at >= 8):
            message = "the bits go on"
            raise ValueError(message)

    def _zeros(self, counts: Numbers) -> Numbers:
        """Read as many runs of zeros, each ended by a one."""
        if counts.sum() > len(self._ones):
            self._too_early()
        begin = np.cumsum(counts) - counts
        place = np.searchsorted(self._ones, self._at) - begin
        index = np.repeat(place, counts) + np.arange(counts.sum())
        if len(index) and index.max() >= len(self._ones):
            self._too_early()
        ones = self._ones[index]
        last = np.concatenate(([0], ones[:-1] + 1)) if len(ones) else ones
        some = counts > 0
        last[begin[some]] = self._at[some]
        self._at = self._at.copy()
        self._at[some] = ones[(begin + counts - 1)[some]] + 1
        self._check()
        return np.asarray(ones - last)

    def _check(self) -> None:
        if np.any(self._at > self._end):
            self._too_early()

    @staticmethod
    def _too_early() -> None:
        message = "the bits end too early"
        raise ValueError(message)
