"""The likeliest words win; the word list is chosen once and survives damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.problems import WenyuanError
from generator.script import lexicon as door
from generator.script.engine import compile_stage
from generator.script.segment import UNKNOWN, reaches, segment


def test_the_cheapest_cut_wins() -> None:
    costs = {"甲": 10, "乙": 10, "丙": 10, "甲乙": 15, "乙丙": 12}
    assert segment("甲乙丙", costs, reaches(costs)) == ["甲", "乙丙"]
    assert segment("甲乙丙", {**costs, "甲乙": 11}, reaches(costs)) == ["甲乙", "丙"]
    assert segment("丁", costs, reaches(costs)) == ["丁"]
    assert segment("", costs, reaches(costs)) == []


def test_without_the_whole_a_text_is_cut() -> None:
    costs = {"甲乙": 1}
    assert segment("甲乙", costs, reaches(costs)) == ["甲乙"]
    assert segment("甲乙", costs, reaches(costs), whole=False) == ["甲", "乙"]


def test_a_word_of_no_dictionary_is_spelled_by_what_is_inside() -> None:
    phrases = {"甲乙": "ＡＢ", "乙丙": "ＸＸ"}
    costs = {"甲乙丙": 1, "甲乙": 500, "乙丙": 900}
    stage = compile_stage([phrases, {"丙": "Ｃ"}], {}, costs)
    assert stage.convert("甲乙丙") == "ＡＢＣ"
    assert compile_stage([phrases, {"丙": "Ｃ"}], {}).convert("丁乙丙") == "丁ＸＸ"


def test_costs_are_whole_numbers_that_fall_with_frequency() -> None:
    assert door.cost(0) == door.cost(1) == UNKNOWN
    assert door.cost(1000) < door.cost(10) < UNKNOWN


def test_the_choice_is_kept_and_a_damaged_one_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = door.lexicon.__wrapped__()
    (kept,) = (tmp_path / "wenyuan").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-5])
    assert door.lexicon.__wrapped__() == first
    assert kept.read_bytes() == whole
    assert door.lexicon.__wrapped__() == first
    assert 40_000 < len(first) < 60_000


def test_a_folder_that_cannot_be_written_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wenyuan").write_text("a file", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert door.lexicon.__wrapped__()["发展"] > 0


def test_a_missing_dictionary_is_one_worded_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door, "DISTRIBUTION", "no-such-distribution")
    with pytest.raises(WenyuanError) as raised:
        door.lexicon.__wrapped__()
    assert [one.code for one in raised.value.problems] == ["no-lexicon"]
