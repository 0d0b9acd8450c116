"""What a page states about its article, best statement of each field first."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from generator.ingest.page.dates import dates_in, head_dates, path_date, script_date
from generator.ingest.page.lines import PageLine
from generator.ingest.page.people import (
    Credit,
    credits_in,
    hinted,
    is_generic,
    is_person,
    lone_outlets,
    outlet_in,
)
from generator.ingest.page.reading import Page


def credits_of_page(text: str, page: Page) -> Iterator[Credit]:
    """Yield what the lines around the body and the head state, best first."""
    above, below = _around(page)
    seen: set[str] = set()
    yield from _dated(text, page, above, below)
    for line in (*above, *below):
        label = _label(text, page, line)
        found = list(credits_in(text, line)) or list(hinted(text, line, label))
        for one in found:
            if one.field != "source" or "source" not in seen:
                seen.add(one.field)
                yield one
    if "source" not in seen:
        top = 0 if page.heading is None else page.lines[page.heading].start
        near = [line for line in above if line.start >= top]
        outlets = itertools.chain(
            (one for line in above for one in outlet_in(text, line)),
            lone_outlets(text, near),
        )
        for one in itertools.islice(outlets, 2):
            seen.add("source")
            yield one
    shown = "\n".join(page.lines[i].text for i in page.body)
    shown += "\n".join(line.text for line in (*above, *below))
    yield from _in_head(page, seen, shown)


def _label(text: str, page: Page, line: PageLine) -> str:
    """Return the class names and id of the element that holds a line's first word."""
    runs = [page.tree.runs[index] for index in line.runs]
    first = next((run for run in runs if text[run.start : run.end].strip()), runs[0])
    return page.tree.elements[first.element].label


def _around(page: Page) -> tuple[list[PageLine], list[PageLine]]:
    """Return the lines near the title and above the text, and those at its end."""
    if not page.body:
        return [], []
    first, last = page.body[0], page.body[-1]
    top = (
        page.heading if page.heading is not None and page.heading < first else first - 8
    )
    top = max(0, min(top, first) - 3, first - 25)
    lines = page.lines
    level = max(lines[i].hidden for i in page.body)
    above = [line for line in lines[top : first + 2] if line.hidden <= level]
    tail = max(first + 2, last - 3)
    below = [line for line in lines[tail : last + 8] if line.hidden <= level]
    return above, below


_META_DATES = (
    "article:published_time pubdate publishdate publish_date publishtime pubtime"
    " og:release_date datepublished og:published_time article:create_at"
    " weibo: article:create_at bytedance:published_time dc.date dc.date.issued _pubtime"
    " ld:datepublished ld:pubdate dateupdate"
).split()


def _dated(
    text: str, page: Page, above: list[PageLine], below: list[PageLine]
) -> Iterator[Credit]:
    """Yield the date of publication: shown near the title, in the head, at the end."""
    top = page.lines[page.body[0]].start if page.body else 0
    bottom = page.lines[page.body[-1]].end if page.body else 0
    under = [line for line in (*above, *below) if line.start >= bottom]
    near = list(dates_in([line for line in above if line.start < top]))
    stated = list(head_dates(page.head, _META_DATES))
    stated += script_date(text, page.tree)
    for found in (near, stated, list(dates_in(under))):
        if found:
            day = found[0].value[:10]
            same = [one for one in (*near, *stated) if one.value[:10] == day]
            yield max(same or found[:1], key=lambda one: "T" in one.value)
            return
    inferred = path_date(page.head)
    if inferred:
        yield inferred


def _in_head(page: Page, seen: set[str], shown: str) -> Iterator[Credit]:
    """Yield what only the head states; as author only a person whom the page shows.

    The head's author is the site or the editor on most Chinese pages.
    """
    head = page.head
    source = head.first("contentsource", "mediaid", "source", "article:source")
    if (
        source
        and "source" not in seen
        and len(source.text) <= 30
        and not is_generic(source.text)
    ):
        yield Credit("source", source.text, source.start, source.end)
    author = head.first("article:author", "author", "ld:author:person")
    if author and not seen & {"authors", "editors"}:
        for name in re.split(r"[、,，\s]+", author.text):
            if name in shown and is_person(name) and not is_generic(name):
                yield Credit("authors", name, author.start, author.end)
    words = head.first("keywords", "news_keywords", "ld:keywords")
    if words:
        for word in re.split(r"[,，、;；\s|]+", words.text)[:12]:
            if 1 < len(word) <= 12:
                yield Credit("keywords", word, words.start, words.end)
    if head.url:
        yield Credit("url", head.url.text, head.url.start, head.url.end)
