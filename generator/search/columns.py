"""Finds the postings of all documents in their texts, some segments at a time.

The tokens of all texts pass by once, in windows. What is known of a token takes 64
bits: its characters, and where in the window it begins. They are laid aside in a file
(`shelf.py`), sorted into sections, each of some segments; then the tokens of a section
are put in order. So no more is in memory at a time than a window or a section, whatever
there is in all, and any process can do a section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from generator.search.codes import Numbers
from generator.search.lists import FIELD, Lists, starts, united
from generator.search.segments import CHARACTER, SPREAD
from generator.search.tokens import level
from generator.value import Struct

if TYPE_CHECKING:
    # loaded by itself it takes as long as a small edit can spare
    from numpy.typing import NDArray

Codes: TypeAlias = "NDArray[np.uint32]"
Tokens: TypeAlias = "NDArray[np.uint64]"
Levels: TypeAlias = "NDArray[np.uint8]"
Places: TypeAlias = "NDArray[np.int32]"

PLACE = 64 - 2 * CHARACTER
"""Bits of the place where a token begins in its window."""
WINDOW = 1 << 19
"""Characters looked through at a time, at most; 100 bytes each."""


BATCH = 1 << 18
"""Tokens put in order at a time, at most, unless one window has more."""


class Column(Struct, frozen=True):
    """One field of some documents in order of their numbers."""

    codes: Codes
    """The code points of all normalised texts."""
    starts: Numbers
    """Where each text begins; one more entry than there are documents."""
    levels: Numbers
    """The level of each text's length."""


class Run(NamedTuple):
    """Tokens of a window that are in the same section, in rising order."""

    field: int
    first: int
    """The number of the document that the window begins in."""
    starts: Places
    """Where in the window the text of this and of each that follows begins."""
    levels: Levels
    """The levels of their lengths."""
    tokens: Tokens


class Section(Struct, frozen=True):
    """Some segments, and the tokens of all their terms; can be sent to processes."""

    segments: range
    power: int
    """There are 2^power segments in all."""
    runs: tuple[Run, ...]
    """In order of fields and windows."""

    @property
    def large(self) -> bool:
        """Whether it takes much more memory than others: a term of it is very common."""
        return sum(len(run.tokens) for run in self.runs) > BATCH

    def lists(self) -> Lists:
        """Return the postings of the terms."""
        return lists_of(self.runs)


def windows(
    column: Column, field: int, power: int, step: int, size: int = WINDOW
) -> Iterator[tuple[Run, Numbers]]:
    """Yield the tokens of a field, sorted into sections of so many segments.

    A window has `size` characters. With its tokens comes how many are in each section.
    """
    for begin in range(0, int(column.starts[-1]), size):
        first, end = np.searchsorted(column.starts, (begin + 1, begin + size))
        places = (column.starts[first - 1 : end] - begin).astype(np.int32)
        levels = column.levels[first - 1 : end].astype(np.uint8)
        tokens, sizes = _divided(column, range(begin, begin + size), power, step)
        yield Run(field, int(first) - 1, places, levels, tokens), sizes


def whole(columns: Sequence[Column], power: int) -> Lists:
    """Return the postings of all terms of a few documents."""
    return lists_of(
        run
        for field, column in enumerate(columns)
        for run, _ in windows(column, field, power, 1 << power)
    )


def column(texts: Sequence[str], unit: int) -> Column:
    """Return some texts as a column; lengths are counted in units."""
    codes = np.frombuffer(
        "".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32
    )
    starts = np.cumsum([0, *map(len, texts)], dtype=np.int64)
    levels = np.array([level(len(text), unit) for text in texts], np.int64)
    return Column(codes, starts, levels)


def _divided(
    column: Column, window: range, power: int, step: int
) -> tuple[Tokens, Numbers]:
    """Return the tokens of a window by parts of `step` segments, and how many in each."""
    tokens, segment = _tokens(column, window, power)
    part = segment // np.uint32(step)
    count = -(-(1 << power) // step)
    kind = np.uint16 if count < 1 << 16 else np.uint32
    tokens = tokens[np.argsort(part.astype(kind), kind="stable")]
    sizes = np.bincount(part, minlength=count)
    for one in np.split(tokens, np.cumsum(sizes)[:-1]):
        one.sort()
    return tokens, sizes


def _tokens(column: Column, window: range, power: int) -> tuple[Tokens, Codes]:
    """Return the characters and pairs that begin in a window, and their segments."""
    begin, end = window.start, min(window.stop, int(column.starts[-1]))
    size = end - begin
    codes = np.zeros(size + 1, np.uint32)
    found = column.codes[begin : end + 1]
    codes[: len(found)] = found
    low, high = np.searchsorted(column.starts, (begin + 1, end + 1))
    first, second = codes[:size].astype(np.uint64), codes[1:]
    place = np.arange(size, dtype=np.uint64)
    character = first << np.uint64(64 - CHARACTER) | place
    pair = character | second.astype(np.uint64) << np.uint64(PLACE)
    within = np.ones(size, bool)
    within[column.starts[low:high] - begin - 1] = False
    mask = np.uint32((1 << power) - 1)
    spread = (codes[:size] * np.uint32(SPREAD)) >> np.uint32(16)
    segment = np.concatenate([spread & mask, (spread + second)[within] & mask])
    return np.concatenate([character, pair[within]]), segment


def lists_of(runs: Iterable[Run]) -> Lists:
    """Put the tokens of all windows in order, given in order of fields and windows."""
    # A common character has millions of tokens, and no more postings than documents.
    return united(*map(_lists_of, _batches(runs)))


def _batches(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Yield some windows at a time, at least once."""
    batch: list[Run] = []
    number = 0
    for run in runs:
        if number + len(run.tokens) > BATCH and batch:
            yield batch
            batch, number = [], 0
        batch.append(run)
        number += len(run.tokens)
    yield batch


def _lists_of(runs: Iterable[Run]) -> Lists:
    """Put the tokens of some windows in order."""
    keys: list[Numbers] = [np.empty(0, np.int64)]
    places: list[Numbers] = [np.empty(0, np.int64)]
    numbers: list[Numbers] = [np.empty(0, np.int64)]
    levels: list[Levels] = [np.empty(0, np.uint8)]
    for field, first, start, length, tokens in runs:
        code = (tokens >> np.uint64(PLACE)).astype(np.int64)
        index = (tokens & np.uint64((1 << PLACE) - 1)).astype(np.int64)
        number = start.searchsorted(index, "right") - 1
        keys.append(code << FIELD | field)
        numbers.append(number + first)
        levels.append(length[number])
        places.append(index - start[number])
    key = np.concatenate(keys)
    order = key.argsort(kind="stable")
    number, length = np.concatenate(numbers)[order], np.concatenate(levels)[order]
    return _lists(key[order], number, length, np.concatenate(places)[order])


def _lists(key: Numbers, number: Numbers, length: Levels, place: Numbers) -> Lists:
    """Return the lists of tokens in order of key, document and place."""
    new = (np.diff(key, prepend=-1) != 0) | (np.diff(number, prepend=-1) != 0)
    posting = np.flatnonzero(new)
    of_posting, number = key[posting], number[posting]
    first = starts(of_posting)
    return Lists(
        key=of_posting[first],
        count=np.diff(first, append=len(posting)),
        number=number,
        level=length[posting].astype(np.int64),
        frequency=np.diff(posting, append=len(key)),
        position=place[(key >> FIELD) & ((1 << CHARACTER) - 1) != 0],
    )
