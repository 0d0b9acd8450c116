"""Builds an archive of N corpus articles from nothing and after changes, and measures.

Run: python benchmarks/build.py 1000 ../shared/corpus/xwlb.jsonl.xz
"""

from __future__ import annotations

import itertools
import json
import lzma
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
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
    begin = time.perf_counter()
    process = os.spawnv(os.P_NOWAIT, command[0], command)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - begin
    if status:
        sys.exit(f"{command} ended with status {status}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def edit(root: Path, change: Callable[[str], str]) -> None:
    """Change the article file in the middle."""
    files = sorted((root / "content/articles").glob("*.md"))
    path = files[len(files) // 2]
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def touched(root: Path) -> None:
    """Give every file a new time, as a fresh checkout does."""
    for path in (root / "content").rglob("*"):
        if path.is_file():
            os.utime(path)


EDITS: list[tuple[str, Callable[[Path], None]]] = [
    ("ingest and build, from nothing", lambda _: None),
    ("again, nothing changed", lambda _: None),
    ("the same after a fresh checkout", touched),
    (
        "first edit: a sentence more",
        lambda root: edit(root, lambda t: t + "\n又一句。\n"),
    ),
    ("a sentence more", lambda root: edit(root, lambda t: t + "\n又说一句。\n")),
    (
        "another title",
        lambda root: edit(root, lambda t: t.replace("title: ", "title: 新", 1)),
    ),
    (
        "another template",
        lambda root: write(root / "content/templates/404.html", NOT_FOUND),
    ),
    ("store lost", lambda root: shutil.rmtree(root / ".wenyuan")),
]
NOT_FOUND = "{% extends 'theme/404.html' %}"


def write(path: Path, text: str) -> None:
    """Write a file, and its folder."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def main() -> None:
    """Print one row for each build: the first one, and one after each change."""
    number, corpus = int(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        root = Path(folder) / "archive"
        scaffold(root)
        (root / "content/sources/第一篇文章.txt").unlink()
        records = root / "content/sources/corpus.jsonl"
        records.write_text("".join(sample(corpus, number)), "utf-8")
        command = [sys.executable, "-m", "generator", "build", "--quiet"]
        command += ["--site", str(root), "--base-url", "https://example.org/"]
        print(f"| {number} articles | wall s | CPU s | MB |\n| --- | --- | --- | --- |")
        for label, change in EDITS:
            change(root)
            time.sleep(0.1)
            wall, used, memory = measured(command)
            print(f"| {label} | {wall:.2f} | {used:.2f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
