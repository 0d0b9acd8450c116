"""Worker processes of this machine, one set of them at a time for a whole build."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor


class Processes:
    """Processes that are begun when there is work for them, and work until it is closed."""

    def __init__(self, jobs: int) -> None:
        """Take their number."""
        self.jobs = jobs
        self._executor: Executor | None = None
        self._begun = ExitStack()

    @property
    def at_work(self) -> bool:
        """Whether they were begun."""
        return self._executor is not None

    @property
    def executor(self) -> Executor:
        """What hands them their work."""
        if self._executor is None:
            self._executor = self._begin()
        return self._executor

    def renew(self) -> None:
        """Have new processes take the place of those at work, if any are.

        What these have loaded and hold goes with them. The new ones share with this
        process what it has loaded by now, and hold nothing that it comes to know later.
        """
        if self.at_work:
            self.close()
            self.executor.submit(os.getpid)  # the first task begins them

    def close(self) -> None:
        """Wait for the tasks under way, drop those that wait, and end the processes."""
        self._executor = None
        self._begun.close()

    def _begin(self) -> Executor:
        import multiprocessing  # noqa: PLC0415 - most builds need one process
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - the same

        # A fork is the quicker way; with other threads it may deadlock.
        alone = threading.active_count() == 1 and hasattr(os, "fork")
        context = multiprocessing.get_context("fork" if alone else "spawn")
        give_back()
        gc.freeze()  # what collecting garbage looks at is no longer shared
        self._begun.callback(gc.unfreeze)
        executor = ProcessPoolExecutor(
            self.jobs, mp_context=context, initializer=_end_with_parent
        )
        self._begun.callback(executor.shutdown, cancel_futures=True)
        return executor


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
