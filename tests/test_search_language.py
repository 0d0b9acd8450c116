"""The query language, by the vectors that the browser shares."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.language import LIMIT, Phrase, parse
from generator.search.tokens import normalise
from generator.value import as_dict

VECTORS = Path(__file__).parent / "vectors" / "queries.json"


@pytest.mark.parametrize("vector", json.loads(VECTORS.read_text("utf-8")))
def test_the_vectors_hold(vector: dict[str, Any]) -> None:
    found = [
        {
            "alternatives": [as_dict(one) for one in clause.alternatives],
            "excluded": clause.excluded,
        }
        for clause in parse(vector["query"])
    ]
    assert found == vector["clauses"]


@given(st.text(alphabet='中a1 "“”「」-－:：.OR|*\x00\u200b', max_size=40) | st.text())
def test_nothing_typed_raises_or_asks_for_nothing(query: str) -> None:
    for clause in parse(query):
        assert clause.alternatives
        for one in clause.alternatives:
            assert not isinstance(one, Phrase) or normalise(one.text)


def test_an_endless_query_is_cut() -> None:
    (clause,) = parse("中" * 100_000)
    assert clause.alternatives == (Phrase("中" * LIMIT),)
