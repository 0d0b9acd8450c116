"""Lists of postings as whole arrays; with its neighbours the door to `numpy`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from generator.search.codes import Numbers, bit_length
from generator.search.documents import BODY_PLACE, FIELDS
from generator.search.segments import CHARACTER, CHECKED, Posting, Postings, term_of
from generator.search.tokens import UNIT
from generator.value import Struct, names_of

if TYPE_CHECKING:
    # loaded by itself it takes as long as a small edit can spare
    from numpy.typing import NDArray

Flags: TypeAlias = "NDArray[np.bool_]"

NUMBER = 32
"""Bits of a document number, more than enough."""
FIELD = 3
"""Bits of the place of a field."""


class Lists(Struct, frozen=True):
    """Postings in order of term, field, document and position."""

    key: Numbers
    """Of each list: `term_code` of its term, and the place of its field."""
    count: Numbers
    """Of each list: how many documents it has."""
    number: Numbers
    """Of each posting: its document."""
    level: Numbers
    """Of each posting: the level of the rounded length of its field."""
    frequency: Numbers
    """Of each posting."""
    position: Numbers
    """Of each occurrence of a pair: where it is in the text; -1 where not known."""

    @property
    def body(self) -> Flags:
        """Of each list: whether its field is the body."""
        return np.asarray((self.key & ((1 << FIELD) - 1)) == BODY_PLACE)

    @property
    def pair(self) -> Flags:
        """Of each list: whether its term is a pair."""
        return np.asarray((self.key >> FIELD & ((1 << CHARACTER) - 1)) != 0)

    @property
    def occurring(self) -> Numbers:
        """Of each posting: how many occurrences are told of, none of a character."""
        return self.frequency * np.repeat(self.pair, self.count)

    @property
    def positioned(self) -> Flags:
        """Of each list: whether its positions are stored; see `has_positions`."""
        return np.asarray(self.pair & (~self.body | (self.count > CHECKED)))

    def occurrences(self, of_lists: Flags) -> Flags:
        """Return flags of all occurrences in some lists."""
        return np.repeat(np.repeat(of_lists, self.count), self.occurring)

    @property
    def term(self) -> Numbers:
        """Of each term: its first list."""
        return starts(self.key >> FIELD)

    def characters(self) -> set[str]:
        """Return the characters that are terms."""
        return {term_of(code) for code in (self.key[~self.pair] >> FIELD).tolist()}

    def postings(self) -> Mapping[str, Postings]:
        """Return the postings of each term as plain values."""
        names = tuple(FIELDS)
        places = np.split(self.position, np.cumsum(self.occurring)[:-1])
        found: dict[str, dict[str, list[Posting]]] = {}
        told = np.repeat(self.positioned, self.count)
        columns = (self.number, self.level, self.frequency, told)
        rows = zip(*(one.tolist() for one in columns), places, strict=True)
        for key, count in zip(self.key.tolist(), self.count.tolist(), strict=True):
            fields = found.setdefault(term_of(key >> FIELD), {})
            fields[names[key & ((1 << FIELD) - 1)]] = [
                Posting(number, level, frequency, where.tolist() if told else None)
                for number, level, frequency, told, where in (
                    next(rows) for _ in range(count)
                )
            ]
        return found


def starts(values: Numbers) -> Numbers:
    """Return where in a sorted row each different value begins."""
    return np.flatnonzero(np.diff(values, prepend=-1))


def distinct(values: Numbers) -> Numbers:
    """Return each value once, in order; `numpy.unique` loads masked arrays for that."""
    ordered = np.sort(values)
    return ordered[starts(ordered)]


def ranges(begin: Numbers, size: Numbers) -> Numbers:
    """Return the numbers from each of `begin`, as many as `size` says, in a row."""
    before = np.cumsum(size) - size
    return np.asarray(np.repeat(begin - before, size) + np.arange(size.sum()))


def gap_order(count: Numbers, documents: int) -> Numbers:
    """Return the order of the code that writes the gaps of a list shortest, about."""
    return np.maximum(0, documents.bit_length() - bit_length(count) - 1)


def place_order(level: Numbers, frequency: Numbers) -> Numbers:
    """Return the order of the code that writes the places in a body shortest, about.

    They are strewn over a length of which three quarters are taken, since lengths are
    rounded up and the last place is seldom at the end.
    """
    shift = np.maximum(0, (level - 5) // 4)
    length = ((level - 4 * shift) << shift) * UNIT
    return np.maximum(0, bit_length(3 * length // (4 * (frequency + 1))) - 1)


def steps(values: Numbers, sizes: Numbers) -> Numbers:
    """Return how far each value is from the one before, in runs that begin at 0."""
    found = np.diff(values, prepend=0)
    first = np.cumsum(sizes) - sizes
    found[first] = values[first]
    return np.asarray(found)


def running(steps: Numbers, sizes: Numbers) -> Numbers:
    """Return the sums of steps from the beginning of each run."""
    total = np.cumsum(steps)
    first = np.cumsum(sizes) - sizes
    return np.asarray(total - np.repeat(total[first] - steps[first], sizes))


def chosen(lists: Lists, of_lists: Flags) -> Lists:
    """Return only some of the lists."""
    return kept(lists, np.repeat(of_lists, lists.count))


def kept(lists: Lists, of_postings: Flags) -> Lists:
    """Return the lists with some of their postings, without those left empty."""
    index = np.flatnonzero(of_postings)
    key = np.repeat(lists.key, lists.count)[index]
    return _gathered(lists, key, index)


def united(*parts: Lists) -> Lists:
    """Return one for all lists; a posting of several parts has all its occurrences."""
    if len(parts) == 1:
        return parts[0]
    whole = Lists(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in names_of(Lists)
        )
    )
    place = np.searchsorted(distinct(whole.key), whole.key)
    both = np.repeat(place, whole.count) << NUMBER | whole.number
    order = np.argsort(both, kind="stable")
    key = np.repeat(whole.key, whole.count)[order]
    return _merged(_gathered(whole, key, order), both[order])


def _merged(lists: Lists, posting: Numbers) -> Lists:
    """Make one posting of those that are the same, which stand side by side."""
    first = starts(posting)
    if len(first) == len(posting):
        return lists
    key = np.repeat(lists.key, lists.count)[first]
    return Lists(
        key=lists.key,
        count=np.diff(starts(key), append=len(key)),
        number=lists.number[first],
        level=lists.level[first],
        frequency=np.add.reduceat(lists.frequency, first),
        position=lists.position,
    )


def _gathered(lists: Lists, key: Numbers, index: Numbers) -> Lists:
    """Return the lists that the postings at `index`, of rising `key`, make up."""
    first = starts(key)
    size = lists.occurring
    occurrence = ranges((np.cumsum(size) - size)[index], size[index])
    return Lists(
        key=key[first],
        count=np.diff(first, append=len(key)),
        number=lists.number[index],
        level=lists.level[index],
        frequency=lists.frequency[index],
        position=lists.position[occurrence],
    )
