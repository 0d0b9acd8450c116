"""The names of people in the value of a label, with what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.ingest.rules.phrases import interface_words
from generator.ingest.rules.zones import HAN
from generator.value import Struct

EDGE = " \t|-·,、;()[]/>»«<丨。.:"
_LATIN_NAME = r"[A-Za-z][A-Za-z.'\-]*(?:\s[A-Za-z][A-Za-z.'\-]*){0,3}"
_NAME = re.compile(
    rf"[{HAN}]{{2,4}}|[{HAN}]\s[{HAN}]|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}"
    rf"|[{HAN}]{{2,12}}(?:组|部|室|办|站|社|网|报|台|局|委|会|校|院|馆|中心|编辑)"
    rf"|{_LATIN_NAME}"
)
_NOTED = re.compile(
    rf"(?P<names>[{HAN}A-Za-z·、\s]{{0,24}}?)\s*[,(]?\s*(?:(?:现|均)?(?:为|系|是)|单位:)\s*"
    r"(?P<note>[^,;。]{2,60}?)\)?"
)
_OFFICE = re.compile(
    rf"(?P<names>[{HAN}]{{2,4}})\s*[,(]\s*(?P<note>[{HAN}·“”]{{2,30}}[员长任授家师士席记者生])\)?"
)
_NOTE_FIRST = re.compile(
    rf"(?:为|系|是)\s*(?P<note>[{HAN}]{{4,40}})\s+(?P<names>[{HAN}]{{2,4}})"
)
_SPLIT = re.compile(r"[\s、,/;]+")
_DOING = re.compile(
    "(?:整合|整理|综合|综述|报道|采写|编译|编辑|摄影|摄|撰文|文|图|文图|图文|供图|供稿|实习|采访|编)"
)
"""What a person did, behind the name: 记者陈智 整合."""
_PICTURES = re.compile("(?:摄影|摄|图|供图)")
_OFFICE_NAME = re.compile(rf"[{HAN}]{{2,12}}(?:组|部|室|办|社|网|中心|编辑部)")
_AFFILIATION = re.compile(
    rf"(?!了|什么|此|何|谁|的)[{HAN}A-Za-z·“”《》()0-9、\s/-]*?"
    r"(?:大学|学院|[中小]学|学校|公司|中心|集团|[局部厅署委办院所会社报馆站校系司行厂团队室处组网]"
    r"|教授|主任|[员长家士师人生者授记编理]|干部|书记|指导)"
)
_MOST_NAMES = 8


class Value(Struct, frozen=True):
    """A value read from a line: field and span (offsets in the line)."""

    field: str
    start: int
    end: int
    text: str = ""
    """The value itself where it is not simply the text of the span (dates)."""


def parts_of(value: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of a list begin and end."""
    position = 0
    for part in _SPLIT.split(value):
        at = value.index(part, position)
        position = at + len(part)
        if part:
            yield at, position


def people_in(name: str, value: str, start: int) -> list[Value] | None:
    """Return the names in a value, with the note on an author where there is one.

    `name` is their field, `start` where the value stands in its line. None where
    the value holds anything else.
    """
    if name == "authors":
        for pattern in (_NOTE_FIRST, _NOTED, _OFFICE):
            noted = pattern.fullmatch(value)
            if noted:
                return _with_note(name, noted, start)
    if interface_words(value) or _DOING.fullmatch(value):
        return None
    if _NAME.fullmatch(value):
        return [Value(name, start, start + len(value))]
    parts = _doers(value, authors=name == "authors")
    if len(parts) > _MOST_NAMES or not all(
        _NAME.fullmatch(value[a:b]) for a, b in parts
    ):
        return None
    return [Value(name, start + a, start + b) for a, b in parts]


def _doers(value: str, *, authors: bool) -> list[tuple[int, int]]:
    """Return where the names stand in a list that also says what each person did.

    Of 王禾 文 周晓江 图 only the writer is an author; beside a person's name that of
    an office is no name.
    """
    found: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []
    for a, b in parts_of(value):
        if not _DOING.fullmatch(value[a:b]):
            waiting.append((a, b))
            continue
        pictures = authors and found and _PICTURES.fullmatch(value[a:b])
        found += [] if pictures else waiting
        waiting = []
    found += waiting
    people = [(a, b) for a, b in found if not _OFFICE_NAME.fullmatch(value[a:b])]
    return people or found


def _with_note(name: str, noted: re.Match[str], start: int) -> list[Value] | None:
    """Return names and note of an author: 陈明 为江州市外事办主任."""
    if not _AFFILIATION.fullmatch(noted["note"].strip(EDGE)):
        return None
    note = Value("author_note", start + noted.start("note"), start + noted.end("note"))
    names = noted["names"].strip(EDGE)
    if not names:
        return [note]
    found = people_in(name, names, start + noted.string.index(names))
    return [*found, note] if found else None
