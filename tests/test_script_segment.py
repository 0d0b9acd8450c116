"""The likeliest words win; the word list is chosen once and survives damage."""

from __future__ import annotations

import pytest

from generator.problems import WenyuanError
from generator.script import lexicon as door
from generator.script.compilation import compile_stage
from generator.script.segment import UNKNOWN, segment
from generator.script.shelves import Shelves, shelved


def cut(text: str, costs: dict[str, int], *, whole: bool = True) -> list[str]:
    shelves = Shelves(shelved({word: str(cost) for word, cost in costs.items()}), int)
    return segment(text, shelves, max(map(len, costs)), whole=whole)


def test_the_cheapest_cut_wins() -> None:
    costs = {"甲": 10, "乙": 10, "丙": 10, "甲乙": 15, "乙丙": 12}
    assert cut("甲乙丙", costs) == ["甲", "乙丙"]
    assert cut("甲乙丙", {**costs, "甲乙": 11}) == ["甲乙", "丙"]
    assert cut("丁", costs) == ["丁"]
    assert cut("", costs) == []


def test_without_the_whole_a_text_is_cut() -> None:
    costs = {"甲乙": 1}
    assert cut("甲乙", costs) == ["甲乙"]
    assert cut("甲乙", costs, whole=False) == ["甲", "乙"]


def test_a_word_of_no_dictionary_is_spelled_by_what_is_inside() -> None:
    phrases = {"甲乙": "ＡＢ", "乙丙": "ＸＸ"}
    costs = {"甲乙丙": 1, "甲乙": 500, "乙丙": 900}
    stage = compile_stage([phrases, {"丙": "Ｃ"}], {}, costs)
    assert stage.convert("甲乙丙") == "ＡＢＣ"
    assert compile_stage([phrases, {"丙": "Ｃ"}], {}).convert("丁乙丙") == "丁ＸＸ"


def test_costs_are_whole_numbers_that_fall_with_frequency() -> None:
    assert door.cost(0) == door.cost(1) == UNKNOWN
    assert door.cost(1000) < door.cost(10) < UNKNOWN


def test_the_words_that_matter_are_chosen() -> None:
    assert 40_000 < len(door.lexicon()) < 60_000
    assert 0 < door.lexicon()["发展"] < door.lexicon()["丰度"]


def test_a_missing_dictionary_is_one_worded_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door, "DISTRIBUTION", "no-such-distribution")
    with pytest.raises(WenyuanError) as raised:
        door.lexicon.__wrapped__()
    assert [one.code for one in raised.value.problems] == ["no-lexicon"]
