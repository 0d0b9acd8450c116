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

PART = 300_000
"""Tokens put in order at a time, about; 250 bytes each."""
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
    """Tokens of a window that are in the same part, in rising order."""

    field: int
    begin: int
    """Where the window begins in the column."""
    tokens: Tokens


def parts(columns: Sequence[Column], power: int) -> Iterator[tuple[range, Lists]]:
    """Yield all segments, some at a time, and the postings of their terms."""
    segments = 1 << power
    total = sum(2 * int(column.starts[-1]) for column in columns)
    step = max(1, segments * PART // max(total, 1))
    with TemporaryFile() as file:
        windows = [
            (
                field,
                begin,
                _lay_aside(file, *_divided(columns[field], begin, power, step)),
            )
            for field, begin in _windows(columns)
        ]
        for part, low in enumerate(range(0, segments, step)):
            runs = (
                Run(field, begin, _taken(file, bounds[part : part + 2]))
                for field, begin, bounds in windows
            )
            yield range(low, min(low + step, segments)), lists_of(columns, runs)


def whole(columns: Sequence[Column], power: int) -> Lists:
    """Return the postings of all terms of a few documents."""
    runs = (
        Run(field, begin, _divided(columns[field], begin, power, 1 << power)[0])
        for field, begin in _windows(columns)
    )
    return lists_of(columns, runs)


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


def lists_of(columns: Sequence[Column], runs: Iterable[Run]) -> Lists:
    """Put the tokens of all windows in order, given in order of fields and windows."""
    keys: list[Numbers] = [np.empty(0, np.int64)]
    places: list[Numbers] = [np.empty(0, np.int64)]
    numbers: list[Numbers] = [np.empty(0, np.int64)]
    for field, begin, tokens in runs:
        code = (tokens >> np.uint64(PLACE)).astype(np.int64)
        index = (tokens & np.uint64((1 << PLACE) - 1)).astype(np.int64) + begin
        start = columns[field].starts
        number = np.searchsorted(start, index, "right") - 1
        keys.append(code << FIELD | field)
        numbers.append(number)
        places.append(index - start[number])
    key = np.concatenate(keys)
    order = np.argsort(key, kind="stable")
    number, place = np.concatenate(numbers)[order], np.concatenate(places)[order]
    return _lists(columns, key[order], number, place)


def _lists(
    columns: Sequence[Column], key: Numbers, number: Numbers, place: Numbers
) -> Lists:
    """Return the lists of tokens in order of key, document and place."""
    new = (np.diff(key, prepend=-1) != 0) | (np.diff(number, prepend=-1) != 0)
    posting = np.flatnonzero(new)
    of_posting, number = key[posting], number[posting]
    first = starts(of_posting)
    level = np.empty_like(number)
    field = of_posting & ((1 << FIELD) - 1)
    for one, column in enumerate(columns):
        level[field == one] = column.levels[number[field == one]]
    return Lists(
        key=of_posting[first],
        count=np.diff(first, append=len(posting)),
        number=number,
        level=level,
        frequency=np.diff(posting, append=len(key)),
        position=place[(key >> FIELD) & ((1 << CHARACTER) - 1) != 0],
    )
