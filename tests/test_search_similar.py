"""Latin words that differ in one letter, against a distance counted plainly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.search.similar import SPARED, alike, alike_in
from generator.search.tokens import pairs

WORDS = st.text("abc", max_size=7)


def distance(one: str, other: str) -> int:
    """Return the Levenshtein distance, by its definition."""
    if not one or not other:
        return len(one) + len(other)
    if one[0] == other[0]:
        return distance(one[1:], other[1:])
    return 1 + min(
        distance(one[1:], other), distance(one, other[1:]), distance(one[1:], other[1:])
    )


@given(WORDS, WORDS)
def test_words_are_alike_at_a_distance_of_one(one: str, other: str) -> None:
    assert alike(one, other) == (distance(one, other) <= 1)


@given(WORDS, WORDS)
def test_a_word_like_another_has_most_of_its_pairs(one: str, other: str) -> None:
    if alike(one, other):
        assert len(set(pairs(one)) - set(pairs(other))) <= SPARED


def test_words_are_taken_from_among_other_characters() -> None:
    texts = ["在beijing，beijng和 beijings1", "londonbeijing"]
    assert alike_in("beijing", texts) == ["beijing", "beijng"]
