"""Excerpts: the piece of a text around the best match, and what to mark in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.search.tokens import offsets
from generator.value import Struct

SIZE = 96
"""Characters of an excerpt."""
BEFORE = 24
"""Characters of it that come before the first match, where there are so many."""
EDGE = "，。；！？、：,;!?\n "
"""Where an excerpt likes to begin: after one of these."""

Span = tuple[int, int]


class Excerpt(Struct, frozen=True):
    """Some characters of a text; spans of it, first to last and beyond, are matches."""

    text: str
    marks: tuple[Span, ...] = ()


def excerpt(text: str, phrases: Sequence[str], fold: Callable[[str], str]) -> Excerpt:
    """Cut `text` around the place where most of the normalised `phrases` meet."""
    spans = find_all(text, phrases, fold)
    first, last = _best(spans)
    start = _start(text, first)
    end = min(len(text), max(start + SIZE, last))
    inside = ((a - start, b - start) for a, b, _ in spans if start <= a and b <= end)
    shown = text[start:end].replace("\n", " ")
    lead, tail = "…" if start else "", "…" if end < len(text) else ""
    marks = _join((a + len(lead), b + len(lead)) for a, b in inside)
    return Excerpt(lead + shown + tail, tuple(marks))


def find_all(
    text: str, phrases: Sequence[str], fold: Callable[[str], str]
) -> list[tuple[int, int, int]]:
    """Return where in `text` each phrase stands: start, end, index of the phrase."""
    normal, places = offsets(fold(text))
    found: list[tuple[int, int, int]] = []
    for index, phrase in enumerate(phrases):
        at = normal.find(phrase) if phrase else -1
        while at >= 0:
            end = at + len(phrase)
            found.append((places[at], places[end - 1] + 1, index))
            at = normal.find(phrase, end)
    return sorted(found)


def _best(spans: Sequence[tuple[int, int, int]]) -> Span:
    """Return the match from which an excerpt shows most phrases."""
    best, most = (0, 0), 0
    for index, (start, end, own) in enumerate(spans[:200]):
        near = {
            phrase
            for _, last, phrase in spans[index : index + 50]
            if last <= start + SIZE - BEFORE
        }
        if len(near | {own}) > most:
            best, most = (start, end), len(near | {own})
    return best


def _start(text: str, match: int) -> int:
    """Return where an excerpt around a match begins: after a mark, if one is near."""
    low = max(0, match - BEFORE)
    if low == 0:
        return 0
    for place in range(low, match):
        if text[place - 1] in EDGE:
            return place
    return low


def _join(spans: Iterator[Span]) -> list[Span]:
    """Unite spans that overlap."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
