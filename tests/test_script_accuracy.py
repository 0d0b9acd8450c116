"""The annotated sentences: how many characters conversion gets wrong, at most."""

from __future__ import annotations

import os

import pytest

from benchmarks.annotated import CORPUS, WRITTEN, Sentence, news, written, wrong
from generator.script import convert, reference

SMALLEST = {"sentences": 300, "readings": 300, "literature": 180}
RIGHT = {"sentences": 0.97, "readings": 0.97, "literature": 0.96}
"""Least share of sentences without a mistake; a little under what was measured."""


def mistakes(sentences: list[Sentence]) -> list[int]:
    return [
        wrong(convert(one.source, "hant", source="hans"), one.gold) for one in sentences
    ]


@pytest.mark.parametrize("name", WRITTEN)
def test_the_sentences_are_many_and_aligned(name: str) -> None:
    found = written(name)
    assert len(found) >= SMALLEST[name]
    assert len({one.source for one in found}) == len(found)
    for one in found:
        assert len(one.source) == len(one.gold)
        assert convert(one.source, "hans") == one.source


def test_the_sets_are_of_many_kinds() -> None:
    assert len({one.genre for one in written("sentences")}) >= 6
    assert len({one.genre for one in written("readings")}) >= 80


@pytest.mark.parametrize("name", WRITTEN)
def test_sentences_are_right(name: str) -> None:
    found = mistakes(written(name))
    assert found.count(0) / len(found) >= RIGHT[name]


def test_literature_is_no_worse_than_by_the_reference() -> None:
    works = written("literature")
    library = [wrong(reference(one.source, "s2tw"), one.gold) for one in works]
    assert sum(mistakes(works)) <= sum(library)


@pytest.mark.shared
def test_news_has_few_mistakes() -> None:
    if not CORPUS.exists():
        assert not os.environ.get("CI"), "the shared material is missing"
        pytest.skip("the shared material is missing")
    for draw, least in (("draw 1", 400), ("draw 2", 300)):
        found = [one for one in news() if one.genre == draw]
        size = sum(len(one.source) for one in found)
        assert len(found) >= least
        assert sum(mistakes(found)) / size * 10_000 < 4


def test_equal_forms_are_no_mistake_and_others_are() -> None:
    assert wrong("佔“週”瞭解", "占「周」了解") == 0
    assert wrong("頭發", "頭髮") == 1
    assert wrong("髮", "頭髮") == 2
