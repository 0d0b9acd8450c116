"""Outlets and authors that no word labels: beside a date, or named by their element."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Sequence

from generator.ingest.page.chrome import states_date
from generator.ingest.page.head import Head
from generator.ingest.page.lines import PageLine, parted
from generator.ingest.page.people import (
    LABEL,
    Credit,
    is_generic,
    is_person,
    located,
)
from generator.ingest.page.title import BORDER
from generator.ingest.page.tree import Tree
from generator.ingest.rules.grammar import date_of
from generator.ingest.rules.zones import HAN
from generator.ingest.shadow import shadow_of

_OUTLET = re.compile(
    rf"[{HAN}A-Za-z\d·]{{0,14}}(?:网|报|社|台|新闻|发布|在线|客户端|杂志|周刊|日报|晚报|电视|消息|财经|科技|频道|公众号|APP|快讯)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?<!\d)(?:0?[1-9]|1[0-2])[-/月](?:[0-2]?\d|3[01])日?\s+\d{1,2}:\d\d"
)
_HINTS = (
    (
        "source",
        re.compile(
            r"(?:^|[\s_-])(?:source|laiyuan|article-?source|media-?name|come-?from|js_name|profile_nickname)(?=$|[\s_-])"
        ),
    ),
    (
        "authors",
        re.compile(
            r"(?:^|[\s_-])(?:author(?:-?info)?(?:-?name)?|zuozhe|writer|byline|nick-?name|user-?name)(?=$|[\s_-])"
        ),
    ),
    (
        "editors",
        re.compile(r"(?:^|[\s_-])(?:editor-?name|zebian|article-?editor)(?=$|[\s_-])"),
    ),
)
_DOTTED = re.compile(rf"(?P<name>[{HAN}]{{2,4}})\s*·\s*(?P<date>\d.{{7,30}})$")
_LONGEST = 60
_LEVELS = 3


def outlet_in(text: str, line: PageLine) -> Iterator[Credit]:
    """Yield the outlet that stands beside a date without a label."""
    shadow = shadow_of(line.text)
    stamp = date_of(shadow)
    short = None if stamp else _MONTH_DAY.search(shadow)
    if line.size > _LONGEST or not (stamp or short):
        return
    start, end = (
        (stamp.start, stamp.end) if stamp else short.span() if short else (0, 0)
    )
    for base, part in ((end, shadow[end:]), (0, shadow[:start])):
        match = re.match(
            rf"[\s|·\-]*(?:原创\s)?(?P<name>[{HAN}A-Za-z\d·]{{2,16}})(?=$|[\s|/(\[])",
            part,
        )
        if match and _OUTLET.fullmatch(match["name"]):
            at = base + match.start("name")
            yield located(text, line, "source", line.text[at : at + len(match["name"])])
            return


def dotted(text: str, tree: Tree, line: PageLine) -> Iterator[Credit]:
    """Yield the name that a dot parts from the date behind it: 周晓江 · 2021-03-04."""
    match = _DOTTED.match(shadow_of(parted(text, tree, line)))
    if match and is_person(match["name"]) and states_date(match["date"]):
        yield located(text, line, "authors", line.text[: len(match["name"])])


def named_in_head(
    text: str, tree: Tree, line: PageLine, head: Head
) -> Iterator[Credit]:
    """Yield what stands beside a date and in the page's own title too: site or author."""
    title = head.first("title", "og:title")
    shown = parted(text, tree, line)
    if not title or line.size > _LONGEST or not states_date(shown):
        return
    parts = [part.strip() for part in BORDER.split(title.text)[1:] if part.strip()]
    for word in re.split(r"[\s|/\[\]()（）【】·,，]+", shown):
        if word in parts and 2 <= len(word) <= 16 and not is_generic(word):
            if is_person(word):
                yield located(text, line, "authors", word)
            elif word == parts[-1]:  # the others may be sections and keywords
                yield located(text, line, "source", word)


def lone_outlets(text: str, lines: Sequence[PageLine]) -> Iterator[Credit]:
    """Yield an outlet, or an author and an outlet, on the line above a date."""
    for line, after in itertools.pairwise(lines):
        shadow = shadow_of(line.text)
        if line.size > 20 or not states_date(after.text):
            continue
        name, slash, outlet = shadow.rpartition("/")
        if _OUTLET.fullmatch(outlet):
            at = len(name) + len(slash)
            yield located(text, line, "source", line.text[at:])
            if slash and is_person(name):
                yield located(text, line, "authors", line.text[: len(name)])


def hinted(text: str, tree: Tree, line: PageLine) -> Iterator[Credit]:
    """Yield the words of a short line whose element is named for a field."""
    if line.size > _LONGEST:
        return
    seen = set()
    for index in line.runs:
        run = tree.runs[index]
        words = " ".join(html.unescape(text[run.start : run.end]).split())
        if not words or len(words) > 24 or LABEL.match(shadow_of(words)):
            continue
        label = _label(tree, run.element, line.element)
        field = next((name for name, hint in _HINTS if hint.search(label)), None)
        if field and field not in seen and _fits(field, shadow_of(words), label):
            seen.add(field)
            yield located(text, line, field, words)


def _fits(field: str, shadow: str, label: str) -> bool:
    if is_generic(shadow):
        return False
    if field == "source":
        return bool(_OUTLET.fullmatch(shadow) or re.search("nickname|js_name", label))
    return is_person(shadow)


def _label(tree: Tree, index: int, border: int) -> str:
    """Return the class names and ids of an element and of those around it in its line."""
    labels = []
    for _ in range(_LEVELS):
        labels.append(tree.elements[index].label)
        if index in {border, 0}:
            break
        index = tree.elements[index].parent
    return " ".join(labels)


def is_outlet(shadow: str) -> bool:
    """Tell whether a name looks like a newspaper, a broadcaster, a site."""
    return bool(_OUTLET.fullmatch(shadow))
