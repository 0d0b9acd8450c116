"""A document to be searched, and what one look at it yields.

`analyse` is the part of indexing that needs only one document; it runs in
worker processes, and its result is compact and can be pickled.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from generator.script import fold, fold_table
from generator.search.classes import Classes, classes
from generator.search.fragments import Fragment, encode_fragment
from generator.search.tokens import UNIT, normalise
from generator.value import Struct, field

FIELDS: Mapping[str, float] = {
    "title": 10,
    "body": 1,
    "source": 1,
    "authors": 2,
    "places": 2,
    "keywords": 3,
}
"""The fields of the Lunr index, in order, each with its boost."""

TITLE, BODY = "title", "body"
BODY_PLACE = tuple(FIELDS).index(BODY)
UNITS: tuple[int, ...] = tuple(UNIT if name == BODY else 1 for name in FIELDS)
"""In what lengths are counted when they are rounded, in the order of FIELDS."""

FACETS: tuple[str, ...] = ("source", "authors", "places")
"""What results can be narrowed by, besides the year; each is a field too."""

Labels = tuple[str, ...]
"""One value of a facet in each script, in the order of `Document.shown`."""


class Document(Struct, frozen=True, kw_only=True):
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
    facets: Mapping[str, tuple[Labels, ...]] = field(default_factory=dict)
    """By facet: the values that the document has."""


class Analysed(Struct, frozen=True):
    """A document folded and normalised: all that the index needs of it."""

    slug: str
    date: str
    """Empty for an undated document."""
    texts: tuple[str, ...]
    """The normalised text of each field, in the order of FIELDS."""
    fragment: bytes
    scripts: tuple[str, ...] = ()
    facets: tuple[tuple[Labels, ...], ...] = ()
    """The values of each facet, in the order of FACETS."""

    @property
    def body(self) -> str:
        """The normalised text of the body."""
        return self.texts[BODY_PLACE]


def analyse(document: Document, *, searched: bool = True) -> Analysed:
    """Fold and normalise one document; write its fragment if it is `searched`."""
    from generator.search.variation import folded  # noqa: PLC0415 - loads numpy

    fragment = Fragment(document.slug, document.date, document.shown, document.text)
    texts = {name: _lines(fold(text)) for name, text in document.fields.items()}
    texts[BODY] = fragment.body(folded)
    return Analysed(
        slug=document.slug,
        date=document.date or "",
        texts=tuple(normalise(texts.get(name, "")) for name in FIELDS),
        fragment=encode_fragment(fragment, variants()) if searched else b"",
        scripts=tuple(document.shown),
        facets=tuple(document.facets.get(name, ()) for name in FACETS),
    )


def _lines(folded: str) -> str:
    """Leave out lines that say the same again: mostly what the other script says."""
    return "\n".join(dict.fromkeys(folded.split("\n")))


@cache
def variants() -> Classes:
    """Return the variant classes of every character that folds."""
    return classes(fold_table().items())
