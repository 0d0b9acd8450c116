"""Where the time of a build goes: every moment counts for one step, and only one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from generator.build.session import within
from generator.value import Struct

Item = TypeVar("Item")

REST = "rest"
"""What counts for no step."""


class Spent(Struct):
    """What a step has taken so far."""

    wall: float = 0.0
    """Seconds."""
    cpu: float = 0.0
    """Processor seconds of this process, and of workers for it."""
    items: int | None = None


class Stopwatch:
    """Counts every moment for the innermost phase under way, so that the sum is all."""

    def __init__(self) -> None:
        """Start the clock; what came before counts as loading."""
        self.loading = time.process_time()
        """Processor seconds before: the interpreter and the program were loaded."""
        self._spent: dict[str, Spent] = {}
        self._under_way = [REST]
        self._since, self._ended = _now(), _workers()
        self._told = 0.0
        """Seconds that were told, of workers that have not ended."""

    def _count(self) -> None:
        spent = self._spent.setdefault(self._under_way[-1], Spent())
        wall, cpu = _now()
        ended = _workers()
        known = min(self._told, ended - self._ended)
        spent.wall += wall - self._since[0]
        spent.cpu += cpu - self._since[1] - known
        self._since, self._ended = (wall, cpu), ended
        self._told -= known

    @contextmanager
    def phase(self, label: str) -> Iterator[None]:
        """Count what happens meanwhile for `label`, except phases within it."""
        self._count()
        self._under_way.append(label)
        try:
            yield
        finally:
            self._count()
            self._under_way.pop()

    def told(self, seconds: float) -> None:
        """Count what workers took for what is waited for now."""
        self._spent.setdefault(self._under_way[-1], Spent()).cpu += seconds
        self._told += seconds

    def counted(self, label: str, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items; making them counts for `label`, what is done with them not."""
        for item in within(self.phase, label, items):
            spent = self._spent[label]
            spent.items = (spent.items or 0) + 1
            yield item

    def spent(self) -> dict[str, Spent]:
        """Return what each step has taken, in the order in which they began."""
        self._count()
        rest = self._spent.pop(REST)
        self._spent[REST] = rest
        return self._spent


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time() + _workers()


def _workers() -> float:
    """Return the processor seconds of workers that have ended."""
    ended = os.times()
    return ended.children_user + ended.children_system
