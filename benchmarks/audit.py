"""Cleans every corpus article as it is: whatever a rule takes from them it must answer for.

Run: python -m benchmarks.audit ../shared/corpus/xwlb.jsonl.xz [every nth]

Then damages some of them by eating one byte of GBK, as broken filters do, and counts
how many of the runs that are misread from there on come back.
"""

from __future__ import annotations

import itertools
import json
import lzma
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from generator.ingest import clean
from generator.model import Source

SHOWN = 12
QUIET = frozenset(
    ("blanks", "full-width", "line-ends", "punctuation", "script-restored")
)
"""Rules that write the same character otherwise."""


def articles(corpus: Path, step: int) -> Iterator[tuple[str, str]]:
    """Yield title and text of every nth corpus article."""
    with lzma.open(corpus, "rt", encoding="utf-8") as stream:
        for line in itertools.islice(stream, 0, None, step):
            record = json.loads(line)
            yield record["title"], record["text"]


def audit(corpus: Path, step: int) -> None:
    """Print how often each rule removed or repaired something, and examples."""
    edits: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    number = size = 0
    for title, text in articles(corpus, step):
        number, size = number + 1, size + len(text)
        source = Source("article.txt", "text", text, "utf-8", "", {"title": title})
        for edit in clean(source).edits:
            if not edit.rule.startswith("markdown") and edit.rule not in QUIET:
                edits[edit.rule] += 1
                examples.setdefault(edit.rule, []).append(edit.text.strip()[:40])
    print(f"{number} articles, {size} characters")
    for rule, count in edits.most_common():
        print(f"{rule:16} {count:5}  {' | '.join(sorted(set(examples[rule]))[:SHOWN])}")


def shifted(corpus: Path, step: int) -> Iterator[tuple[str, int, bool]]:
    """Yield decoder, length and whether it came back of each run that lost a byte."""
    rng = random.Random(5)  # noqa: S311 - not for secrets
    for _, text in articles(corpus, step):
        runs = list(re.finditer(r"[\u4e00-\u9fff，。、：；]{6,}", text))
        if not runs:
            continue
        run = rng.choice(runs)
        data = run.group().encode("gbk")
        eaten = rng.randrange(len(data) - 9)
        mark = b"?" * rng.randint(0, 1)
        for decoder in ("gbk", "gb18030"):
            seen = (data[:eaten] + mark + data[eaten + 1 :]).decode(decoder, "replace")
            same = next(
                (
                    n
                    for n, (a, b) in enumerate(
                        zip(seen[::-1], run.group()[::-1], strict=False)
                    )
                    if a != b
                ),
                0,
            )
            wanted = run.group()[eaten // 2 + 1 : len(run.group()) - same - 1]
            page = text[: run.start()] + seen + text[run.end() :]
            if len(wanted) >= 4:
                body = clean(Source("page.txt", "text", page, "utf-8", "")).body
                yield decoder, len(wanted), wanted in body


def main() -> None:
    """Print what rules take from undamaged articles, and what eaten bytes cost."""
    corpus, step = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    audit(corpus, step)
    tally: Counter[tuple[str, str, bool]] = Counter()
    for decoder, size, came_back in shifted(corpus, 100):
        tally[decoder, "6 and more" if size >= 6 else "4 or 5", came_back] += 1
    for decoder, length in sorted({key[:2] for key in tally}):
        back, lost = tally[decoder, length, True], tally[decoder, length, False]
        print(
            f"one byte eaten, read as {decoder}, {length} characters: {back} of {back + lost}"
        )


if __name__ == "__main__":
    main()
