"""Reads segments with whole arrays at a time; their layout is in `segments.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from generator.search.codes import Numbers, Reader, among
from generator.search.documents import BODY_PLACE, FIELDS
from generator.search.lists import (
    FIELD,
    Flags,
    Lists,
    chosen,
    gap_order,
    place_order,
    running,
)
from generator.search.segments import (
    CHARACTER,
    FIRST,
    NEAR,
    SECOND,
    SPREAD,
    TERMS,
    Name,
    Postings,
    positions_path,
    segment_path,
    term_code,
)
from generator.value import replace


def read_lists(
    read: Callable[[str], bytes], names: Sequence[Name], power: int, levels: Numbers
) -> Lists:
    """Read segments and large terms whole, by their paths below `search/`.

    `levels` are those of the bodies, by document number. The order of the lists is
    that of `names`. Raises ValueError for files of another layout or index.
    """
    reader = Reader([read(segment_path(name)) for name in names])
    lists, file = _postings(reader, names, power, levels)
    lists = _near(reader, lists, file, len(names))
    apart = np.array([isinstance(name, str) for name in names], bool)
    lists = _places(reader, lists, lists.body & ~apart[file], file, len(names))
    reader.finish()
    wanted = lists.positioned & lists.body & apart[file]
    some = _per_file(file, wanted, len(names)) > 0
    reader = Reader(
        [
            read(positions_path(name)) if isinstance(name, str) and has else b""
            for name, has in zip(names, some.tolist(), strict=True)
        ]
    )
    lists = _places(reader, lists, wanted, file, len(names))
    reader.finish()
    return lists


def read_terms(
    read: Callable[[str], bytes],
    names: Sequence[Name],
    power: int,
    levels: Sequence[int],
    terms: Collection[str],
) -> Mapping[str, Postings]:
    """Read the postings of some terms as plain values; see `read_lists`."""
    lists = read_lists(read, names, power, np.array(levels, np.int64))
    wanted = among(lists.key >> FIELD, [term_code(term) for term in terms])
    return chosen(lists, wanted).postings()


def _postings(
    reader: Reader, names: Sequence[Name], power: int, levels: Numbers
) -> tuple[Lists, Numbers]:
    """Read all but what is told of occurrences; also return the file of each list."""
    terms, counts = _terms(reader, names, power)
    key, lists_in = _fields(reader, terms, counts)
    count = reader.exponential(0, lists_in) + 1
    file = np.repeat(np.arange(len(names)), lists_in)
    size = _per_file(file, count, len(names))
    gap = reader.rice(np.repeat(gap_order(count, len(levels)), count), size)
    number = running(gap + 1, count) - 1
    other = np.repeat(_others(key), count)
    others = _per_file(np.repeat(file, count), other, len(names))
    step = reader.exponential(0, others)
    if len(number) and number.max() >= len(levels):
        message = "a document that there is not"
        raise ValueError(message)
    level = levels[number]
    step = np.where(step & 1, -(step + 1) // 2, step // 2)
    level[other] = running(step, count[_others(key)])
    frequency = reader.exponential(0, size) + 1
    lists = Lists(key, count, number, level, frequency, number[:0])
    unknown = np.full(lists.occurring.sum(), -1, np.int64)
    return replace(lists, position=unknown), file


def _near(reader: Reader, lists: Lists, file: Numbers, files: int) -> Lists:
    """Read the positions in short fields."""
    size = _sums(lists.frequency, lists.count)
    wanted = lists.positioned & ~lists.body
    gap = reader.exponential(NEAR, _per_file(file, size * wanted, files))
    return _placed(lists, wanted, gap)


def _places(
    reader: Reader, lists: Lists, among: Flags, file: Numbers, files: int
) -> Lists:
    """Read the positions in bodies of some lists that have them."""
    wanted = lists.positioned & among
    of_posting = np.repeat(wanted, lists.count)
    frequency = lists.frequency[of_posting]
    order = np.repeat(place_order(lists.level[of_posting], frequency), frequency)
    size = _sums(lists.frequency, lists.count) * wanted
    return _placed(lists, wanted, reader.rice(order, _per_file(file, size, files)))


def _placed(lists: Lists, wanted: Flags, gap: Numbers) -> Lists:
    """Put in the positions of some lists, given the gaps between them."""
    frequency = lists.frequency[np.repeat(wanted, lists.count)]
    position = lists.position.copy()
    position[lists.occurrences(wanted)] = running(gap + 1, frequency) - 1
    return replace(lists, position=position)


def _terms(
    reader: Reader, names: Sequence[Name], power: int
) -> tuple[Numbers, Numbers]:
    """Read the terms of each file, as their codes, and how many they are."""
    segment = np.array([isinstance(name, int) for name in names], np.int64)
    own = segment > 0
    counts = np.zeros_like(segment)
    counts[own] = reader.exponential(TERMS, segment)
    first = running(reader.exponential(FIRST, counts), counts[counts > 0])
    high = reader.exponential(max(0, SECOND - power), counts)
    number = [name if isinstance(name, int) else 0 for name in names]
    low = np.repeat(np.array(number, np.int64), counts) - (
        (first * SPREAD & 0xFFFFFFFF) >> 16
    )
    second = high << power | low & ((1 << power) - 1)
    every = counts + (1 - segment)
    codes = np.zeros(every.sum(), np.int64)
    of_segment = np.repeat(own, every)
    codes[of_segment] = first << CHARACTER | second
    codes[~of_segment] = [term_code(name) for name in names if isinstance(name, str)]
    return codes, every


def _fields(reader: Reader, terms: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Read which fields each term is in: the keys of lists, and how many in each file."""
    file = np.repeat(np.arange(len(counts)), counts)
    only = reader.fixed(np.ones_like(terms), counts) > 0
    width = len(FIELDS)
    others = _per_file(file, ~only, len(counts))
    mask = np.full(len(terms), 1 << (width - 1 - BODY_PLACE), np.int64)
    mask[~only] = reader.fixed(np.full(others.sum(), width, np.int64), others)
    term, place = np.nonzero(mask[:, None] >> np.arange(width - 1, -1, -1) & 1)
    return terms[term] << FIELD | place, np.bincount(file[term], minlength=len(counts))


def _others(key: Numbers) -> Flags:
    return np.asarray((key & ((1 << FIELD) - 1)) != BODY_PLACE)


def _per_file(file: Numbers, amount: Numbers | Flags, files: int) -> Numbers:
    """Return the sum of some amounts in each file."""
    return np.bincount(file, amount, files).astype(np.int64)


def _sums(values: Numbers, count: Numbers) -> Numbers:
    """Return the sum of each run of values."""
    ends = np.concatenate(([0], np.cumsum(values)))
    return np.diff(ends[np.concatenate(([0], np.cumsum(count)))])
