"""Finds the postings of all documents in their texts, some segments at a time.

The tokens of all texts pass by once, in windows. What is known of a token takes 64
bits: its characters, and where in the window it begins. They are laid aside in a file,
sorted into parts, each of some segments; then the tokens of one part after the other
are put in order. So no more is in memory at a time than a window or a part, whatever
there is in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from generator.search.codes import Numbers
from generator.search.lists import FIELD, Lists, starts
from generator.search.segments import CHARACTER, SPREAD
from generator.value import Struct

if TYPE_CHECKING:
    # loaded by itself it takes as long as a small edit can spare
    from numpy.typing import NDArray

Codes: TypeAlias = "NDArray[np.uint32]"
Tokens: TypeAlias = "NDArray[np.uint64]"
Levels: TypeAlias = "NDArray[np.uint8]"
Places: TypeAlias = "NDArray[np.int32]"

PART = 100_000
"""Tokens put in order at a time, about; 250 bytes each, in every process at work."""
PLACE = 64 - 2 * CHARACTER
"""Bits of the place where a token begins in its window."""
WINDOW = 1 << 20
"""Characters looked through at a time."""


class Column(Struct, frozen=True):
    """One field of all documents in order of their numbers."""

    read: Callable[[int, int], Codes]
    """Returns the code points from one place to another, of all normalised texts."""
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

    def lists(self) -> Lists:
        """Return the postings of the terms."""
        return lists_of(self.runs)


def sections(columns: Sequence[Column], power: int) -> Iterator[Section]:
    """Yield all segments, some at a time."""
    segments, step = 1 << power, _step(columns, power)
    with TemporaryFile() as file:
        windows = []
        for field, begin in _windows(columns):
            tokens, sizes = _divided(columns[field], begin, power, step)
            bounds = _lay_aside(file, tokens, sizes)
            windows.append((_run(columns, field, begin, tokens[:0]), bounds))
        for part, low in enumerate(range(0, segments, step)):
            runs = (
                run._replace(tokens=_taken(file, bounds[part : part + 2]))
                for run, bounds in windows
            )
            some = range(low, min(low + step, segments))
            yield Section(some, power, tuple(runs))


def count_sections(columns: Sequence[Column], power: int) -> int:
    """Return how many `sections` there are."""
    return -(-(1 << power) // _step(columns, power))


def _step(columns: Sequence[Column], power: int) -> int:
    """Return how many segments are in a section."""
    total = sum(2 * int(column.starts[-1]) for column in columns)
    return max(1, (1 << power) * PART // max(total, 1))


def whole(columns: Sequence[Column], power: int) -> Lists:
    """Return the postings of all terms of a few documents."""
    return lists_of(
        _run(
            columns,
            field,
            begin,
            _divided(columns[field], begin, power, 1 << power)[0],
        )
        for field, begin in _windows(columns)
    )


def _run(columns: Sequence[Column], field: int, begin: int, tokens: Tokens) -> Run:
    """Return some tokens of a window, and what is known of the texts in it."""
    column = columns[field]
    first, end = np.searchsorted(column.starts, (begin + 1, begin + WINDOW))
    places = (column.starts[first - 1 : end] - begin).astype(np.int32)
    levels = column.levels[first - 1 : end].astype(np.uint8)
    return Run(field, int(first) - 1, places, levels, tokens)


def _windows(columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """Yield the field of each window, and where it begins in the column."""
    for field, column in enumerate(columns):
        for begin in range(0, int(column.starts[-1]), WINDOW):
            yield field, begin


def _divided(
    column: Column, begin: int, power: int, step: int
) -> tuple[Tokens, Numbers]:
    """Return the tokens of a window by parts of `step` segments, and how many in each."""
    tokens, segment = _tokens(column, begin, power)
    part = segment // np.uint32(step)
    count = -(-(1 << power) // step)
    kind = np.uint16 if count < 1 << 16 else np.uint32
    tokens = tokens[np.argsort(part.astype(kind), kind="stable")]
    sizes = np.bincount(part, minlength=count)
    for one in np.split(tokens, np.cumsum(sizes)[:-1]):
        one.sort()
    return tokens, sizes


def _tokens(column: Column, begin: int, power: int) -> tuple[Tokens, Codes]:
    """Return the characters and pairs that begin in a window, and their segments."""
    end = min(begin + WINDOW, int(column.starts[-1]))
    size = end - begin
    codes = np.zeros(size + 1, np.uint32)
    found = column.read(begin, min(end + 1, int(column.starts[-1])))
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


def _lay_aside(file: IO[bytes], tokens: Tokens, sizes: Numbers) -> Numbers:
    """Write tokens to the end of a file; return where each part begins and the end."""
    begin = file.tell()
    file.write(tokens.tobytes())
    return begin + tokens.itemsize * np.append(0, np.cumsum(sizes))


def _taken(file: IO[bytes], bounds: Numbers) -> Tokens:
    begin, end = bounds.tolist()
    file.seek(begin)
    return np.frombuffer(file.read(end - begin), np.uint64)


def lists_of(runs: Iterable[Run]) -> Lists:
    """Put the tokens of all windows in order, given in order of fields and windows."""
    keys: list[Numbers] = [np.empty(0, np.int64)]
    places: list[Numbers] = [np.empty(0, np.int64)]
    numbers: list[Numbers] = [np.empty(0, np.int64)]
    levels: list[Levels] = [np.empty(0, np.uint8)]
    for field, first, start, level, tokens in runs:
        code = (tokens >> np.uint64(PLACE)).astype(np.int64)
        index = (tokens & np.uint64((1 << PLACE) - 1)).astype(np.int64)
        number = start.searchsorted(index, "right") - 1
        keys.append(code << FIELD | field)
        numbers.append(number + first)
        levels.append(level[number])
        places.append(index - start[number])
    key = np.concatenate(keys)
    order = key.argsort(kind="stable")
    number, level = np.concatenate(numbers)[order], np.concatenate(levels)[order]
    return _lists(key[order], number, level, np.concatenate(places)[order])


def _lists(key: Numbers, number: Numbers, level: Levels, place: Numbers) -> Lists:
    """Return the lists of tokens in order of key, document and place."""
    new = (np.diff(key, prepend=-1) != 0) | (np.diff(number, prepend=-1) != 0)
    posting = np.flatnonzero(new)
    of_posting, number = key[posting], number[posting]
    first = starts(of_posting)
    return Lists(
        key=of_posting[first],
        count=np.diff(first, append=len(posting)),
        number=number,
        level=level[posting].astype(np.int64),
        frequency=np.diff(posting, append=len(key)),
        position=place[(key >> FIELD) & ((1 << CHARACTER) - 1) != 0],
    )
