"""The title, wherever a page repeats it, and the subtitle below it."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator

from generator.ingest.draft import Draft, Fact, Finding, Line
from generator.ingest.rule import Example, rule
from generator.ingest.rules.broken import (
    MOST_PARTS,
    broken_title,
    is_site,
    joined,
)
from generator.ingest.rules.furniture import cut
from generator.ingest.rules.grammar import date_of, is_outlet
from generator.ingest.rules.phrases import interface_words
from generator.ingest.rules.zones import HAN, head, tail
from generator.ingest.shadow import shadow_of
from generator.value import Struct

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
_FORMER = re.compile(r"^[(\[]?原标题\s?[:丨]\s?\S[^\n]{2,78}$")
_SITE = re.compile(
    rf"\s?(?:[-_|–—]{{1,2}}\s?[{HAN}A-Za-z][{HAN}A-Za-z\s-]{{1,15}}){{1,3}}$"
)
"""The name of the site, which the title of a page has behind that of the article."""
_TAG = re.compile(
    r"^[\[【(](?:原创|转[帖载贴发]|分享|推荐|[组图]图|图文|视频|讨论|灌水|求助|精华|置顶)[\]】)]\s*|\s*[\[(]打印本页[\])]$"
)
"""What a forum puts before or behind a title."""
_MARKDOWN_TITLE = re.compile(r"^#\s+(?=\S)")


class _Found(Struct, frozen=True):
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
    named += [line for line in tail(draft) if _FORMER.match(line.shadow)]
    lines = tuple(line for line in head(draft) if not _NAMED.match(line.shadow))
    lines = yield from _without_source(draft, lines)
    known = draft.source.stated.get("title") or draft.fact("title")
    found = _known(lines, str(known)) if known else _first(draft, lines)
    for line in named:
        yield from _former(draft, line, needed=not (known or found))
    if not found:
        return
    name, last = found.parts[0], found.parts[-1]
    if not known:
        value = joined(found.parts)
        value = (_MARKDOWN_TITLE if _is_markdown(draft) else _TAG).sub("", value)
        value = _without_site(value)
        yield Fact("title", value, name.start, last.end)
    for line in (*found.parts, *found.again):
        yield cut(draft, line, 0.95)
    for line in lines[: lines.index(name)]:
        if line not in found.again:
            yield from _site_line(draft, line)
    yield from _subtitle(draft, lines[lines.index(last) + 1 :])


def _subtitle(draft: Draft, lines: Iterable[Line]) -> Iterator[Finding]:
    """Read the first line behind a dash below the title as the subtitle, or an occasion."""
    for number, line in enumerate(lines):
        occasion = number == 0 and _OCCASION.match(line.shadow)
        if (occasion or _SUBTITLE.match(line.shadow)) and len(line.text) <= _LONGEST:
            text = line.text.strip("—- ()（）") if occasion else line.text.lstrip("—- ")
            start = line.start + line.text.index(text)
            yield Fact("subtitle", text, start, start + len(text))
            day = date_of(line.shadow) if occasion else None
            if day:
                start, end = line.start + day.start, line.start + day.end
                yield Fact("date", day.text, start, end)
            yield cut(draft, line, 0.9)
            return


def _former(draft: Draft, line: Line, *, needed: bool) -> Iterator[Finding]:
    """Cut a line that names the title elsewhere; it is the title where none stands."""
    match = _NAMED.match(line.shadow)
    if match and needed:
        start, end = line.start + match.start("title"), line.start + match.end("title")
        yield Fact("title", _TAG.sub("", draft.text[start:end]), start, end)
    yield cut(draft, line, 0.9)


def _is_markdown(draft: Draft) -> bool:
    return draft.source.kind == "markdown"


def _without_site(title: str) -> str:
    """Return a title without the outlet that a page set behind an underscore."""
    lead, mark, site = title.rpartition("_")
    return lead.rstrip("_ ") if mark and is_outlet(shadow_of(site)) else title


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


def _without_source(
    draft: Draft, lines: tuple[Line, ...]
) -> Generator[Finding, None, tuple[Line, ...]]:
    """Cut a line that repeats the source read before; return the other lines."""
    source = _key(shadow_of(draft.fact("source") or ""))
    again = [line for line in lines if source and _key(line.shadow) == source]
    for line in again:
        yield cut(draft, line, 0.8)
    return tuple(line for line in lines if line not in again)


def _site_line(draft: Draft, line: Line) -> Iterator[Finding]:
    """Cut what a site puts above a title: its name, its column, its own page title."""
    if len(line.text) < _SHORT and interface_words(line.shadow):
        yield Fact("section", line.text, line.start, line.end)
    elif not is_site(line.shadow):
        return
    name = re.match(rf"[{HAN}A-Za-z]+?(?=\s|(?:数字|电子)[报版]$|$)", line.text)
    if name and is_outlet(shadow_of(name.group())):
        end = line.start + name.end()
        yield Fact("source", name.group(), line.start, end, "inferred")
    yield cut(draft, line, 0.8)


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
    """Return the line above the text that can best be its title, with repetitions."""
    if not lines or _is_wrapped(draft, lines[0]):
        return None
    line = lines[0]
    if _is_markdown(draft):
        equal = _equal(lines, line.text)
        is_heading = _MARKDOWN_TITLE.match(line.text)
        return _Found((line,), tuple(equal[1:])) if is_heading else None
    bare = _SITE.sub("", line.shadow)
    shorter = [one for one in lines[1:] if len(bare) >= _SHORT and one.shadow == bare]
    if shorter and _can_be_title(line):
        again = (one for one in _equal(lines, bare) if one != shorter[0])
        return _Found((shorter[0],), tuple(again))
    parts = () if _equal(lines[1:], line.text) else broken_title(draft, lines)
    if not parts:
        parts = (line,) if _can_be_title(line) else ()
    if not parts:
        return None
    again = (one for one in _equal(lines, joined(parts)) if one not in parts)
    return _Found(parts, tuple(again))


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
