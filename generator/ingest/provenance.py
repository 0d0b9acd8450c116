"""How sure each value of an article's metadata is, and where in the source it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from generator.ingest.cleaning import Cleaned
from generator.ingest.places import place_named
from generator.ingest.shadow import shadow_of
from generator.value import Struct

Sureness = Literal["stated", "inferred", "supplied", "absent"]

FIELDS = (
    "title",
    "subtitle",
    "date",
    "event_date",
    "source",
    "authors",
    "author_note",
    "editors",
    "staff",
    "places",
    "organisation",
    "section",
    "keywords",
    "url",
)
"""The fields an archivist asks for, present or not."""


class Provenance(Struct, frozen=True):
    """One field: its value, how sure that is, and the spans it was read from."""

    value: object
    certainty: Sureness
    spans: tuple[tuple[int, int], ...] = ()
    """Offsets in the decoded source; none for what a record states beside the text."""


def provenance(cleaned: Cleaned) -> dict[str, Provenance]:
    """Return what is known of every field of a cleaned article's metadata."""
    return {name: _of(name, cleaned) for name in FIELDS}


def _of(name: str, cleaned: Cleaned) -> Provenance:
    metadata = cleaned.metadata
    origin = metadata.origin
    value = (origin and origin.url) if name == "url" else getattr(metadata, name)
    if not value:
        return Provenance(value, "absent")
    if name == "title" and metadata.title_supplied:
        return Provenance(value, "supplied")
    inferred = metadata.cleaning.inferred if metadata.cleaning else ()
    by_text = isinstance(value, str) and value.endswith("?") and "date" in name
    sureness: Sureness = "inferred" if name in inferred or by_text else "stated"
    if {name, name.removesuffix("s")} & cleaned.source.stated.keys():
        return Provenance(value, "stated")
    spans = tuple(dict.fromkeys(_spans(name, value, cleaned)))
    return Provenance(value, sureness, spans)


def _spans(name: str, value: object, cleaned: Cleaned) -> Iterator[tuple[int, int]]:
    """Yield where a value stands: where a rule read it, else where its words are."""
    facts = [
        fact
        for fact in cleaned.facts
        if fact.field == name or (name == "staff" and fact.field.startswith("staff:"))
    ]
    several = isinstance(value, tuple | dict)
    yield from ((fact.start, fact.end) for fact in (facts if several else facts[:1]))
    if facts:
        return
    shadow = shadow_of(cleaned.source.text)
    for one in value if isinstance(value, tuple) else (value,):
        match = re.search(_words(name, str(one)), shadow)
        if match:
            yield match.span()


def _words(name: str, value: str) -> str:
    """Return the pattern of the words that an inferred value was read from."""
    if "date" in name:
        month, day = value[5:7].lstrip("0"), value[8:10].lstrip("0")
        return rf"(?<!\d)0?{month}月0?{day}日"
    words = shadow_of(value)
    place = place_named(words) if name == "places" else None
    return re.escape(place.name) if place else re.escape(words)
