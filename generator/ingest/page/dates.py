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
from generator.ingest.rules.grammar import Value, date_of
from generator.ingest.shadow import shadow_of

_SPREAD = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[\s/年-]{1,3}(\d{1,2})[\s/月-]{1,3}(\d{1,2})日?\s{0,3}(?:(\d{1,2}:\d{2}(?::\d{2})?))?(?!\d)"
)
_SHORT_YEAR = re.compile(
    r"(?:时间|日期|发表|发布)于?\s*:?\s*(\d\d)-(\d\d)-(\d\d)\s*(\d\d:\d\d)?"
)
_PATH_DATE = re.compile(
    r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|/|$|\D)"
)
_ISO = re.compile(
    r"((?:19|20)\d\d-\d\d-\d\d)[T\s](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?"
)
_SECONDS = re.compile(r"\bvar (?:ct|publish_time)\s*=\s*[\"'](1\d{9})[\"']")
_ASSIGNED = re.compile(
    r"\b(?:publish(?:ed)?_?(?:time|date)|pub_?(?:time|date)|release_?(?:time|date))[\"']?\s{0,3}[:=]\s{0,3}[\"']"
    r"(?P<value>(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d[^\"'\s]{0,14})",
    re.IGNORECASE,
)
_ZONED = re.compile(
    r"\s*,?\s*(?:HKT|CST|香港时间|北京时间)\s*([01]?\d|2[0-3]):([0-5]\d)"
)
_UPDATE = re.compile(r"^[(\[]?(?:最后|更新)")
_LONGEST = 160


def dates_in(lines: Sequence[PageLine]) -> Iterator[Credit]:
    """Yield the dates of lines, each with its time where the line states one."""
    for line in lines:
        shadow = shadow_of(line.text)
        if line.size > _LONGEST or _UPDATE.match(shadow):
            continue
        stamp = date_of(shadow)
        if stamp:
            yield Credit("date", _with_zone(shadow, stamp), line.start, line.end)
            continue
        short = _SHORT_YEAR.search(shadow)
        if short and date_of(f"20{short[1]}-{short[2]}-{short[3]}"):
            time = f"T{short[4]}" if short[4] else ""
            yield Credit(
                "date",
                f"20{short[1]}-{short[2]}-{short[3]}{time}",
                line.start,
                line.end,
            )
    if lines:
        yield from _spread(lines)


def updates_in(lines: Sequence[PageLine]) -> Iterator[Credit]:
    """Yield the dates of the last change, for pages that state no other."""
    for line in lines:
        shadow = shadow_of(line.text)
        stamp = date_of(shadow) if line.size <= _LONGEST else None
        if stamp and _UPDATE.match(shadow):
            yield Credit("date", _with_zone(shadow, stamp), line.start, line.end)


def _with_zone(shadow: str, stamp: Value) -> str:
    """Return a date with the time that a zone's name parts from it."""
    zoned = None if "T" in stamp.text else _ZONED.match(shadow, stamp.end)
    return f"{stamp.text}T{int(zoned[1]):02}:{zoned[2]}" if zoned else stamp.text


def _spread(lines: Sequence[PageLine]) -> Iterator[Credit]:
    """Yield a date whose parts stand on lines of their own."""
    short = [line for line in lines if line.size <= 24]
    match = _SPREAD.search(shadow_of("\n".join(line.text for line in short)))
    if match:
        stamp = date_of(f"{match[1]}-{match[2]}-{match[3]} {match[4] or ''}")
        if stamp:
            yield Credit("date", stamp.text, short[0].start, short[-1].end)


def head_dates(head: Head, names: Sequence[str]) -> Iterator[Credit]:
    """Yield the dates that the head of a page states."""
    for name in names:
        stated = head.values.get(name)
        if not stated:
            continue
        iso = _ISO.match(stated.text)
        if iso:
            yield Credit("date", _of_iso(iso), stated.start, stated.end)
            continue
        stamp = date_of(shadow_of(stated.text))
        if stamp:
            yield Credit("date", stamp.text, stated.start, stated.end)


def _of_iso(iso: re.Match[str]) -> str:
    """Return day and time; no time of another zone, and no midnight, which means none."""
    foreign = iso[3] in {"Z", "+00:00", "+0000"}
    return iso[1] + ("" if foreign or iso[2][:5] == "00:00" else f"T{iso[2]}")


def element_dates(tree: Tree, begin: int, end: int) -> Iterator[Credit]:
    """Yield what `time` elements between two offsets state, those of updates left out."""
    for element in tree.elements:
        if element.tag != "time" or not begin <= element.start < end:
            continue
        named = f"{element.label} {element.attributes.get('itemprop', '')}".lower()
        iso = _ISO.match(element.attributes.get("datetime", ""))
        if iso and not re.search("updat|modif", named):
            yield Credit("date", _of_iso(iso), element.start, element.start + 1)


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
        iso = _ISO.match(found[0]["value"]) if found else None
        if iso and len({match["value"][:10] for match in found}) == 1:
            yield Credit("date", _of_iso(iso), *found[0].span("value"))
            return


def path_date(head: Head) -> Credit | None:
    """Return the day in the path of a page's address."""
    url = head.url
    match = _PATH_DATE.search(url.text) if url else None
    if not url or not match:
        return None
    return Credit(
        "date", f"{match[1]}-{match[2]}-{match[3]}", url.start, url.end, "inferred"
    )
