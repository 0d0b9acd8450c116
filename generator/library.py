"""The articles of a site in order, and the questions that pages ask of them.

A library holds one line of each article, enough to order and to count; the entries
that a page shows are fetched when it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar
from zlib import crc32

from generator.model import FACETS, Entry, Term
from generator.value import Struct, replace

Value = TypeVar("Value")


class Line(Struct, frozen=True):
    """What must be known of an article to know where it is listed."""

    slug: str
    date: str | None
    """EDTF, as in the metadata."""
    script: str
    """The script of the article file: hans or hant."""
    terms: Mapping[str, tuple[str, ...]]
    """By facet: the URL keys under which lists show this article."""
    named: int
    """Differs when it calls its terms by other names."""

    @classmethod
    def of(cls, entry: Entry) -> Line:
        """Return the line of an entry."""
        names = [
            (shown.source, shown.authors, shown.places, shown.keywords)
            for shown in entry.shown.values()
        ]
        named = crc32(repr(names).encode("utf-8", "replace"))
        return cls(entry.slug, entry.date, entry.script, entry.terms, named)

    def sharing(self, same: dict[Any, Any]) -> Line:
        """Return an equal line that shares with others what is equal; `same` holds it."""
        terms = {
            facet: same.setdefault(keys, keys) for facet, keys in self.terms.items()
        }
        date = same.setdefault(self.date, self.date)
        script = same.setdefault(self.script, self.script)
        return replace(self, date=date, script=script, terms=terms)


class Counts(Struct, frozen=True):
    """What an archive has."""

    articles: int
    characters: int
    undated: int
    flags: int
    """Doubts that are told of its articles."""
    years: tuple[str, ...]
    """The first and the last of its articles; none when no date is known."""


def _nothing(slug: str) -> Entry:
    raise KeyError(slug)


class Library(Struct, frozen=True, dict=True):
    """All lines, newest first, undated ones last, equal dates by slug."""

    lines: tuple[Line, ...] = ()
    entry: Callable[[str], Entry] = _nothing
    """Returns the entry of a slug; raises KeyError for an unknown one."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Library:
        """Put entries in order."""
        by_slug = {entry.slug: entry for entry in entries}
        return cls.ordered(map(Line.of, by_slug.values()), by_slug.__getitem__)

    @classmethod
    def ordered(cls, lines: Iterable[Line], entry: Callable[[str], Entry]) -> Library:
        """Put lines in order."""
        by_slug = sorted(lines, key=lambda line: line.slug)
        dated = [line for line in by_slug if line.date]
        dated.sort(key=lambda line: line.date or "", reverse=True)
        undated = (line for line in by_slug if not line.date)
        return cls((*dated, *undated), entry)

    def entries(self, slugs: Iterable[str]) -> tuple[Entry, ...]:
        """Return the entries of some articles."""
        return tuple(map(self.entry, slugs))

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """All articles in order."""
        return tuple(line.slug for line in self.lines)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Index in `lines` by slug."""
        return {slug: index for index, slug in enumerate(self.slugs)}

    def line(self, slug: str) -> Line:
        """Return the line of `slug`; raises KeyError for an unknown one."""
        return self.lines[self.position[slug]]

    def neighbours(self, slug: str) -> tuple[str | None, str | None]:
        """Return the next newer and the next older article."""
        return _beside(self.slugs, self.position[slug])

    def neighbours_in_source(self, slug: str) -> tuple[str | None, str | None]:
        """Return the next newer and the next older article of the same source."""
        sources = self.line(slug).terms.get("sources", ())
        if not sources:
            return None, None
        return _beside(self._in_source[sources[0]], self._place_in_source[slug])

    @cached_property
    def _in_source(self) -> Mapping[str, tuple[str, ...]]:
        return {term.key: term.slugs for term in self.terms["sources"]}

    @cached_property
    def _place_in_source(self) -> Mapping[str, int]:
        return {
            slug: place
            for slugs in self._in_source.values()
            for place, slug in enumerate(slugs)
        }

    @cached_property
    def years(self) -> Mapping[str, tuple[str, ...]]:
        """Articles by four-digit year, newest first; undated ones as `undated`."""
        return self._by_date(lambda date: date[:4] or "undated")

    def months(self, year: str) -> Mapping[str, tuple[str, ...]]:
        """Articles of a year by two-digit month, latest first; `""` when unknown."""
        return self._months.get(year, {})

    @cached_property
    def _months(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        groups = self._by_date(lambda date: (date[:4] or "undated", _month(date)))
        for (year, month), slugs in groups.items():
            found.setdefault(year, {})[month] = slugs
        return found

    @cached_property
    def days(self) -> Mapping[str, tuple[str, ...]]:
        """Articles by month and day, `12-19`, in order of the calendar."""
        groups = self._by_date(lambda date: date[5:10])
        return {day: groups[day] for day in sorted(groups) if len(day) == len("12-19")}

    def _by_date(
        self, of_date: Callable[[str], Value]
    ) -> Mapping[Value, tuple[str, ...]]:
        """Return articles by something of their date, which is empty when unknown."""
        groups: dict[Value, list[str]] = {}
        for line in self.lines:
            groups.setdefault(of_date(line.date or ""), []).append(line.slug)
        return {name: tuple(slugs) for name, slugs in groups.items()}

    @cached_property
    def terms(self) -> Mapping[str, tuple[Term, ...]]:
        """Terms by facet: the most frequent first, then by key."""
        return {facet: self._terms(facet) for facet in FACETS}

    @cached_property
    def lonely_keywords(self) -> frozenset[str]:
        """Keys of the keywords that only one article has."""
        return frozenset(
            term.key for term in self.terms["keywords"] if len(term.slugs) == 1
        )

    def label(self, term: Term) -> Mapping[str, str]:
        """Return how each script writes a term: as its newest article does."""
        entry = self.entry(term.slugs[0])
        index = entry.terms[term.facet].index(term.key)
        return label_of(entry, term.facet, index, term.key)

    def _terms(self, facet: str) -> tuple[Term, ...]:
        slugs: dict[str, list[str]] = {}
        for line in self.lines:
            for key in line.terms.get(facet, ()):
                slugs.setdefault(key, []).append(line.slug)
        terms = [Term(facet, key, tuple(found)) for key, found in slugs.items()]
        return tuple(sorted(terms, key=lambda term: (-len(term.slugs), term.key)))


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
