"""A document to be searched, and what one look at it yields.

`analyse` is the part of indexing that needs only one document; it runs in
worker processes, and its result is compact and can be pickled.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from generator.script import fold, fold_table
from generator.search.fragments import Classes, Fragment, classes, encode_fragment
from generator.search.tokens import normalise, pairs

Numbers: TypeAlias = "array[int]"

FIELDS: Mapping[str, float] = {
    "title": 10,
    "body": 1,
    "source": 1,
    "authors": 2,
    "places": 2,
    "keywords": 3,
}
"""The fields of the Lunr index, in order, each with its boost."""

BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article as search sees it."""

    slug: str
    date: str | None
    """EDTF, as in the metadata."""
    fields: Mapping[str, str]
    """Text of the fields besides the body; scripts that say it differently, a line each."""
    text: Mapping[str, str]
    """The body by script key, one paragraph a line."""
    shown: Mapping[str, Mapping[str, object]]
    """What a list of results shows, by script key: title, source, place, authors."""


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """The tokens of one field of one document, counted."""

    length: int
    """Characters of the normalised text."""
    characters: str
    """Each different character once, sorted."""
    counts: Numbers
    """How often each of `characters` occurs."""
    pairs: str
    """Each different pair once, sorted, all joined: pair i is `pairs[2i:2i+2]`."""
    starts: Numbers
    """Where the positions of pair i begin; one more entry than there are pairs."""
    positions: Numbers
    """Offsets of the pairs in the normalised text, pair by pair, rising."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document folded, tokenised and counted."""

    slug: str
    date: str
    """Empty for an undated document."""
    fields: tuple[FieldTerms, ...]
    """In the order of FIELDS."""
    fragment: bytes


def analyse(document: Document) -> Analysed:
    """Fold, tokenise and count one document."""
    fragment = Fragment(document.slug, document.date, document.shown, document.text)
    texts = {**document.fields, BODY: fragment.body(fold)}
    return Analysed(
        slug=document.slug,
        date=document.date or "",
        fields=tuple(_count(normalise(fold(texts.get(name, "")))) for name in FIELDS),
        fragment=encode_fragment(fragment, variants()),
    )


@cache
def variants() -> Classes:
    """Return the variant classes of every character that folds."""
    return classes(fold_table().items())


def _count(text: str) -> FieldTerms:
    """Count the tokens of a normalised text."""
    found: dict[str, list[int]] = {}
    for position, pair in enumerate(pairs(text)):
        found.setdefault(pair, []).append(position)
    counts = Counter(text)
    characters = sorted(counts)
    terms = sorted(found)
    size = "H" if len(text) < 1 << 16 else "L"
    starts, positions = array(size, [0]), array(size)
    for term in terms:
        positions.extend(found[term])
        starts.append(len(positions))
    return FieldTerms(
        length=len(text),
        characters="".join(characters),
        counts=array(size, [counts[character] for character in characters]),
        pairs="".join(terms),
        starts=starts,
        positions=positions,
    )
