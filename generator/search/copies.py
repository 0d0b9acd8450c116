"""Reprints and near-duplicates: which texts say the same, or nearly, by signatures.

How many of their sampled clauses two texts share estimates how much of both is the
same (`generator/reprints.py` makes the samples). The work grows with the number of
texts: a clause is looked at in COMMON of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING

import numpy as np

from generator.reprints import SAMPLE
from generator.search.sets import Sets

if TYPE_CHECKING:
    from generator.search.codes import Numbers

LEAST_SHARED = 4
"""Fewest clauses that a near-duplicate shares with a text."""
ALIKE = 50
"""The least likeness of a near-duplicate, in per cent."""
COMMON = 40
"""A clause that more texts have is nobody's own and relates none of them."""
SHOWN = 8
"""Most copies that are named of one text."""
_BATCH = 1_000
"""Texts whose clauses are looked up together."""

Copies = tuple[tuple[int, int], ...]
"""The place of each copy and its likeness in per cent, most alike first."""


def copies(every: Sets, only: Collection[int] | None = None) -> Mapping[int, Copies]:
    """Return by place the copies of each text that has some.

    `every` has the signature of each text, as numbers; `only` are the
    places asked for, all without. 100 means that the whole text is the same. The order
    of places decides between equals.
    """
    asked = sorted(range(len(every)) if only is None else only)
    wanted = [place for place in asked if len(every.of_text(place))]
    signatures = _Signatures(every, wanted)
    batches = (wanted[n : n + _BATCH] for n in range(0, len(wanted), _BATCH))
    found = chain.from_iterable(map(signatures.copies, batches))
    return {place: some for place, some in found if some}


class _Signatures:
    """The signatures of all texts, and which texts have a number of them."""

    def __init__(self, every: Sets, wanted: Sequence[int]) -> None:
        self._every = every
        at, owners = every.shared(wanted)
        numbers, first = every.numbers[at], every.is_first[at]
        self._wholes = _Holders(numbers[first], owners[first])
        self._clauses = _Holders(numbers[~first], owners[~first])

    def copies(self, places: Sequence[int]) -> Iterable[tuple[int, Copies]]:
        """Yield the copies of some texts."""
        sets = [self._every.of_text(place) for place in places]
        same = self._wholes.of(np.array([one[0] for one in sets], np.int64))
        clauses = np.concatenate([one[1:] for one in sets])
        borders = list(accumulate((len(one) - 1 for one in sets), initial=0))
        holders = self._clauses.of(clauses, COMMON)
        for row, place in enumerate(places):
            shared = Counter(
                chain.from_iterable(holders[borders[row] : borders[row + 1]])
            )
            yield place, self._chosen(place, same[row], shared)

    def _chosen(self, place: int, same: Sequence[int], shared: Counter[int]) -> Copies:
        alike = dict.fromkeys(_near(same, place), 100)
        for other, count in shared.items():
            if count >= LEAST_SHARED and other not in alike:
                likeness = _likeness(self._clauses_of(place), self._clauses_of(other))
                if likeness >= ALIKE:
                    alike[other] = min(likeness, 99)
        alike.pop(place, None)
        order = sorted(alike.items(), key=lambda one: (-one[1], one[0]))
        return tuple(order[:SHOWN])

    def _clauses_of(self, place: int) -> Sequence[int]:
        clauses: list[int] = self._every.of_text(place)[1:].tolist()
        return clauses


class _Holders:
    """Which texts have a number."""

    def __init__(self, numbers: Numbers, owner: Numbers) -> None:
        order = np.argsort(numbers, kind="stable")
        self._numbers, self._owner = numbers[order], owner[order]

    def of(self, numbers: Numbers, most: int | None = None) -> list[list[int]]:
        """Return the places of those that have each number, others than its own text.

        None where it is alone, or more than `most` have it.
        """
        begins = np.searchsorted(self._numbers, numbers)
        ends = np.searchsorted(self._numbers, numbers, "right")
        some = ends - begins > 1
        if most is not None:
            some &= ends - begins <= most
        found: list[list[int]] = [[]] * len(numbers)
        for at in np.flatnonzero(some).tolist():
            found[at] = self._owner[begins[at] : ends[at]].tolist()
        return found


def _near(places: Sequence[int], place: int) -> Sequence[int]:
    """Return those of many equal texts that stand beside this one."""
    at = bisect_left(places, place)
    return places[max(0, at - SHOWN) : at + SHOWN + 1]


def _likeness(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how much of two texts is the same, in per cent.

    Of the smallest hashes of both together, the share that both have.
    """
    both = sorted({*one, *other})[:SAMPLE]
    shared = set(one).intersection(other).intersection(both)
    return 100 * len(shared) // len(both)
