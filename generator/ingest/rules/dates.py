"""The grammar of dates: every way in which Chinese pages write a day and a minute.

Lines of plain text and of pages, the head of a page, its scripts and its address
are all read with it. What it reads is EDTF.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WEEKDAY = (
    r"(?:\s*[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?|\s*\([一二三四五六日]\))?"
)
_CLOCK = (
    r"(?:(?:[T\s]|(?<=[日号)\]])){0,3}(?:,?\s?(?:HKT|CST|香港时间|北京时间)\s{0,2})?(?P<half>上午|下午|晚上|早上|中午|凌晨)?\s?(?P<h>\d{1,2})[:时](?P<min>\d{2})(?!\d)分?"
    r"(?::(?P<s>\d{2})(?!\d)(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_Y = r"(?P<y>(?:19|20)\d\d|民国\s?\d{2,3}(?=\s?年))"
_DATE = re.compile(
    rf"(?<!\d){_Y}\s?[-/.·年]\s?(?P<m>\d{{1,2}})\s?[-/.·月]\s?(?P<d>\d{{1,2}})(?!\d)\s?[日号]?"
    + _WEEKDAY
    + _CLOCK
)
_DAY_FIRST = re.compile(
    r"(?<![\d/.-])(?P<d>1[3-9]|2\d|3[01])[/.](?P<m>0?[1-9]|1[0-2])[/.](?P<y>(?:19|20)\d\d)(?!\d)"
    + _CLOCK
)
"""Only where the first number can be nothing but a day."""
_HAN_DATE = re.compile(
    r"(?P<y>[二一][〇零○九0][〇零○一二三四五六七八九]{2})年"
    r"(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_MONTH = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.年](?P<m>0?[1-9]|1[0-2])(?!\d)月?")
_ISO = re.compile(
    r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)[T\s](?P<clock>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(?P<zone>Z|[+-]\d\d:?\d\d)?"
)
_SPREAD = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[\s/年-]{1,3}(?P<m>\d{1,2})[\s/月-]{1,3}(?P<d>\d{1,2})日?"
    r"\s{0,3}(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)?(?!\d)"
)
_SHORT_YEAR = re.compile(
    r"(?:时间|日期|发表|发布)于?\s*:?\s*(?P<rest>\d\d-\d\d-\d\d(?:\s*\d\d:\d\d)?)"
)
_PATH = re.compile(
    r"/((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?=\D|$)"
)
_DAY, _YEAR_MONTH = (
    re.compile(r"(?P<d>\d{1,2})"),
    re.compile(r"(?P<y>20\d\d|19\d\d)[-/.年](?P<m>\d{1,2})月?"),
)
_FOREIGN = frozenset(("Z", "+00:00", "+0000"))
_REPUBLIC = 1911
"""Year 1 of 民國 is 1912."""
_NOON = 12


class Stamp(NamedTuple):
    """A date in a line: its span, and its value in EDTF."""

    start: int
    end: int
    text: str


def stamp_of(shadow: str) -> Stamp | None:
    """Return the first full date, with time where the line states one."""
    for pattern in (_DATE, _DAY_FIRST):
        for match in pattern.finditer(shadow):
            text = _edtf(_year(match["y"]), int(match["m"]), int(match["d"]))
            if text:
                return Stamp(match.start(), match.end(), text + _time(match))
    for match in _HAN_DATE.finditer(shadow):
        year = int("".join(str(_digit(c)) for c in match["y"]))
        text = _edtf(year, _number(match["m"]), _number(match["d"]))
        if text:
            return Stamp(match.start(), match.end(), text)
    return None


def month_of(shadow: str) -> Stamp | None:
    """Return the year and month that are the whole of a line."""
    match = _MONTH.fullmatch(shadow.strip(" \t|-·,、;()[]/>»«<丨。.:"))
    if not match:
        return None
    start = shadow.index(match.group())
    text = f"{match['y']}-{int(match['m']):02}"
    return Stamp(start, start + len(match.group()), text)


def iso_of(text: str) -> Stamp | None:
    """Return the ISO 8601 date and time at the beginning of a machine's value.

    A time of another zone is left out, and midnight, which means none was known.
    """
    match = _ISO.match(text)
    if not match:
        return None
    unknown = match["zone"] in _FOREIGN or match["clock"].startswith("00:00")
    clock = "" if unknown else f"T{match['clock']}"
    return Stamp(match.start(), match.end(), match["day"] + clock)


def spread_of(shadow: str) -> Stamp | None:
    """Return the first date whose parts white space or line breaks may part."""
    match = _SPREAD.search(shadow)
    day = match and f"{match['y']}-{match['m']}-{match['d']} {match['clock'] or ''}"
    stamp = stamp_of(day) if day else None
    return Stamp(match.start(), match.end(), stamp.text) if match and stamp else None


def short_year_of(shadow: str) -> Stamp | None:
    """Return a date behind a label whose year has two digits: 发布时间:23-05-16."""
    match = _SHORT_YEAR.search(shadow)
    stamp = stamp_of(f"20{match['rest']}") if match else None
    return Stamp(*match.span("rest"), stamp.text) if match and stamp else None


def path_day_of(url: str) -> Stamp | None:
    """Return the day in the path of an address: /2020/0304/."""
    match = _PATH.search(url)
    if not match:
        return None
    return Stamp(match.start(1), match.end(3), "-".join(match.groups()))


def split_day_of(one: str, other: str) -> str | None:
    """Return the day that two lines state together: 27 and 2024-04, in either order."""
    for day, month in ((one, other), (other, one)):
        number, rest = _DAY.fullmatch(day), _YEAR_MONTH.fullmatch(month)
        if number and rest:
            return _edtf(int(rest["y"]), int(rest["m"]), int(number["d"]))
    return None


def _year(text: str) -> int:
    digits = int(re.sub(r"\D", "", text))
    return digits + _REPUBLIC if text.startswith("民国") else digits


def _edtf(year: int, month: int, day: int) -> str | None:
    possible = 1 <= month <= 12 and 1 <= day <= 31
    return f"{year}-{month:02}-{day:02}" if possible else None


def _time(match: re.Match[str]) -> str:
    if not match["h"] or int(match["h"]) > 23 or int(match["min"]) > 59:
        return ""
    hour = int(match["h"])
    if match["half"] in {"下午", "晚上"} and hour < _NOON:
        hour += _NOON
    return f"T{hour:02}:{match['min']}" + (f":{match['s']}" if match["s"] else "")


def _digit(character: str) -> int:
    return 0 if character in "〇零○0" else "一二三四五六七八九".index(character) + 1


def _number(text: str) -> int:
    """Return 1 to 99 written in Han numerals."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _digit(text[0])
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)
