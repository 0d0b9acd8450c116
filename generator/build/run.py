"""Where the map over articles runs: in this process, in several, on a cluster.

Whatever runs it, results come back in the order of the items, so the output does
not depend on the number of workers.
"""

from __future__ import annotations

import itertools
import pickle
import time
from collections import deque
from collections.abc import (
    Callable,
    Generator,
    Iterable,
    Iterator,
    Sequence,
)
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from generator.build.cluster import Cluster, clustered
from generator.build.processes import Processes, give_back
from generator.problems import WenyuanError, problem
from generator.value import Struct

if TYPE_CHECKING:
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")
Value = TypeVar("Value")

CHUNK = 32
"""Items sent to a worker at a time."""
ALONE = 64
"""Fewer items are not worth starting processes for."""
_TOGETHER = 4
"""Chunks in a task of a cluster."""
_AHEAD = 3
"""Chunks in flight per worker: enough to keep it busy, few enough to bound memory."""


class Workers(Struct, frozen=True):
    """Applies functions to many items, keeping their order and bounding memory.

    By themselves they are this process; `workers` gives others.
    """

    processes: Processes | None = None
    """Those of this machine, if there are to be several."""
    connect: Callable[[], Cluster] | None = None
    """Gives the cluster that takes their place; called when there is work for it."""
    told: Callable[[float], None] | None = None
    """Is told the processor seconds that others took for the items that come next."""

    @property
    def are_here(self) -> bool:
        """Whether what they write is on the disks of this machine."""
        return self.connect is None

    def renew(self) -> None:
        """Have new processes take the place of those at work (`Processes.renew`)."""
        if self.processes:
            self.processes.renew()

    def dismiss(self) -> None:
        """End the processes at work: what comes next is not for them, and takes room."""
        if self.processes and self.processes.at_work:
            self.processes.close()
            give_back()

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        size: int = 0,
    ) -> Generator[Result]:
        """Yield `function(item)` for each item, in order.

        They are sent `size` at a time, or as many as are worth it. `function` and
        items must be picklable when there are several workers. Once it is closed,
        however early, no process of this machine is at work for it.
        Raises WenyuanError (`unavailable`) when workers are lost for good.
        """
        return self.each(partial(_mapped, function), chunks(items, size))

    def each(
        self,
        function: Callable[[Sequence[Item]], Sequence[Result]],
        chunks: Iterable[Sequence[Item]],
    ) -> Generator[Result]:
        """Yield what `function` makes of each chunk of items, in order; else as `map`."""
        queue, first, number = iter(chunks), list[Sequence[Item]](), 0
        while number < ALONE and (chunk := next(queue, ())):
            first.append(chunk)
            number += len(chunk)
        every = itertools.chain(first, queue)
        if number >= ALONE and self.connect:
            cluster = self.connect()
            submit = cluster.executor.submit
            packed = (pickle.dumps((function, some)) for some in _joined(every))
            tasks = (submit(_unpacked, one) for one in packed)
            yield from self._results(tasks, cluster.threads)
        elif number >= ALONE and self.processes:
            if not self.processes.at_work:
                # What the first one loads is there, and shared, in all processes.
                begun, *rest = next(every)
                yield from function([begun])
                every = itertools.chain([rest], every)
            submit = self.processes.executor.submit
            tasks = (submit(_worked, function, chunk) for chunk in every)
            yield from self._results(tasks, self.processes.jobs)
        else:
            for chunk in every:
                yield from function(chunk)

    def _results(
        self, tasks: Iterable[Future[tuple[Sequence[Result], float]]], threads: int
    ) -> Generator[Result]:
        """Yield what comes of tasks, of which so many are done at a time."""
        with _telling_loss(), closing(_done(tasks, threads * _AHEAD)) as done:
            for results, seconds in done:
                if self.told:
                    self.told(seconds)
                yield from results


def chunks(items: Iterable[Item], size: int = 0) -> Iterator[list[Item]]:
    """Yield items `size` at a time, or as many as are worth sending to a worker."""
    queue = iter(items)
    while chunk := list(itertools.islice(queue, size or CHUNK)):
        yield chunk


def between(
    jobs: Iterable[Item], number: int, others: Sequence[Callable[[], object]]
) -> Iterator[Item]:
    """Yield so many jobs for workers, and do other things while they do them.

    These come evenly between the jobs, for no worker is to wait for its next one.
    """
    for done, job in enumerate(jobs):
        yield job
        begin, end = (len(others) * one // number for one in (done, done + 1))
        for do in others[begin:end]:
            do()


def _joined(chunks: Iterable[Sequence[Item]]) -> Iterator[Sequence[Item]]:
    """Yield the items of several chunks at a time.

    A task takes a cluster milliseconds of its scheduler and of this process, however
    few items it has (Dask, "Best practices", tells the same of tiny tasks).
    """
    queue = iter(chunks)
    while some := list(itertools.islice(queue, _TOGETHER)):
        yield list(itertools.chain.from_iterable(some))


def _done(tasks: Iterable[Future[Value]], ahead: int) -> Generator[Value]:
    """Yield what comes of tasks, which begin when they are asked for.

    Closed early, or left by an error, it leaves none of them at work.
    """
    from concurrent.futures import wait  # noqa: PLC0415 - most builds need none

    waiting: deque[Future[Value]] = deque()
    try:
        for task in tasks:
            waiting.append(task)
            if len(waiting) > ahead:
                yield waiting[0].result()
                waiting.popleft()
        while waiting:
            yield waiting[0].result()
            waiting.popleft()
    finally:
        # They write where their files are thrown away next; what has not begun, never
        # does, and nobody would tell its end.
        wait([one for one in waiting if not one.cancel()])


def _mapped(
    function: Callable[[Item], Result], chunk: Sequence[Item]
) -> Sequence[Result]:
    return [function(item) for item in chunk]


def _worked(
    function: Callable[[Sequence[Item]], Sequence[Result]], chunk: Sequence[Item]
) -> tuple[Sequence[Result], float]:
    """Return what a function makes of some items, and the seconds that took."""
    begin = time.thread_time()
    results = function(chunk)
    return results, time.thread_time() - begin


def _unpacked(sent: bytes) -> tuple[Sequence[Any], float]:
    """Unpack a function and some items, and return what `_worked` does of them.

    A scheduler unpacks what it passes on; of bytes it need not load our modules.
    """
    return _worked(*pickle.loads(sent))  # noqa: S301 - as Dask itself does


@contextmanager
def _telling_loss() -> Iterator[None]:
    """Word what is raised when a process of this machine ends before its time."""
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415 - as above

    try:
        yield
    except BrokenExecutor as wrong:
        hint = "it may have wanted more memory than there is: give --jobs 1"
        reason = "a worker process was ended from outside"
        raise WenyuanError(problem("unavailable", reason=reason, hint=hint)) from wrong


@contextmanager
def workers(
    jobs: int,
    scheduler: str | None = None,
    folder: Path = Path(),
    told: Callable[[float], None] | None = None,
) -> Iterator[Workers]:
    """Give workers: processes of this machine, or a Dask cluster for a whole build.

    `scheduler` is an address such as tcp://10.0.0.1:8786, or `local` for a cluster
    of `jobs` processes. `folder`, an absolute path, is the archive's: the cluster
    must see it. `told`: see `Workers`.
    Raises WenyuanError (`unavailable`) when it cannot be used.
    """
    if scheduler:
        with clustered(scheduler, jobs, folder) as connect:
            yield Workers(None, connect, told)
    else:
        with closing(Processes(jobs)) as processes:
            yield Workers(processes if jobs > 1 else None, told=told)
