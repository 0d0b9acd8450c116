"""Finds the postings of all documents in their texts, some segments at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from generator.search.codes import Numbers
from generator.search.lists import FIELD, Lists, starts
from generator.search.segments import CHARACTER, SPREAD, SUCCESSOR

Codes: TypeAlias = "NDArray[np.uint32]"
Owners: TypeAlias = "NDArray[np.unsignedinteger[Any]]"

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
    segments: tuple[Owners, Owners]
    """The segments of all characters, and of the pairs that begin with each."""


def owner_type(power: int) -> np.dtype[np.unsignedinteger[Any]]:
    """Return the type of numbers of 2^power segments, and one more for none."""
    return np.dtype(np.uint16) if power < 16 else np.dtype(np.uint32)


def assign(
    codes: Codes, ends: Numbers, power: int, into: tuple[Owners, Owners]
) -> None:
    """Find the segments of all characters and pairs; no pair begins where texts end."""
    characters, pairs = into
    mask = np.uint32((1 << power) - 1)
    for begin in range(0, len(codes), BLOCK):
        end = min(begin + BLOCK, len(codes))
        first = (np.asarray(codes[begin:end]) * np.uint32(SPREAD)) >> np.uint32(16)
        characters[begin:end] = first & mask
        second = np.asarray(codes[begin + 1 : end + 1])
        pairs[begin : begin + len(second)] = (first[: len(second)] + second) & mask
    pairs[ends - 1] = np.iinfo(pairs.dtype).max


def parts(columns: Sequence[Column], power: int) -> Iterator[tuple[range, Lists]]:
    """Yield all segments, some at a time, and the postings of their terms."""
    tokens = sum(2 * len(column.codes) for column in columns)
    segments = 1 << power
    step = max(1, segments * PART // max(tokens, 1))
    for low in range(0, segments, step):
        some = range(low, min(low + step, segments))
        yield some, lists_of(columns, some)


def lists_of(columns: Sequence[Column], segments: range) -> Lists:
    """Find the postings of the terms of some segments."""
    found: list[tuple[Numbers, ...]] = []
    for field, column in enumerate(columns):
        for pairs in (False, True):
            key, index = _keys(column, segments, pairs=pairs)
            document = np.searchsorted(column.starts, index, "right") - 1
            position = index - column.starts[document]
            level = column.levels[document]
            following = _following(column, index, document)
            found.append((key << FIELD | field, document, level, position, following))
    key, *others = map(np.concatenate, zip(*found, strict=True))
    order = np.argsort(key, kind="stable")
    return _lists(key[order], *(one[order] for one in others))


def _following(column: Column, index: Numbers, document: Numbers) -> Numbers:
    """Return the successors of what follows pairs, 0 where the text ends."""
    after = index + 2
    inside = after < column.starts[document + 1]
    found = np.zeros(len(index), np.uint32)
    found[inside] = column.codes[after[inside]]
    return (found * np.uint32(SPREAD) >> np.uint32(32 - SUCCESSOR)).astype(np.int64)


def _lists(
    key: Numbers,
    number: Numbers,
    level: Numbers,
    position: Numbers,
    following: Numbers,
) -> Lists:
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
        position=position,
        following=following,
    )


def _keys(column: Column, segments: range, *, pairs: bool) -> tuple[Numbers, Numbers]:
    """Return the codes of pairs or of characters in some segments, and their places."""
    found: list[tuple[Numbers, Numbers]] = []
    every = column.segments[pairs]
    low = every.dtype.type(segments.start)
    for begin in range(0, max(1, len(every)), BLOCK):
        # one comparison: what is below `low` wraps around and is far above
        inside = np.asarray(every[begin : begin + BLOCK]) - low < len(segments)
        index = np.flatnonzero(inside) + begin
        key = column.codes[index].astype(np.int64) << CHARACTER
        if pairs:
            key |= column.codes[index + 1]
        found.append((key, index))
    keys, places = zip(*found, strict=True)
    return np.concatenate(keys), np.concatenate(places)
