"""What a page states about its article, best statement of each field first."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from generator.ingest.page.chrome import is_byline
from generator.ingest.page.dates import (
    dates_in,
    element_dates,
    head_dates,
    path_date,
    script_dates,
    updates_in,
)
from generator.ingest.page.lines import PageLine
from generator.ingest.page.outlets import (
    dotted,
    hinted,
    lone_outlets,
    named_in_head,
    outlet_in,
    signed_in_title,
)
from generator.ingest.page.people import (
    Credit,
    credits_in,
    is_generic,
    is_person,
    located,
)
from generator.ingest.page.reading import Page
from generator.ingest.page.section import section_of
from generator.ingest.rules.zones import HAN
from generator.ingest.shadow import shadow_of


def credits_of_page(text: str, page: Page) -> Iterator[Credit]:
    """Yield what the lines around the body and the head state, best first."""
    above, below = _around(page)
    seen: set[str] = set()
    yield from _dated(text, page, above, below)
    for line in (*above, *below):
        found = list(credits_in(text, page.tree, line))
        if not found and line in above:
            hints = hinted(text, page.tree, line)
            found = [one for one in hints if one.field not in seen]
        for one in found:
            if one.field != "source" or "source" not in seen:
                seen.add(one.field)
                yield one
    for one in _unlabelled(text, page, above, below):
        if one.field not in seen:
            yield one
            seen |= {one.field} if one.field == "source" else set()
    if "authors" not in seen:
        for one in signed(text, page):
            seen.add(one.field)
            yield one
    yield from section_of(page)
    shown = "\n".join(page.lines[i].text for i in page.body)
    shown += "\n".join(line.text for line in (*above, *below))
    yield from _in_head(page, seen, shown)


def _unlabelled(
    text: str, page: Page, above: list[PageLine], below: list[PageLine]
) -> Iterator[Credit]:
    """Yield outlets and authors that stand beside or above a date."""
    top = 0 if page.heading is None else page.lines[page.heading].start
    near = [line for line in above if line.start >= top]
    yield from itertools.chain(
        (one for line in above for one in outlet_in(text, line)),
        lone_outlets(text, near),
        (one for line in near for one in signed_in_title(text, line, page.head)),
        (one for line in near for one in dotted(text, page.tree, line)),
        (
            one
            for line in (*near, *below)
            for one in named_in_head(text, page.tree, line, page.head)
        ),
    )


_SIGNATURE = re.compile(
    rf"[。!?”’…]\s?[(\[](?P<names>[{HAN}]{{2,3}}(?:[、\s]{{1,2}}[{HAN}]{{2,3}}){{0,3}})[)\]]$"
)
_NO_NAMES = frozenset(
    "全文完 文完 完结 待续 节选 有删节 资料图 图文 附图 连载 原载 摘编 编译".split()
)


def signed(text: str, page: Page) -> Iterator[Credit]:
    """Yield the names in brackets behind the last sentence, as newspapers sign."""
    if not page.body:
        return
    line = page.lines[page.body[-1]]
    match = _SIGNATURE.search(shadow_of(line.text[-40:]))
    names = re.split(r"[、\s]+", match["names"]) if match else []
    if names and all(is_person(one) and one not in _NO_NAMES for one in names):
        shown = (
            line.text[-40:][match.start("names") : match.end("names")] if match else ""
        )
        for name in re.split(r"[、\s]+", shown):
            yield located(text, line, "authors", name)


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
    above += [line for line in lines[first + 2 : first + 9] if is_byline(line)]
    tail = max(first + 2, last - 3)
    below = [line for line in lines[tail : last + 8] if line.hidden <= level]
    far = [line for line in lines[last + 8 : last + 20] if line.hidden <= level]
    below += [line for line in far if _DATE_LABEL.match(shadow_of(line.text))]
    return above, below


_DATE_LABEL = re.compile(r"(?:发布|发表|发稿)(?:时间|日期)\s*:")
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
    upper = [line for line in above if line.start < top]
    under = [line for line in (*above, *below) if line.start >= bottom]
    begin = min((line.start for line in upper), default=top)
    near = list(dates_in(upper))
    stated = list(head_dates(page.head, _META_DATES))
    stated += element_dates(page.tree, begin, bottom)
    lower = list(dates_in(under))
    found = next((one for one in (near, stated, lower) if one), [])
    same = [one for one in (*near, *stated) if found and _day(one) == _day(found[0])]
    best = max(same or found[:1], key=_has_time, default=None)
    if best is None or not _has_time(best):
        scripts = list(script_dates(text, page.tree))
        found = found or scripts or list(updates_in((*upper, *under)))
        same = [one for one in scripts if found and _day(one) == _day(found[0])]
        best = max((*found[:1], *same), key=_has_time, default=path_date(page.head))
    if best:
        yield best


def _day(credit: Credit) -> str:
    return credit.value[:10]


def _has_time(credit: Credit) -> bool:
    return "T" in credit.value


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
