"""Worker processes elsewhere: a Dask cluster, the one door to `distributed`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.shape import program_digest
from generator.problems import WenyuanError, problem
from generator.value import Struct

if TYPE_CHECKING:
    from concurrent.futures import Executor


class Cluster(Struct, frozen=True):
    """A cluster that is connected, and what hands it its work."""

    executor: Executor
    threads: int
    """Functions that they run at a time."""


@contextmanager
def clustered(
    scheduler: str, jobs: int, folder: Path
) -> Iterator[Callable[[], Cluster]]:
    """Give what connects to a cluster, for a whole build; arguments as `run.workers`.

    Raises WenyuanError (`unavailable`) when it cannot be used.
    """
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
            yield connect
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
