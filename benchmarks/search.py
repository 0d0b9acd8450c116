"""Measures our search beside Pagefind, MkDocs-Material and one whole lunr.js index.

Run: python -m benchmarks.search 1000 5000 --peers >> benchmarks/results-search.md
Needs Node, a Chromium, and for --peers access to npm and PyPI; reads ../shared/corpus.
Sizes up to 20,000 take articles of 500 to 6,000 characters, larger ones all articles.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.search_equality import compare
from benchmarks.search_peers import material, pagefind
from benchmarks.search_tools import (
    Peer,
    Sample,
    browser_times,
    build_ours,
    in_node,
    script_bytes,
)
from benchmarks.search_typing import while_typing

REPOSITORY = Path(__file__).resolve().parents[1]
MOST = 20_000
"""Up to so many articles are of middle length."""
SMALL = 1_000
"""Up to so many articles `lunr` in Python builds its whole index of, too."""


def kb(number: float) -> str:
    """Return bytes as kilobytes of 1,000."""
    return f"{number / 1000:.1f}"


def spread(values: Sequence[float], show: Callable[[float], str] = kb) -> str:
    """Return the median and the largest of some values."""
    return f"{show(statistics.median(values))} / {show(max(values))}"


def exact(found: Sequence[Sequence[str]], truth: Sequence[set[str]]) -> int:
    """Count the queries that found what they should, and each article once."""
    pairs = zip(found, truth, strict=True)
    return sum(set(slugs) == want and len(slugs) == len(want) for slugs, want in pairs)


def ours(sample: Sample, folder: Path) -> None:
    """Measure the index of one size, and print its lines."""
    build = build_ours(sample, folder / "plain", mixed=False)
    js = script_bytes()
    size = len(sample.articles)
    print(f"\n## {size:,} articles, ours\n")
    print("| what | measured |\n| --- | --- |")
    print(f"| index build, CPU s / peak MB | {build.cpu:.1f} / {build.peak:.0f} |")
    print(
        f"| index / fragments, gzip bytes an article | {build.index / size:.0f}"
        f" / {build.fragments / size:.0f} |"
    )
    for name, queries in (("own", sample.queries), ("other", sample.typed_other)):
        answers = in_node(folder / "plain", queries, counted=True)
        found = [one["slugs"] for one in answers]
        marks = [mark for one in answers for mark in one["marks"] if mark is not None]
        print(
            f"| exact sets, {name} script | {exact(found, sample.truth)}"
            f" of {len(queries)} |"
        )
        print(f"| marks exact, {name} script | {sum(marks)} of {len(marks)} |")
        sizes = [one["bytes"] + js for one in answers]
        requests = [one["requests"] + 1 for one in answers]
        print(
            f"| KB before first result, median / max, script ({kb(js)} KB) included"
            f" | {spread(sizes)} |"
        )
        print(f"| requests before it, median / max | {spread(requests, str)} |")
    mixed(sample, folder)
    times = browser_times(folder / "plain", sample.queries[::2])
    print(f"| script run before the first query, ms | {times.start:.0f} |")
    milliseconds = spread(times.answers, lambda ms: f"{ms:.0f}")
    print(
        "| key press to first result in Chromium, ms, median / max (25 of them the"
        f" pause) | {milliseconds} |"
    )
    busy = while_typing(
        folder / "plain", [one.strip('"') for one in sample.queries[::13]]
    )
    print(
        f"| tasks of 50 ms or more in {busy.presses} key presses; the longest, ms"
        f" | {len(busy.tasks)}; {max(busy.tasks, default=0):.0f} |"
    )


def mixed(sample: Sample, folder: Path) -> None:
    """Ask the same of an archive of which every second article is Traditional."""
    build_ours(sample, folder / "mixed", mixed=True)
    for name, queries in (("own", sample.queries), ("other", sample.typed_other)):
        found = [one["slugs"] for one in in_node(folder / "mixed", queries)]
        print(
            f"| exact sets, {name} script, every second article Traditional"
            f" | {exact(found, sample.truth)} of {len(queries)} |"
        )


def whole(sample: Sample, folder: Path, *, python: bool) -> None:
    """Compare with one whole index of lunr.js, and perhaps with one of `lunr`."""
    found = compare(sample, folder / "plain", python=python)
    print(f"\n## {len(sample.articles):,} articles, one whole lunr.js 2.3.9 index\n")
    print("| what | measured |\n| --- | --- |")
    print(f"| build, CPU s / peak MB | {found.seconds:.1f} / {found.peak:.0f} |")
    print(f"| KB of the index | {kb(found.bytes)} |")
    print(
        f"| of {found.queries} random queries in both scripts, ours differ in documents"
        f" / in order | {found.documents} / {found.order} |"
    )
    print(f"| largest difference of a score | {found.score:.1e} |")
    if found.python is not None:
        print(f"| largest difference from `lunr` in Python | {found.python:.1e} |")


def report(peer: Peer, sample: Sample) -> None:
    """Print what a peer did."""
    print(f"\n## {len(sample.articles):,} articles, {peer.name}\n")
    print("| what | measured |\n| --- | --- |")
    print(f"| build, CPU s / peak MB | {peer.cpu:.1f} / {peer.peak:.0f} |")
    for way, found in peer.answers.items():
        truth = sample.truth[: len(found)]
        recall = statistics.mean(
            len(set(some) & want) / len(want)
            for some, want in zip(found, truth, strict=True)
        )
        print(
            f"| {way}: exact sets; mean recall | {exact(found, truth)} of {len(found)};"
            f" {recall:.3f} |"
        )
    print(f"| KB before first result, median / max | {spread(peer.bytes)} |")
    print(f"| requests before it, median / max | {spread(peer.requests, str)} |")
    if peer.start:
        print(f"| start-up in the browser, ms | {peer.start:.0f} |")


def main() -> None:
    """Measure what the command line asks for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("sizes", type=int, nargs="+")
    options.add_argument("--peers", action="store_true")
    options.add_argument(
        "--corpus", type=Path, default=REPOSITORY.parent / "shared/corpus/xwlb.jsonl.xz"
    )
    chosen = options.parse_args()
    print(f"\n# `python -m benchmarks.search {' '.join(sys.argv[1:])}`")
    for size in chosen.sizes:
        rng = random.Random(20261120)  # noqa: S311 - a fixed sample, not a secret
        rows = Sample.read(chosen.corpus, every=size > MOST)
        rng.shuffle(rows)
        queries = Sample.choose(rows[: min(size, *chosen.sizes)], rng)
        sample = Sample.of(rows[:size], queries)
        with tempfile.TemporaryDirectory() as folder:
            ours(sample, Path(folder))
            if chosen.peers:
                whole(sample, Path(folder), python=size <= SMALL)
                report(pagefind(sample, Path(folder) / "pagefind"), sample)
                report(material(sample, Path(folder) / "material"), sample)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
