"""Searches a built `search/` folder, with the same answers as the browser."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from generator.problems import WenyuanError, problem
from generator.search.classes import Classes, read_classes
from generator.search.excerpt import excerpt
from generator.search.fragments import Fragment, decode_fragment
from generator.search.language import Alternative, Clause, Phrase, Similar, parse
from generator.search.lunr_index import Wanted, scores
from generator.search.manifest import MANIFEST, Manifest, decode_manifest, fragment_path
from generator.search.matching import Matcher
from generator.search.segments import Name, Postings, segment_of
from generator.search.similar import alike_in
from generator.search.tokens import cover, ends, normalise, pairs
from generator.value import Struct


class Hit(Struct, frozen=True):
    """One article found."""

    slug: str
    score: float
    title: str
    date: str | None
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    """Spans of the excerpt that match: first character and the one after the last."""


class Results(Struct, frozen=True):
    """What a query found; `total` counts all hits, `hits` holds the best ones."""

    query: str
    total: int
    hits: tuple[Hit, ...]


class Folder(Struct, frozen=True, dict=True):
    """A built `search/` folder, read as needed."""

    path: Path

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest."""
        return decode_manifest(self.read(MANIFEST))

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

    large = frozenset(folder.manifest.large)
    wanted = list(lunr_terms(clauses, normal, large))
    needed = {
        term
        for clause in clauses
        for one in clause.alternatives
        for term in spelling(one, normal)
    } | {one.term for one in wanted}
    terms = folder.terms(sorted(needed))
    numbers = _matches(folder, Matcher(terms, folder.manifest, normal), clauses)
    scored = scores(
        {one.term: terms[one.term] for one in wanted if one.term in terms},
        wanted,
        numbers,
        folder.manifest,
    )
    ranked = rank(numbers, scored)
    marking = Marking(folder, clauses, script)
    hits = (marking.hit(n, scored.get(n, 0.0)) for n in ranked[:limit])
    return Results(query, len(ranked), tuple(hits))


def spelling(
    one: Alternative,
    normal: Callable[[str], str],
    cut: Callable[[str], list[tuple[int, str]]] = cover,
) -> list[str]:
    """Return the terms of an alternative; `cut` is how a phrase is cut."""
    if isinstance(one, Phrase):
        return [term for _, term in cut(normal(one.text))]
    return (
        list(dict.fromkeys(pairs(normal(one.word)))) if isinstance(one, Similar) else []
    )


def lunr_terms(
    clauses: Iterable[Clause],
    normal: Callable[[str], str],
    large: Collection[str] = (),
) -> Iterable[Wanted]:
    """Yield the terms of the Lunr query that scores: those of all that is wanted.

    A phrase is scored by its two `ends`, which a browser reads anyway to find it; so it
    matters which terms are `large`. A clause with one phrase requires its terms; those
    of several alternatives and of similar words are optional. What is excluded and
    years only filter.
    """
    for clause in clauses:
        for one in clause.alternatives if not clause.excluded else ():
            phrase = isinstance(one, Phrase)
            field = one.field if isinstance(one, Phrase) else None
            for term in spelling(one, normal, lambda text: ends(text, large)):
                yield Wanted(term, field, phrase and len(clause.alternatives) == 1)


def rank(numbers: Iterable[int], scored: Mapping[int, float]) -> Sequence[int]:
    """Order documents by score; equal scores (to nine decimals) by number, last first."""
    return sorted(numbers, key=lambda n: (-round(scored.get(n, 0.0), 9), -n))


def _matches(folder: Folder, matcher: Matcher, clauses: Sequence[Clause]) -> set[int]:
    """Return all matches, reading the text of those that the index leaves open."""
    answer = matcher.clauses(clauses)
    found = set(answer.sure)
    for number in sorted(answer.possible - answer.sure):
        fragment = folder.fragment(number)
        body = normalise(fragment.body(folder.fold))
        titles = [normalise(folder.fold(one)) for one in fragment.titles()]
        if matcher.holds(clauses, number, body, titles):
            found.add(number)
    return found


class Marking(Struct, frozen=True, dict=True):
    """Cuts and marks what was asked for out of the documents found."""

    folder: Folder
    clauses: Sequence[Clause]
    script: str

    @cached_property
    def wanted(self) -> Sequence[Alternative]:
        """All that is wanted, and not excluded."""
        found = (one.alternatives for one in self.clauses if not one.excluded)
        return [one for alternatives in found for one in alternatives]

    def hit(self, number: int, score: float) -> Hit:
        """Return what is shown of a document."""
        fragment = self.folder.fragment(number)
        text = fragment.text_in(self.script)
        cut = excerpt(text, list(self._phrases(text)), self.folder.fold)
        title = str(fragment.shown_in(self.script).get("title", ""))
        return Hit(fragment.slug, score, title, fragment.date, cut.text, cut.marks)

    def _phrases(self, text: str) -> Iterable[str]:
        """Yield what is marked in a text, normalised."""
        for one in self.wanted:
            if isinstance(one, Phrase):
                yield self._normal(one.text)
            elif isinstance(one, Similar):
                yield from alike_in(self._normal(one.word), [self._normal(text)])

    def _normal(self, text: str) -> str:
        return normalise(self.folder.fold(text))
