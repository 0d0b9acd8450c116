"""What relates articles: the marks and the signature of each, kept as one value.

Two rows of numbers for all articles, and not two for each: read, changed in a few
places and written in a tenth of the time, and held in a tenth of the memory.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from generator.search.sets import Gathered, Sets
from generator.value import Struct, field, pack

MARKS, SIGNATURE = 0, 1
"""The columns."""


class Row(NamedTuple):
    """What an article has, as numbers of eight bytes."""

    marks: bytes = b""
    signature: bytes = b""


NOTHING = Row()


class Marked(Struct, frozen=True):
    """What articles have."""

    slugs: list[str] = field(default_factory=list)
    """In order; never altered."""
    columns: tuple[Sets, Sets] = (Sets(), Sets())
    """The marks of each, and the signature."""

    def place(self, slug: str) -> tuple[int, bool]:
        """Return the place of an article, or where it would be, and if it is there."""
        at = bisect_left(self.slugs, slug)
        return at, self.slugs[at : at + 1] == [slug]

    def row(self, place: int) -> Row:
        """Return what the article at a place has."""
        marks, signatures = self.columns
        return Row(marks.at(place), signatures.at(place))


class Difference(Struct, frozen=True):
    """What an article had, nothing where there was none, and what it has."""

    slug: str
    before: Row
    after: Row | None

    @property
    def packed(self) -> bytes | None:
        """What it has now, to be kept."""
        return None if self.after is None else pack(self.after)


def merged(
    was: Marked, rows: Iterable[tuple[str, Row | None]], *, noting: bool
) -> tuple[Marked, list[Difference]]:
    """Return what articles have, given what differs; and how, if `noting`.

    `rows` has what some articles have now, in order of their slugs, None for one that
    is gone. Without `noting` rows pass by once and are not held.
    """
    slugs, columns, cut = list[str](), (Gathered(), Gathered()), 0
    differences: list[Difference] = []
    same = True
    for slug, row in rows:
        at, there = was.place(slug)
        before = was.row(at) if there else None
        if row == before:
            continue
        same = False
        if noting:
            differences.append(Difference(slug, before or NOTHING, row))
        slugs += was.slugs[cut:at]
        for old, new in zip(was.columns, columns, strict=True):
            new.copy(old, cut, at)
        cut = at + there
        if row is not None:
            slugs.append(slug)
            for new, numbers in zip(columns, row, strict=True):
                new.add(numbers)
    if same:
        return was, []
    slugs += was.slugs[cut:]
    for old, new in zip(was.columns, columns, strict=True):
        new.copy(old, cut, len(old))
    marks, signatures = columns
    return Marked(slugs, (marks.sets(), signatures.sets())), differences
