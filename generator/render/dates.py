"""EDTF dates as people and machines read them (ISO 8601-2:2019, levels 0 and 1)."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter

from generator.render.html import Html, escape
from generator.render.strings import Strings

_EDTF = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<time>\d\d:\d\d)(?P<seconds>:\d\d)?)?)?)?(?P<doubt>[?~%]?)"
)


_FORMS = itemgetter("year_name", "month_name", "date_name", "inferred_date")
"""The words of dates."""
_REMEMBERED = 1 << 12
"""Dates that are at hand as read and in words: an archive has many articles of a day."""


def when(edtf: str | None, strings: Strings) -> Html:
    """Return a date as an element: `time` where HTML can say it, else `span`."""
    if not edtf:
        return Html(f"<span>{escape(strings['undated'])}</span>")
    return _element(edtf, _FORMS(strings))


def shown_date(edtf: str, strings: Strings) -> str:
    """Return a date in words, as precise as it is; what we cannot read, as it is."""
    return _in_words(edtf, _FORMS(strings))


@lru_cache(_REMEMBERED)
def _element(edtf: str, forms: tuple[str, ...]) -> Html:
    machine = html_date(edtf)
    if not machine:
        return Html(f"<span>{escape(edtf)}</span>")
    text = escape(_in_words(edtf, forms))
    return Html(f'<time datetime="{machine}">{text}</time>')


@lru_cache(_REMEMBERED)
def _in_words(edtf: str, forms: tuple[str, ...]) -> str:
    match = _parsed(edtf)
    if not match:
        return edtf
    year, month, day = match["year"], int(match["month"] or 0), int(match["day"] or 0)
    of_year, of_month, of_day, inferred = forms
    form = of_day if day else of_month if month else of_year
    text = form.format(year=year, month=month, day=day)
    if match["time"]:
        text += f" {match['time']}"
    return inferred.format(date=text) if match["doubt"] else text


@lru_cache(_REMEMBERED)
def _parsed(edtf: str) -> re.Match[str] | None:
    return _EDTF.fullmatch(edtf)


def html_date(edtf: str) -> str:
    """Return the value of a `datetime` attribute; empty for what HTML cannot say."""
    match = _parsed(edtf)
    return edtf.rstrip("?~%") if match else ""


def day_of(edtf: str | None) -> str:
    """Return the date as `2020-12-19` when it is known to the day, else empty."""
    match = _parsed(edtf or "")
    return match.group()[:10] if match and match["day"] else ""


def timestamp(edtf: str | None) -> str:
    """Return an RFC 3339 time, the first moment meant; empty for an unreadable date.

    Articles print the time of the Chinese mainland, Hong Kong, Macao and Taiwan,
    which all keep UTC+08:00.
    """
    match = _parsed(edtf or "")
    if not match:
        return ""
    day = f"{match['year']}-{match['month'] or '01'}-{match['day'] or '01'}"
    return f"{day}T{match['time'] or '00:00'}{match['seconds'] or ':00'}+08:00"
