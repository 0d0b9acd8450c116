"""The ways in which Chinese pages write the day and minute of publication."""

from __future__ import annotations

import re
from typing import NamedTuple

_WEEKDAY = (
    r"(?:\s*[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?|\s*\([一二三四五六日]\))?"
)
_CLOCK = (
    r"(?:(?:[T\s]|(?<=[日号)\]])){0,3}(?P<half>上午|下午|晚上|早上|中午|凌晨)?\s?(?P<h>\d{1,2})[:时](?P<min>\d{2})(?!\d)分?"
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
