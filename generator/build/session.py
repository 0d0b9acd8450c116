"""What every step of a build works with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from generator.build.run import Workers
from generator.build.store import Store
from generator.problems import Report

Item = TypeVar("Item")


class Steps(Protocol):
    """Watches items go by, to show progress: label, items, how many if known."""

    def __call__(
        self, label: str, items: Iterable[Item], length: int | None, /
    ) -> Iterator[Item]:
        """Yield the items."""
        ...


def unwatched(
    _label: str, items: Iterable[Item], _length: int | None, /
) -> Iterator[Item]:
    """Yield the items and show nothing."""
    return iter(items)


@dataclass(frozen=True, slots=True)
class Session:
    """The store of earlier results, and who works, watches and listens."""

    store: Store
    report: Report
    """Where problems of single files go."""
    workers: Workers
    step: Steps = unwatched
