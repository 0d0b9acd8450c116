"""The title, wherever a page repeats it, and the subtitle below it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.ingest.draft import Draft, Fact, Finding, Line
from generator.ingest.rule import Example, rule
from generator.ingest.rules.furniture import cut
from generator.ingest.rules.zones import HAN, head
from generator.ingest.shadow import shadow_of

_PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节条])"
)
_SUBTITLE = re.compile(r"^(?:—{1,2}|-{2,})\s?\S")
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
    Example.untouched(f"{_PROSE}\n落款在此"),
    Example.untouched(f"同志们:\n{_PROSE}"),
    Example.untouched(f"一、总则\n{_PROSE}"),
)
def title(draft: Draft) -> Iterator[Finding]:
    """Take the title line above the text, and every repetition of it there."""
    named = [line for line in head(draft) if _NAMED.match(line.shadow)]
    lines = tuple(line for line in head(draft) if not _NAMED.match(line.shadow))
    known = draft.source.stated.get("title") or draft.fact("title")
    chosen = _equal(lines, str(known)) if known else _first(draft, lines)
    for line in named:
        yield from _former(draft, line, needed=not (known or chosen))
    if not chosen:
        return
    name = chosen[0]
    if not known:
        value = re.sub(r"^#\s+", "", name.text) if _is_markdown(draft) else name.text
        yield Fact("title", value, name.start, name.end)
    for line in chosen:
        yield cut(draft, line, 0.95)
    for line in lines[lines.index(name) + 1 :]:
        if _SUBTITLE.match(line.shadow) and len(line.text) <= _LONGEST:
            mark = len(line.text) - len(line.text.lstrip("—- "))
            yield Fact("subtitle", line.text[mark:], line.start + mark, line.end)
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


def _first(draft: Draft, lines: tuple[Line, ...]) -> list[Line]:
    """Return the first line above the text that can be a title, with its repetitions."""
    if not lines:
        return []
    line = lines[0]
    is_heading = bool(_MARKDOWN_TITLE.match(line.text))
    can = is_heading if _is_markdown(draft) else _can_be_title(line)
    if _is_wrapped(draft, line):
        return []
    bare = _SITE.sub("", line.shadow)
    shorter = [one for one in lines[1:] if len(bare) >= _SHORT and one.shadow == bare]
    if can and shorter:
        return [shorter[0], *(one for one in _equal(lines, bare) if one != shorter[0])]
    return _equal(lines, line.text) if can else []


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
