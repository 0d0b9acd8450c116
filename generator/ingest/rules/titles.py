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
_MARKDOWN_TITLE = re.compile(r"^#\s+(?P<title>\S[^\n]*?)\s*#*$")


@rule(
    Example(
        f"港口夜市开张\n\n港口夜市开张\n——记江边的一个晚上\n{_PROSE}",
        f"\n{_PROSE}",
        {"title": "港口夜市开张", "subtitle": "记江边的一个晚上"},
    ),
    Example.untouched(f"{_PROSE}\n落款在此"),
    Example.untouched(f"同志们:\n{_PROSE}"),
    Example.untouched(f"一、总则\n{_PROSE}"),
)
def title(draft: Draft) -> Iterator[Finding]:
    """Take the title line above the text, and every repetition of it there."""
    lines = head(draft)
    known = draft.source.stated.get("title") or draft.fact("title")
    chosen = _equal(lines, str(known)) if known else _first(draft, lines)
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


def _is_markdown(draft: Draft) -> bool:
    return draft.source.kind == "markdown"


def _key(shadow: str) -> str:
    """Return what two spellings of one title share: its letters and digits."""
    return re.sub(rf"[^{HAN}0-9A-Za-z]", "", shadow).casefold()


def _equal(lines: tuple[Line, ...], known: str) -> list[Line]:
    key = _key(shadow_of(known))
    return [line for line in lines if _key(line.shadow) == key]


def _first(draft: Draft, lines: tuple[Line, ...]) -> list[Line]:
    """Return the first line above the text that can be a title, with its repetitions."""
    if not lines:
        return []
    line = lines[0]
    is_heading = bool(_MARKDOWN_TITLE.match(line.text))
    can = is_heading if _is_markdown(draft) else _can_be_title(line)
    return _equal(lines, line.text) if can else []


def _can_be_title(line: Line) -> bool:
    return (
        4 <= len(line.text) <= _LONGEST
        and len(re.findall(f"[{HAN}]", line.text)) >= 2
        and not line.shadow.endswith((":", "。", ",", ";"))
        and not _NUMBERED.match(line.shadow)
        and not _SUBTITLE.match(line.shadow)
    )
