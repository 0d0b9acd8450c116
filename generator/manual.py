"""The documentation's list of cleaning rules, made from the rules themselves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from generator.ingest import RULES
from generator.ingest.rule import Example, Rule

MARKER = "## 全部规则\n"
"""The heading in `content/notes/cleaning.md` from which on the page is generated."""

FAMILIES: Mapping[str, str] = {
    "markup": "网页与文件头",
    "characters": "字符",
    "shifts": "错位的字节",
    "pinyin": "注音",
    "furniture": "页面杂物",
    "interface": "按钮与固定套语",
    "register": "公文信息框",
    "scans": "扫描与印刷的痕迹",
    "bylines": "署名",
    "datelines": "电头",
    "titles": "标题",
    "wraps": "硬换行",
    "structure": "段落与 Markdown",
    "losses": "补不回来的缺损",
    "script": "字体",
}
"""What each family of rules is called, in the order of the page."""

LONGEST = 80
"""Characters of an example that are shown."""


def rules_page() -> str:
    """Return the generated part of the page on cleaning, Markdown from `MARKER` on.

    The order in which the rules act comes first, then each rule by family with its
    reason (its docstring, in English) and its examples (which are run as tests).
    Raises KeyError for a family that has no heading here.
    """
    places = {rule.name: place for place, rule in enumerate(RULES, 1)}
    parts = [MARKER, _INTRODUCTION.format(count=len(RULES)), _order()]
    grouped = {family: [r for r in RULES if r.family == family] for family in FAMILIES}
    unknown = {rule.family for rule in RULES} - grouped.keys()
    if unknown:
        raise KeyError(*unknown)
    for family, heading in FAMILIES.items():
        parts.append(f"### {heading}\n")
        parts.extend(_section(rule, places[rule.name]) for rule in grouped[family])
    return "\n".join(parts)


_INTRODUCTION = """\
这一部分由 `generator/manual.py` 从规则本身生成，共 {count} 条。
理由是规则函数的英文说明，例子同时是规则的测试。
例子里，`⏎` 是换行，`⟨U+200B⟩` 一类是看不见的字符，`［正文］` 是一段普通的正文，`…` 是这里省略的文字。
先列执行的次序，再按种类逐条列出。
"""

_PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"
"""Stands for the running text in many examples; shown as `［正文］`."""


def _order() -> str:
    lines = [
        f"{place:>2}  {rule.name:<22}{FAMILIES[rule.family]}"
        for place, rule in enumerate(RULES, 1)
    ]
    return "\n".join(["```text", *lines, "```", ""])


def _section(rule: Rule, place: int) -> str:
    examples = "\n".join(f"- {_example(one)}" for one in rule.examples)
    return f"#### {place}. `{rule.name}`\n\n{rule.why}\n\n{examples}\n"


def _example(example: Example) -> str:
    """Say in one line what the rule does to an example, or that it does nothing."""
    before, after = _code(example.before), _code(example.after)
    lead = "Markdown 来源：" if example.kind == "markdown" else ""
    parts = [before] if example.before == example.after else [f"{before} → {after}"]
    read = "，".join(
        f"`{name}` {_code(value)}" for name, value in example.facts.items()
    )
    flags = "，".join(f"`{code}`" for code, _ in itertools.groupby(example.flags))
    if read:
        parts.append(f"读出 {read}")
    if flags:
        parts.append(f"提示 {flags}")
    if len(parts) == 1 and example.before == example.after:
        parts.append("不动")
    return lead + "；".join(parts)


def _code(text: str) -> str:
    """Return a text as a Markdown code span, cut where it is long."""
    short = text.replace(_PROSE, "［正文］")
    shown = "".join(_visible(short[:LONGEST])) + ("…" if len(short) > LONGEST else "")
    if not shown.strip():
        return "（空）"
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    return f"{fence}{shown}{fence}"


def _visible(text: str) -> Iterator[str]:
    for character in text:
        if character == "\n":
            yield "⏎"
        elif character.isprintable():
            yield character
        else:
            yield f"⟨U+{ord(character):04X}⟩"
