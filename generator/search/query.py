"""Searches a built `search/` folder, with the same answers as the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.problems import WenyuanError, problem
from generator.search.excerpt import excerpt
from generator.search.fragments import Classes, Fragment, decode_fragment, read_classes
from generator.search.language import Clause, Phrase, parse
from generator.search.lunr_index import Wanted, scores
from generator.search.manifest import Manifest, decode_manifest, fragment_path
from generator.search.matching import Matcher
from generator.search.segments import Name, Postings, segment_of
from generator.search.tokens import cover, normalise


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found."""

    slug: str
    score: float
    title: str
    date: str | None
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    """Spans of the excerpt that match: first character and the one after the last."""


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found; `total` counts all hits, `hits` holds the best ones."""

    query: str
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Folder:
    """A built `search/` folder, read as needed."""

    path: Path

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest."""
        return decode_manifest(self.read("manifest.json"))

    @cached_property
    def variants(self) -> Classes:
        """The variant classes of the archive's characters."""
        return read_classes(self.manifest.classes)

    @cached_property
    def fold(self) -> Callable[[str], str]:
        """Folds text by the table of the folder."""
        table = {ord(one): group[0] for one, group in self.variants.items()}
        return lambda text: text.translate(table)

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the folder."""
        return (self.path / path).read_bytes()

    def terms(self, wanted: Iterable[str]) -> Mapping[str, Postings]:
        """Return the postings of those wanted terms that the archive has."""
        # numpy takes longer to import than all else here, and not every command needs it
        from generator.search.decoding import read_terms  # noqa: PLC0415

        manifest, terms = self.manifest, set(wanted)
        large = terms & set(manifest.large)
        names: list[Name] = sorted(large)
        names += sorted({segment_of(one, manifest.power) for one in terms - large})
        return read_terms(self.read, names, manifest.power, manifest.levels, terms)

    def fragment(self, number: int) -> Fragment:
        """Return a document's fragment."""
        return decode_fragment(self.read(fragment_path(number)), self.variants)


def search(folder: Path, query: str, *, limit: int, script: str = "hans") -> Results:
    """Search the built `search/` folder; the best `limit` hits are shown in `script`.

    Nothing that can be typed raises. Raises WenyuanError when the folder holds no
    index of ours.
    """
    try:
        return _search(Folder(folder), query, limit, script)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as wrong:
        raise WenyuanError(problem("not-built", path=str(folder))) from wrong


def _search(folder: Folder, query: str, limit: int, script: str) -> Results:
    clauses = parse(query)

    def normal(text: str) -> str:
        return normalise(folder.fold(text))

    wanted = list(lunr_terms(clauses, normal))
    phrases = [
        one.text
        for clause in clauses
        for one in clause.alternatives
        if isinstance(one, Phrase)
    ]
    needed = {term for phrase in phrases for _, term in cover(normal(phrase))}
    terms = folder.terms(sorted(needed))
    numbers = _matches(folder, Matcher(terms, folder.manifest, normal), clauses)
    scored = scores(
        {one.term: terms[one.term] for one in wanted if one.term in terms},
        wanted,
        numbers,
        folder.manifest,
    )
    ranked = rank(numbers, scored)
    marked = [normal(one) for one in shown_phrases(clauses)]
    hits = (_hit(folder, n, scored.get(n, 0.0), marked, script) for n in ranked[:limit])
    return Results(query, len(ranked), tuple(hits))


def lunr_terms(
    clauses: Iterable[Clause], normal: Callable[[str], str]
) -> Iterable[Wanted]:
    """Yield the terms of the Lunr query that scores: those of all wanted phrases.

    A clause with one alternative requires its terms; among several they are
    optional. Excluded phrases and years only filter.
    """
    for clause in clauses:
        for one in clause.alternatives:
            if isinstance(one, Phrase) and not clause.excluded:
                required = len(clause.alternatives) == 1
                for _, term in cover(normal(one.text)):
                    yield Wanted(term, one.field, required)


def shown_phrases(clauses: Iterable[Clause]) -> list[str]:
    """Return the phrases that an excerpt marks."""
    return [
        one.text
        for clause in clauses
        for one in clause.alternatives
        if isinstance(one, Phrase) and not clause.excluded
    ]


def rank(numbers: Iterable[int], scored: Mapping[int, float]) -> Sequence[int]:
    """Order documents by score; equal scores (to nine decimals) by number, newest first."""
    return sorted(numbers, key=lambda n: (-round(scored.get(n, 0.0), 9), -n))


def _matches(folder: Folder, matcher: Matcher, clauses: Sequence[Clause]) -> set[int]:
    """Return all matches, reading the text of those that the index leaves open."""
    answer = matcher.clauses(clauses)
    found = set(answer.sure)
    for number in sorted(answer.possible - answer.sure):
        body = normalise(folder.fragment(number).body(folder.fold))
        if matcher.holds(clauses, number, body):
            found.add(number)
    return found


def _hit(
    folder: Folder, number: int, score: float, phrases: Sequence[str], script: str
) -> Hit:
    fragment = folder.fragment(number)
    cut = excerpt(fragment.text_in(script), phrases, folder.fold)
    title = str(fragment.shown_in(script).get("title", ""))
    return Hit(fragment.slug, score, title, fragment.date, cut.text, cut.marks)
