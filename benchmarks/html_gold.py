"""Scores the cleaning of a folder of saved pages against gold that their owner wrote.

Run: python -m benchmarks.html_gold FOLDER [GOLD.json; FOLDER/gold.json when left out]

GOLD is an object of one entry a page, by file name relative to FOLDER:

    {"1.html": {"title": "…", "date": "2020-06-01T10:22", "source": "…",
                "authors": "甲 乙", "editors": "", "body": ["…", "…"], "chrome": ["…"]}}

`body` holds the paragraphs, `chrome` lines known not to belong to them. A field may be
a list of texts, each of them right; "" is right when nothing may be read; a field that
is left out is not judged. Names are parted by a blank; dates are compared by day, and
by minute where the gold has one.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.ingest import Cleaned, clean
from generator.ingest.read import read_bytes
from generator.model import Source
from tests.quality.html.score import plain
from tests.quality.score import bare

_TEXTS = ("title", "source", "authors", "editors")
_DAY, _MINUTE = len("2020-06-01"), len("2020-06-01T10:22")


def main() -> None:
    """Print what was measured on every page that is not right, then the sums."""
    folder = Path(sys.argv[1])
    path = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "gold.json"
    gold: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text("utf-8"))
    facts: Counter[tuple[str, str]] = Counter()
    figures: list[tuple[float, float, float]] = []
    took = 0.0
    for name, wanted in sorted(gold.items()):
        source = read_bytes((folder / name).read_bytes(), name)
        if not isinstance(source, Source):
            sys.exit(str(source))
        begin = time.process_time()
        done = clean(source)
        took += time.process_time() - begin
        wrong = [*_judged(done, wanted)]
        facts.update((field, verdict) for field, verdict, _ in wrong)
        if wanted.get("body"):
            figures.append(_overlap(done, wanted["body"]))
        for field, verdict, words in wrong:
            if verdict not in {"right", "removed", "absent"}:
                print(f"{name}: {field} {verdict}: {words}")
    print(_summary(figures, facts))
    print(f"{len(gold) / took:.0f} pages a second and core")


def _overlap(done: Cleaned, paragraphs: list[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the characters of a body."""
    got, want = bare(plain(done.body)), bare("".join(paragraphs))
    same = longest_common(got, want)
    precision, recall = same / len(got) if got else 0.0, same / len(want)
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def longest_common(one: str, other: str) -> int:
    """Return the length of the longest common subsequence of two texts.

    Bit-parallel (Hyyrö, 2004): a bit for each character of the shorter one.
    """
    short, long = sorted((one, other), key=len)
    places: dict[str, int] = {}
    for at, character in enumerate(short):
        places[character] = places.get(character, 0) | 1 << at
    whole = (1 << len(short)) - 1
    row = whole
    for character in long:
        met = row & places.get(character, 0)
        row = ((row + met) | (row - met)) & whole
    return len(short) - row.bit_count()


def _judged(done: Cleaned, wanted: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield field, verdict and words for every field, and for every line of chrome."""
    read = {
        "title": done.metadata.title or "",
        "source": done.metadata.source or "",
        "authors": " ".join(done.metadata.authors),
        "editors": " ".join(done.metadata.editors),
    }
    for field in _TEXTS:
        if field in wanted:
            right = [bare(one) for one in _each(wanted[field])]
            yield field, _verdict(bare(read[field]), right), read[field]
    date = done.metadata.date or ""
    days = _each(wanted.get("date", []))
    if days:
        yield "day", _verdict(date[:_DAY], [one[:_DAY] for one in days]), date
    minutes = [one for one in days if len(one) >= _MINUTE]
    if minutes:
        minute = date[:_MINUTE] if len(date) >= _MINUTE else ""
        yield "minute", _verdict(minute, [one[:_MINUTE] for one in minutes]), date
    body, text = bare(plain(done.body)), bare("".join(wanted.get("body", [])))
    for line in wanted.get("chrome", []):
        if len(bare(line)) >= 4:
            left = bare(line) in body and bare(line) not in text
            yield "chrome", "left" if left else "removed", line


def _each(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _verdict(got: str, right: list[str]) -> str:
    if got in right:
        return "right" if got else "absent"
    if not any(right):
        return "invented"
    return "wrong" if got else "missing"


def _summary(
    figures: list[tuple[float, float, float]], facts: Mapping[tuple[str, str], int]
) -> str:
    """Return the sums as lines of a table."""
    count = len(figures) or 1
    means = [sum(one[at] for one in figures) / count for at in range(3)]
    good = [sum(one[2] >= least for one in figures) for least in (0.9, 0.98)]
    left = facts.get(("chrome", "left"), 0)
    known = sum(n for (field, _), n in facts.items() if field == "chrome")
    cells = (
        len(figures),
        *(f"{one:.4f}" for one in means),
        *good,
        f"{left} of {known}",
    )
    lines = [
        "| pages with a body | precision | recall | F1 | ≥ .9 | ≥ .98 | chrome left |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        f"| {' | '.join(map(str, cells))} |",
        "",
        "| field | right of stated | wrong | invented |",
        "| --- | --- | --- | --- |",
    ]
    for field in ("title", "day", "minute", "source", "authors", "editors"):
        of = {verdict: n for (name, verdict), n in facts.items() if name == field}
        stated = sum(of.get(one, 0) for one in ("right", "wrong", "missing"))
        lines.append(
            f"| {field} | {of.get('right', 0)} of {stated} | {of.get('wrong', 0)}"
            f" | {of.get('invented', 0)} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
