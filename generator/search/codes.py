"""Rows of numbers as bits, for whole arrays and many files at a time.

With its neighbours the door to `numpy`. A row is a sequence of numbers in one code;
the rows of a file follow one another without gaps, and a file ends at a whole byte.

The exponential Golomb code of order k (Teuhola 1978) writes a number below 2^k in
k + 1 bits and a larger one in about twice its length: right for gaps and counts,
which are small but have no upper limit. A code begins with its head, zeros and a
one, which tell the length of the rest. A row holds all heads first, and then all
tails, so that whole arrays of them can be read without looking at each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[np.int64]"
Words: TypeAlias = "NDArray[np.uint64]"

_WORD = 64


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers to be written, each in so many bits, into files by their places."""

    value: Numbers
    width: Numbers
    file: Numbers


def bit_length(value: Numbers) -> Numbers:
    """Return how many bits each number has."""
    return np.frexp(value.astype(np.float64))[1].astype(np.int64)


def exponential(value: Numbers, order: Numbers | int, file: Numbers) -> list[Row]:
    """Return exponential Golomb codes: all their heads, then all their tails."""
    head = (value >> order) + 1
    bits = bit_length(head)
    low = value & ((np.int64(1) << np.asarray(order)) - 1)
    tail = (head - (np.int64(1) << (bits - 1))) << order | low
    return [Row(np.ones_like(head), bits, file), Row(tail, bits - 1 + order, file)]


def packed(rows: Sequence[Row], files: int) -> list[bytes]:
    """Write rows into so many files, each padded at the end with zeros."""
    file = np.concatenate([row.file for row in rows])
    # numpy sorts sixteen bits without comparing
    narrow = file.astype(np.uint16) if files <= 1 << 16 else file
    order = np.argsort(narrow, kind="stable")
    widths = np.concatenate([row.width for row in rows])
    width = widths[order]
    value = np.concatenate([row.value for row in rows])[order]
    sizes = np.bincount(file, widths, files).astype(np.int64)
    size = (sizes + 7) // 8
    begin = np.cumsum(size) - size
    at = np.cumsum(width) - width
    shift = 8 * begin - (np.cumsum(sizes) - sizes)
    at += np.repeat(shift, np.bincount(file, minlength=files))
    data = _words(value, width, at, int(size.sum())).astype(">u8").tobytes()
    bounds = [*begin.tolist(), int(size.sum())]
    return [data[start:end] for start, end in pairwise(bounds)]


def _words(value: Numbers, width: Numbers, at: Numbers, size: int) -> Words:
    """Put numbers at rising places of a row of bits, as words of 64 bits."""
    words = np.zeros(size // 8 + 2, np.uint64)
    if not len(value):
        return words
    word = at // _WORD
    room = _WORD - at % _WORD - width
    bits = value.astype(np.uint64)
    here = np.where(
        room >= 0,
        bits << np.clip(room, 0, _WORD - 1).astype(np.uint64),
        bits >> np.maximum(-room, 0).astype(np.uint64),
    )
    first = np.flatnonzero(np.diff(word, prepend=-1))
    words[word[first]] = np.bitwise_or.reduceat(here, first)
    over = np.flatnonzero(room < 0)
    words[word[over] + 1] |= bits[over] << (_WORD + room[over]).astype(np.uint64)
    return words


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
