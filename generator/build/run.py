"""Where the map over articles runs: in this process, in several, on a cluster.

Whatever runs it, results come back in the order of the items, so the output does
not depend on the number of workers.
"""

from __future__ import annotations

import ctypes
import functools
import gc
import itertools
import os
import pickle
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from generator.build.shape import program_digest
from generator.problems import WenyuanError, problem
from generator.value import Struct

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


class Cluster(Struct, frozen=True):
    """Processes elsewhere."""

    executor: Executor
    threads: int
    """Functions that they run at a time."""


class Workers(Struct, frozen=True):
    """Applies functions to many items, keeping their order and bounding memory."""

    jobs: int
    """Processes of this machine."""
    connect: Callable[[], Cluster] | None = None
    """Gives the cluster that takes their place; called when there is work for it."""

    @property
    def are_here(self) -> bool:
        """Whether what they write is on the disks of this machine."""
        return self.connect is None

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[Result]:
        """Yield `function(item)` for each item, in order.

        `function` and items must be picklable when there are several workers.
        Raises WenyuanError (`unavailable`) when workers are lost for good.
        """
        return self.each(function, chunks(items))

    def each(
        self, function: Callable[[Item], Result], chunks: Iterable[Sequence[Item]]
    ) -> Iterator[Result]:
        """Do the same for items that are to be sent some at a time."""
        queue, first, number = iter(chunks), list[Sequence[Item]](), 0
        while number < ALONE and (chunk := next(queue, ())):
            first.append(chunk)
            number += len(chunk)
        every = itertools.chain(first, queue)
        if number < ALONE or (self.jobs == 1 and not self.connect):
            yield from map(function, itertools.chain.from_iterable(every))
        elif self.connect:
            cluster = self.connect()
            ahead = cluster.threads * _AHEAD
            submit = cluster.executor.submit
            sent = (pickle.dumps((function, pair)) for pair in _pairs(every))
            yield from _mapped((submit(_unpacked, one) for one in sent), ahead)
        else:
            # What the first one loads is there, and shared, in all processes.
            begun, *rest = next(every)
            yield function(begun)
            every = itertools.chain([rest], every)
            with _processes(self.jobs) as executor:
                tasks = (executor.submit(_apply, function, chunk) for chunk in every)
                yield from _mapped(tasks, self.jobs * _AHEAD)


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield items as many at a time as are worth sending to a worker."""
    queue = iter(items)
    while chunk := list(itertools.islice(queue, CHUNK)):
        yield chunk


def _pairs(chunks: Iterable[Sequence[Item]]) -> Iterator[Sequence[Item]]:
    """Yield the items of two chunks at a time.

    A task takes a cluster milliseconds of its scheduler and of this process, however
    few items it has (Dask, "Best practices", tells the same of tiny tasks).
    """
    queue = iter(chunks)
    for chunk in queue:
        yield [*chunk, *next(queue, ())]


@contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    import multiprocessing  # noqa: PLC0415 - most builds need one process
    from concurrent.futures import (  # noqa: PLC0415 - the same
        BrokenExecutor,
        ProcessPoolExecutor,
    )

    # A fork is the quicker way; with other threads it may deadlock.
    alone = threading.active_count() == 1 and hasattr(os, "fork")
    context = multiprocessing.get_context("fork" if alone else "spawn")
    give_back()
    gc.freeze()  # what collecting garbage looks at is no longer shared
    try:
        with ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_end_with_parent
        ) as executor:
            yield executor
    except BrokenExecutor as wrong:
        hint = "it may have wanted more memory than there is: give --jobs 1"
        reason = "a worker process was ended from outside"
        raise WenyuanError(problem("unavailable", reason=reason, hint=hint)) from wrong
    finally:
        gc.unfreeze()


def _end_with_parent() -> None:
    """Have this worker end with the process that began it, should that be killed.

    Else it would wait for work for ever, and hold the locks that it has inherited.
    """
    import multiprocessing  # noqa: PLC0415 - most builds need one process

    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def give_back() -> None:
    """Let the system have what was freed: processes would hold or inherit it.

    The C library of Linux keeps it else: 50 MB after making an index (malloc_trim(3)).
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:
            trim(0)


def default_jobs() -> int:
    """Return the number of processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def _mapped(tasks: Iterable[Future[Sequence[Result]]], ahead: int) -> Iterator[Result]:
    """Yield what comes of tasks, which begin when they are asked for."""
    waiting: deque[Future[Sequence[Result]]] = deque()
    for task in tasks:
        waiting.append(task)
        if len(waiting) > ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _apply(
    function: Callable[[Item], Result], chunk: Sequence[Item]
) -> Sequence[Result]:
    return [function(item) for item in chunk]


def _unpacked(sent: bytes) -> Sequence[Any]:
    """Do the same for what was packed by the build.

    A scheduler unpacks what it passes on; of bytes it need not load our modules.
    """
    return _apply(*pickle.loads(sent))  # noqa: S301 - as Dask itself does


@contextmanager
def workers(jobs: int, scheduler: str | None, folder: Path) -> Iterator[Workers]:
    """Give workers: processes of this machine, or a Dask cluster for a whole build.

    `scheduler` is an address such as tcp://10.0.0.1:8786, or `local` for a cluster
    of `jobs` processes. `folder`, an absolute path, is the archive's: the cluster
    must see it. Raises WenyuanError (`unavailable`) when it cannot be used.
    """
    if not scheduler:
        yield Workers(jobs)
        return
    from concurrent.futures import CancelledError  # noqa: PLC0415 - most need none

    try:
        import distributed  # noqa: PLC0415 - optional extra; its one door
    except ImportError:
        hint = 'pip install "wenyuan[cluster]"'
        reason = "--scheduler needs the package distributed"
        raise WenyuanError(problem("unavailable", reason=reason, hint=hint)) from None
    with ExitStack() as stack:

        @functools.cache
        def connect() -> Cluster:
            return stack.enter_context(_cluster(scheduler, jobs, folder))

        try:
            yield Workers(jobs, connect)
        except (distributed.KilledWorker, CancelledError) as wrong:
            hint = "what its workers print may tell why; the build can be run again"
            reason = f"the cluster at {scheduler} lost its workers: {wrong}"
            found = problem("unavailable", reason=reason, hint=hint)
            raise WenyuanError(found) from wrong


@contextmanager
def _cluster(address: str, jobs: int, folder: Path) -> Iterator[Cluster]:
    from distributed import Client, LocalCluster  # noqa: PLC0415 - see `workers`

    with ExitStack() as stack:
        try:
            place: LocalCluster | str = address
            if address == "local":
                place = LocalCluster(
                    n_workers=jobs, threads_per_worker=1, dashboard_address=None
                )
                stack.enter_context(place)
            # pages come straight from the workers: the scheduler has enough to do
            client = Client(place, timeout=20, direct_to_workers=True)
            stack.enter_context(client)
            client.wait_for_workers(1, timeout=20)
        except (OSError, ValueError) as wrong:
            hint = "start one with `dask scheduler`, or give --scheduler local"
            reason = f"no scheduler with workers answers at {address}: {wrong}"
            found = problem("unavailable", reason=reason, hint=hint)
            raise WenyuanError(found) from None
        _check(client.run(greeting, folder), folder)
        # not pure: an article file that changed must not give what it gave before
        executor = client.get_executor(pure=False)
        yield Cluster(executor, sum(client.nthreads().values()))


def greeting(folder: Path) -> tuple[str, bool]:
    """Return a digest of the program that runs here, and whether it sees a folder."""
    return program_digest(), folder.is_dir()


def _check(greetings: Mapping[str, tuple[str, bool]], folder: Path) -> None:
    """Make sure that every worker would make what this process makes."""
    for worker, (program, sees) in sorted(greetings.items()):
        if program == program_digest() and sees:
            continue
        reason = f"the worker {worker} runs another version of this program"
        hint = "install the same versions of Wenyuan and its libraries everywhere"
        if not sees:
            reason = f"the worker {worker} does not see {folder}"
            hint = "mount the archive at the same path on every machine"
        raise WenyuanError(problem("unavailable", reason=reason, hint=hint))
