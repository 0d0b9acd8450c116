"""The annotated sentences: how many characters conversion gets wrong, at most."""

from __future__ import annotations

import csv
from pathlib import Path

from generator.script import convert

SENTENCES = Path(__file__).parent / "accuracy/sentences.tsv"
PARTS = {"佔": "占", "週": "周", "夥": "伙", "蒐": "搜", "瞭解": "了解", "嘆": "歎"}


def rows() -> list[dict[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def same(text: str) -> str:
    for one, other in PARTS.items():
        text = text.replace(one, other)
    return text


def test_the_sentences_are_many_natural_and_aligned() -> None:
    found = rows()
    assert len(found) >= 300
    assert len({row["source"] for row in found}) == len(found)
    assert len({row["genre"] for row in found}) >= 6
    for row in found:
        assert len(row["source"]) == len(row["gold"])


def test_hard_sentences_are_right() -> None:
    right = sum(
        same(convert(row["source"], "hant", source="hans")) == same(row["gold"])
        for row in rows()
    )
    assert right / len(rows()) >= 0.94
