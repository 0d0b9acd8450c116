"""Wrong characters per 10,000 of several converters on annotated sentences.

Run: python -m benchmarks.accuracy [--show]

The sets are described in benchmarks/annotated.py. Forms that Taiwan writes side by
side (佔 占, 週 周 …) count as equal, whichever converter writes them; so do the
quotation marks of both scripts. Rates have an exact 95 % interval (Poisson).
`--show` prints what our conversion gets wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from math import exp

from benchmarks.annotated import CORPUS, WRITTEN, Sentence, news, written, wrong
from benchmarks.peers import NEWEST, OPENCC, OTHERS, ZHCONV, Peer, peers
from generator.script import convert, reference


def main() -> None:
    """Print the table of each set."""
    sets = {name: written(name) for name in WRITTEN}
    if CORPUS.exists():
        for one in news():
            sets.setdefault(f"news, {one.genre}", []).append(one)
    with peers(OPENCC, NEWEST, ZHCONV, *OTHERS) as running:
        for name, sentences in sets.items():
            found = conversions([one.source for one in sentences], running)
            print_table(name, sentences, found)
            if "--show" in sys.argv:
                show(sentences, found["ours, default"])


def conversions(
    sources: list[str], running: Mapping[str, Peer]
) -> dict[str, list[str]]:
    """Convert the sentences by every converter."""
    found = {
        "reference s2tw": [reference(text, "s2tw") for text in sources],
        "ours, default": [convert(text, "hant", source="hans") for text in sources],
    }
    return {
        **found,
        **{name: peer.convert(sources)[1] for name, peer in running.items()},
    }


def show(sentences: Sequence[Sentence], found: Sequence[str]) -> None:
    """Print the sentences that our conversion gets wrong."""
    for one, text in zip(sentences, found, strict=True):
        if wrong(text, one.gold):
            print(f"{one.source}\n  gold {one.gold}\n  ours {text}")


def print_table(
    name: str, sentences: Sequence[Sentence], found: Mapping[str, Sequence[str]]
) -> None:
    """Print errors, their rate with its interval, and sentences fully right."""
    size = sum(len(one.source) for one in sentences)
    print(f"\n{name}: {len(sentences)} sentences, {size} characters")
    print("| converter | wrong | per 10,000 | 95 % interval | sentences right |")
    print("| --- | --- | --- | --- | --- |")
    for converter, texts in found.items():
        errors = [wrong(t, s.gold) for t, s in zip(texts, sentences, strict=True)]
        total, right = sum(errors), errors.count(0) / len(errors)
        low, high = (count / size * 10_000 for count in interval(total))
        rate = total / size * 10_000
        print(
            f"| {converter} | {total} | {rate:.1f} "
            f"| {low:.1f}–{high:.1f} | {right:.1%} |"
        )


def interval(count: int) -> tuple[float, float]:
    """Return the exact 95 % interval of the mean of a Poisson count (Garwood)."""
    return (
        _solve(lambda mean: 1 - _up_to(count - 1, mean), 0.025) if count else 0.0,
        _solve(lambda mean: 1 - _up_to(count, mean), 0.975),
    )


def _up_to(count: int, mean: float) -> float:
    """Return the chance of at most `count` where `mean` are expected."""
    term = total = exp(-mean)
    for number in range(1, count + 1):
        term *= mean / number
        total += term
    return total if count >= 0 else 0.0


def _solve(rising: Callable[[float], float], wanted: float) -> float:
    """Find by bisection where a rising function reaches a value."""
    low, high = 0.0, 700.0
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
    return low


if __name__ == "__main__":
    main()
