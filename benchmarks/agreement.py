"""How far a second reader agrees with the gold.

Run: python -m benchmarks.agreement FILE

FILE holds what the second reader wrote: a number, a tab, and the Traditional text, a
line for each of the hard sentences and then of the first draw of news, in order. The
reader saw the Simplified text only. Equal forms agree. Every disagreement is listed,
to be settled by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.annotated import Sentence, news, normalised, written
from generator.script.dictionaries import candidates


def main() -> None:
    """Print the agreement on each set, then the disagreements."""
    first = [one for one in news() if one.genre == "draw 1"]
    sets = {"sentences": written("sentences"), "news, draw 1": first}
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
    numbered = dict(line.split("\t", 1) for line in lines if "\t" in line)
    number = 0
    for name, sentences in sets.items():
        pairs = []
        for one in sentences:
            number += 1
            pairs.append((one, numbered.get(str(number), "").strip()))
        report(name, pairs)


def report(name: str, pairs: list[tuple[Sentence, str]]) -> None:
    """Print how many characters agree, and how many with more than one counterpart."""
    usable = [pair for pair in pairs if len(pair[0].gold) == len(pair[1])]
    counts = {"characters": [0, 0], "with more than one counterpart": [0, 0]}
    for one, second in usable:
        read = zip(one.source, normalised(one.gold), normalised(second), strict=True)
        for at, (source, gold, other) in enumerate(read):
            several = len(candidates("STCharacters").get(source, ())) > 1
            for kind in list(counts)[: 1 + several]:
                counts[kind][0] += gold == other
                counts[kind][1] += 1
            if gold != other:
                around = one.source[max(at - 4, 0) : at + 5]
                print(f"{around}\tgold {one.gold[at]}\tsecond {second[at]}")
    print(f"{name}: {len(usable)} of {len(pairs)} sentences are of equal length")
    for kind, (agreed, total) in counts.items():
        print(f"  {kind}: {agreed} of {total} agree ({agreed / max(total, 1):.2%})")


if __name__ == "__main__":
    main()
