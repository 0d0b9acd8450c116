"""Cleaning one source: the rules act in order on a draft that remembers every change."""

from __future__ import annotations

from collections.abc import Iterable

from generator.ingest.describe import describe
from generator.ingest.draft import Draft, Fact
from generator.ingest.rules import RULES
from generator.model import Edit, Metadata, Source
from generator.value import Struct

__all__ = ["RULES", "Cleaned", "clean"]


class Cleaned(Struct, frozen=True):
    """What cleaning makes of a source."""

    source: Source
    metadata: Metadata
    body: str
    """Markdown, as the article file has it."""
    edits: tuple[Edit, ...]
    """Applied to the source they give the body; offsets in the decoded source."""
    facts: tuple[Fact, ...]
    """What was read for the metadata, with spans in the source."""


def clean(source: Source, options: Iterable[str] = ()) -> Cleaned:
    """Return the cleaned article, its metadata and every change made.

    `options`: `keep-punctuation` leaves half-width marks as they are; `keep:<rule>`
    and `keep:<start>-<end>` (offsets in the source) leave what a rule would change,
    though what it reads becomes metadata all the same.
    """
    draft = Draft.of(source, options)
    for rule in RULES:
        draft = draft.apply(rule.name, rule.apply(draft))
    return Cleaned(source, describe(draft), draft.text, draft.edits, draft.facts)
