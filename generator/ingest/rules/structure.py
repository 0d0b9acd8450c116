"""From lines to paragraphs and headings, and from text to Markdown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from generator.ingest.draft import Change, Draft, Finding
from generator.ingest.rule import Example, rule

_LEVELS = (
    (re.compile(r"^[一二三四五六七八九十]{1,3}、\S"), "## "),
    (re.compile(r"^\([一二三四五六七八九十]{1,3}\)\S"), "### "),
)
_HEADING_LIMIT = 50


@rule(
    Example(
        "\n第一段。\n第二段。\n\n\n\n第三段。\n", "第一段。\n\n第二段。\n\n第三段。\n"
    ),
    Example("# 标题\n\n正文\n续行", "# 标题\n\n正文\n续行\n", kind="markdown"),
    Example.untouched("第一段。\n\n第二段。\n"),
)
def markdown_paragraphs(draft: Draft) -> Iterator[Finding]:
    """Set paragraphs apart by one blank line, as Markdown wants them."""
    lines = draft.lines
    if not lines:
        return
    if lines[0].start:
        yield Change(0, lines[0].start)
    if draft.source.kind != "markdown":
        for line, after in itertools.pairwise(lines):
            if draft.text[line.end : after.start] != "\n\n":
                yield Change(line.end, after.start, "\n\n")
    if draft.text[lines[-1].end :] != "\n":
        yield Change(lines[-1].end, len(draft.text), "\n")


@rule(
    Example(
        "一、早市\n\n渔船靠岸。\n\n（一）渔港\n\n二、夜市\n\n灯亮了。",
        "## 一、早市\n\n渔船靠岸。\n\n### （一）渔港\n\n## 二、夜市\n\n灯亮了。",
    ),
    Example.untouched("一、这一条是说，会议要准时开始，不得迟到。\n\n二、同上。"),
)
def markdown_headings(draft: Draft) -> Iterator[Finding]:
    """Make headings of the numbering 一、 （一） where a line is only a heading."""
    if draft.source.kind == "markdown":
        return
    for line in draft.lines:
        for pattern, mark in _LEVELS:
            if (
                pattern.match(line.shadow)
                and len(line.text) <= _HEADING_LIMIT
                and not re.search(r"[。!?;]", line.shadow)
                and not line.shadow.endswith((",", ":"))
            ):
                yield Change(line.start, line.start, mark)


_ALWAYS = re.compile(r"[\\`*_\[\]<]|&(?=#?\w{1,31};)|!(?=\[)")
_AT_START = re.compile(
    r"(?m)^(?:(#{1,6})(?=\s)|([>+\-])|(\d{1,9})([.)])(?=\s)|(=+)$|(:))"
)


@rule(
    Example("**国同志说_好_ [甲](乙) <b>", r"\*\*国同志说\_好\_ \[甲\](乙) &lt;b>"),
    Example("1998. 那一年\n- 3 -\n# 号", "1998\\. 那一年\n\\- 3 -\n\\# 号"),
    Example.untouched("## 标题 2.5 与 3-4", kind="markdown"),
)
def markdown_escapes(draft: Draft) -> Iterator[Finding]:
    """Escape what Markdown would take for its own marks, so every character shows."""
    if draft.source.kind == "markdown":
        return
    headings = {
        line.start
        for line in draft.lines
        if re.match(r"#{2,3} [一二三四五六七八九十（(]", line.text)
    }
    for match in _ALWAYS.finditer(draft.text):
        mark = match.group()
        text = {"<": "&lt;", "&": "&amp;"}.get(mark, "\\" + mark)
        yield Change(match.start(), match.end(), text)
    for match in _AT_START.finditer(draft.text):
        if match.start() in headings:
            continue
        at = match.start(4) if match[4] else match.start()
        yield Change(at, at, "\\")
