"""How soon the preview answers, and how soon it shows what was saved.

    python -m benchmarks.serve 1000 ../shared/corpus/xwlb.jsonl.xz [--edits 5] [--write]

Builds once, so that the store is warm; starts `wenyuan serve` on a free port and asks
for the page of an article until it answers; then saves that article again and again,
each time with another sentence or title, and asks for the page every 5 ms until the
sentence, or for the list of its month until the title, is there. Wall seconds, and
processor seconds of the preview, answers to the asking included.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import measured
from benchmarks.recording import load, record, table
from benchmarks.sites import Subject, fill, ours
from benchmarks.synthesise import records

POLL = 0.005
PATIENCE = 120


@dataclass(frozen=True)
class Served:
    """A preview that runs."""

    host: str
    pid: int

    def get(self, path: str) -> str:
        """Return the page at a path."""
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        connection.request("GET", path)
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def wait_for(self, words: str, path: str) -> float:
        """Return the seconds until a page holds some words."""
        begin = time.perf_counter()
        while words not in self.get(path):
            if time.perf_counter() - begin > PATIENCE:
                sys.exit(f"{path} never showed {words}")
            time.sleep(POLL)
        return time.perf_counter() - begin

    def cpu(self) -> float:
        """Return the processor seconds that the process has used."""
        words = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2]
        return sum(map(int, words.split()[11:13])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the MB that the process has now."""
        text = Path(f"/proc/{self.pid}/smaps_rollup").read_text("utf-8")
        found = re.search(r"(?m)^Pss: +(\d+)", text)
        return int(found[1]) / 1024 if found else 0.0


@contextmanager
def serving(site: Subject) -> Iterator[Served]:
    """Start a preview; give it once it has told its address."""
    command = [sys.executable, "-m", "generator", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--site", site.root], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr  # noqa: S101 - it was made with a pipe
        first = process.stderr.readline()
        found = re.search(r"http://([\d.]+:\d+)/", first)
        if not found:
            sys.exit(f"no preview: {first}{process.stderr.read()}")
        try:
            yield Served(found[1], process.pid)
        finally:
            process.terminate()


def figures(site: Subject, edits: int) -> list[list[str]]:
    """Return a row for each thing measured."""
    paths = sorted(site.articles[0].iterdir())
    slug = paths[len(paths) // 2].stem
    page = f"/zh-hans/articles/{slug}/"
    year, month, _ = slug.split("-", 2)
    listed = f"/zh-hans/years/{year}/{month}/"
    begin = time.perf_counter()
    with serving(site) as preview:
        preview.wait_for("<article", page)
        started = time.perf_counter() - begin, preview.cpu()
        rows = [_row("start to first page, warm store", [started])]
        for what, change, path in (
            ("body saved to page served", site.add_sentence, page),
            ("title saved to list of its month served", site.retitle, listed),
        ):
            taken = []
            for _ in range(edits):
                time.sleep(0.5)
                mark, used = str(time.time_ns()), preview.cpu()
                change(mark)
                taken.append((preview.wait_for(mark, path), preview.cpu() - used))
            rows += [_row(f"{what}, first", taken[:1]), _row("later", taken[1:])]
        rows.append(["memory, MB", f"{preview.memory():.0f}", ""])
    return rows


def _row(label: str, taken: Sequence[tuple[float, float]]) -> list[str]:
    """Return the medians of wall and processor seconds as cells."""
    columns = (statistics.median(one) for one in zip(*taken, strict=True))
    return [label, *(f"{one:.3f}" for one in columns)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("number", type=int)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--edits", type=int, default=6)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = ours(Path(folder) / "ours")
        fill([site], records(options.corpus, options.number))
        measured(site.command)
        before = load()
        rows = figures(site, options.edits)
    heading = f"Preview, {options.number:,} articles"
    text = f"{table([heading, 'wall s', 'CPU s'], rows)}\nBefore: {before}; after: {load()}."
    print(f"## {heading}\n\n{text}")
    if options.write:
        record(heading, text)


if __name__ == "__main__":
    main()
