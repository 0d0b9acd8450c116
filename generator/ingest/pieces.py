"""The piece table: what stands at each span of a source now.

Pieces tile the decoded source from its first to its last character. Joining
their texts gives the text as changed so far; joining their source spans gives
back the source. So nothing can be lost, whatever changes are made.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.value import Struct, replace


class Piece(NamedTuple):
    """A span of the source and what stands there now."""

    start: int
    end: int
    text: str
    rule: str = ""
    """Empty while the span is as found."""
    confidence: float = 1.0


class Change(Struct, frozen=True):
    """What a rule asks for: `replacement` in place of `draft.text[start:end]`."""

    start: int
    end: int
    replacement: str = ""
    confidence: float = 1.0


def starts_of(pieces: Iterable[Piece]) -> list[int]:
    """Return where in the text each piece begins."""
    lengths = (len(piece.text) for piece in pieces)
    return [0, *itertools.accumulate(lengths)][:-1]


def source_span(
    pieces: Sequence[Piece], starts: Sequence[int], start: int, end: int
) -> tuple[int, int]:
    """Return the span of the source that `text[start:end]` was made from.

    `starts` as `starts_of` gives them, so that each call looks at few pieces.
    """
    first, last = None, 0
    for index in range(max(0, bisect_right(starts, start) - 1), len(pieces)):
        piece, position = pieces[index], starts[index]
        if position >= max(end, start + 1):
            break
        after = position + len(piece.text)
        if piece.text and after > start:
            whole = bool(piece.rule)
            if first is None:
                first = piece.start + (0 if whole else max(0, start - position))
            last = piece.end if whole else piece.start + min(end, after) - position
    return (first or 0, last)


def in_order(changes: list[Change]) -> Iterator[Change]:
    """Yield changes by position; where two overlap, the first to begin has the place."""
    reached = 0
    for change in sorted(changes, key=lambda one: (one.start, one.end)):
        start = max(change.start, reached)
        if start > change.start and (change.replacement or start >= change.end):
            continue
        if change.end > start or change.replacement:
            yield change if start == change.start else replace(change, start=start)
            reached = change.end


def revised(
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
