"""Speed of conversion to Traditional: the library, our two modes, official C++.

Run: python -m benchmarks.conversion [FILE.jsonl.xz] [ARTICLES]

FILE holds one JSON object a line with a `text`; the default is the corpus beside
the repository. All converters take turns on the same three hundred articles, then on the
next, so that nothing remembered from an earlier turn helps and other work on the
machine hits all alike; processor time counts. Load times are the least of five new
processes, from import to the first result: cold with an empty cache folder, so that
the tables are compiled and kept, then warm; `nothing` is a Python that imports what
every such process needs.
"""

from __future__ import annotations

import json
import lzma
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import opencc

from benchmarks.peers import OPENCC, ZHCONV, peers
from generator.script import convert, reference

CORPUS = Path(__file__).resolve().parents[2] / "shared/corpus/xwlb.jsonl.xz"
TURN, PROCESSES = 300, 5
CONFIG = "s2tw"

LOADING = {
    "nothing": "import dataclasses, hashlib, importlib.metadata, json, pathlib, re",
    "ours, import only": "import generator.script",
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
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 6000
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        spread = islice(lines, 0, count * 10, 10)
        texts = [json.loads(line)["text"] for line in spread]
    size = sum(map(len, texts))
    print(f"{len(texts)} articles, {size} characters, {CONFIG}")
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
        for start in range(0, len(texts), TURN):
            part = texts[start : start + TURN]
            for name, way in ways.items():
                taken[name] += _seconds(way, part)
            for name, peer in running.items():
                taken[name] += peer.convert(part)[0]
        peers_loading = {name: peer.loading for name, peer in running.items()}
    print("| converter | million characters a second | ratio |")
    print("| --- | --- | --- |")
    for name, seconds in taken.items():
        ratio = taken["library"] / seconds
        print(f"| {name} | {size / seconds / 1e6:.2f} | {ratio:.1f} |")
    print("\n| load and first call | cold | warm |")
    print("| --- | --- | --- |")
    for name, code in LOADING.items():
        cold, warm = _cold_and_warm(code)
        print(f"| {name} | {cold * 1e3:.0f} ms | {warm * 1e3:.0f} ms |")
    for name, loaded in peers_loading.items():
        print(f"| {name} | | {loaded * 1e3:.0f} ms |")


def _seconds(way: Callable[[str], str], texts: list[str]) -> float:
    started = time.process_time()
    for text in texts:
        way(text)
    return time.process_time() - started


def _cold_and_warm(code: str) -> tuple[float, float]:
    """Return the least seconds that new processes take for `code`."""
    cold, warm = [], []
    for _ in range(PROCESSES):
        with tempfile.TemporaryDirectory() as folder:
            cold.append(_loading(code, folder))
            warm.append(_loading(code, folder))
    return min(cold), min(warm)


def _loading(code: str, folder: str) -> float:
    timed = (
        f"import time; t = time.perf_counter(); {code}; print(time.perf_counter() - t)"
    )
    command = [sys.executable, "-c", timed]
    environment = {**os.environ, "XDG_CACHE_HOME": folder}
    done = subprocess.run(command, check=True, capture_output=True, env=environment)
    return float(done.stdout)


if __name__ == "__main__":
    main()
