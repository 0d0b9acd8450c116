"""A build from nothing on a Dask cluster of one worker and of two, in alternation.

    python -m benchmarks.cluster 2000 ../shared/corpus/xwlb.jsonl.xz [--rounds 3] [--write]

Starts a scheduler and workers of one thread each, as processes of this machine, by the
commands that start them anywhere; needs `distributed` and one core for each worker
besides those that the build and the scheduler use. "map" is the articles, the
lists, the pages and the segments of the index, as `--profile` tells; "in this process" is the same
without a cluster and with `--jobs 1`. On two cores the build, the scheduler and two workers share them: the
processor seconds tell what more cores would give. Sites lie in TMPDIR.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.recording import load, record, table
from benchmarks.sites import Subject, fill, ours
from benchmarks.synthesise import records

ADDRESS = "tcp://127.0.0.1:18786"
MAP = ("articles", "lists", "pages", "segments")
HEAD = (
    "map, wall s",
    "times as fast as one worker",
    "build, wall s",
    "CPU s of the map in the build",
    "scheduler",
    "workers",
)
ALONE = 0
"""Workers: none, everything in this process."""


@dataclass(frozen=True)
class Spent:
    """Seconds of one build."""

    map: float
    whole: float
    cpu: tuple[float, ...]
    """Processor seconds: in the map by the building process; by the scheduler and by
    the workers, start and all."""


@contextmanager
def running(cpu: list[float], module: str, *options: str) -> Iterator[None]:
    """Run one of Dask's commands until the end of the block; add what it took."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()
            _, process.returncode, used = os.wait4(process.pid, 0)
            cpu.append(used.ru_utime + used.ru_stime)


@contextmanager
def cluster(workers: int, cpu: list[float]) -> Iterator[None]:
    """Run a scheduler and some workers; add their processor seconds, scheduler last."""
    with ExitStack() as stack:
        port = ADDRESS.rpartition(":")[2]
        quiet = ("--no-dashboard",)
        stack.enter_context(running(cpu, "dask_scheduler", "--port", port, *quiet))
        for _ in range(workers):
            options = (ADDRESS, "--nthreads", "1", "--no-nanny", *quiet)
            stack.enter_context(running(cpu, "dask_worker", *options))
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
    cpu: list[float] = []
    with cluster(workers, cpu):
        told = _told([*site.command, *options, "--scheduler", ADDRESS])
    *some, scheduler = cpu
    return replace(told, cpu=(*told.cpu, scheduler, sum(some)))


def _told(command: Sequence[str]) -> Spent:
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    profile = json.loads(done.stdout)["profile"]
    steps = [step for step in profile["steps"] if step["step"] in MAP]
    wall, cpu = (sum(step[name] for step in steps) for name in ("wall", "cpu"))
    return Spent(wall, profile["wall"], (cpu,))


def row(name: str, found: Sequence[Spent], one: Sequence[Spent]) -> list[str]:
    """Return the medians of some builds as cells, and how they are to one worker's."""
    wall, base = (statistics.median(x.map for x in some) for some in (found, one))
    whole = statistics.median(x.whole for x in found)
    cells = [name, f"{wall:.2f}", f"{base / wall:.2f}", f"{whole:.2f}"]
    columns = zip(*(x.cpu for x in found), strict=True)
    cells += [f"{statistics.median(column):.2f}" for column in columns]
    return cells + [""] * (len(HEAD) + 1 - len(cells))


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
    rows = [row(name, runs[n], runs[1]) for n, name in names.items()]
    heading = f"Cluster, {options.number:,} articles"
    text = f"{table([heading, *HEAD], rows)}\nBefore: {before}; after: {load()}."
    print(f"## {heading}\n\n{text}")
    if options.write:
        record(heading, text)


if __name__ == "__main__":
    main()
