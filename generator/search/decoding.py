"""Reads segments with whole arrays at a time; their layout is in `segments.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from generator.search.codes import Numbers, Reader
from generator.search.documents import BODY_PLACE, FIELDS
from generator.search.lists import (
    FIELD,
    Flags,
    Lists,
    chosen,
    gap_order,
    ranges,
    running,
)
from generator.search.segments import (
    CHARACTER,
    FAR,
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


def read_lists(
    read: Callable[[str], bytes], names: Sequence[Name], power: int, levels: Numbers
) -> Lists:
    """Read segments and large terms whole, by their paths below `search/`.

    `levels` are those of the bodies, by document number. The order of the lists is
    that of `names`. Raises ValueError for files of another layout or index.
    """
    lists, counts = _postings(
        [read(segment_path(name)) for name in names], names, power, levels
    )
    file = np.repeat(np.arange(len(names)), counts)
    wanted = lists.positioned & lists.body
    size = np.bincount(file, _sums(lists.frequency, lists.count) * wanted, len(names))
    files = [
        read(positions_path(name)) if some else b""
        for name, some in zip(names, size.tolist(), strict=True)
    ]
    reader = Reader(files)
    found = _read_positions(reader, FAR, lists, wanted, size.astype(np.int64))
    reader.finish()
    return found


def read_terms(
    read: Callable[[str], bytes],
    names: Sequence[Name],
    power: int,
    levels: Sequence[int],
    terms: Collection[str],
) -> Mapping[str, Postings]:
    """Read the postings of some terms as plain values; see `read_lists`."""
    lists = read_lists(read, names, power, np.array(levels, np.int64))
    wanted = np.isin(lists.key >> FIELD, [term_code(term) for term in terms])
    return chosen(lists, wanted).postings()


def read_bodies(
    read: Callable[[str], bytes], names: Sequence[int], power: int
) -> tuple[Numbers, Numbers]:
    """Read only how many bodies have each term of some segments: codes and counts."""
    reader = Reader([read(segment_path(name)) for name in names])
    terms, counts = _terms(reader, names, power)
    key, lists_in = _fields(reader, terms, counts)
    count = reader.exponential(0, lists_in) + 1
    bodies = ~_others(key)
    return key[bodies] >> FIELD, count[bodies]


def _postings(
    files: Sequence[bytes], names: Sequence[Name], power: int, levels: Numbers
) -> tuple[Lists, Numbers]:
    """Read all but the positions in bodies; also return the lists in each file."""
    reader = Reader(files)
    terms, counts = _terms(reader, names, power)
    key, lists_in = _fields(reader, terms, counts)
    count = reader.exponential(0, lists_in) + 1
    file = np.repeat(np.arange(len(names)), lists_in)
    size = _per_file(file, count, len(names))
    gap = reader.exponential(np.repeat(gap_order(count, len(levels)), count), size)
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
    none = np.zeros_like(number)
    lists = Lists(key, count, number, level, frequency, none, none[:0])
    wanted = lists.positioned & ~lists.body
    told = _per_file(file, _sums(frequency, count) * wanted, len(names))
    lists = _read_positions(reader, NEAR, lists, wanted, told)
    reader.finish()
    return lists, lists_in


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


def _read_positions(
    reader: Reader, order: int, lists: Lists, wanted: Flags, size: Numbers
) -> Lists:
    """Read the positions of some lists, `size` of them in each file."""
    of_posting = np.repeat(wanted, lists.count)
    told = np.where(of_posting, lists.frequency, lists.told)
    gap = reader.exponential(order, size)
    found = running(gap + 1, lists.frequency[of_posting]) - 1
    begin = np.cumsum(told) - told
    position = np.zeros(told.sum(), np.int64)
    position[ranges(begin[of_posting], told[of_posting])] = found
    rest = ~of_posting
    position[ranges(begin[rest], told[rest])] = lists.position
    return replace(lists, told=told, position=position)


def _others(key: Numbers) -> Flags:
    return np.asarray((key & ((1 << FIELD) - 1)) != BODY_PLACE)


def _per_file(file: Numbers, amount: Numbers | Flags, files: int) -> Numbers:
    """Return the sum of some amounts in each file."""
    return np.bincount(file, amount, files).astype(np.int64)


def _sums(values: Numbers, count: Numbers) -> Numbers:
    """Return the sum of each run of values."""
    ends = np.concatenate(([0], np.cumsum(values)))
    return np.diff(ends[np.concatenate(([0], np.cumsum(count)))])
