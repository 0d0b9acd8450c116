"""Speed of conversion to Traditional: the library, our two modes, official C++.

Run: python -m benchmarks.conversion [FILE.jsonl.xz] [ARTICLES]

FILE holds one JSON object a line with a `text`; the default is the corpus beside
the repository. In each of five rounds all converters take turns on the same
articles, every round on others, so that nothing remembered from an earlier round
helps; the time of all rounds counts. Load times are the least of five new
processes.
"""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import opencc

from benchmarks.peers import OPENCC, ZHCONV, peers
from generator.script import convert, reference

CORPUS = Path(__file__).resolve().parents[2] / "shared/corpus/xwlb.jsonl.xz"
ROUNDS = 5
CONFIG = "s2tw"

LOADING = {
    "library": "import opencc; opencc.OpenCC('s2tw').convert('发')",
    "ours, reference": (
        "from generator.script import reference; reference('发', 's2tw')"
    ),
    "ours, default": (
        "from generator.script import convert; convert('发', 'hant', source='hans')"
    ),
}


def main() -> None:
    """Print the table."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 600
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        spread = islice(lines, 0, count * 100, 100 // ROUNDS)
        texts = [json.loads(line)["text"] for line in spread]
    size = sum(map(len, texts))
    print(f"{len(texts)} articles, {size} characters, {CONFIG}, {ROUNDS} rounds")
    with peers(OPENCC, ZHCONV) as running:
        taken: defaultdict[str, float] = defaultdict(float)
        library = opencc.OpenCC(CONFIG)
        ways: dict[str, Callable[[str], str]] = {
            "library": library.convert,
            "ours, reference": lambda text: reference(text, CONFIG),
            "ours, default": lambda text: convert(text, "hant", source="hans"),
        }
        for way in ways.values():
            way("发")
        for number in range(ROUNDS):
            part = texts[number::ROUNDS]
            for name, way in ways.items():
                taken[name] += _seconds(way, part)
            for name, peer in running.items():
                taken[name] += peer.convert(part)[0]
        loading = {name: _loading(code) for name, code in LOADING.items()}
        loading.update({name: peer.loading for name, peer in running.items()})
    print("| converter | million characters a second | ratio | load and first call |")
    print("| --- | --- | --- | --- |")
    for name, seconds in taken.items():
        ratio = taken["library"] / seconds
        speed = size / seconds / 1e6
        print(f"| {name} | {speed:.2f} | {ratio:.1f} | {loading[name] * 1e3:.0f} ms |")


def _seconds(way: Callable[[str], str], texts: list[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        way(text)
    return time.perf_counter() - started


def _loading(code: str) -> float:
    """Return the least seconds that new processes take for `code`."""
    timed = (
        f"import time; t = time.perf_counter(); {code}; print(time.perf_counter() - t)"
    )
    command = [sys.executable, "-c", timed]
    return min(
        float(subprocess.run(command, check=True, capture_output=True).stdout)
        for _ in range(ROUNDS)
    )


if __name__ == "__main__":
    main()
