"""Names are known by where they stand; what was guessed is reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.script import Undecided, convert, undecided
from generator.script.persons import as_name, people, persons

FOUND = [
    (
        "市领导马士光、黄远征、赵云燕、陈中、韦怀余参加会议。",
        ["黄远征", "赵云燕", "韦怀余"],
    ),
    ("与越南副总理范平明举行会谈", ["范平明"]),
    ("校长于志国说，", ["于志国"]),
    ("记者姜松采访了他", ["姜松"]),
    ("医生丁岩为她手术", ["丁岩"]),
    ("余先生来了", ["余先生"]),
]

NO_NAMES = [
    "主席于今年表示",
    "记者于近日了解到",
    "云南、贵州、四川的代表",
    "村民余下的粮食",
    "专家周围的人",
    "主任范围很广",
    "由于、关于、基于",
    "五百余人说",
    "国务委员曾于年月在东兴",
    "",
    "于",
]


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_names_are_found_by_their_place(text: str, names: list[str]) -> None:
    assert list(persons(text)) == names


@pytest.mark.parametrize("text", NO_NAMES)
def test_other_words_are_no_names(text: str) -> None:
    assert persons(text) == ()


@pytest.mark.parametrize("name", ["韦怀余", "黄远征", "赵云燕", "范平明"])
def test_the_four_names_stay_and_are_listed(name: str) -> None:
    text = f"市领导{name}、陈中参加会议。"
    hant = convert(text, "hant", source="hans")
    kept = set("余征云范") & set(name)
    assert kept <= set(hant)
    listed = [one for one in undecided(text, "hant") if one.name]
    assert {one.character for one in listed} == kept


def test_foreign_names_keep_what_writes_a_sound() -> None:
    text = "扎里夫在马里乌波尔，奥斯托夫与亚采纽克在村里"
    hant = convert(text, "hant", source="hans")
    assert hant == "扎里夫在馬里烏波爾，奧斯托夫與亞采紐克在村裡"
    assert people("在村里、家里、公里") == ()


def test_what_is_not_at_issue_in_a_name_is_converted() -> None:
    assert as_name("万云龙") == "萬云龍"
    assert as_name("钟后发") == "鍾后發"


def test_people_of_the_metadata_are_names_everywhere() -> None:
    text = "余云征来了，赵云也来了"
    assert convert(text, "hant", source="hans", persons=["余云征"]) == (
        "余云征來了，趙雲也來了"
    )


def test_the_report_names_place_choice_and_alternatives() -> None:
    text = "他干了一年，主任丁云说"
    assert undecided(text, "hant") == (
        Undecided(9, "云", "云", ("雲",), name=True),
        Undecided(1, "干", "幹", ("乾", "干"), name=False),
    )
    assert undecided(text, "hant", names=["丁云", "干了"]) == ()
    assert undecided(text, "hans") == ()
    assert undecided("干部头发后面，皇后", "hant") == ()


def test_an_unknown_target_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="is not a script"):
        undecided("发", "zh")


@given(st.text(alphabet="于云余范干里周记者主任说、，发展扎夫马", max_size=40))
def test_any_text_can_be_reported_on(text: str) -> None:
    hant = convert(text, "hant", source="hans")
    for one in undecided(text, "hant"):
        assert text[one.start] == one.character
        assert hant[one.start] == one.chosen
        assert one.chosen not in one.alternatives


def test_long_lists_of_names_take_linear_time() -> None:
    text = "主任丁云、范余余、于云云、" * 5_000
    assert len(convert(text, "hant", source="hans")) == len(text)
    assert undecided(text, "hant")
