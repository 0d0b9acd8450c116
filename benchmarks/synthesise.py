"""Articles for measuring: real ones of the corpus, then any number made from them.

    python -m benchmarks.synthesise 200000 ../shared/corpus/xwlb.jsonl.xz > more.jsonl

A made article takes each paragraph from another article near by in the corpus, its
title from two of them, and date, source and keywords from one: words, lengths and
lists are those of the corpus, no two titles are equal, and the same number of
articles is the same articles always. The corpus is read as a stream, once for every
67,080 articles; a window of 512 of them is all that is held.
"""

from __future__ import annotations

import itertools
import json
import lzma
import random
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]
"""A row of the corpus: id, date, title, source, keywords, text."""
WINDOW = 512
LEAST = 200
"""Characters that an article of a sample has at least."""


def records(corpus: Path, number: int) -> Iterator[Record]:
    """Yield `number` articles, each with an id of its own.

    Of fewer than are in the corpus: every k-th of those with 200 characters or more;
    else all of it, and then what is made from it.
    """
    long = sum(len(one["text"]) >= LEAST for one in _read(corpus))
    every: Iterator[Record] = itertools.chain(_read(corpus), _made(corpus))
    if number <= long:
        fitting = (one for one in _read(corpus) if len(one["text"]) >= LEAST)
        every = itertools.islice(fitting, 0, None, long // number)
    for place, one in enumerate(itertools.islice(every, number)):
        yield {**one, "id": f"{one['date'] or 'undated'}-{place:06d}"}


def with_tags(found: Iterable[Record], corpus: Path, number: int) -> Iterator[Record]:
    """Yield articles with those of their keywords that are the corpus's commonest."""
    counts = Counter(word for one in _read(corpus) for word in one["keywords"])
    common = {word for word, _ in counts.most_common(number)}
    for one in found:
        yield {**one, "keywords": [x for x in one["keywords"] if x in common]}


def _read(corpus: Path) -> Iterator[Record]:
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _made(corpus: Path) -> Iterator[Record]:
    """Yield articles made from those of the corpus, without end."""
    for place, own in enumerate(_windows(corpus)):
        window, record = own
        chance = random.Random(place)  # noqa: S311 - the same ones every time
        ahead, behind = (chance.choice(window)["title"] for _ in range(2))
        title = f"{ahead[: len(ahead) // 2]}{behind[len(behind) // 2 :]}（{place + 1}）"
        parts = [
            chance.choice(chance.choice(window)["text"].split("\n"))
            for _ in record["text"].split("\n")
        ]
        yield {**record, "title": title, "text": "\n".join(parts)}


def _windows(corpus: Path) -> Iterator[tuple[deque[Record], Record]]:
    """Yield each article with those read last, again and again."""
    window: deque[Record] = deque(maxlen=WINDOW)
    while True:
        for record in _read(corpus):
            window.append(record)
            yield window, record


def main() -> None:
    """Print the articles as JSON Lines."""
    for one in records(Path(sys.argv[2]), int(sys.argv[1])):
        sys.stdout.write(json.dumps(one, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
