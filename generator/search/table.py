"""The table of documents: what their numbers and the manifest are made from.

Documents are numbered by date, then by slug. So years are ranges of numbers, the
newest article comes last and moves no other, and an edit of a text moves none. What
a number means else is told by the manifest: the level of the body's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from generator.search.documents import BODY_PLACE, FIELDS, UNITS, Analysed, Labels
from generator.search.tokens import field_length, level
from generator.value import Struct, pack, replace, unpack

_YEAR = re.compile(r"(?a:\d{4})")


class Tags(NamedTuple):
    """What else a document is found and narrowed by."""

    scripts: tuple[str, ...] = ()
    """The keys of those in which it is shown."""
    facets: tuple[tuple[Labels, ...], ...] = ()


class Row(Struct, frozen=True):
    """The light part of a document."""

    slug: str
    date: str
    """EDTF, or empty."""
    lengths: tuple[int, ...]
    """Characters of each normalised field, in the order of FIELDS."""
    levels: bytes
    """The levels of these lengths, a byte each."""
    tags: bytes
    """`Tags`, packed: few who ask for a row ask for these."""

    @classmethod
    def of(cls, one: Analysed) -> Row:
        """Return the light part of an analysed document."""
        lengths = tuple(map(len, one.texts))
        levels = bytes(map(level, lengths, UNITS))
        tags = pack(Tags(one.scripts, one.facets))
        return cls(one.slug, one.date, lengths, levels, tags)

    def sharing(self, same: dict[object, Any]) -> Row:
        """Return an equal row that shares with others what is equal; `same` holds it."""
        mine = self.slug, self.date, self.levels, self.tags
        slug, date, levels, tags = (same.setdefault(one, one) for one in mine)
        return replace(self, slug=slug, date=date, levels=levels, tags=tags)

    @property
    def facets(self) -> tuple[tuple[Labels, ...], ...]:
        """The values of each facet."""
        return unpack(self.tags, Tags).facets

    @property
    def body(self) -> int:
        """The level of the body's length."""
        return self.levels[BODY_PLACE]

    @property
    def order(self) -> tuple[str, str, str]:
        """What documents are numbered by."""
        return *dated(self.date), self.slug


def dated(date: str) -> tuple[str, str]:
    """Return what dates are put in order by."""
    return year(date), date


def ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows in order of their document numbers, which are their places."""
    every = tuple(rows)
    dates = sorted({row.date for row in every}, key=dated)
    rank = {date: place for place, date in enumerate(dates)}
    return tuple(sorted(every, key=lambda row: (rank[row.date], row.slug)))


def totals(rows: Sequence[Row]) -> dict[str, int]:
    """Return for each field the sum of all field lengths, in tokens."""
    return {
        name: sum(field_length(row.levels[place], UNITS[place]) for row in rows)
        for place, name in enumerate(FIELDS)
    }


def years(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """Return each year (empty: undated) and the number of its first document."""
    numbers = groupby(range(len(rows)), lambda n: year(rows[n].date))
    return [(value, next(group)) for value, group in numbers]


def scripts(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the keys of the scripts in which documents are shown."""
    return next(filter(None, (unpack(row.tags, Tags).scripts for row in rows)), ())


def year(date: str) -> str:
    """Return the four-digit year of an EDTF date, or an empty text."""
    found = _YEAR.match(date)
    return found[0] if found else ""
