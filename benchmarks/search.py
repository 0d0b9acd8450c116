"""Measures our search beside Pagefind, MkDocs-Material and one whole lunr.js index.

Run: python benchmarks/search.py 1000 5000 --peers > benchmarks/results-search.md
Needs Node, a Chromium, and for --peers access to npm and PyPI; reads ../shared/corpus.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.search_peers import material, pagefind
from benchmarks.search_tools import (
    Peer,
    Sample,
    browser_times,
    build_ours,
    in_node,
    script_bytes,
)

REPOSITORY = Path(__file__).resolve().parents[1]


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
    build_ours(sample, folder / "mixed", mixed=True)
    for name, queries in (("own", sample.queries), ("other", sample.typed_other)):
        found = [one["slugs"] for one in in_node(folder / "mixed", queries)]
        print(
            f"| exact sets, {name} script, every second article Traditional"
            f" | {exact(found, sample.truth)} of {len(queries)} |"
        )
    times = browser_times(folder / "plain", sample.queries[::2])
    print(f"| script run before the first query, ms | {times.start:.0f} |")
    milliseconds = spread(times.answers, lambda ms: f"{ms:.0f}")
    print(
        "| key press to first result in Chromium, ms, median / max (40 of them the"
        f" pause) | {milliseconds} |"
    )


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
    print("# Search, measured\n")
    command = " ".join(sys.argv[1:])
    print(f"`python benchmarks/search.py {command}`; 200 queries sampled from the")
    print("articles of the smallest size: 40 each of names, words of two characters,")
    print("idioms, phrases of six to eight characters, runs of three to five.")
    rows = Sample.read(chosen.corpus)
    rng = random.Random(20261120)  # noqa: S311 - a fixed sample, not a secret
    rng.shuffle(rows)
    queries = Sample.choose(rows[: min(chosen.sizes)], rng)
    with tempfile.TemporaryDirectory() as folder:
        for size in chosen.sizes:
            sample = Sample.of(rows[:size], queries)
            place = Path(folder) / str(size)
            ours(sample, place)
            if chosen.peers:
                report(pagefind(sample, place / "pagefind"), sample)
                report(material(sample, place / "material"), sample)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
