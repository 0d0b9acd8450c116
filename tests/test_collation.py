"""Lists of names: by sound as on the mainland, by strokes as in Taiwan."""

from __future__ import annotations

import pytest

from generator.collation import OTHERS, by_pinyin, by_strokes, strokes

COUNTED = """1一乙 2丁七人 3三上山 4中王水火 5北田石 6江朱安 7李吳何 8林周金 9洪胡南
10高徐唐 11張陳郭 12黃曾湖 13楊葉新 14趙廖臺 15劉蔡鄭 16錢龍龜 17謝鍾優 18魏顏
19譚羅 20嚴蘇 21顧蘭 22龔 23蘿 24靈鹽 25觀廳 26灤 27鑽 28豔鸚 29鬱 30鸞 32籲"""


@pytest.mark.parametrize("row", COUNTED.split())
def test_strokes_are_those_taught_in_taiwan(row: str) -> None:
    count = int("".join(filter(str.isdigit, row)))
    for character in row.lstrip("0123456789"):
        assert strokes(character) == count, character


def test_what_big5_lacks_has_no_count() -> None:
    assert [strokes(one) for one in ("国", "a", "😀", "\ud800", "")] == [None] * 5


def test_names_are_ordered_by_sound() -> None:
    names = [
        "重庆日报",
        "单田芳",
        "ABC",
        "2020",
        "曾国藩",
        "曾经沧海难为水",
        "《求是》",
    ]
    assert by_pinyin(names) == [
        ("A", ["ABC"]),
        ("C", ["曾经沧海难为水", "重庆日报"]),
        ("Q", ["《求是》"]),
        ("S", ["单田芳"]),
        ("Z", ["曾国藩"]),
        (OTHERS, ["2020"]),
    ]


def test_names_by_strokes_then_radical() -> None:
    names = ["中國日報", "人民日報", "王二", "王一", "abc", "一點", "丁丁"]
    assert by_strokes(names) == [
        ("1", ["一點"]),
        ("2", ["丁丁", "人民日報"]),
        ("4", ["中國日報", "王一", "王二"]),
        (OTHERS, ["abc"]),
    ]


def test_nothing_is_lost_whatever_the_names() -> None:
    names = ["", "\ud800", "\x00", "啊" * 5000, "é", "ㄅ", "𠮷野"]
    for order in (by_pinyin, by_strokes):
        listed = [name for _, some in order(names) for name in some]
        assert sorted(listed) == sorted(names)
    assert by_pinyin([]) == by_strokes([]) == []
