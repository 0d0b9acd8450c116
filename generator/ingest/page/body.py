"""Which lines of a page are its article.

Inside the densest element lines are kept from the first sentence to the last, with
the headings and signatures that stand beside them.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from generator.ingest.page.chrome import (
    is_byline,
    is_chrome,
    is_credit,
    is_editor_line,
    is_related,
    same_title,
    states_date,
)
from generator.ingest.page.density import Inside, densest, parent_of, texts_in
from generator.ingest.page.hiding import HARD, SOFT, VISIBLE
from generator.ingest.page.lines import PageLine
from generator.ingest.page.tree import Tree

_HEADINGS = frozenset({"h1", "h2", "h3"})
_LEAST = 60
_FAR_MORE = 5
_NUMBER = 6
"""Up to this length a line may be a bare number, which counts paragraphs."""
_LEAST_SUMMARY = 15
_EDGE = 8
"""Lines from either end among which a byline is no part of the text."""
_RELATED_SHARE = 0.3
"""Greatest share of an article's text that may follow a list of others."""
_LAST_SHARE = 0.08
"""Greatest share of an article's text that may follow the editors' names."""
_STANDFIRST = 60
"""Longest text above the credits that is no part of the article, in characters."""


def body_of(tree: Tree, lines: Sequence[PageLine], title: str) -> tuple[int, ...]:
    """Return the indices of the lines that are the article, in order.

    Hidden text is looked at only where hardly any is visible: some sites show the
    article by a script, while others hide another text behind it.
    """
    best: tuple[int, ...] = ()
    size = 0
    chooser = _Chooser(tree, lines, title)
    speaks = any(one.hidden == VISIBLE and one.marks for one in lines)
    for level in (VISIBLE, SOFT) if speaks else (VISIBLE, SOFT, HARD):
        found = chooser.chosen(
            [i for i, one in enumerate(lines) if one.hidden <= level]
        )
        more = sum(lines[i].size for i in found)
        if not best or (level == SOFT and more > _FAR_MORE * size):
            best, size = found, more
        if size >= _LEAST:
            break
    return best


class _Chooser:
    """Chooses among the lines of one page."""

    def __init__(self, tree: Tree, lines: Sequence[PageLine], title: str) -> None:
        self.tree = tree
        self.lines = lines
        self.title = title
        self.texts = texts_in(tree, lines)
        self.captions = _captions(tree, lines)
        self.known: dict[int, bool] = {}

    def chosen(self, shown: Sequence[int]) -> tuple[int, ...]:
        """Return the lines of the densest element that are neither scraps nor links."""
        lines = self.lines
        holder, asides = densest(self.tree, lines, shown, self.texts)
        inside = Inside(self.tree, holder, asides)
        within = [i for i in shown if inside.holds(lines[i].element)]
        within = self._first_article(within)
        kept = [
            i
            for i in within
            if not inside.aside(lines[i].element) and not is_chrome(lines[i])
        ]
        kept = self._before_related(within, kept)
        kept = self._signed_off(within, kept)
        prose = [at for at, i in enumerate(kept) if self._is_text(i)]
        if not prose:
            return ()
        near = {
            parent_of(self.tree, lines[kept[at]].element)
            for at in (prose[0], prose[-1])
        }
        start, end = self._below_credits(kept, prose), prose[-1] + 1
        while start and self._leads(kept[start - 1], kept[start], near):
            start -= 1
        while end < len(kept) and self._adjoins(kept[end - 1], kept[end], near):
            end += 1
        chosen = kept[start + self._repeats(kept[start:end]) : end]
        near_edge = set(chosen[:_EDGE] + chosen[-_EDGE:])
        return tuple(i for i in chosen if i not in near_edge or not is_byline(lines[i]))

    def _repeats(self, chosen: Sequence[int]) -> bool:
        """Tell whether the first line is a summary that repeats the text's beginning."""
        if len(chosen) < 2:
            return False
        summary, text = (self.lines[i] for i in chosen[:2])
        begun = summary.text.rstrip(".… ")
        longer = text.size > summary.size + _LEAST_SUMMARY
        apart = parent_of(self.tree, summary.element) != parent_of(
            self.tree, text.element
        )
        return (
            apart
            and longer
            and len(begun) >= _LEAST_SUMMARY
            and text.text.startswith(begun)
        )

    def _is_text(self, index: int) -> bool:
        """Tell whether a line is running text of the article, not about it."""
        if index not in self.texts:
            return False
        if index not in self.known:
            text = self.lines[index].text
            known = not is_credit(text) and not same_title(text, self.title)
            self.known[index] = known
        return self.known[index]

    def _leads(self, index: int, first: int, near: set[int]) -> bool:
        """Tell whether the line above the first one taken belongs to the article."""
        line = self.lines[index]
        beside = parent_of(self.tree, line.element) in near or index in self.captions
        return (
            first == index + 1
            and beside
            and not is_credit(line.text)
            and not same_title(line.text, self.title)
            and self.tree.elements[line.element].tag != "h1"
        )

    def _adjoins(self, last: int, index: int, near: set[int]) -> bool:
        """Tell whether the line below the last one taken belongs to the article."""
        line = self.lines[index]
        return index == last + 1 and parent_of(self.tree, line.element) in near

    def _before_related(self, within: Sequence[int], kept: list[int]) -> list[int]:
        """Return the lines above a heading like 相关阅读, where little follows it."""
        return self._cut(within, kept, is_related, self.texts, _RELATED_SHARE)

    def _signed_off(self, within: Sequence[int], kept: list[int]) -> list[int]:
        """Return the lines above the editors' names, where hardly any text follows."""
        prose = {i for i in kept if self.lines[i].prose}
        return self._cut(within, kept, is_editor_line, prose, _LAST_SHARE)

    def _cut(
        self,
        within: Sequence[int],
        kept: list[int],
        ends: Callable[[str], bool],
        prose: AbstractSet[int],
        share: float,
    ) -> list[int]:
        """Return the lines above the first that ends a text, if little text is below."""
        sizes = (self.lines[i].size if i in prose else 0 for i in kept)
        sums = [0, *itertools.accumulate(sizes)]
        for at in within:
            if ends(self.lines[at].text):
                place = bisect_left(kept, at)
                if sums[-1] - sums[place] < share * sums[-1]:
                    return kept[:place]
        return kept

    def _below_credits(self, kept: Sequence[int], prose: Sequence[int]) -> int:
        """Return where the text begins: below credits that stand under a standfirst.

        `prose` are the places in `kept` of running text; most of it must be below.
        """
        first, above = prose[0], 0
        sizes = [self.lines[kept[at]].size for at in prose]
        for at in range(first, prose[-1]):
            line = self.lines[kept[at]]
            credit = line.size > _NUMBER and is_credit(line.text)
            if at > first and (credit or is_byline(line)):
                return at + 1 if sum(sizes) > _FAR_MORE * above else first
            above += line.size
            if above > _STANDFIRST:
                break
        return first

    def _first_article(self, within: list[int]) -> list[int]:
        """Return the lines of the first of several articles that stand in a row.

        A page that goes on to load (infinite scroll) repeats heading and credits.
        """
        seen = 0
        for before, index in enumerate(within[1:]):
            line, heading = self.lines[index], self.lines[within[before]]
            seen += line.size if self._is_text(index) else 0
            begins = self.tree.elements[heading.element].tag in _HEADINGS
            if seen and begins and is_credit(line.text) and states_date(line.text):
                return within[:before]
        return within


def _captions(tree: Tree, lines: Sequence[PageLine]) -> frozenset[int]:
    """Return the indices of the lines that stand directly below an image."""
    ends = [line.runs[-1] for line in lines]
    places = (bisect_left(ends, image.run) for image in tree.images)
    return frozenset(at for at in places if at < len(lines) and not lines[at].linked)
