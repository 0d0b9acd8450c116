"""The draft of an article while rules clean it, and the record of every change.

A draft is a piece table: pieces tile the decoded source from its first to its
last character, and each says what stands there now. Joining the pieces' texts
gives the text as cleaned so far; joining their source spans gives back the
source. So law 1 (nothing is lost) holds by construction, whatever rules do.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from generator.ingest.shadow import shadow_of
from generator.model import Certainty, Edit, Flag, Source


class Piece(NamedTuple):
    """A span of the source and what stands there now."""

    start: int
    end: int
    text: str
    rule: str = ""
    """Empty while the span is as found."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Change:
    """A rule's wish: put `replacement` for `draft.text[start:end]`."""

    start: int
    end: int
    replacement: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fact:
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


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line: its span without surrounding blanks, text and shadow."""

    start: int
    end: int
    text: str
    shadow: str


@dataclass(frozen=True)
class Draft:
    """An article between its source and its file; rules make a new one each time."""

    source: Source
    pieces: tuple[Piece, ...]
    facts: tuple[Fact, ...] = ()
    flags: tuple[Flag, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    options: frozenset[str] = frozenset()
    """Settings that rules look at: `keep-punctuation`, `keep:<rule>`."""

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

    def indented(self, lines: Iterable[Line]) -> list[bool]:
        """Tell for each line whether the source indents it."""
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
            found.append(
                bool(re.search(r"[^\S\n]$", self.source.text[max(0, at - 1) : at]))
            )
        return found

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
        for finding in findings:
            if isinstance(finding, Change):
                changes.append(finding)
            elif isinstance(finding, Fact):
                facts.append(self._located(finding))
            elif finding not in self.flags:
                flags.append(finding)
        if not (changes or facts or flags):
            return self
        changes = list(_in_order(changes))
        counts = dict(self.counts)
        if changes:
            counts[rule] = counts.get(rule, 0) + len(changes)
        return replace(
            self,
            pieces=_revised(self.pieces, changes, rule) if changes else self.pieces,
            facts=(*self.facts, *facts),
            flags=(*self.flags, *flags),
            counts=counts,
        )

    def _located(self, fact: Fact) -> Fact:
        """Return the fact with its span in the source."""
        start, end = _source_span(self.pieces, fact.start, fact.end)
        return replace(fact, start=start, end=end)


def _source_span(pieces: Iterable[Piece], start: int, end: int) -> tuple[int, int]:
    position, first, last = 0, None, 0
    for piece in pieces:
        after = position + len(piece.text)
        if piece.text and after > start and position < max(end, start + 1):
            whole = bool(piece.rule)
            if first is None:
                first = piece.start + (0 if whole else max(0, start - position))
            last = piece.end if whole else piece.start + min(end, after) - position
        position = after
    return (first or 0, last)


def _in_order(changes: list[Change]) -> Iterator[Change]:
    """Yield changes by position; where two overlap, the first to begin has the place."""
    reached = 0
    for change in sorted(changes, key=lambda one: (one.start, one.end)):
        start = max(change.start, reached)
        if start > change.start and (change.replacement or start >= change.end):
            continue
        if change.end > start or change.replacement:
            yield replace(change, start=start)
            reached = change.end


def _revised(
    pieces: tuple[Piece, ...], changes: list[Change], rule: str
) -> tuple[Piece, ...]:
    """Return the pieces with changes made; an earlier removal keeps its own rule."""
    borders = sorted({at for one in changes for at in (one.start, one.end)})
    queue = list(_split(pieces, borders))
    done: list[Piece] = []
    index, position = 0, 0
    for change in changes:
        if change.start < position:
            continue  # inside a repair that an earlier change took whole
        while index < len(queue) and position + len(queue[index].text) <= change.start:
            if position == change.end:
                break
            position += len(queue[index].text)
            done.append(queue[index])
            index += 1
        first, begin = index, position
        while index < len(queue) and position < change.end:
            position += len(queue[index].text)
            index += 1
        inside = queue[first:index]
        lead = inside[0].text[: change.start - begin] if inside else ""
        rest = inside[-1].text[change.end - position :] if inside else ""
        text = lead + change.replacement + (rest if position > change.end else "")
        at = done[-1].end if done else 0
        done.extend(_replaced(inside, text, at, (rule, change.confidence)))
    return (*done, *queue[index:])


def _replaced(
    inside: list[Piece], text: str, at: int, why: tuple[str, float]
) -> Iterator[Piece]:
    """Yield what stands for the pieces inside a change.

    `text` replaces them; an earlier removal among them stays a piece of its own.
    An insertion has no pieces inside and stands at the source offset `at`.
    """
    if not inside:
        yield Piece(at, at, text, *why)
        return
    start, end = -1, -1
    for piece in inside:
        if piece.text or not piece.rule:
            start, end = (piece.start if start < 0 else start), piece.end
            continue
        if start >= 0:
            yield Piece(start, end, text, *why)
            start, text = -1, ""
        yield piece
    if start >= 0:
        yield Piece(start, end, text, *why)


def _split(pieces: tuple[Piece, ...], borders: list[int]) -> Iterator[Piece]:
    """Yield pieces cut at borders (offsets in the text) where they can be cut.

    A piece as found can be cut anywhere, a repair of equal length between any
    two characters; any other repair stays whole.
    """
    position, index = 0, 0
    for piece in pieces:
        after = position + len(piece.text)
        while index < len(borders) and borders[index] <= position:
            index += 1
        if (
            index >= len(borders)
            or borders[index] >= after
            or piece.end - piece.start != len(piece.text)
        ):
            yield piece
        else:
            cuts = [position]
            while index < len(borders) and borders[index] < after:
                cuts.append(borders[index])
                index += 1
            cuts.append(after)
            for left, right in itertools.pairwise(cuts):
                yield piece._replace(
                    start=piece.start + left - position,
                    end=piece.start + right - position,
                    text=piece.text[left - position : right - position],
                )
        position = after
