"""Builds an archive of N corpus articles from nothing and again, and measures both.

Run: python benchmarks/build.py 1000 ../shared/corpus/xwlb.jsonl.xz
"""

from __future__ import annotations

import itertools
import json
import lzma
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from generator.scaffold import scaffold


def sample(corpus: Path, number: int) -> list[str]:
    """Return every k-th record with at least 200 characters, `number` of them."""
    with lzma.open(corpus, "rt", encoding="utf-8") as stream:
        lines = [line for line in stream if len(json.loads(line)["text"]) >= 200]
    step = max(1, len(lines) // number)
    return list(itertools.islice(lines[::step], number))


def measured(command: list[str]) -> tuple[float, float, float]:
    """Return wall seconds, CPU seconds and peak memory (MB, largest process)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    status = os.spawnv(os.P_WAIT, command[0], command)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status:
        sys.exit(f"{command} ended with status {status}")
    used = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return wall, used, after.ru_maxrss / 1024


def main() -> None:
    """Print one row for the first build and one for the second."""
    number, corpus = int(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "archive"
        scaffold(root)
        (root / "content/sources/第一篇文章.txt").unlink()
        records = root / "content/sources/corpus.jsonl"
        records.write_text("".join(sample(corpus, number)), "utf-8")
        command = [sys.executable, "-m", "generator", "build", "--quiet"]
        command += ["--site", str(root), "--base-url", "https://example.org/"]
        for label in ("from nothing", "again, nothing changed"):
            wall, used, memory = measured(command)
            files = sum(1 for path in (root / "public").rglob("*") if path.is_file())
            print(
                f"{number} articles, {label}: {wall:.1f} s wall, {used:.1f} s CPU,"
                f" {memory:.0f} MB peak, {files} files"
            )


if __name__ == "__main__":
    main()
