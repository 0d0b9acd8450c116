"""Articles for measuring: any number of them, the same ones every time."""

from __future__ import annotations

import itertools
import json
import lzma
from pathlib import Path

import pytest

from benchmarks.recording import record, table
from benchmarks.synthesise import records, with_tags

NUMBER = 40


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        for n in range(NUMBER):
            row = {
                "id": f"X{n}",
                "date": f"2021-03-{n % 28 + 1:02}",
                "title": f"第{n}个题名",
                "source": "江州晚报",
                "keywords": ["渡口", f"词{n}"],
                "text": f"第{n}篇第一段。\n" + f"第{n}篇。" * (60 if n % 2 else 2),
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def test_a_sample_is_of_the_longer_ones(corpus: Path) -> None:
    found = list(records(corpus, 10))
    assert len(found) == 10
    assert all(len(one["text"]) >= 200 for one in found)
    assert len({one["id"] for one in found}) == 10


def test_more_than_there_are_is_made_of_paragraphs_of_theirs(corpus: Path) -> None:
    found = list(records(corpus, 5 * NUMBER))
    assert found == list(records(corpus, 5 * NUMBER))
    assert len(found) == 5 * NUMBER
    for figure in ("id", "title"):
        assert len({one[figure] for one in found}) == 5 * NUMBER
    real, made = found[:NUMBER], found[NUMBER:]
    assert [one["title"] for one in real] == [f"第{n}个题名" for n in range(NUMBER)]
    paragraphs = {line for one in real for line in one["text"].split("\n")}
    assert all(set(one["text"].split("\n")) <= paragraphs for one in made)
    of_several = [one for one in made if one["text"] not in {x["text"] for x in real}]
    assert len(of_several) > len(made) / 2


def test_a_beginning_does_not_depend_on_how_many_follow(corpus: Path) -> None:
    longer = itertools.islice(records(corpus, 4 * NUMBER), 2 * NUMBER)
    assert list(longer) == list(records(corpus, 2 * NUMBER))


def test_only_common_keywords_are_kept(corpus: Path) -> None:
    found = with_tags(records(corpus, 10), corpus, 1)
    assert [one["keywords"] for one in found] == [["渡口"]] * 10


def test_a_section_of_results_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    page = tmp_path / "results.md"
    page.write_text("# Results\n\nIntroduction.\n\n## One\n\nold\n\n## Two\n\nkept\n")
    record("One", table(["a", "b"], [["1", "2"]]), page)
    record("Three", "new", page)
    assert page.read_text() == (
        "# Results\n\nIntroduction.\n\n"
        "## One\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n"
        "## Two\n\nkept\n\n## Three\n\nnew\n"
    )
