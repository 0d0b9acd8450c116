"""Writes segments with whole arrays at a time; their layout is in `segments.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generator.search.codes import Numbers, Row, exponential, packed, rice, sums
from generator.search.documents import BODY_PLACE, FIELDS
from generator.search.lists import (
    FIELD,
    Flags,
    Lists,
    gap_order,
    place_order,
    starts,
    steps,
)
from generator.search.segments import (
    CHARACTER,
    FIRST,
    LARGE,
    NEAR,
    SECOND,
    SPREAD,
    TERMS,
    Name,
    term_of,
)
from generator.value import Struct

SIZE = 3000
"""Bytes of a segment, at most on average."""
BYTES = 2.6
"""Bytes that a character of an article takes in the segments, about (measured)."""


class Segment(Struct, frozen=True):
    """The two files of a segment or of a large term."""

    postings: bytes
    positions: bytes
    """Of a large pair in bodies; empty when there is no such file."""


def power_for(characters: int) -> int:
    """Return w so that 2^w segments hold the index of so many characters."""
    return max(0, int(characters * BYTES / SIZE).bit_length())


def encoded(
    lists: Lists, segments: Sequence[int], power: int, documents: int
) -> Mapping[Name, Segment]:
    """Write the given segments, whose terms `lists` holds, and their large terms.

    `segments` are in rising order; those without terms are written too.
    """
    owner = _owner(lists)
    rows, places = _rows(lists, owner, documents), _places(lists, owner)
    terms = lists.key[lists.term] >> FIELD
    large = _sizes([*rows, *places], len(terms)) > LARGE
    file = np.searchsorted(np.array(segments, np.int64), _segment(terms, power))
    file[large] = len(segments) + np.arange(large.sum())
    names: list[Name] = [*segments, *map(term_of, terms[large].tolist())]
    heads = _heads(terms, file, len(segments), power)
    small = [_of(~large, row) for row in places]
    data = packed([*heads, (rows, file), (small, file)], len(names))
    apart = [_of(large, row) for row in places]
    positions = packed([(apart, file)], len(names))
    return {
        name: Segment(*both) for name, *both in zip(names, data, positions, strict=True)
    }


def large_terms(lists: Lists, documents: int) -> frozenset[str]:
    """Return the terms whose postings take too much room in a segment."""
    owner = _owner(lists)
    rows = [*_rows(lists, owner, documents), *_places(lists, owner)]
    sizes = _sizes(rows, len(lists.term))
    codes = lists.key[lists.term][sizes > LARGE] >> FIELD
    return frozenset(map(term_of, codes.tolist()))


def _owner(lists: Lists) -> Numbers:
    """Return of each list the place of its term."""
    sizes = np.diff(lists.term, append=len(lists.key))
    return np.repeat(np.arange(len(sizes)), sizes)


def _segment(terms: Numbers, power: int) -> Numbers:
    """Return `segment_of` of many terms."""
    first, second = terms >> CHARACTER, terms & ((1 << CHARACTER) - 1)
    return ((first * SPREAD & 0xFFFFFFFF) >> 16) + second & ((1 << power) - 1)


def _sizes(rows: Sequence[Row], terms: int) -> Numbers:
    """Return the bits of each term in some rows."""
    none = np.zeros(terms, np.int64)
    return sum((sums(row.width, row.owner, terms) for row in rows), none)


def _heads(
    terms: Numbers, file: Numbers, segments: int, power: int
) -> list[tuple[list[Row], Numbers]]:
    """Return the rows that tell the terms of each segment, and whose they are."""
    mine = np.flatnonzero(file < segments)
    mine = mine[np.argsort(file[mine], kind="stable")]
    own, place = file[mine], np.arange(len(mine))
    gap = np.diff(terms[mine] >> CHARACTER, prepend=0)
    begin = starts(own)
    gap[begin] = terms[mine][begin] >> CHARACTER
    second = (terms[mine] & ((1 << CHARACTER) - 1)) >> power
    every = np.arange(segments)
    count = np.bincount(own, minlength=segments)
    return [
        (exponential(count, TERMS, every), every),
        (exponential(gap, FIRST, place), own),
        (exponential(second, max(0, SECOND - power), place), own),
    ]


def _rows(lists: Lists, owner: Numbers, documents: int) -> list[Row]:
    """Return all rows but `_places`, each number by the place of its term."""
    of_list = np.repeat(np.arange(len(lists.key)), lists.count)
    term = owner[of_list]
    gap = steps(lists.number + 1, lists.count) - 1
    step = steps(lists.level, lists.count)
    other = ~lists.body[of_list]
    step = np.where(step < 0, -2 * step - 1, 2 * step)[other]
    return [
        *_masks(lists),
        *exponential(lists.count - 1, 0, owner),
        *rice(gap, gap_order(lists.count, documents)[of_list], term),
        *exponential(step, 0, term[other]),
        *exponential(lists.frequency - 1, 0, term),
        *_near(lists, owner),
    ]


def _masks(lists: Lists) -> list[Row]:
    """Return for each term the numbers that tell its fields."""
    bit = np.int64(1) << (len(FIELDS) - 1 - (lists.key & ((1 << FIELD) - 1)))
    mask = np.add.reduceat(bit, lists.term) if len(bit) else bit
    terms = np.arange(len(mask))
    only = mask == 1 << (len(FIELDS) - 1 - BODY_PLACE)
    others = terms[~only]
    return [
        Row(only.astype(np.int64), np.ones_like(mask), terms),
        Row(mask[~only], np.full(len(others), len(FIELDS), np.int64), others),
    ]


def _near(lists: Lists, owner: Numbers) -> list[Row]:
    """Return the row of the positions in short fields."""
    gap, _, term = _gaps(lists, owner, lists.positioned & ~lists.body)
    return exponential(gap, NEAR, term)


def _places(lists: Lists, owner: Numbers) -> list[Row]:
    """Return the row of the positions in bodies."""
    gap, order, term = _gaps(lists, owner, lists.positioned & lists.body)
    return rice(gap, order, term)


def _gaps(
    lists: Lists, owner: Numbers, wanted: Flags
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the gaps between positions in some lists, their `place_order`, and whose they are."""
    of_posting = np.repeat(wanted, lists.count)
    frequency = lists.frequency[of_posting]
    order = place_order(lists.level[of_posting], frequency)
    gap = steps(lists.position[lists.occurrences(wanted)] + 1, frequency) - 1
    term = np.repeat(owner, lists.count)[of_posting]
    return gap, np.repeat(order, frequency), np.repeat(term, frequency)


def _of(terms: Flags, row: Row) -> Row:
    """Return what a row says of some terms."""
    mine = terms[row.owner]
    value = None if row.value is None else row.value[mine]
    return Row(value, row.width[mine], row.owner[mine])
