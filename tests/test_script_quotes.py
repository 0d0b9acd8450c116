"""Quotation marks change with their pair, around Chinese words only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.script import fold, quotes

PAIRS = [
    ("他说：“好的。”", "他说：「好的。」"),
    ("“他说‘好’就走了”", "「他说『好』就走了」"),
    ("“OK”就是好", "「OK」就是好"),
    ("即“A”型", "即「A」型"),
    ("“一段\n“二段\n“三段”", "「一段\n「二段\n「三段」"),
    ("“‘两个确立’”", "「『两个确立』」"),
]

UNTOUCHED = [
    "It’s “fine”, isn’t it?",
    "它是 it’s 的缩写",
    "the ’90s ‘n’ roll",
    "“quoted” 中文",
    "他的 Mac’s 好",
    "学生’",
    "",
]


@pytest.mark.parametrize(("hans", "hant"), PAIRS)
def test_pairs_change_and_change_back(hans: str, hant: str) -> None:
    assert quotes(hans) == hant
    assert quotes(hant, "hans") == hans


@pytest.mark.parametrize("text", UNTOUCHED)
def test_english_and_apostrophes_stay(text: str) -> None:
    assert quotes(text) == text


def test_an_apostrophe_inside_single_quotes_closes_nothing() -> None:
    assert quotes("他写道‘it’s好’。") == "他写道『it’s好』。"


@given(st.text(alphabet="“”‘’「」『』中a \n,", max_size=40))
def test_length_and_folded_form_stay(text: str) -> None:
    for changed in (quotes(text), quotes(text, "hans")):
        assert len(changed) == len(text)
        assert fold(changed) == fold(text)


def test_deep_nesting_takes_linear_time() -> None:
    text = "“" * 100_000 + "中" + "”" * 100_000
    assert quotes(text) == "「" * 100_000 + "中" + "」" * 100_000
