"""When a page was published: lines, the head, a script, the address."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone

from generator.ingest.page.head import Head
from generator.ingest.page.lines import PageLine
from generator.ingest.page.people import Credit
from generator.ingest.page.tree import Tree
from generator.ingest.rules.dates import (
    iso_of,
    path_day_of,
    short_year_of,
    spread_of,
    stamp_of,
)
from generator.ingest.shadow import shadow_of

_SECONDS = re.compile(r"\bvar (?:ct|publish_time)\s*=\s*[\"'](1\d{9})[\"']")
_ASSIGNED = re.compile(
    r"\b(?:publish(?:ed)?_?(?:time|date)|pub_?(?:time|date)|release_?(?:time|date))[\"']?\s{0,3}[:=]\s{0,3}[\"']"
    r"(?P<value>(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d[^\"'\s]{0,14})",
    re.IGNORECASE,
)
_UPDATE = re.compile(r"^[(\[]?(?:最后|更新)")
_LONGEST = 160


def dates_in(lines: Sequence[PageLine]) -> Iterator[Credit]:
    """Yield the dates of lines, each with its time where the line states one."""
    for line in lines:
        shadow = shadow_of(line.text)
        if line.size > _LONGEST or _UPDATE.match(shadow):
            continue
        stamp = stamp_of(shadow) or short_year_of(shadow)
        if stamp:
            yield Credit("date", stamp.text, line.start, line.end)
    if lines:
        yield from _spread(lines)


def updates_in(lines: Sequence[PageLine]) -> Iterator[Credit]:
    """Yield the dates of the last change, for pages that state no other."""
    for line in lines:
        shadow = shadow_of(line.text)
        stamp = stamp_of(shadow) if line.size <= _LONGEST else None
        if stamp and _UPDATE.match(shadow):
            yield Credit("date", stamp.text, line.start, line.end)


def _spread(lines: Sequence[PageLine]) -> Iterator[Credit]:
    """Yield a date whose parts stand on lines of their own."""
    short = [line for line in lines if line.size <= 24]
    stamp = spread_of(shadow_of("\n".join(line.text for line in short)))
    if stamp:
        yield Credit("date", stamp.text, short[0].start, short[-1].end)


def head_dates(head: Head, names: Sequence[str]) -> Iterator[Credit]:
    """Yield the dates that the head of a page states."""
    for name in names:
        stated = head.values.get(name)
        if not stated:
            continue
        stamp = iso_of(stated.text) or stamp_of(shadow_of(stated.text))
        if stamp:
            yield Credit("date", stamp.text, stated.start, stated.end)


def element_dates(tree: Tree, begin: int, end: int) -> Iterator[Credit]:
    """Yield what `time` elements between two offsets state, those of updates left out."""
    for element in tree.elements:
        if element.tag != "time" or not begin <= element.start < end:
            continue
        named = f"{element.label} {element.attributes.get('itemprop', '')}".lower()
        iso = iso_of(element.attributes.get("datetime", ""))
        if iso and not re.search("updat|modif", named):
            yield Credit("date", iso.text, element.start, element.start + 1)


def script_dates(text: str, tree: Tree) -> Iterator[Credit]:
    """Yield the times of publication that scripts state: WeChat's seconds, and texts."""
    for _, _, start, end in tree.raw:
        match = _SECONDS.search(text, start, end)
        if match:
            when = datetime.fromtimestamp(int(match[1]), timezone(timedelta(hours=8)))
            yield Credit(
                "date", when.strftime("%Y-%m-%dT%H:%M"), match.start(1), match.end(1)
            )
            return
        found = list(itertools.islice(_ASSIGNED.finditer(text, start, end), 9))
        iso = iso_of(found[0]["value"]) if found else None
        if iso and len({match["value"][:10] for match in found}) == 1:
            yield Credit("date", iso.text, *found[0].span("value"))
            return


def path_date(head: Head) -> Credit | None:
    """Return the day in the path of a page's address."""
    url = head.url
    day = path_day_of(url.text) if url else None
    return (
        Credit("date", day.text, url.start, url.end, "inferred")
        if url and day
        else None
    )
