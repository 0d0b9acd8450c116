"""From lines to paragraphs and headings, and from text to Markdown."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from generator.ingest.draft import Change, Draft, Finding
from generator.ingest.rule import Example, rule

_SENTENCE_END = "。！？!?；;：:”」』）)》…"
_LEVELS = (
    (re.compile(r"^[一二三四五六七八九十]{1,3}、\S"), "## "),
    (re.compile(r"^\([一二三四五六七八九十]{1,3}\)\S"), "### "),
)
_HEADING_LIMIT = 50
_LEAST_WRAPPED = 4


@rule(
    Example(
        "清晨的渔港已经热闹起来，渔\n船一条条靠岸，岸上的人等着\n卸货，孩子们在堤上跑来跑去\n，狗跟在后面叫，海鸥在天上\n飞。",
        "清晨的渔港已经热闹起来，渔船一条条靠岸，岸上的人等着卸货，孩子们在堤上跑来跑去，狗跟在后面叫，海鸥在天上飞。",
    ),
    Example(
        "\u3000\u3000修志的人最怕两样东西：一是没有记\n载，二是记载太齐。没有记载，还可\n以老实写一个阙字。\n"
        "\u3000\u3000灯塔初建的年份，港务档案作旧年\n，海关旧册作新年，渔民的说法又是\n另一样。",
        "\u3000\u3000修志的人最怕两样东西：一是没有记载，二是记载太齐。没有记载，还可以老实写一个阙字。\n"
        "\u3000\u3000灯塔初建的年份，港务档案作旧年，海关旧册作新年，渔民的说法又是另一样。",
    ),
    Example.untouched(
        "中企承建的公路升级项目开工\n由中企承建的公路升级改造项目今天开工，工期三年，沿线居民都来观看。\n"
        "北部山区的洪水灾情在加重\n近期北部多个山区连遭暴雨，引发洪水，道路中断，救援人员徒步进山。"
    ),
    Example.untouched("床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。"),
)
def hard_wraps(draft: Draft) -> Iterator[Finding]:
    """Join lines that scanning or e-mail broke at a fixed width.

    Where the source indents the first line of a paragraph, an indent is the only
    border; elsewhere a paragraph ends with a short line or a full stop.
    """
    lines = draft.lines
    if draft.source.kind == "markdown" or len(lines) < _LEAST_WRAPPED:
        return
    widths = Counter(len(line.text) for line in lines)
    width = max(widths, key=lambda one: (_near(widths, one), one))
    full = [abs(len(line.text) - width) <= 2 for line in lines]
    open_ends = sum(
        is_full and not line.text.endswith(tuple(_SENTENCE_END))
        for line, is_full in zip(lines, full, strict=True)
    )
    long = sum(len(line.text) > width + 3 for line in lines)
    if (
        width < 10
        or long > len(lines) // 20  # nothing is longer than the width, but a few slips
        or sum(full) < 0.5 * len(lines)
        or open_ends < 0.4 * sum(full)
    ):
        return
    indents = draft.indented(lines)
    marked = 2 <= sum(indents) < len(lines)
    for index, (line, after) in enumerate(itertools.pairwise(lines)):
        ends = line.text.endswith(("。", "！", "？", "”", "」", "：", ":"))
        apart = draft.text[line.end : after.start].count("\n") > 1
        is_full = full[index] or (marked and indents[index])
        if indents[index + 1] if marked else (not is_full or ends or apart):
            continue
        if not is_full and (ends or apart):
            continue
        latin = line.text[-1].isascii() and after.text[:1].isascii()
        yield Change(line.end, after.start, " " if latin else "", 0.9)


def _near(widths: Counter[int], width: int) -> int:
    return sum(widths[width + step] for step in (-2, -1, 0, 1, 2))


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
