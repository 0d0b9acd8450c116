"""A page read: its lines, its body, its title, its head."""

from __future__ import annotations

import functools

from generator.ingest.page.body import body_of
from generator.ingest.page.head import Head, head_of
from generator.ingest.page.lines import PageLine, lines_of
from generator.ingest.page.title import heading_above, title_at, title_of
from generator.ingest.page.tree import Tree, grown
from generator.value import Struct


class Page(Struct, frozen=True):
    """A saved page: its tree, its lines, the choice of its body, what its head says."""

    text: str
    tree: Tree
    lines: tuple[PageLine, ...]
    body: tuple[int, ...]
    """Indices of the lines that are the article."""
    head: Head
    title: str | None
    """The title as a line of the page or its head states it, without the site's name."""
    heading: int | None
    """Index of the line that shows the title above the body, if any."""

    @property
    def body_runs(self) -> frozenset[int]:
        """Indices of the runs that are the article."""
        runs = (run for index in self.body for run in self.lines[index].runs)
        return frozenset(
            run
            for run in runs
            if self.text[self.tree.runs[run].start : self.tree.runs[run].end].strip()
        )

    @property
    def title_span(self) -> tuple[int, int]:
        """Where the title stands in the source."""
        if self.heading is not None:
            return self.lines[self.heading].start, self.lines[self.heading].end
        stated = self.head.first("og:title", "title", "ld:headline")
        return (stated.start, stated.end) if stated else (0, 0)


@functools.lru_cache(maxsize=1)
def read_page(text: str) -> Page:
    """Return a page's lines, the choice of those that are the article, and its head.

    The last page is remembered, because several rules look at it in turn.
    """
    tree = grown(text)
    lines = lines_of(text, tree)
    head = head_of(text, tree)
    title, heading = title_of(tree, lines, head)
    body = body_of(tree, lines, title or "")
    above = heading_above(lines, body) if body and heading is None else None
    if above is not None:
        title, heading = title_at(lines, above, head), above
        body = body_of(tree, lines, title)
    if not body:
        body = tuple(i for i, line in enumerate(lines) if not line.hidden)
    return Page(text, tree, lines, body, head, title, heading)
