"""The draft of an article while rules clean it, and the record of every change.

A draft holds the piece table of its source, so law 1 (nothing is lost) holds by
construction, whatever rules do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from generator.ingest.pieces import (
    Change,
    Piece,
    in_order,
    revised,
    source_span,
    starts_of,
)
from generator.ingest.shadow import shadow_of
from generator.model import Certainty, Edit, Flag, Source
from generator.value import Struct, field, replace

__all__ = ["Change", "Draft", "Fact", "Finding", "Line"]

_BLANKS = re.compile(r"[^\S\n]{1,40}\Z")
_DEEPEST = 40
"""The deepest indent that is measured, in characters."""


class Fact(Struct, frozen=True):
    """A piece of metadata that a rule read, and where it stands.

    Rules give offsets in `draft.text`; in a finished draft they are offsets in
    the source. A value that merely follows from the text is `inferred`.
    """

    field: str
    value: str
    start: int
    end: int
    certainty: Certainty = "stated"


Finding = Change | Fact | Flag


class Line(Struct, frozen=True):
    """A non-blank line: its span without surrounding blanks, text and shadow."""

    start: int
    end: int
    text: str
    shadow: str


class Draft(Struct, frozen=True, dict=True):
    """An article between its source and its file; rules make a new one each time."""

    source: Source
    pieces: tuple[Piece, ...]
    facts: tuple[Fact, ...] = ()
    flags: tuple[Flag, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    options: frozenset[str] = frozenset()
    """Settings: `keep-punctuation`; `keep:<rule>` and `keep:<start>-<end>` undo."""

    @classmethod
    def of(cls, source: Source, options: Iterable[str] = ()) -> Draft:
        """Begin with the source as found."""
        whole = Piece(0, len(source.text), source.text)
        return cls(source, (whole,), options=frozenset(options))

    @cached_property
    def text(self) -> str:
        """The text as it stands now."""
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def shadow(self) -> str:
        """`text` folded for matching, character by character (see `shadow_of`)."""
        return shadow_of(self.text)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The non-blank lines of `text`."""
        return tuple(
            Line(m.start(), m.end(), m.group(), self.shadow[m.start() : m.end()])
            for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", self.text)
        )

    def indents(self, lines: Iterable[Line]) -> list[int]:
        """Return how far the source indents each line, in half-width columns."""
        found, position, queue = [], 0, iter(self.pieces)
        piece = next(queue, None)
        for line in lines:
            while piece and position + len(piece.text) <= line.start:
                position += len(piece.text)
                piece = next(queue, None)
            at = (
                piece.start + (0 if piece.rule else line.start - position)
                if piece
                else 0
            )
            lead = _BLANKS.search(self.source.text, max(0, at - _DEEPEST), at)
            blanks = lead.group() if lead else ""
            found.append(len(blanks) + sum(one >= "\u1100" for one in blanks))
        return found

    @cached_property
    def cuts(self) -> tuple[tuple[int, str], ...]:
        """Where in `text` something was removed, and by which rule."""
        found, position = [], 0
        for piece in self.pieces:
            if piece.rule and not piece.text:
                found.append((position, piece.rule))
            position += len(piece.text)
        return tuple(found)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """Every change so far, in source order."""
        found = self.source.text
        return tuple(
            Edit(p.rule, p.start, p.end, found[p.start : p.end], p.text, p.confidence)
            for p in self.pieces
            if p.rule
        )

    def fact(self, name: str) -> str | None:
        """Return the first value read for a field: stated ones before inferred ones."""
        found = [one for one in self.facts if one.field == name]
        stated = [one for one in found if one.certainty == "stated"]
        return (stated or found)[0].value if found else None

    def apply(self, rule: str, findings: Iterable[Finding]) -> Draft:
        """Return the draft with a rule's findings taken in."""
        changes: list[Change] = []
        facts: list[Fact] = []
        flags: list[Flag] = []
        known = frozenset(self.flags)
        for finding in findings:
            if isinstance(finding, Change):
                changes.append(finding)
            elif isinstance(finding, Fact):
                facts.append(self._located(finding))
            elif finding not in known:
                flags.append(finding)
        if not (changes or facts or flags):
            return self
        changes = [one for one in in_order(changes) if not self._is_kept(rule, one)]
        counts = dict(self.counts)
        if changes:
            counts[rule] = counts.get(rule, 0) + len(changes)
        return replace(
            self,
            pieces=revised(self.pieces, changes, rule) if changes else self.pieces,
            facts=(*self.facts, *facts),
            flags=(*self.flags, *flags),
            counts=counts,
        )

    @cached_property
    def _starts(self) -> list[int]:
        """Where in `text` each piece begins."""
        return starts_of(self.pieces)

    @cached_property
    def _kept_spans(self) -> tuple[tuple[int, int], ...]:
        spans = (re.fullmatch(r"keep:(\d+)-(\d+)", one) for one in self.options)
        return tuple((int(span[1]), int(span[2])) for span in spans if span)

    def _is_kept(self, rule: str, change: Change) -> bool:
        """Tell whether an editor wants the text left that a change would alter."""
        if f"keep:{rule}" in self.options:
            return True
        if not self._kept_spans:
            return False
        start, end = source_span(self.pieces, self._starts, change.start, change.end)
        return any(start < right and end > left for left, right in self._kept_spans)

    def _located(self, fact: Fact) -> Fact:
        """Return the fact with its span in the source."""
        start, end = source_span(self.pieces, self._starts, fact.start, fact.end)
        return replace(fact, start=start, end=end)
