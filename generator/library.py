"""The articles of a site in order, and the questions that pages ask of them.

A library holds what is needed to order and to count its articles, as a few rows of
values that are kept from one build to the next; the entries that a page shows are
fetched when it is made.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import TypeVar, overload

from generator.model import FACETS, Entry
from generator.order import Line, Order
from generator.value import Struct

Value = TypeVar("Value")


class Some(Sequence[str]):
    """Some of the articles of a library, by their places in it."""

    __slots__ = ("_places", "_slugs")

    def __init__(self, slugs: Sequence[str], places: Sequence[int]) -> None:
        """Take all slugs, and the places of some."""
        self._slugs, self._places = slugs, places

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        """Return the slug of one, or those of a few."""
        if isinstance(index, slice):
            return tuple(map(self._slugs.__getitem__, self._places[index]))
        return self._slugs[self._places[index]]

    def among(self, places: Iterable[int]) -> list[int]:
        """Return which of them have one of these places; theirs are in order."""
        mine = self._places
        found = ((bisect_left(mine, place), place) for place in places)
        return [at for at, place in found if at < len(mine) and mine[at] == place]

    def __iter__(self) -> Iterator[str]:
        """Yield their slugs."""
        return map(self._slugs.__getitem__, self._places)


class Term(Struct, frozen=True):
    """One value of a facet: a source, an author, a place, a keyword, a flag."""

    facet: str
    key: str
    slugs: Some
    """Articles that carry it, newest first, undated last."""


class Counts(Struct, frozen=True):
    """How much an archive holds."""

    articles: int
    characters: int
    undated: int
    flags: int
    """Doubts that are told of its articles."""
    years: tuple[str, ...]
    """The first and the last year of its articles, one if they are the same; none when
    no date is known."""


def _nothing(slug: str) -> Entry:
    raise KeyError(slug)


class Library(Struct, frozen=True, dict=True):
    """All articles in order."""

    order: Order = Order()
    entry: Callable[[str], Entry] = _nothing
    """Returns the entry of a slug; raises KeyError for an unknown one."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Library:
        """Put entries in order."""
        by_slug = {entry.slug: entry for entry in entries}
        return cls(Order.of(map(Line.of, by_slug.values())), by_slug.__getitem__)

    @property
    def slugs(self) -> tuple[str, ...]:
        """All articles in order."""
        return self.order.slugs

    def entries(self, slugs: Iterable[str]) -> tuple[Entry, ...]:
        """Return the entries of some articles."""
        return tuple(map(self.entry, slugs))

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Place by slug."""
        return {slug: index for index, slug in enumerate(self.slugs)}

    @property
    def every(self) -> Some:
        """All articles, in the form in which a list has some of them."""
        return Some(self.slugs, range(len(self.slugs)))

    @property
    def dated(self) -> Iterator[tuple[str, str | None, str]]:
        """Each article's slug, date, and the script of its file."""
        return zip(self.slugs, self.order.dates, self.order.scripts, strict=True)

    def date(self, slug: str) -> str | None:
        """Return the date of an article; raises KeyError for an unknown one."""
        return self.order.dates[self.position[slug]]

    def named(self, slug: str) -> int:
        """Return a checksum of how an article writes the names of its terms."""
        return self.order.named[self.position[slug]]

    def neighbours(self, slug: str) -> tuple[str | None, str | None]:
        """Return the slugs of the next newer and the next older article."""
        return _beside(self.slugs, self.position[slug])

    def neighbours_in_source(self, slug: str) -> tuple[str | None, str | None]:
        """Return the next newer and the next older article of the same source."""
        if slug not in self._in_source:
            return None, None
        slugs, place = self._in_source[slug]
        return _beside(slugs, place)

    @cached_property
    def _in_source(self) -> Mapping[str, tuple[Sequence[str], int]]:
        """All articles of an article's source, and which of them it is, by slug."""
        return {
            slug: (term.slugs, place)
            for term in self.terms["sources"]
            for place, slug in enumerate(term.slugs)
        }

    @cached_property
    def lonely(self) -> Mapping[str, tuple[str, ...]]:
        """By slug the keys of those keywords that no other article has."""
        found: dict[str, tuple[str, ...]] = {}
        for term in self.terms["keywords"]:
            if len(term.slugs) == 1:
                (slug,) = term.slugs
                found[slug] = (*found.get(slug, ()), term.key)
        return found

    @cached_property
    def years(self) -> Mapping[str, Some]:
        """Articles by four-digit year, newest first; undated ones as `undated`."""
        return self._by_date(lambda date: date[:4] or "undated")

    def months(self, year: str) -> Mapping[str, Some]:
        """Articles of a year by two-digit month, latest first; `""` when unknown."""
        return self._months.get(year, {})

    @cached_property
    def _months(self) -> Mapping[str, Mapping[str, Some]]:
        found: dict[str, dict[str, Some]] = {}
        groups = self._by_date(lambda date: (date[:4] or "undated", _month(date)))
        for (year, month), slugs in groups.items():
            found.setdefault(year, {})[month] = slugs
        return found

    @cached_property
    def days(self) -> Mapping[str, Some]:
        """Articles by month and day, `12-19`, in order of the calendar."""
        groups = self._by_date(lambda date: date[5:10])
        return {day: groups[day] for day in sorted(groups) if len(day) == len("12-19")}

    def _by_date(self, of_date: Callable[[str], Value]) -> Mapping[Value, Some]:
        """Return articles by something of their date, which is empty when unknown."""
        groups: dict[Value, array[int]] = {}
        for date, places in self._dates:
            groups.setdefault(of_date(date), array("I")).extend(places)
        return {name: Some(self.slugs, places) for name, places in groups.items()}

    @cached_property
    def _dates(self) -> Sequence[tuple[str, range]]:
        """Each date, empty when unknown, and the places of its articles."""
        found: list[tuple[str, range]] = []
        end = 0
        for date, some in groupby(self.order.dates):
            start, end = end, end + sum(1 for _ in some)
            found.append((date or "", range(start, end)))
        return found

    @cached_property
    def terms(self) -> Mapping[str, tuple[Term, ...]]:
        """Terms by facet: the most frequent first, then by key."""
        return {
            facet: tuple(
                Term(facet, key, Some(self.slugs, memoryview(places).cast("I")))
                for key, places in self.order.terms.get(facet, ())
            )
            for facet in FACETS
        }

    def label(self, term: Term) -> Mapping[str, str]:
        """Return how each script writes a term: as its newest article does."""
        entry = self.entry(term.slugs[0])
        index = entry.terms[term.facet].index(term.key)
        return label_of(entry, term.facet, index, term.key)


def _month(date: str) -> str:
    """Return the two-digit month; nothing when the date is not that precise."""
    return date[5:7] if len(date) >= len("2020-12") else ""


def _beside(slugs: Sequence[str], place: int) -> tuple[str | None, str | None]:
    newer = slugs[place - 1] if place else None
    return newer, slugs[place + 1] if place + 1 < len(slugs) else None


def label_of(entry: Entry, facet: str, index: int, key: str) -> dict[str, str]:
    """Return how each script writes the term at `index` of an entry's facet.

    A flag's label is its code: its words belong to the interface, not to content.
    """
    if facet == "flags":
        return dict.fromkeys(entry.shown, key)
    if facet == "sources":
        return {script: shown.source or "" for script, shown in entry.shown.items()}
    return {
        script: getattr(shown, facet)[index] for script, shown in entry.shown.items()
    }
