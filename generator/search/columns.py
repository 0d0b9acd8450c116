"""Finds the postings of all documents in their texts, some segments at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from generator.search.codes import Numbers
from generator.search.lists import FIELD, Lists, starts
from generator.search.segments import CHARACTER, SPREAD

Codes: TypeAlias = "NDArray[np.uint32]"

PART = 500_000
"""Tokens worked on at a time, about; 300 bytes each."""
BLOCK = 1 << 20
"""Characters looked through at a time."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of all documents in order of their numbers."""

    codes: Codes
    """The code points of the normalised texts, one text after the other."""
    starts: Numbers
    """Where each text begins; one more entry than there are documents."""
    levels: Numbers
    """The level of each text's length."""


def parts(columns: Sequence[Column], power: int) -> Iterator[tuple[range, Lists]]:
    """Yield all segments, some at a time, and the postings of their terms."""
    tokens = sum(2 * len(column.codes) for column in columns)
    segments = 1 << power
    step = max(1, segments * PART // max(tokens, 1))
    for low in range(0, segments, step):
        some = range(low, min(low + step, segments))
        yield some, lists_of(columns, power, some)


def lists_of(columns: Sequence[Column], power: int, segments: range) -> Lists:
    """Find the postings of the terms of some segments."""
    found: list[tuple[Numbers, ...]] = []
    for field, column in enumerate(columns):
        for pairs in (False, True):
            key, index = _keys(column, power, segments, pairs=pairs)
            document = np.searchsorted(column.starts, index, "right") - 1
            position = index - column.starts[document]
            level = column.levels[document]
            found.append((key << FIELD | field, document, level, position))
    key, number, level, position = map(np.concatenate, zip(*found, strict=True))
    order = np.argsort(key, kind="stable")
    return _lists(key[order], number[order], level[order], position[order])


def _lists(key: Numbers, number: Numbers, level: Numbers, position: Numbers) -> Lists:
    """Return the lists of occurrences in order of key, document and position."""
    new = (np.diff(key, prepend=-1) != 0) | (np.diff(number, prepend=-1) != 0)
    posting = np.flatnonzero(new)
    of_posting = key[posting]
    first = starts(of_posting)
    frequency = np.diff(posting, append=len(key))
    return Lists(
        key=of_posting[first],
        count=np.diff(first, append=len(posting)),
        number=number[posting],
        level=level[posting],
        frequency=frequency,
        told=frequency,
        position=position,
    )


def _keys(
    column: Column, power: int, segments: range, *, pairs: bool
) -> tuple[Numbers, Numbers]:
    """Return the codes of pairs or of characters in some segments, and their places."""
    found: list[tuple[Numbers, Numbers]] = []
    ends = column.starts[1:-1] - 1
    for begin in range(0, max(1, len(column.codes)), BLOCK):
        first = np.asarray(column.codes[begin : begin + BLOCK])
        second = np.asarray(column.codes[begin + 1 : begin + BLOCK + 1])
        if pairs:
            first = first[: len(second)]
        segment = (first * np.uint32(SPREAD)) >> np.uint32(16)
        if pairs:
            segment += second
        segment &= np.uint32((1 << power) - 1)
        inside = (segment >= segments.start) & (segment < segments.stop)
        if pairs:
            here = ends[(ends >= begin) & (ends < begin + len(inside))]
            inside[here - begin] = False
        index = np.flatnonzero(inside)
        key = first[index].astype(np.int64) << CHARACTER
        if pairs:
            key |= second[index]
        found.append((key, index + begin))
    keys, places = zip(*found, strict=True)
    return np.concatenate(keys), np.concatenate(places)
