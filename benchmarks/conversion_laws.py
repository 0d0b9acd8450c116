"""The laws of conversion, over every article of a corpus.

Run: python -m benchmarks.conversion_laws [FILE.jsonl.xz]

Counts articles for which reference mode is not byte for byte what the library
writes (s2tw, and tw2s on its result), whose two texts differ in length, or whose
texts do not fold alike. Exit code 1 if there is any. Two processes share the work.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import chain
from pathlib import Path

import opencc

from generator.script import convert, fold, reference

CORPUS = Path(__file__).resolve().parents[2] / "shared/corpus/xwlb.jsonl.xz"
LAWS = ("reference s2tw", "reference tw2s", "length", "fold", "fold of the way back")


@cache
def library(config: str) -> opencc.OpenCC:
    """Return the library's converter."""
    return opencc.OpenCC(config)


def broken(texts: tuple[str, ...]) -> list[str]:
    """Name the law for each text that breaks it."""
    found = []
    for hans in texts:
        hant = convert(hans, "hant", source="hans")
        official = library("s2tw").convert(hans)
        kept = (
            reference(hans, "s2tw") == official,
            reference(official, "tw2s") == library("tw2s").convert(official),
            len(hant) == len(hans),
            fold(hant) == fold(hans),
            fold(convert(hant, "hans", source="hant")) == fold(hans),
        )
        found += [law for law, holds in zip(LAWS, kept, strict=True) if not holds]
    return found


def texts(path: Path) -> Iterator[str]:
    """Read the texts of a corpus."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def main() -> int:
    """Print how many texts break each law."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    every = list(texts(path))
    with ProcessPoolExecutor(2) as pool:
        counted = Counter(
            chain.from_iterable(
                pool.map(
                    broken,
                    (tuple(every[at : at + 500]) for at in range(0, len(every), 500)),
                )
            )
        )
    print(f"{len(every)} articles, {sum(map(len, every))} characters")
    for law in LAWS:
        print(f"{law}: {counted[law]} broken")
    return 1 if counted else 0


if __name__ == "__main__":
    sys.exit(main())
