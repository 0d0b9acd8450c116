"""What an article costs as an archive grows: a table, and a plot beside it.

    python -m benchmarks.scale ../shared/corpus/xwlb.jsonl.xz [--write]
        [--sizes 1000 5000 20000 67080 200000]

For each size: a build from nothing, from article files (`synthesise.py`; beyond the
67,080 of the corpus they are made from it); then nothing changed, one body and one
title changed. Articles of the smaller sizes are the longer ones of the corpus, so the
cost for a thousand characters is told, too. Sites lie in TMPDIR.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Usage, measured
from benchmarks.plot import plotted
from benchmarks.recording import RESULTS, load, record, table
from benchmarks.sites import Subject, fill, ours
from benchmarks.synthesise import records

SIZES = (1000, 5000, 20000, 67080, 200000)
HEADING = "Growth"
PLOT = RESULTS.with_name("results-build.svg")


@dataclass(frozen=True)
class Grown:
    """What an archive of some size took."""

    articles: int
    characters: int
    cold: Usage
    still: Usage
    body: Usage
    title: Usage
    files: int
    bytes: int
    store: int
    """Bytes of what builds remember."""

    def row(self) -> list[str]:
        """Return the figures as cells."""
        each = self.articles
        return [
            f"{each:,}",
            f"{self.characters / each:.0f}",
            f"{self.cold.wall:.1f}",
            f"{self.cold.cpu:.1f}",
            f"{1000 * self.cold.wall / each:.2f}",
            f"{1000 * self.cold.cpu / each:.2f}",
            f"{1e6 * self.cold.cpu / self.characters:.2f}",
            f"{self.cold.memory:.0f}",
            f"{self.still.wall:.2f}",
            f"{self.body.wall:.2f}",
            f"{self.title.wall:.2f}",
            f"{self.files / each:.2f}",
            f"{self.bytes / each / 1000:.1f}",
            f"{self.store / each / 1000:.1f}",
        ]


HEAD = (
    "articles",
    "characters each",
    "cold, wall s",
    "CPU s",
    "wall ms each",
    "CPU ms each",
    "CPU ms for 1,000 characters",
    "MB",
    "nothing changed, s",
    "one body, s",
    "one title, s",
    "files each",
    "KB each",
    "KB each remembered",
)


def grown(number: int, corpus: Path, folder: Path) -> Grown:
    """Build an archive of some articles, and after edits."""
    site = ours(folder / f"archive{number}")
    characters = fill([site], records(corpus, number))
    cold = measured(site.command)
    files, size = site.size()
    still = _again(site)
    site.add_sentence("一")  # the first edit makes the publisher's spare, too
    _again(site)
    site.add_sentence("二")
    body = _again(site)
    site.retitle("改")
    title = _again(site)
    store = sum(path.stat().st_size for path in (site.root / ".wenyuan").iterdir())
    return Grown(number, characters, cold, still, body, title, files, size, store)


def _again(site: Subject) -> Usage:
    time.sleep(0.1)
    return measured(site.command)


def main() -> None:
    """Print the table; write it and the plot when asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    before = load()
    found: list[Grown] = []
    for number in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            found.append(grown(number, options.corpus, Path(folder)))
            print(" | ".join(found[-1].row()), flush=True)
    text = (
        f"{table(HEAD, [one.row() for one in found])}\n"
        f"Before: {before}; after: {load()}.\n\n![plot]({PLOT.name})"
    )
    print(f"## {HEADING}\n\n{text}")
    if options.write:
        lines = {
            "CPU ms an article": [
                (one.articles, 1000 * one.cold.cpu / one.articles) for one in found
            ],
            "CPU ms / 1,000 chars": [
                (one.articles, 1e6 * one.cold.cpu / one.characters) for one in found
            ],
        }
        plot = plotted("Build from nothing", "articles", lines)
        PLOT.write_text(plot, "utf-8")
        record(HEADING, text)


if __name__ == "__main__":
    main()
