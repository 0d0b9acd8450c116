"""The articles of a site in order, and the questions that pages ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.model import FACETS, Entry, Term


@dataclass(frozen=True)
class Library:
    """All entries, newest first, undated ones last, equal dates by slug."""

    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Library:
        """Put entries in order."""
        by_slug = sorted(entries, key=lambda entry: entry.slug)
        dated = [entry for entry in by_slug if entry.date]
        dated.sort(key=lambda entry: entry.date or "", reverse=True)
        return cls((*dated, *(entry for entry in by_slug if not entry.date)))

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Index in `entries` by slug."""
        return {entry.slug: index for index, entry in enumerate(self.entries)}

    def entry(self, slug: str) -> Entry:
        """Return the entry of `slug`; raises KeyError for an unknown one."""
        return self.entries[self.position[slug]]

    def neighbours(self, slug: str) -> tuple[Entry | None, Entry | None]:
        """Return the next newer and the next older entry."""
        index = self.position[slug]
        newer = self.entries[index - 1] if index else None
        older = self.entries[index + 1] if index + 1 < len(self.entries) else None
        return newer, older

    def neighbours_in_source(self, slug: str) -> tuple[Entry | None, Entry | None]:
        """Return the next newer and the next older entry of the same source."""
        sources = self.entry(slug).terms.get("sources", ())
        if not sources:
            return None, None
        slugs, position = self._in_source[sources[0]], self._place_in_source[slug]
        newer = self.entry(slugs[position - 1]) if position else None
        older = self.entry(slugs[position + 1]) if position + 1 < len(slugs) else None
        return newer, older

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
    def years(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries by four-digit year, newest first; undated ones as `undated`."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries:
            groups.setdefault(entry.year or "undated", []).append(entry)
        return {year: tuple(group) for year, group in groups.items()}

    def months(self, year: str) -> Mapping[str, tuple[Entry, ...]]:
        """Entries of a year by two-digit month, latest first; `""` when unknown."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.years[year]:
            groups.setdefault(entry.month or "", []).append(entry)
        return {month: tuple(group) for month, group in groups.items()}

    @cached_property
    def days(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries by month and day, `12-19`, in order of the calendar."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries:
            day = (entry.date or "")[5:10]
            if len(day) == len("12-19"):
                groups.setdefault(day, []).append(entry)
        return {day: tuple(groups[day]) for day in sorted(groups)}

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

    def _terms(self, facet: str) -> tuple[Term, ...]:
        slugs: dict[str, list[str]] = {}
        labels: dict[str, dict[str, str]] = {}
        for entry in self.entries:
            for index, key in enumerate(entry.terms.get(facet, ())):
                slugs.setdefault(key, []).append(entry.slug)
                labels.setdefault(key, label_of(entry, facet, index, key))
        terms = [
            Term(facet, key, labels[key], tuple(found)) for key, found in slugs.items()
        ]
        return tuple(sorted(terms, key=lambda term: (-len(term.slugs), term.key)))


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
