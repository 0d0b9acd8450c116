"""The table of documents: what their numbers and the manifest are made from.

Documents are numbered by year, then by slug, which begins with the date unless somebody
chose another. So years are ranges of numbers, the newest article comes last and moves no
other, and an edit moves none, not even of a date within its year. What a number means
else is told by the manifest: the level of the body's length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

from generator.search.documents import BODY_PLACE, FIELDS, UNITS, Analysed, Labels
from generator.search.tokens import field_length, level
from generator.value import Struct, field, pack, replace, unpack

Value = TypeVar("Value")

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
    def order(self) -> tuple[str, str]:
        """What documents are numbered by."""
        return year(self.date), self.slug


class Tagged(NamedTuple):
    """What the facets are made from of a document."""

    date: str
    facets: tuple[tuple[Labels, ...], ...]


class Table(Struct, frozen=True, dict=True):
    """What must be known of all documents to bring an index up to date, as columns.

    By number each; never altered. Columns are read in a tenth of the time of rows.
    """

    slugs: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    bodies: list[int] = field(default_factory=list)
    """Characters of the normalised body."""
    levels: bytes = b""
    """The level of each body's length, a byte each."""
    tags: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Table:
        """Take rows that are `ordered`."""
        table, levels = cls(), bytearray()
        for row in rows:
            table.slugs.append(row.slug)
            table.dates.append(row.date)
            table.bodies.append(row.lengths[BODY_PLACE])
            levels.append(row.body)
            table.tags.append(row.tags)
        return replace(table, levels=bytes(levels))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each document by its slug."""
        return dict(zip(self.slugs, range(len(self.slugs)), strict=True))

    @property
    def tagged(self) -> list[Tagged]:
        """What the facets are made from."""
        pairs = zip(self.dates, self.tags, strict=True)
        return [Tagged(date, unpack(tags, Tags).facets) for date, tags in pairs]

    @property
    def scripts(self) -> tuple[str, ...]:
        """The keys of the scripts in which documents are shown."""
        return next(
            filter(None, (unpack(tags, Tags).scripts for tags in self.tags)), ()
        )

    def changed(self, gone: Iterable[str], new: Iterable[Row]) -> Table:
        """Return the table without the documents `gone`, and with those that are `new`."""
        numbers = sorted(map(self.numbers.__getitem__, gone), reverse=True)
        slugs, dates = _without(self.slugs, numbers), _without(self.dates, numbers)
        rows = sorted(new, key=lambda row: row.order)
        places = [_place(slugs, dates, row) + after for after, row in enumerate(rows)]

        def put(column: list[Value], values: Iterable[Value]) -> list[Value]:
            for place, value in zip(places, values, strict=True):
                column.insert(place, value)
            return column

        bodies, tags = _without(self.bodies, numbers), _without(self.tags, numbers)
        levels = put(_without(self.levels, numbers), (row.body for row in rows))
        return Table(
            slugs=put(slugs, (row.slug for row in rows)),
            dates=put(dates, (row.date for row in rows)),
            bodies=put(bodies, (row.lengths[BODY_PLACE] for row in rows)),
            levels=bytes(levels),
            tags=put(tags, (row.tags for row in rows)),
        )


def _without(column: Iterable[Value], numbers: Iterable[int]) -> list[Value]:
    """Return a copy of a column without some places, the last of them first."""
    kept = list(column)
    for number in numbers:
        del kept[number]
    return kept


def _place(slugs: Sequence[str], dates: Sequence[str], row: Row) -> int:
    """Return the number that a document would have among others."""

    def order(number: int) -> tuple[str, str]:
        return year(dates[number]), slugs[number]

    return bisect_left(range(len(slugs)), row.order, key=order)


def ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows in order of their document numbers, which are their places."""
    every = tuple(rows)
    years = {date: year(date) for date in {row.date for row in every}}
    return tuple(sorted(every, key=lambda row: (years[row.date], row.slug)))


def totals(rows: Sequence[Row]) -> dict[str, int]:
    """Return for each field the sum of all field lengths, in tokens."""
    return {
        name: sum(field_length(row.levels[place], UNITS[place]) for row in rows)
        for place, name in enumerate(FIELDS)
    }


def years(dates: Iterable[str]) -> list[tuple[str, int]]:
    """Return each year (empty: undated) and the number of its first document."""
    found: dict[str, int] = {}
    number = 0
    for date, some in groupby(dates):
        found.setdefault(year(date), number)
        number += sum(1 for _ in some)
    return list(found.items())


def scripts(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the keys of the scripts in which documents are shown."""
    return next(filter(None, (unpack(row.tags, Tags).scripts for row in rows)), ())


def year(date: str) -> str:
    """Return the four-digit year of an EDTF date, or an empty text."""
    found = _YEAR.match(date)
    return found[0] if found else ""
