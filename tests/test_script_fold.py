"""Folding and simplifying go character by character."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.script import HAN, fold, fold_table, is_han, simplify
from generator.script.dictionaries import dictionary

VECTORS = Path(__file__).parent / "vectors/fold.json"

ALIKE = [
    "里裡裏",
    "群羣",
    "着著",
    "为為爲",
    "台臺檯颱枱",
    "发發髮",
    "后後",
    "干幹乾榦",
    "卫衛衞",
    "说說説",
    "了瞭",
    "复復複覆",
    "aAＡａ",
    "ǎǍ",
    "“「",
    "”」",
    "‘『",
    "’』",
    " \u3000",
    "(（",
]

APART = ["后候", "里理", "己已", "天夭", "一二", "他她", "坐作", "云运", "aá", "'’"]


@pytest.mark.parametrize("characters", ALIKE)
def test_characters_that_stand_for_each_other_fold_alike(characters: str) -> None:
    assert len(set(map(fold, characters))) == 1


@pytest.mark.parametrize("characters", APART)
def test_characters_with_different_meanings_stay_apart(characters: str) -> None:
    assert len(set(map(fold, characters))) == len(characters)


def test_classes_stay_small_and_are_named_by_a_common_character() -> None:
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for character, representative in fold_table().items():
        if is_han(character):
            classes[representative] |= {character, representative}
    assert max(map(len, classes.values())) <= 6
    for representative, members in classes.items():
        assert representative <= "\uffff" or min(members) > "\uffff"


def test_table_is_sorted_and_says_all_that_fold_does() -> None:
    table = fold_table()
    assert list(table) == sorted(table)
    everything = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x323B0)]))
    assert fold(everything) == "".join(table.get(one, one) for one in everything)


def test_every_table_entry_is_one_character_and_final() -> None:
    for character, folded in fold_table().items():
        assert len(character) == len(folded) == 1
        assert character != folded
        assert fold(folded) == folded


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert len(fold(text)) == len(text)


def test_texts_fold_as_the_vectors_for_the_browser_say() -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))
    assert len(vectors) >= 20
    for text, folded in vectors:
        assert fold(text) == folded


def test_simplify_takes_no_notice_of_words() -> None:
    assert simplify("會議記者：頭髮乾淨，著名") == "会议记者：头发干净，著名"
    assert simplify("已经 simple") == "已经 simple"


@given(st.text())
def test_simplify_keeps_the_length(text: str) -> None:
    assert len(simplify(text)) == len(text)


def test_every_key_of_the_dictionaries_is_han() -> None:
    han = re.compile(f"[{HAN}]")
    for name in ("STCharacters", "TSCharacters", "TWVariants", "HKVariants"):
        for character in dictionary(name):
            assert is_han(character)
            assert han.fullmatch(character)


@given(st.characters())
def test_pattern_and_function_agree(character: str) -> None:
    assert is_han(character) == bool(re.fullmatch(f"[{HAN}]", character))


@pytest.mark.parametrize("character", "，。a1 あ한“①㎏☆・")
def test_what_is_no_han_character_is_not_taken_for_one(character: str) -> None:
    assert not is_han(character)
