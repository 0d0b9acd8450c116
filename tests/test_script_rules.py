"""Manual rules: MediaWiki's notation, its precedence, and mistakes with a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Article, Metadata
from generator.render.editions import Rendered, render
from generator.script import (
    RuleError,
    check_inline,
    parse_rule,
    replace_around,
    replacements,
    take_inline,
)
from generator.script.rules import MOST
from generator.site import Site
from generator.value import replace

SITE = Site(
    root=Path("nowhere"),
    content=Path("nowhere"),
    glossary={"places": ("zh-hans:新西兰;zh-hant:紐西蘭", "干部=>干 部")},
)


def rendered(body: str, site: Site = SITE, **metadata: object) -> Rendered:
    made = Metadata(title="标题", **metadata)  # type: ignore[arg-type]
    return render(Article("a", made, body, "content/articles/a.md", "0"), site)


def texts(body: str, site: Site = SITE, **metadata: object) -> tuple[str, str]:
    found = rendered(body, site, **metadata)
    assert not found.problems
    return found.editions["hans"].text, found.editions["hant"].text


@pytest.mark.parametrize(
    ("body", "hans", "hant"),
    [
        ("姓-{余}-的人", "姓余的人", "姓余的人"),
        ("-{zh-hans:甲;zh-hant:乙}-发", "甲发", "乙發"),
        ("-{zh-cn:甲; zh-hk:乙;}-", "甲", "乙"),
        ("-{zh-hant:乙}-", "乙", "乙"),
        ("-{H|zh-hans:计算机;zh-hant:電腦}-他的计算机", "他的计算机", "他的電腦"),
        ("-{A|zh-hans:计算机;zh-hant:電腦}-和计算机", "计算机和计算机", "電腦和電腦"),
        ("-{R|zh-hans:发}-", "zh-hans:发", "zh-hans:发"),
        ("-{H|计算机=>電腦}-计算机", "计算机", "電腦"),
        ("-{A&B 发}-", "A&B 发", "A&B 发"),
        ("`-{发}-`发", "-{发}-发", "-{发}-發"),
        ("-{zh-hans:“甲”;zh-hant:「乙」}-", "“甲”", "「乙」"),
    ],
)
def test_a_rule_in_the_text_shows_the_form_of_each_script(
    body: str, hans: str, hant: str
) -> None:
    assert texts(body) == (hans, hant)


def test_what_a_rule_shows_is_escaped() -> None:
    found = rendered("-{zh-hans:甲&乙;zh-hant:丙&amp;丁}- A")
    assert "甲&amp;乙" in found.editions["hans"].html
    assert "丙&amp;" in found.editions["hant"].html
    shown = rendered("甲甲", convert=("甲甲=><script>甲",)).editions["hant"].html
    assert "&lt;script&gt;甲" in shown
    assert "<script" not in shown


def test_rules_of_the_front_matter_and_of_groups() -> None:
    body = "新西兰的干部"
    assert texts(body) == ("新西兰的干部", "新西蘭的幹部")
    assert texts(body, convert=("places",)) == ("新西兰的干部", "紐西蘭的干 部")
    assert texts(body, convert=("places", "新西兰=>紐國")) == (
        "新西兰的干部",
        "紐國的干 部",
    )


def test_a_place_in_the_text_outranks_rules_and_these_outrank_names() -> None:
    body = "-{新西兰}-、新西兰、赵云燕"
    rule = ("places", "新西兰=>紐國", "赵云燕=>趙雲燕")
    hans, hant = texts(body, convert=rule, names=("赵云燕",))
    assert hans == "新西兰、新西兰、赵云燕"
    assert hant == "新西兰、紐國、趙雲燕"


def test_a_rule_with_both_forms_mends_the_own_script_too() -> None:
    rule = ("zh-hans:新西兰;zh-hant:紐西蘭",)
    assert texts("紐西蘭和新西兰", convert=rule)[0] == "新西兰和新西兰"


def test_rules_in_the_title() -> None:
    found = rendered("正文", names=())
    found = render(
        Article("a", Metadata(title="访-{余}-氏"), "正文", "a.md", "0"), SITE
    )
    assert found.editions["hans"].shown.title == "访余氏"
    assert found.editions["hant"].shown.title == "訪余氏"


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("甲=>乙", "one character"),
        ("=>乙", "empty"),
        ("甲甲", "fewer than two"),
        ("zh-hans:甲甲", "fewer than two"),
        ("zh-xx:甲甲;zh-hant:乙", "zh-xx is not a variant"),
        ("zh-hans:甲甲;乙", "no variant"),
        ("ab=>cd", "no Chinese"),
    ],
)
def test_a_rule_with_a_mistake_is_told_with_its_reason(rule: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason):
        parse_rule(rule)
    assert rendered("正文", convert=(rule,)).problems[0].code == "bad-rule"


def test_mistakes_in_the_text_name_their_line(tmp_path: Path) -> None:
    site = replace(SITE, root=tmp_path, content=tmp_path)
    for body in ("一\n\n-{X|甲}-", "一\n\n-{zh-xx:甲}-", "一\n\n-{甲"):
        (tmp_path / "a.md").write_text(f"---\ntitle: 甲\n---\n{body}", "utf-8")
        found = render(Article("a", Metadata(title="甲"), body, "a.md", "0"), site)
        assert [(one.code, one.line) for one in found.problems] == [("bad-rule", 6)]
    with pytest.raises(RuleError, match="not a flag"):
        check_inline("X|甲")


@given(st.text(alphabet="-{}|;:zhans=>甲发\U000f0000", max_size=40))
def test_any_text_survives(text: str) -> None:
    inline = take_inline(text)
    shown = inline.shown(inline.text, "hant", "hans", str)
    assert shown == text or inline.rules
    assert not set(map(ord, inline.rules)) & set(map(ord, text))


def test_longest_word_first_and_later_rule_wins() -> None:
    rules = [
        parse_rule("甲乙=>一一"),
        parse_rule("甲乙丙=>二二"),
        parse_rule("甲乙=>三三"),
    ]
    words = replacements(rules, "hant", "hans")
    assert replace_around("甲乙丙甲乙丁", words, str.upper) == "二二三三丁"
    assert replacements(rules, "hans", "hans") == {}


def test_many_openings_take_linear_time() -> None:
    assert take_inline("-{" * 100_000).text == "-{" * 100_000


def test_rules_beyond_the_limit_stay_as_they_are_written() -> None:
    rules = [f"-{{甲{n}}}-" for n in range(MOST + 2)]
    inline = take_inline("".join(rules) + rules[0])
    assert len(inline.rules) == MOST
    shown = inline.shown(inline.text, "hant", "hans", str)
    assert shown.endswith(f"甲{MOST - 1}{rules[MOST]}{rules[MOST + 1]}甲0")
