"""The title, wherever a page repeats it, and the subtitle below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.ingest.draft import Draft, Fact, Finding, Line
from generator.ingest.rule import Example, rule
from generator.ingest.rules.broken import (
    MOST_PARTS,
    above_credits,
    broken_title,
    joined,
)
from generator.ingest.rules.furniture import cut
from generator.ingest.rules.phrases import interface_words
from generator.ingest.rules.zones import HAN, head
from generator.ingest.shadow import shadow_of

_PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节条])"
)
_SUBTITLE = re.compile(r"^(?:—{1,2}|-{2,})\s?\S")
_OCCASION = re.compile(
    rf"^\(?(?:(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日)?\)?\s?在[{HAN}\d“”《》·、\s]{{4,60}}?"
    rf"(?:上|前|[大会议式坛])(?:的?(?:讲话|报告|发言|演讲|[致祝贺答]辞))?\)?$"
)
"""Where and when a speech was given, on the line below its title."""
_LONGEST = 80
_SHORT = 4
_NAMED = re.compile(
    r"^[(\[]?(?:原标题|原题|主题|邮件主题|标题)\s?[:|丨\]]\s?(?P<title>\S[^\n]{2,78}?)\)?$"
)
_SITE = re.compile(
    rf"\s?(?:[-_|–—]{{1,2}}\s?[{HAN}A-Za-z][{HAN}A-Za-z\s-]{{1,15}}){{1,3}}$"
)
"""The name of the site, which the title of a page has behind that of the article."""
_MARKDOWN_TITLE = re.compile(r"^#\s+(?P<title>\S[^\n]*?)\s*#*$")


@dataclass(frozen=True, slots=True)
class _Found:
    """The lines that are the title together, and those that repeat it."""

    parts: tuple[Line, ...]
    again: tuple[Line, ...] = ()


@rule(
    Example(
        f"港口夜市开张\n\n港口夜市开张\n——记江边的一个晚上\n{_PROSE}",
        f"\n{_PROSE}",
        {"title": "港口夜市开张", "subtitle": "记江边的一个晚上"},
    ),
    Example(
        f"港口夜市开张_江边新闻网\n港口夜市开张\n原标题：夜市开张了\n{_PROSE}",
        _PROSE,
        {"title": "港口夜市开张"},
    ),
    Example(f"（原标题：夜市开张了）\n{_PROSE}", _PROSE, {"title": "夜市开张了"}),
    Example(
        f"江州市人民政府办公室\n关于做好防汛工作的\n通知\n{_PROSE}",
        _PROSE,
        {"title": "江州市人民政府办公室关于做好防汛工作的通知"},
    ),
    Example.untouched(f"{_PROSE}\n落款在此"),
    Example.untouched(f"同志们:\n{_PROSE}"),
    Example.untouched(f"一、总则\n{_PROSE}"),
)
def title(draft: Draft) -> Iterator[Finding]:
    """Take the title line above the text, and every repetition of it there."""
    named = [line for line in head(draft) if _NAMED.match(line.shadow)]
    lines = tuple(line for line in head(draft) if not _NAMED.match(line.shadow))
    known = draft.source.stated.get("title") or draft.fact("title")
    column = () if known else _column(draft, lines)
    lines = lines[len(column) :]
    found = _known(lines, str(known)) if known else _first(draft, lines)
    for line in named:
        yield from _former(draft, line, needed=not (known or found))
    if not found:
        return
    name, last = found.parts[0], found.parts[-1]
    if not known:
        value = joined(found.parts)
        value = re.sub(r"^#\s+", "", value) if _is_markdown(draft) else value
        yield Fact("title", value, name.start, last.end)
    for line in (*found.parts, *found.again):
        yield cut(draft, line, 0.95)
    for line in column:
        yield Fact("section", line.text, line.start, line.end)
        yield cut(draft, line, 0.8)
    yield from _subtitle(draft, lines[lines.index(last) + 1 :])


def _subtitle(draft: Draft, lines: Iterable[Line]) -> Iterator[Finding]:
    """Read the first line behind a dash below the title as the subtitle, or an occasion."""
    for number, line in enumerate(lines):
        occasion = number == 0 and _OCCASION.match(line.shadow)
        if (occasion or _SUBTITLE.match(line.shadow)) and len(line.text) <= _LONGEST:
            text = line.text.strip("—- ()（）") if occasion else line.text.lstrip("—- ")
            start = line.start + line.text.index(text)
            yield Fact("subtitle", text, start, start + len(text))
            yield cut(draft, line, 0.9)
            return


def _former(draft: Draft, line: Line, *, needed: bool) -> Iterator[Finding]:
    """Cut a line that names the title elsewhere; it is the title where none stands."""
    match = _NAMED.match(line.shadow)
    if match and needed:
        start, end = line.start + match.start("title"), line.start + match.end("title")
        yield Fact("title", draft.text[start:end], start, end)
    yield cut(draft, line, 0.9)


def _is_markdown(draft: Draft) -> bool:
    return draft.source.kind == "markdown"


def _key(shadow: str) -> str:
    """Return what two spellings of one title share: its letters and digits."""
    return re.sub(rf"[^{HAN}0-9A-Za-z]", "", shadow).casefold()


def _equal(lines: tuple[Line, ...], known: str) -> list[Line]:
    key = _key(shadow_of(known))
    return [
        line
        for line in lines
        if key in (_key(line.shadow), _key(_SITE.sub("", line.shadow)))
    ]


def _column(draft: Draft, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the line above a title that names the column of a site: 要闻."""
    is_column = (
        len(lines) > 1
        and len(lines[0].text) < _SHORT
        and interface_words(lines[0].shadow) is not None
        and any(above_credits(draft, line) for line in lines[1:MOST_PARTS])
    )
    return lines[:1] if is_column else ()


def _known(lines: tuple[Line, ...], known: str) -> _Found | None:
    """Return the lines that repeat a title known from elsewhere, whole or broken."""
    equal = _equal(lines, known)
    if equal:
        return _Found((equal[0],), tuple(equal[1:]))
    key = _key(shadow_of(known))
    for count in range(2, MOST_PARTS + 1):
        for start in range(len(lines) - count + 1):
            parts = lines[start : start + count]
            if key and _key("".join(part.shadow for part in parts)) == key:
                return _Found(parts)
    return None


def _first(draft: Draft, lines: tuple[Line, ...]) -> _Found | None:
    """Return the first line above the text that can be a title, with its repetitions."""
    if not lines or _is_wrapped(draft, lines[0]):
        return None
    line = lines[0]
    is_heading = bool(_MARKDOWN_TITLE.match(line.text))
    can = is_heading if _is_markdown(draft) else _can_be_title(line)
    bare = _SITE.sub("", line.shadow)
    shorter = [one for one in lines[1:] if len(bare) >= _SHORT and one.shadow == bare]
    if can and shorter:
        again = (one for one in _equal(lines, bare) if one != shorter[0])
        return _Found((shorter[0],), tuple(again))
    equal = _equal(lines, line.text)
    parts = () if _is_markdown(draft) or equal[1:] else broken_title(draft, lines)
    if parts:
        return _Found(parts)
    return _Found((line,), tuple(equal[1:])) if can else None


def _is_wrapped(draft: Draft, line: Line) -> bool:
    """Tell whether a line is the first of a text that is broken at a fixed width."""
    width = len(line.text)
    alike = sum(abs(len(one.text) - width) <= 1 for one in draft.lines)
    return "," in line.shadow and alike > len(draft.lines) // 2 > 1


def _can_be_title(line: Line) -> bool:
    return (
        4 <= len(line.text) <= _LONGEST
        and len(re.findall(f"[{HAN}]", line.text)) >= 2
        and not line.shadow.endswith((":", "。", ",", ";"))
        and not _NUMBERED.match(line.shadow)
        and not _SUBTITLE.match(line.shadow)
    )
