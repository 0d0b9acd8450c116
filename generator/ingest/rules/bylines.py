"""Names that stand inside the text: signatures, bylines glued on, datelines."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from generator.ingest.draft import Change, Draft, Fact, Finding, Line
from generator.ingest.places import known_places
from generator.ingest.rule import Example, rule
from generator.ingest.rules.furniture import cut, facts_of
from generator.ingest.rules.grammar import (
    Value,
    credits_of,
    is_outlet,
    person,
    surnames,
)
from generator.ingest.rules.labels import OFFICE, holder, several
from generator.ingest.rules.phrases import interface_words
from generator.ingest.rules.zones import HAN, edges, head, is_prose, with_break

_PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"
_END_NOTE = re.compile(r"[(\[](?P<note>[^()\[\]\n]{2,80})[)\]](?:\d{7})?$")
_REPORTER = re.compile(
    r"(?:记者|通讯员|作者|文|编辑|责编|来源|摄影|供稿|原载|原刊|选自|转自)"
)
_SUPPLIED = re.compile(
    rf"(?P<who>[{HAN}·]{{2,20}}?)\s?(?P<what>供稿|供图|撰稿|整理|摄影|摄|文)"
)
"""Who did what, behind the name: 云溪县委宣传部 供稿."""
_OUTLET = rf"(?:[{HAN}]{{2,12}}?(?:日报|晚报|时报|早报|新闻网|记者站|网|报社|通讯社|电视台|广播电台|周刊|杂志|发布))+"


@rule(
    Example(
        f"{_PROSE}(记者 庄小婷)\n",
        f"{_PROSE}\n",
        {"authors": "庄小婷", "author_note": "记者"},
    ),
    Example(
        f"{_PROSE}\n(作者 陈明 为江州市外事办主任)",
        _PROSE,
        {"authors": "陈明", "author_note": "江州市外事办主任"},
    ),
    Example.untouched(f"{_PROSE}（境）"),
    Example.untouched("会议由市外事办的年轻人主持，大家谈得很投机(笔者注)。"),
)
def signature(draft: Draft) -> Iterator[Finding]:
    """Read a credit in parentheses at the end of the text or on a line of its own."""
    prose = [line for line in draft.lines if is_prose(line)]
    candidates = (*edges(draft), *prose[-1:])
    for line in candidates:
        match = _END_NOTE.search(line.shadow)
        if not match or not _REPORTER.search(match["note"]):
            continue
        values = credits_of(match["note"]) or _supplied(match["note"])
        if not values:
            continue
        inner = Line(
            line.start + match.start("note"),
            line.start + match.end("note"),
            line.text[match.start("note") : match.end("note")],
            match["note"],
        )
        yield from facts_of(draft, inner, values)
        yield from _role(inner, values)
        whole = match.start() == 0
        start, end = line.start + match.start(), line.end
        if whole:
            start, end = with_break(draft, line)
        yield Change(start, end, "", 0.93)


def _supplied(note: str) -> tuple[Value, ...]:
    """Return who supplied a text, named before the word for it."""
    match = _SUPPLIED.fullmatch(note)
    if not match:
        return ()
    pictures = match["what"] in {"供图", "摄", "摄影"}
    if person().fullmatch(match["who"]):
        name = "staff:photographer" if pictures else "authors"
    elif is_outlet(match["who"]) and not pictures:
        name = "source"
    else:
        return ()
    return (Value(name, *match.span("who")),)


def _role(line: Line, values: tuple[Value, ...]) -> Iterator[Fact]:
    """Yield the word that names an author's role, where no fuller note stands."""
    fields = {value.field for value in values}
    word = re.match(rf"[{HAN}·]{{0,16}}?(?:记者|通讯员)", line.shadow)
    if word and "authors" in fields and "author_note" not in fields:
        end = line.start + word.end()
        yield Fact("author_note", line.text[: word.end()], line.start, end)


@rule(
    Example(
        f"{_PROSE}李静远防城港外事办副主任江边日报广西记者站责任编辑潘一文",
        _PROSE,
        {
            "authors": "李静远",
            "author_note": "防城港外事办副主任",
            "source": "江边日报广西记者站",
            "editors": "潘一文",
        },
    ),
    Example.untouched(f"{_PROSE}他后来做了责任编辑"),
)
def glued_byline(draft: Draft) -> Iterator[Finding]:
    """Read a byline that lost its separators and stuck to the last sentence."""
    prose = [line for line in draft.lines if is_prose(line)]
    if not prose:
        return
    line = prose[-1]
    at = max(line.shadow.rfind(mark) for mark in "。!?”」") + 1
    match = _glued().fullmatch(line.shadow[at:]) if at else None
    if not match:
        return
    whole = match["note"] or match["source"] or match["author"]
    if not whole and ":" not in match.group():
        return
    base = line.start + at
    for group, name in (
        ("author", "authors"),
        ("note", "author_note"),
        ("source", "source"),
        ("editor", "editors"),
    ):
        if match[group]:
            start, end = base + match.start(group), base + match.end(group)
            yield Fact(name, draft.text[start:end], start, end)
    yield Change(base, line.end, "", 0.9)


@rule(
    Example(f"李 远\n{_PROSE}", _PROSE, {"authors": "李远"}),
    Example.untouched(f"大海\n{_PROSE}"),
    Example.untouched(f"秋歌\n{_PROSE}"),
    Example.untouched(f"{_PROSE}\n李远\n{_PROSE}"),
)
def name_line(draft: Draft) -> Iterator[Finding]:
    """Read a line that is a personal name, between title and text, as the author."""
    if draft.fact("authors") or "authors" in draft.source.stated:
        return
    titled = bool(draft.fact("title") or draft.source.stated.get("title"))
    for line in head(draft)[:2]:
        bare = re.sub(r"\s", "", line.shadow)
        if interface_words(bare) or credits_of(f"{bare}:") is not None:
            continue
        office = holder().fullmatch(line.shadow) if _is_speech(draft) else None
        many = several().fullmatch(line.shadow) if titled else None
        alone = len(line.shadow) <= 6 and person().fullmatch(bare)
        if not office and not many and not (alone and (titled or bare != line.shadow)):
            continue
        if alone:
            yield Fact("authors", re.sub(r"\s", "", line.text), line.start, line.end)
        elif many:
            for name in person().finditer(line.shadow):
                start, end = line.start + name.start(), line.start + name.end()
                yield Fact("authors", draft.text[start:end], start, end)
        elif office:
            start, end = (line.start + at for at in office.span("name"))
            yield Fact("authors", re.sub(r"\s", "", draft.text[start:end]), start, end)
            end = line.start + office.end("note")
            yield Fact("author_note", draft.text[line.start : end], line.start, end)
        yield cut(draft, line, 0.8)
        return


def _is_speech(draft: Draft) -> bool:
    return bool(draft.fact("subtitle")) and "title" in draft.counts


@functools.cache
def _glued() -> re.Pattern[str]:
    """Name, office (which begins with a place), outlet, editor, without separators."""
    name = rf"(?:{surnames()})[{HAN}]{{1,2}}"
    place = "|".join(sorted(known_places(), key=len, reverse=True))
    return re.compile(
        rf"\s*(?:(?P<author>{name}?)"
        rf"(?:(?P<note>(?:{place}|中国|全国)[{HAN}]{{0,16}}?{OFFICE})|(?=[{HAN}]{{2,12}}(?:报|网|社|站))))?"
        rf"(?P<source>{_OUTLET})?"
        rf"\s*(?:责任编辑|责编|编辑)\s*:?\s*(?P<editor>{name})\s*"
    )
