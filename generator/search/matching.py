"""Which documents match, as exactly as the postings tell.

Each question has a two-part answer: the documents that surely match, and all
those that may. The two differ only where positions were left out, which is for
pairs in few bodies; the texts of these documents then decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce

from generator.search.documents import BODY, TITLE
from generator.search.language import Alternative, Clause, Phrase, Similar, Years
from generator.search.manifest import Manifest
from generator.search.segments import Posting, Postings
from generator.search.similar import SPARED, alike_in
from generator.search.tokens import cover, pairs
from generator.value import Struct


class Answer(Struct, frozen=True):
    """Documents that match surely, and those that may (the sure ones among them)."""

    sure: frozenset[int]
    possible: frozenset[int]


class Matcher(Struct, frozen=True):
    """Answers for one query."""

    terms: Mapping[str, Postings]
    manifest: Manifest
    normal: Callable[[str], str]
    """Folds and normalises a phrase."""

    def clauses(self, clauses: Iterable[Clause]) -> Answer:
        """Answer for the whole query."""
        answers = [self._clause(clause) for clause in clauses]
        everything = (
            frozenset(range(self.manifest.documents)) if answers else frozenset()
        )
        return Answer(
            reduce(frozenset.__and__, (one.sure for one in answers), everything),
            reduce(frozenset.__and__, (one.possible for one in answers), everything),
        )

    def holds(
        self, clauses: Iterable[Clause], number: int, body: str, titles: Sequence[str]
    ) -> bool:
        """Tell whether a document matches, given its normalised body and titles."""
        return all(
            any(self._stands(one, number, body, titles) for one in clause.alternatives)
            is not clause.excluded
            for clause in clauses
        )

    def _stands(
        self, one: Alternative, number: int, body: str, titles: Sequence[str]
    ) -> bool:
        answer = self._alternative(one)
        if number in answer.sure or number not in answer.possible:
            return number in answer.sure
        if isinstance(one, Similar):
            return bool(alike_in(self.normal(one.word), [body, *titles]))
        return isinstance(one, Phrase) and self.normal(one.text) in body

    def _clause(self, clause: Clause) -> Answer:
        answers = [self._alternative(one) for one in clause.alternatives]
        sure = frozenset[int]().union(*(one.sure for one in answers))
        possible = frozenset[int]().union(*(one.possible for one in answers))
        if not clause.excluded:
            return Answer(sure, possible)
        everything = frozenset(range(self.manifest.documents))
        return Answer(everything - possible, everything - sure)

    def _alternative(self, one: Alternative) -> Answer:
        if isinstance(one, Years):
            numbers = frozenset(self.manifest.range_of(one.first, one.last))
            return Answer(numbers, numbers)
        if isinstance(one, Similar):
            word = self.normal(one.word)
            found = (self._nearly(word, field) for field in (TITLE, BODY))
            return Answer(frozenset(), frozenset().union(*found))
        parts = cover(self.normal(one.text))
        if not parts:
            everything = frozenset(range(self.manifest.documents))
            return Answer(everything, everything)
        fields = [one.field] if one.field else list(self.manifest.boosts)
        answers = [self._in_field(parts, field) for field in fields]
        return Answer(
            frozenset().union(*(answer.sure for answer in answers)),
            frozenset().union(*(answer.possible for answer in answers)),
        )

    def _nearly(self, word: str, field: str) -> Iterator[int]:
        """Yield the documents that have all pairs of a word but a few in a field."""
        spelt = set(pairs(word))
        lists = (self.terms.get(term, {}).get(field, ()) for term in spelt)
        counts = Counter(posting.number for found in lists for posting in found)
        least = max(1, len(spelt) - SPARED)
        return (number for number, count in counts.items() if count >= least)

    def _in_field(self, parts: Sequence[tuple[int, str]], field: str) -> Answer:
        lists = [self.terms.get(term, {}).get(field, ()) for _, term in parts]
        numbers = common(lists)
        if len(parts) == 1:
            return Answer(numbers, numbers)
        if field == BODY and any(
            posting.positions is None for found in lists for posting in found[:1]
        ):
            return Answer(frozenset(), numbers)
        starts = [at for at, _ in parts]
        found = frozenset(aligned(lists, starts, numbers))
        return Answer(found, found)


def common(lists: Sequence[Sequence[Posting]]) -> frozenset[int]:
    """Return the documents that all lists have."""
    shortest, *others = sorted(lists, key=len)
    numbers = frozenset(posting.number for posting in shortest)
    for found in others:
        numbers &= frozenset(posting.number for posting in found)
    return numbers


def aligned(
    lists: Sequence[Sequence[Posting]], starts: Sequence[int], among: Collection[int]
) -> Iterable[int]:
    """Yield the documents in which the terms stand at the given distances."""
    firsts: dict[int, set[int]] = {}
    for found, start in zip(lists, starts, strict=True):
        for number, _, _, positions in found:
            if number not in among:
                continue
            places = {place - start for place in positions or ()}
            firsts[number] = firsts[number] & places if number in firsts else places
    return (number for number, places in firsts.items() if places)
