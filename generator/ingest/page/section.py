"""The section of its site that a page stands in: the path of links above the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.ingest.page.chrome import same_title
from generator.ingest.page.hiding import VISIBLE
from generator.ingest.page.lines import PageLine
from generator.ingest.page.people import Credit
from generator.ingest.page.reading import Page
from generator.ingest.page.tree import Tree
from generator.ingest.shadow import shadow_of

_CRUMBS = re.compile(
    r"(?:^|[\s_-])(?:bread-?crumbs?(?:nav)?|crumbs?|post_crumb|(?:cur|now|article)?-?(?:position|location|weizhi)|path|place|mianbao\w*|dqwz)(?=$|[\s_-]|\d)"
)
_LABEL = re.compile(
    r"^[您你我]?(?:当前|现在|目前)?(?:所?在)?的?(?:位置|页面|所在位置)\s*:?\s*"
)
_HOME = re.compile(r"^.{0,8}(?:首页|主页)\s*(?:>+|»|›|→|-|\s/)")
_STEP = re.compile(r"\s*(?:[>»›→＞]+|(?<=\s)[/-](?=\s))\s*")
_NO_STEP = re.compile(
    r".{0,8}(?:首页|主页)|(?:查看)?(?:正文|内容|详情|详细|阅读)(?:\s.*)?|home",
    re.IGNORECASE,
)
_MOST, _LONGEST = 5, 16
_FAR = 40


def section_of(page: Page) -> Iterator[Credit]:
    """Yield the section that the path above the article names, or the head states."""
    first = page.body[0] if page.body else 0
    for span in _paths(page.tree, page.lines, first):
        words = " ".join(page.lines[i].text for i in span)
        steps = _steps(words, page.title or "")
        if steps:
            start, end = page.lines[span[0]].start, page.lines[span[-1]].end
            yield Credit("section", " > ".join(steps), start, end)
            return
    stated = page.head.first("article:section", "ld:articlesection")
    if stated and len(stated.text) <= _LONGEST:
        yield Credit("section", stated.text, stated.start, stated.end)


def _paths(
    tree: Tree, lines: Sequence[PageLine], first: int
) -> Iterator[tuple[int, ...]]:
    """Yield the lines that are a path, those nearest to the article first."""
    for index in range(first - 1, max(-1, first - _FAR), -1):
        line = lines[index]
        if line.hidden != VISIBLE or line.size > 120:
            continue
        shadow = shadow_of(line.text)
        if _HOME.match(_LABEL.sub("", shadow)) or (
            _LABEL.match(shadow) and len(_STEP.split(shadow)) > 1
        ):
            yield (index,)
            continue
        holder = _named(tree, line.element)
        if holder is None:
            continue
        begin = index
        while begin and _named(tree, lines[begin - 1].element) == holder:
            begin -= 1
        yield tuple(range(begin, index + 1))


def _named(tree: Tree, index: int) -> int | None:
    """Return the element near a line's own that is named for a path."""
    for _ in range(4):
        if _CRUMBS.search(tree.elements[index].label):
            return index
        index = tree.elements[index].parent
        if index <= 0:
            return None
    return None


def _steps(words: str, title: str) -> tuple[str, ...]:
    """Return the sections that a path names, without home page and article."""
    shadow = shadow_of(words)
    label = _LABEL.match(shadow)
    found = _STEP.split(words[label.end() if label else 0 :])
    if len(found) < 2:
        return ()
    steps = [one for one in found if one and not _NO_STEP.fullmatch(shadow_of(one))]
    steps = [one for one in steps if not same_title(one, title)]
    fits = all(len(one) <= _LONGEST for one in steps)
    return tuple(steps) if fits and 0 < len(steps) <= _MOST else ()
