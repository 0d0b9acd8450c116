"""Normalised text, tokens and covers, by the vectors that the browser shares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.script import fold
from generator.search.tokens import (
    UNIT,
    cover,
    ends,
    field_length,
    level,
    normalise,
    offsets,
    tokens,
)

VECTORS = Path(__file__).parent / "vectors" / "tokens.json"

texts = st.text(alphabet="中国國里裡aA1 \n\t*∗，。\u3000\u200b\xad\x00𠮷é")


@pytest.mark.parametrize("vector", json.loads(VECTORS.read_text("utf-8")))
def test_the_vectors_hold(vector: dict[str, Any]) -> None:
    normal, places = offsets(vector["text"])
    assert normal == vector["normal"]
    assert list(places) == vector["places"]
    assert [list(part) for part in cover(normal)] == vector["cover"]


@given(texts)
def test_offsets_give_the_same_text_as_normalise(text: str) -> None:
    normal, places = offsets(text)
    assert normal == normalise(text)
    assert len(places) == len(normal)
    assert list(places) == sorted(set(places))


@given(texts)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(texts)
def test_a_cover_spells_the_phrase_with_tokens_of_it(text: str) -> None:
    phrase = normalise(text)
    spelt = dict[int, str]()
    for at, term in cover(phrase):
        assert term in tokens(phrase)
        spelt |= dict(enumerate(term, at))
    assert "".join(spelt[at] for at in sorted(spelt)) == phrase


def test_a_phrase_is_looked_up_by_two_pairs_that_are_not_large() -> None:
    assert ends("") == []
    assert ends("国") == [(0, "国")]
    assert ends("国人") == [(0, "国人")]
    assert ends("中国人民") == [(0, "中国"), (2, "人民")]
    assert ends("中国人民", {"中国"}) == [(1, "国人"), (2, "人民")]
    assert ends("中国人", {"中国"}) == [(0, "中国"), (1, "国人")]


@given(texts)
def test_the_field_length_counts_the_tokens(text: str) -> None:
    for unit in (1, UNIT):
        size = level(len(normalise(text)), unit)
        assert field_length(size, unit) == len(tokens(text, unit))


def test_both_scripts_have_the_same_tokens() -> None:
    assert tokens(fold("头发 ＡＢＣ")) == tokens(fold("頭髮　abc"))


def test_a_token_never_holds_the_wildcard_of_lunr() -> None:
    assert not any("*" in token for token in tokens("5*3 **"))
