"""Scores the cleaning of plain text on damage made with exact gold.

Run: python -m benchmarks.cleaning ../shared/corpus/xwlb.jsonl.xz 300
"""

from __future__ import annotations

import itertools
import json
import lzma
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.quality.dirt import KINDS, Page, mixture, single
from tests.quality.dirt_wraps import WRAPS, wrapped
from tests.quality.score import Summary, score

HEAD = "kind                 count   prec  recall     F1  >=.98  paras border right miss wrong  inv title"


def pages(corpus: Path, number: int) -> Iterator[Page]:
    """Yield corpus articles of at least two paragraphs as undamaged pages."""
    with lzma.open(corpus, "rt", encoding="utf-8") as stream:
        lines = itertools.islice(stream, 7, None, 97)
        found = 0
        for line in lines:
            record = json.loads(line)
            body = tuple(
                one.strip() for one in record["text"].split("\n") if one.strip()
            )
            plain = not any("编辑：" in one or "编辑:" in one for one in body)
            if (
                len(body) >= 2
                and plain
                and min(map(len, body)) >= 20
                and found < number
            ):
                found += 1
                yield Page(record["title"].strip(), body)


def main() -> None:
    """Print a row for the clean pages, for each kind of dirt, and for mixtures."""
    articles = list(pages(Path(sys.argv[1]), int(sys.argv[2])))
    print(HEAD)
    clean = [Page(one.title, one.body, head=(one.title,)) for one in articles]
    begin = time.perf_counter()
    for label, made in (
        ("clean", clean),
        *((kind, [single(a, kind, a.title) for a in articles]) for kind in KINDS),
        *(
            (kind, [made for a in articles for made in wrapped(a, kind)])
            for kind in WRAPS
        ),
        ("mixture", [mixture(a, f"{n} {a.title}") for n in range(3) for a in articles]),
    ):
        print(f"{label:20} {Summary.of(map(score, made)).row()}", flush=True)
    print(f"{time.perf_counter() - begin:.0f} s with scoring")


if __name__ == "__main__":
    main()
