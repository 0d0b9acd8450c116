"""Reprints and near-duplicates are found, and nothing else is."""

from __future__ import annotations

import random
from array import array

from hypothesis import given
from hypothesis import strategies as st

from generator.reprints import signature
from generator.script import fold
from generator.search.copies import COMMON, SHOWN, copies
from generator.search.sets import Sets

CLAUSES = [
    "".join(random.Random(number).choices("天地玄黄宇宙洪荒日月盈昃辰宿列张", k=12))
    for number in range(400)
]


def text(first: int, last: int) -> str:
    return "，".join(CLAUSES[first:last]) + "。"


def found(**texts: str) -> dict[str, tuple[tuple[str, int], ...]]:
    slugs = sorted(texts)
    every = [array("q", signature(texts[slug])).tobytes() for slug in slugs]
    return {
        slugs[place]: tuple((slugs[other], alike) for other, alike in some)
        for place, some in copies(Sets.of(every)).items()
    }


def test_a_reprint_is_one_whatever_its_punctuation_and_script() -> None:
    original = text(0, 20)
    other = fold("后来，" + original).replace("，", " , ")
    signed = found(a=fold("後來" + original), b=other, c=text(20, 40))
    assert signed == {"a": (("b", 100),), "b": (("a", 100),)}


def test_a_shortened_text_is_nearly_the_same() -> None:
    signed = found(a=text(0, 60), b=text(0, 50), c=text(55, 110))
    assert set(signed) == {"a", "b"}
    ((slug, alike),) = signed["a"]
    assert slug == "b"
    assert 60 <= alike <= 99


def test_short_texts_have_no_copies() -> None:
    assert found(a="你好。", b="你好。") == {}
    assert signature("") == signature("……！") == ()


def test_words_that_everybody_uses_relate_nobody() -> None:
    many = {f"a{n:03}": text(0, 5) + text(6 + n, 9 + n) for n in range(COMMON + 5)}
    assert all(alike < 100 for some in found(**many).values() for _, alike in some)
    assert len(found(**many)) < len(many)


def test_of_many_equal_texts_the_nearest_are_named() -> None:
    signed = found(**{f"a{n:04}": text(0, 20) for n in range(3000)})
    assert len(signed) == 3000
    assert {len(some) for some in signed.values()} == {SHOWN}
    assert signed["a1500"][0][1] == 100


@given(st.text(), st.text())
def test_signatures_are_small_and_say_nothing_wrong(one: str, other: str) -> None:
    signed = signature(one)
    assert len(signed) <= 16
    assert all(0 <= number < 2**63 for number in signed)
    assert signed == signature(one)
    if signed and signed == signature(other):
        assert found(a=one, b=other) == {"a": (("b", 100),), "b": (("a", 100),)}


@given(st.lists(st.integers(0, 300), min_size=2, max_size=8))
def test_an_edit_changes_only_what_it_touches(starts: list[int]) -> None:
    texts = {f"a{n}": text(start, start + 30) for n, start in enumerate(starts)}
    before = found(**texts)
    after = found(**(texts | {"a0": "此文已改。" * 20}))
    touched = {"a0", *(slug for slug, _ in before.get("a0", ()))}
    for slug in set(texts) - touched:
        assert before.get(slug) == after.get(slug)
