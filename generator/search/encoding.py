"""Writes segments with whole arrays at a time.

A part of the index is made of all tokens that fall into a range of segments. They
are sorted by segment, term, field, document and position; every number that
`segments.py` describes then has a place in one long row, with a value and a
width in bits, and all are worked out at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from generator.search.codes import (
    Numbers,
    Row,
    bit_length,
    exponential,
    packed,
    truncated,
)
from generator.search.documents import BODY_PLACE, FIELDS
from generator.search.segments import (
    CHECKED,
    FIRST,
    LARGE,
    LENGTH,
    SECOND,
    SPREAD,
    TERMS,
)

Codes: TypeAlias = "NDArray[np.uint32]"

PART = 1_000_000
"""Tokens worked on at a time, about; 150 bytes each."""
BLOCK = 1 << 20
"""Characters looked through at a time."""
SIZE = 4096
"""Bytes of a segment, at most on average."""
BYTES = 2.3
"""Bytes that a character of an article takes in the index, about (measured)."""

_CHARACTER = 21
"""Bits of a code point."""
_FIELD = 3
"""Bits of the place of a field."""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of all documents in order of their numbers."""

    codes: Codes
    """The code points of the normalised texts, one text after the other."""
    starts: Numbers
    """Where each text begins; one more entry than there are documents."""

    @property
    def lengths(self) -> Numbers:
        """Characters of each text."""
        return np.diff(self.starts)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Occurrences of terms, sorted by `key`, then document, then position."""

    key: Numbers
    """Segment, first and second code point and place of the field, as one number."""
    document: Numbers
    length: Numbers
    position: Numbers


def power_for(characters: int) -> int:
    """Return w so that 2^w segments hold the index of so many characters."""
    return max(0, int(characters * BYTES / SIZE).bit_length())


def encoded(columns: Sequence[Column], power: int) -> Iterator[tuple[int | str, bytes]]:
    """Yield segments by number, and large terms by themselves, with their bytes."""
    tokens = sum(2 * len(column.codes) for column in columns)
    segments = 1 << power
    step = max(1, segments * PART // max(tokens, 1))
    for low in range(0, segments, step):
        high = min(low + step, segments)
        part = _tokens(columns, power, low, high)
        empty = set(range(low, high))
        if len(part.key):
            documents = len(columns[0].starts) - 1
            for name, data in _files(part, power, documents):
                empty.discard(name)
                yield name, data
        for name in sorted(empty):
            yield name, packed(_head(0))


def _tokens(columns: Sequence[Column], power: int, low: int, high: int) -> Tokens:
    """Find the tokens of the segments from `low` to `high`."""
    found: list[list[Numbers]] = []
    for field, column in enumerate(columns):
        for pairs in (False, True):
            key, index = _keys(column, power, low, high, pairs=pairs)
            document = np.searchsorted(column.starts, index, "right") - 1
            position = index - column.starts[document]
            length = column.lengths[document]
            found.append([key << _FIELD | field, document, length, position])
    key, document, length, position = (
        np.concatenate(part) for part in zip(*found, strict=True)
    )
    order = np.argsort(key, kind="stable")
    return Tokens(key[order], document[order], length[order], position[order])


def _keys(
    column: Column, power: int, low: int, high: int, *, pairs: bool
) -> tuple[Numbers, Numbers]:
    """Return the keys of pairs or of characters in some segments, and their places."""
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
        inside = (segment >= low) & (segment < high)
        if pairs:
            here = ends[(ends >= begin) & (ends < begin + len(inside))]
            inside[here - begin] = False
        index = np.flatnonzero(inside)
        key = segment[index].astype(np.int64) << 2 * _CHARACTER
        key |= first[index].astype(np.int64) << _CHARACTER
        if pairs:
            key |= second[index]
        found.append((key, index + begin))
    keys, places = zip(*found, strict=True)
    return np.concatenate(keys), np.concatenate(places)


def _starts(values: Numbers) -> Numbers:
    """Return where in a sorted row each different value begins."""
    return np.flatnonzero(np.diff(values, prepend=-1))


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of postings of a part: what is where in its sorted tokens."""

    posting: Numbers
    """The first token of each posting."""
    list: Numbers
    """The first posting of each list, that is of each term in each field."""
    term: Numbers
    """The first list of each term."""
    key: Numbers
    """The key of each list."""

    @classmethod
    def of(cls, tokens: Tokens, documents: int) -> _Lists:
        lists = np.cumsum(np.diff(tokens.key, prepend=-1) != 0)
        posting = _starts(lists * documents + tokens.document)
        first = _starts(lists[posting])
        key = tokens.key[posting[first]]
        return cls(posting, first, _starts(key >> _FIELD), key)


def _files(
    tokens: Tokens, power: int, documents: int
) -> Iterator[tuple[int | str, bytes]]:
    lists = _Lists.of(tokens, documents)
    row, begins = _row(tokens, lists, documents)
    keys = lists.key[lists.term] >> _FIELD
    sizes = np.add.reduceat(row.width, begins)
    large = sizes > LARGE
    ends = np.append(begins[1:], len(row.width))
    for term in np.flatnonzero(large):
        span = slice(begins[term], ends[term])
        yield _text(keys[term]), packed(Row(row.value[span], row.width[span]))
    segment = keys >> 2 * _CHARACTER
    for at in np.split(np.flatnonzero(~large), _starts(segment[~large])[1:]):
        if len(at):
            body = _segment(keys[at], begins[at], ends[at], row, power)
            yield int(segment[at[0]]), packed(_head(len(at)), body)


def _head(terms: int) -> Row:
    return exponential(np.array([terms]), TERMS)


def _segment(
    keys: Numbers, begins: Numbers, ends: Numbers, row: Row, power: int
) -> Row:
    """Return the terms of a segment, each with its characters, as one row."""
    first = keys >> _CHARACTER & ((1 << _CHARACTER) - 1)
    second = (keys & ((1 << _CHARACTER) - 1)) >> power
    names = exponential(np.diff(first, prepend=0), FIRST)
    others = exponential(second, max(0, SECOND - power))
    sizes = ends - begins
    index = np.arange(sizes.sum()) + np.repeat(
        begins - (np.cumsum(sizes) - sizes), sizes
    )
    places = np.repeat(np.cumsum(sizes) - sizes, 2)

    def woven(of: Numbers, one: Numbers, other: Numbers) -> Numbers:
        return np.insert(of[index], places, np.column_stack((one, other)).ravel())

    return Row(
        woven(row.value, names.value, others.value),
        woven(row.width, names.width, others.width),
    )


def _row(tokens: Tokens, lists: _Lists, documents: int) -> tuple[Row, Numbers]:
    """Return all postings of a part as one row, and where each term begins in it."""
    count = np.diff(lists.list, append=len(lists.posting))
    of_list = np.repeat(np.arange(len(count)), count)
    body = (lists.key & ((1 << _FIELD) - 1)) == BODY_PLACE
    pair = (lists.key >> _FIELD & ((1 << _CHARACTER) - 1)) != 0
    positioned = (pair & (~body | (count > CHECKED)))[of_list]
    frequency = np.diff(lists.posting, append=len(tokens.key))
    other = ~body[of_list]
    size = 2 + other + frequency * positioned
    opens = np.zeros(len(count), np.int64) + 1
    opens[lists.term] += 1
    size[lists.list] += opens
    begin = np.cumsum(size) - size
    row = Row(np.zeros(size.sum(), np.int64), np.zeros(size.sum(), np.int64))
    begins = begin[lists.list[lists.term]]
    _put(row, begins, _masks(lists))
    _put(row, begin[lists.list] + opens - 1, exponential(count - 1, 0))
    begin[lists.list] += opens
    number = tokens.document[lists.posting]
    gap = np.diff(number, prepend=0) - 1
    gap[lists.list] = number[lists.list]
    order = np.maximum(0, documents.bit_length() - bit_length(count) - 1)
    _put(row, begin, exponential(gap, order[of_list]))
    lengths = tokens.length[lists.posting]
    _put(row, (begin + 1)[other], exponential(lengths[other], LENGTH))
    _put(row, begin + 1 + other, exponential(frequency - 1, 0))
    _positions(row, begin + 2 + other, tokens, frequency, positioned)
    return row, begins


def _positions(
    row: Row,
    begin: Numbers,
    tokens: Tokens,
    frequency: Numbers,
    positioned: NDArray[np.bool_],
) -> None:
    first = np.cumsum(frequency) - frequency
    place = np.arange(len(tokens.key)) + np.repeat(begin - first, frequency)
    told = np.repeat(positioned, frequency)
    codes = truncated(tokens.position[told], tokens.length[told] - 1)
    _put(row, place[told], codes)


def _masks(lists: _Lists) -> Row:
    """Return for each term the code that tells its fields."""
    bit = np.int64(1) << (len(FIELDS) - 1 - (lists.key & ((1 << _FIELD) - 1)))
    mask = np.add.reduceat(bit, lists.term)
    only = mask == 1 << (len(FIELDS) - 1 - BODY_PLACE)
    return Row(np.where(only, 1, mask), np.where(only, 1, len(FIELDS) + 1))


def _put(row: Row, places: Numbers, codes: Row) -> None:
    row.value[places] = codes.value
    row.width[places] = codes.width


def _text(key: int) -> str:
    first = chr(key >> _CHARACTER & ((1 << _CHARACTER) - 1))
    second = key & ((1 << _CHARACTER) - 1)
    return first + (chr(second) if second else "")
