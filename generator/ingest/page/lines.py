"""The lines of a page: what a reader sees between two block borders."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from generator.ingest.page.hiding import NEVER
from generator.ingest.page.tree import BLOCKS, Run, Tree
from generator.value import Struct

_SENTENCE = re.compile(r"[。！？；…!?;｡．]|[^\W\d]\.(?:\s|$)")
_PAUSE = re.compile(r"[，、,]")
_LEAST_PROSE = 12
_UNMARKED = 2
"""Up to this length no line is text, whatever marks it has."""


class PageLine(Struct, frozen=True):
    """A line as shown: its runs, its text, the block element that holds it."""

    runs: tuple[int, ...]
    start: int
    end: int
    text: str
    element: int
    """Index of the innermost block element around it."""
    hidden: int
    size: int
    """Characters but blanks."""
    linked: int
    """Characters inside links."""
    marks: int
    """Marks that end sentences or part them."""

    @property
    def prose(self) -> bool:
        """True for running text: long enough, punctuated, mostly not a link."""
        return (
            self.size - self.linked >= _LEAST_PROSE
            and self.linked * 2 < self.size
            and self.marks > 0
        )


def lines_of(text: str, tree: Tree) -> tuple[PageLine, ...]:
    """Return the lines of a page in order, hidden ones included, blank ones not."""
    return tuple(_lines(text, tree))


def _lines(text: str, tree: Tree) -> Iterator[PageLine]:
    for runs in _groups(text, tree):
        parts = [_shown(text, tree.runs[index]) for index in runs]
        plain = " ".join("".join(parts).split())
        if not plain:
            continue
        first, last = tree.runs[runs[0]], tree.runs[runs[-1]]
        linked = sum(
            len("".join(part.split()))
            for index, part in zip(runs, parts, strict=True)
            if tree.elements[tree.runs[index].element].linked
        )
        size = len(plain) - plain.count(" ")
        marks = _marks(plain) if size > _UNMARKED else 0
        block = _block(tree, first.element)
        yield PageLine(
            runs,
            first.start,
            last.end,
            plain,
            block,
            first.hidden,
            size,
            linked,
            marks,
        )


def _groups(text: str, tree: Tree) -> Iterator[tuple[int, ...]]:
    """Yield the runs of each line: of one block, equally hidden, not all blank.

    What is no text at all, scripts and styles, stands on no line.
    """
    group: list[int] = []
    border, blank = (-1, -1), True
    for index, (start, end, block, _, hidden) in enumerate(tree.runs):
        if hidden == NEVER:
            continue
        if (block, hidden) != border:
            if not blank:
                yield tuple(group)
            group, border, blank = [], (block, hidden), True
        group.append(index)
        blank = blank and text[start:end].isspace()
    if not blank:
        yield tuple(group)


def _shown(text: str, run: Run) -> str:
    part = text[run.start : run.end]
    return html.unescape(part) if "&" in part else part


def parted(text: str, tree: Tree, line: PageLine) -> str:
    """Return a line with a blank wherever a tag stands; pages set words apart by style."""
    parts = (text[tree.runs[i].start : tree.runs[i].end] for i in line.runs)
    return " ".join(html.unescape(" ".join(parts)).split())


def _marks(plain: str) -> int:
    """Return the marks of running text; a single pause alone is none."""
    ends, pauses = len(_SENTENCE.findall(plain)), len(_PAUSE.findall(plain))
    return ends + pauses if ends or pauses > 1 else 0


def _block(tree: Tree, index: int) -> int:
    """Return the innermost block element at or above an element."""
    while index > 0 and tree.elements[index].tag not in BLOCKS:
        index = tree.elements[index].parent
    return index
