"""How long a command takes and how much memory it has, its processes included."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

SHARE = 20
"""Memory is looked at so seldom that looking takes one part in so many of the time."""


@dataclass(frozen=True)
class Usage:
    """What one run took."""

    wall: float
    """Seconds from its start to its end."""
    cpu: float
    """Processor seconds of the process and all that it waited for."""
    memory: float
    """Largest sum, in MB, of the memory of all its processes at one time (PSS: what
    several share counts once). On systems without PSS: of the largest process."""


def measured(
    command: Sequence[str | Path],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Usage:
    """Run a command, its output put away; exit when it fails."""
    begin = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
    ) as process:
        peak = [0.0]
        ended = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, peak, ended))
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watch.join()
    if process.returncode:
        sys.exit(f"{command} ended with status {process.returncode}")
    memory = peak[0] or used.ru_maxrss / 1024
    return Usage(wall, used.ru_utime + used.ru_stime, memory)


def median_of(runs: Sequence[Usage]) -> Usage:
    """Return the median of each figure."""
    return Usage(*map(statistics.median, zip(*map(astuple, runs), strict=True)))


def _watch(pid: int, peak: list[float], ended: threading.Event) -> None:
    pause = 0.01
    while not ended.wait(pause):
        begin = time.perf_counter()
        peak[0] = max(peak[0], sum(map(_memory, _family(pid))))
        pause = max(0.02, SHARE * (time.perf_counter() - begin))


def _family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for one in found:
        for thread in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found.extend(map(int, thread.read_text().split()))
            except OSError:  # it ended
                continue
    return found


def _memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(x.split()[1]) / 1024 for x in lines if x.startswith("Pss:")), 0.0)
