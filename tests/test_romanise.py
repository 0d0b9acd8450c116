"""Romanising gives what pypinyin's `lazy_pinyin` gives, from less memory."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from generator.romanise import readings, romanise, term_key

LONG = 10_000


def expected(text: str) -> str:
    def ascii_of(other: str) -> str:
        return unicodedata.normalize("NFKD", other).encode("ascii", "ignore").decode()

    words = "-".join(lazy_pinyin(text, errors=ascii_of)).lower()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")


@pytest.mark.parametrize(
    "text",
    [
        "重庆市长江大桥",
        "女娲 Café 和 naïve",
        "长安",
        "日近长安",  # begins a phrase that goes on
        "心长发",
        "a㐀b𱍊c",
        "〇一二，三四",
    ],
)
def test_texts_sound_as_pypinyin_has_them(text: str) -> None:
    assert romanise(text, LONG) == expected(text)


def test_every_phrase_and_character_does() -> None:
    for phrase in random.Random(1).sample(sorted(PHRASES_DICT), 5000):
        assert romanise(phrase, LONG) == expected(phrase)
    for code in random.Random(2).sample(sorted(PINYIN_DICT), 5000):
        assert romanise(f"a{chr(code)}b") == expected(f"a{chr(code)}b")


def test_phrases_cut_and_strung_together_do() -> None:
    chance = random.Random(3)
    phrases = sorted(PHRASES_DICT)
    characters = [chr(code) for code in sorted(PINYIN_DICT)]
    other = " ab，。é1㐀𱍊"
    for _ in range(5000):
        text = "".join(
            chance.choice(
                (
                    chance.choice(phrases),
                    chance.choice(characters),
                    chance.choice(other),
                )
            )[: chance.randint(1, 5)]
            for _ in range(6)
        )
        assert romanise(text, LONG) == expected(text), text


def test_readings_are_all_that_are_known() -> None:
    assert readings("重") == ("zhòng", "chóng", "tóng")
    assert readings("a") == ()
    for code, told in list(PINYIN_DICT.items())[::50]:
        every = [unicodedata.normalize("NFC", one) for one in told.split(",") if one]
        assert readings(chr(code)) == tuple(every)


def test_a_key_ends_in_a_hash() -> None:
    assert term_key("新华社").startswith("xin-hua-she-")
    assert term_key("新华社") != term_key("新花社")
    assert len(term_key("①").rpartition("-")[2]) == 4
