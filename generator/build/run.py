"""Where the map over articles runs: in this process, in several, on a cluster.

Whatever runs it, results come back in the order of the items, so the output does
not depend on the number of workers.
"""

from __future__ import annotations

import itertools
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from generator.problems import WenyuanError, problem

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 32
"""Items sent to a worker at a time."""
ALONE = 64
"""Up to so many items are not worth starting processes for."""
_AHEAD = 3
"""Chunks in flight per worker: enough to keep it busy, few enough to bound memory."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Applies functions to many items, keeping their order and bounding memory."""

    jobs: int
    scheduler: str | None = None
    """Address of a Dask scheduler, or `local` for a cluster of this machine."""

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[Result]:
        """Yield `function(item)` for each item, in order.

        `function` and items must be picklable when there are several workers.
        """
        queue = iter(items)
        if not self.scheduler:
            first = list(itertools.islice(queue, ALONE))
            yield from map(function, first)
            if self.jobs == 1 or len(first) < ALONE:
                yield from map(function, queue)
                return
        with self._executor() as executor:
            yield from _mapped(executor, function, queue, self.jobs * _AHEAD)

    @contextmanager
    def _executor(self) -> Iterator[Executor]:
        if self.scheduler:
            with _cluster(self.scheduler, self.jobs) as executor:
                yield executor
            return
        import multiprocessing  # noqa: PLC0415 - most builds need one process
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - the same

        # A fork shares the tables already loaded; with other threads it may deadlock.
        alone = threading.active_count() == 1 and hasattr(os, "fork")
        context = multiprocessing.get_context("fork" if alone else "spawn")
        with ProcessPoolExecutor(self.jobs, mp_context=context) as executor:
            yield executor


def default_jobs() -> int:
    """Return the number of processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def _mapped(
    executor: Executor,
    function: Callable[[Item], Result],
    items: Iterator[Item],
    ahead: int,
) -> Iterator[Result]:
    waiting: deque[Future[list[Result]]] = deque()
    while chunk := list(itertools.islice(items, CHUNK)):
        waiting.append(executor.submit(_apply, function, chunk))
        if len(waiting) > ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _apply(function: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return [function(item) for item in chunk]


@contextmanager
def _cluster(address: str, jobs: int) -> Iterator[Executor]:
    """Connect to a Dask cluster, the one door to `distributed`."""
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - optional extra
    except ImportError:
        hint = 'pip install "wenyuan[cluster]"'
        reason = "--scheduler needs the package distributed"
        raise WenyuanError(problem("unavailable", reason=reason, hint=hint)) from None
    try:
        if address == "local":
            cluster = LocalCluster(
                n_workers=jobs, threads_per_worker=1, dashboard_address=None
            )
            client = Client(cluster)
        else:
            cluster = None
            client = Client(address, timeout=20)
    except (OSError, ValueError) as wrong:
        hint = "start one with `dask scheduler`, or give --scheduler local"
        reason = f"no scheduler answers at {address}: {wrong}"
        raise WenyuanError(problem("unavailable", reason=reason, hint=hint)) from None
    try:
        yield client.get_executor()
    finally:
        client.close()
        if cluster is not None:
            cluster.close()
