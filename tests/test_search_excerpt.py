"""Excerpts: cut around the match, marked exactly; vectors shared with the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.script import fold
from generator.search.excerpt import SIZE, excerpt
from generator.search.tokens import normalise

VECTORS = Path(__file__).parent / "vectors" / "excerpts.json"


@pytest.mark.parametrize("vector", json.loads(VECTORS.read_text("utf-8")))
def test_the_vectors_hold(vector: dict[str, Any]) -> None:
    found = excerpt(vector["text"], vector["phrases"], fold)
    assert found.text == vector["excerpt"]
    assert [list(mark) for mark in found.marks] == vector["marks"]


@given(st.text(alphabet="中国國里裡。，\n a", max_size=400), st.data())
def test_the_marks_cover_exactly_the_phrase(text: str, data: st.DataObject) -> None:
    normal = normalise(fold(text))
    start = data.draw(st.integers(0, max(0, len(normal) - 1)))
    phrase = normalise(normal[start : start + data.draw(st.integers(1, 8))])
    found = excerpt(text, [phrase], fold)
    assert len(found.text) <= SIZE + 2
    if phrase:
        marked = [normalise(fold(found.text[a:b])) for a, b in found.marks]
        assert marked == [phrase] * len(marked)
        assert marked


def test_an_excerpt_without_a_match_is_the_beginning() -> None:
    assert excerpt("一二三" * 100, ["四"], fold).text == "一二三" * 32 + "…"


def test_a_phrase_longer_than_an_excerpt_is_shown_whole() -> None:
    phrase = "".join(chr(0x4E00 + i) for i in range(200))
    found = excerpt("前" * 50 + phrase + "后" * 50, [fold(phrase)], fold)
    ((start, end),) = found.marks
    assert found.text[start:end] == phrase


def test_finding_is_not_slower_than_the_text_is_long() -> None:
    assert len(excerpt("的" * 300_000, ["的"], fold).marks) == SIZE
