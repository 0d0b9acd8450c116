"""Scores the cleaning of saved pages on made-up sites with exact gold.

Run: python -m benchmarks.html [FOLDER OF SAVED PAGES, for the speed only]
Pages with gold of their owner: benchmarks/html_gold.py.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from generator.ingest import clean
from generator.ingest.page.chrome import is_credit
from generator.ingest.read import read_bytes
from generator.model import Source
from tests.quality.html.generate import PAGES, Gold
from tests.quality.html.score import FIELDS, Score, plain, score
from tests.quality.html.sites import site_pages
from tests.test_quality_html import ARTICLES, GROUPS

HEAD = "| shell | pages | precision | recall | F1 | ≥ .98 | " + " | ".join(FIELDS)


def main() -> None:
    """Print a row for each shell, the sums, and the speed."""
    print(f"{len(PAGES)} templates\n")
    print(HEAD + " | furniture left |")
    print("| --- " * (HEAD.count("|") + 1) + "|")
    every: list[Score] = []
    remains = 0
    for name, group in GROUPS.items():
        scores = [score(gold) for gold in group]
        rest = sum(map(left, group))
        print(row(name, scores, rest))
        every += scores
        remains += rest
    print(row("all", every, remains))
    sites = list(site_pages(ARTICLES))
    print(row("kinds of sites", [score(gold) for gold in sites], sum(map(left, sites))))
    print(
        "\n" + speed([Source("p.html", "html", g.page, "utf-8", "") for g in sample()])
    )
    if len(sys.argv) > 1:
        files = sorted(Path(sys.argv[1]).rglob("*.htm*"))
        found = [read_bytes(path.read_bytes(), path.name) for path in files]
        print(speed([one for one in found if isinstance(one, Source)]))


def sample() -> list[Gold]:
    """Return the first page of every group."""
    return [group[0] for group in GROUPS.values()]


def row(name: str, scores: list[Score], rest: int) -> str:
    """Return a row of the table; facts as right / stated, and (invented or wrong)."""
    count = len(scores)
    facts = sum((one.facts for one in scores), Counter[str]())
    figures = [
        sum(one.precision for one in scores) / count,
        sum(one.recall for one in scores) / count,
        sum(one.f1 for one in scores) / count,
        sum(one.f1 >= 0.98 for one in scores) / count,
    ]
    cells = [name, str(count), *(f"{figure:.4f}" for figure in figures)]
    for field in FIELDS:
        right, wrong = facts[f"{field}:right"], facts[f"{field}:wrong"]
        stated = right + wrong + facts[f"{field}:missing"]
        cells.append(f"{right}/{stated} ({wrong + facts[f'{field}:invented']})")
    return "| " + " | ".join([*cells, str(rest)]) + " |"


def left(gold: Gold) -> int:
    """Return how many lines of furniture the cleaned body still has."""
    done = clean(Source("page.html", "html", gold.page, "utf-8", ""))
    lines = [line for line in plain(done.body).split("\n") if line.strip()]
    return sum(line not in "".join(gold.body) or is_credit(line) for line in lines)


def speed(sources: list[Source]) -> str:
    """Return how many pages are cleaned in a second of one core."""
    clean(sources[0])  # tables are loaded once
    begin = time.process_time()
    for source in sources:
        clean(source)
    took = time.process_time() - begin
    size = sum(len(source.text) for source in sources) / len(sources)
    return (
        f"{len(sources)} pages of {size / 1000:.0f} thousand characters on average:"
        f" {len(sources) / took:.0f} pages a second and core"
    )


if __name__ == "__main__":
    main()
