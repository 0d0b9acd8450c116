"""A build from nothing on a Dask cluster of one worker and of two, in alternation.

    python -m benchmarks.cluster 2000 ../shared/corpus/xwlb.jsonl.xz [--rounds 3] [--write]

Starts a scheduler and workers of one thread each, as processes of this machine, by the
commands that start them anywhere; needs `distributed` and one core for each worker
besides those that the build and the scheduler use. "map" is the articles and their
pages, as `--profile` tells; "in this process" is the same without a cluster and with
`--jobs 1`. Sites lie in TMPDIR.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.recording import load, record, table
from benchmarks.sites import Subject, fill, ours
from benchmarks.synthesise import records

ADDRESS = "tcp://127.0.0.1:18786"
MAP = ("articles", "pages")
ALONE = 0
"""Workers: none, everything in this process."""


@dataclass(frozen=True)
class Spent:
    """Wall seconds of one build."""

    map: float
    whole: float


@contextmanager
def running(module: str, *options: str) -> Iterator[None]:
    """Run one of Dask's commands until the end of the block."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def cluster(workers: int) -> Iterator[None]:
    """Run a scheduler and some workers."""
    with ExitStack() as stack:
        port = ADDRESS.rpartition(":")[2]
        quiet = ("--no-dashboard",)
        stack.enter_context(running("dask_scheduler", "--port", port, *quiet))
        for _ in range(workers):
            options = (ADDRESS, "--nthreads", "1", *quiet)
            stack.enter_context(running("dask_worker", *options))
        wait = (
            "from distributed import Client; "
            f"Client('{ADDRESS}', timeout=60).wait_for_workers({workers})"
        )
        subprocess.run([sys.executable, "-c", wait], check=True)
        yield


def built(site: Subject, workers: int) -> Spent:
    """Build from nothing."""
    site.lose()
    options = ["--profile", "--format", "json"]
    if workers == ALONE:
        return _told([*site.command, *options, "--jobs", "1"])
    with cluster(workers):
        return _told([*site.command, *options, "--scheduler", ADDRESS])


def _told(command: Sequence[str]) -> Spent:
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    profile = json.loads(done.stdout)["profile"]
    steps = {step["step"]: step["wall"] for step in profile["steps"]}
    return Spent(sum(steps[name] for name in MAP), profile["wall"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("number", type=int)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    before = load()
    names = {ALONE: "in this process", 1: "one Dask worker", 2: "two Dask workers"}
    runs: dict[int, list[Spent]] = {workers: [] for workers in names}
    with tempfile.TemporaryDirectory() as folder:
        site = ours(Path(folder) / "archive")
        fill([site], records(options.corpus, options.number))
        built(site, ALONE)  # reads the corpus's words from a cold disk
        for _ in range(options.rounds):
            for workers, found in runs.items():
                found.append(built(site, workers))
    maps = {n: statistics.median(one.map for one in some) for n, some in runs.items()}
    whole = {n: statistics.median(x.whole for x in some) for n, some in runs.items()}
    rows = [
        [name, f"{maps[n]:.2f}", f"{maps[1] / maps[n]:.2f}", f"{whole[n]:.2f}"]
        for n, name in names.items()
    ]
    heading = f"Cluster, {options.number:,} articles"
    head = [heading, "map, wall s", "times as fast as one worker", "build, wall s"]
    text = f"{table(head, rows)}\nBefore: {before}; after: {load()}."
    print(f"## {heading}\n\n{text}")
    if options.write:
        record(heading, text)


if __name__ == "__main__":
    main()
