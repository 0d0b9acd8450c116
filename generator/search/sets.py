"""Sets of numbers, one for each of many texts, and which texts have some number."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from generator.search.codes import Numbers, among
from generator.value import Struct

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH = 8
"""Bytes of a number."""
_MIX, _BITS = np.uint64(0x9E3779B97F4A7C15), np.uint64(48)
"""Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4) to sixteen bits."""


class Sets(Struct, frozen=True, dict=True):
    """The numbers of each text in the order of their places; kept as it is."""

    sizes: bytes = b""
    """How many numbers each has, in two bytes."""
    flat: bytes = b""
    """All numbers, those of one text after those of another, in eight bytes each."""

    @classmethod
    def of(cls, every: Iterable[bytes]) -> Sets:
        """Return the sets of texts, given the numbers of each."""
        gathered = Gathered()
        for data in every:
            gathered.add(data)
        return gathered.sets()

    @cached_property
    def numbers(self) -> Numbers:
        """All numbers."""
        return np.frombuffer(self.flat, np.int64)

    @cached_property
    def ends(self) -> Numbers:
        """Where the numbers of each text end."""
        return np.cumsum(np.frombuffer(self.sizes, np.uint16), dtype=np.int64)

    @cached_property
    def starts(self) -> Numbers:
        """Where they begin."""
        return self.ends - np.frombuffer(self.sizes, np.uint16)

    @property
    def is_first(self) -> NDArray[np.bool_]:
        """Whether each number is the first of its text."""
        first = np.zeros(len(self.numbers), bool)
        first[self.starts[self.starts < self.ends]] = True
        return first

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.sizes) // 2

    def span(self, begin: int, end: int) -> slice:
        """Return where in `flat` the sets from one place to another are."""
        first = int(self.starts[begin]) if begin < len(self) else len(self.numbers)
        last = int(self.ends[end - 1]) if end > begin else first
        return slice(WIDTH * first, WIDTH * last)

    def at(self, place: int) -> bytes:
        """Return the numbers of a text as bytes."""
        return self.flat[self.span(place, place + 1)]

    def of_text(self, place: int) -> Numbers:
        """Return the numbers of a text."""
        return self.numbers[self.starts[place] : self.ends[place]]

    def of_texts(self, places: Sequence[int]) -> Numbers:
        """Return the numbers of some texts, one after the other."""
        found = [self.of_text(place) for place in places]
        return np.concatenate(found) if found else self.numbers[:0]

    def shared(self, places: Sequence[int]) -> tuple[Numbers, Numbers]:
        """Return where there is a number that some texts have, and in which text."""
        if len(places) < len(self) // 4:
            found = self.indexes(self.of_texts(places))
            return found, self.owners(found)
        sizes = np.frombuffer(self.sizes, np.uint16)
        return np.arange(len(self.numbers)), np.repeat(np.arange(len(sizes)), sizes)

    def owners(self, indexes: Numbers) -> Numbers:
        """Return the place of the text that has the number at each index."""
        return np.searchsorted(self.ends, indexes, "right")

    def indexes(self, wanted: Numbers) -> Numbers:
        """Return where numbers are that are among those wanted, in order."""
        likely = np.zeros(1 << 16, bool)
        likely[_mixed(wanted)] = True
        found = np.flatnonzero(likely[_mixed(self.numbers)])
        return found[among(self.numbers[found], wanted)]

    def holders(self, wanted: Collection[int]) -> frozenset[int]:
        """Return the places of texts that have one of some numbers."""
        found = self.indexes(np.array(sorted(wanted), np.int64))
        return frozenset(self.owners(found).tolist())


def _mixed(numbers: Numbers) -> Numbers:
    return ((numbers.view(np.uint64) * _MIX) >> _BITS).astype(np.int64)


class Gathered:
    """Sets as they come in, one text after the other."""

    def __init__(self) -> None:
        """Begin with none."""
        self._sizes, self._flat = bytearray(), bytearray()

    def add(self, numbers: bytes) -> None:
        """Take the numbers of the next text."""
        self._sizes += (len(numbers) // WIDTH).to_bytes(2, sys.byteorder)
        self._flat += numbers

    def copy(self, sets: Sets, begin: int, end: int) -> None:
        """Take those of other sets from one place to another."""
        self._sizes += sets.sizes[2 * begin : 2 * end]
        self._flat += memoryview(sets.flat)[sets.span(begin, end)]

    def sets(self) -> Sets:
        """Return all."""
        return Sets(bytes(self._sizes), bytes(self._flat))
