"""What every step of a build works with."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, TypeVar

from generator.build.run import Workers
from generator.build.store import Store
from generator.problems import Report
from generator.value import Struct

Item = TypeVar("Item")


class Steps(Protocol):
    """Watches a build: items go by in its steps, time passes in its phases."""

    def __call__(
        self, label: str, items: Iterable[Item], length: int | None, /
    ) -> Iterator[Item]:
        """Yield the items of a step; `length`: how many there will be, if known."""
        ...

    def phase(self, label: str, /) -> AbstractContextManager[None]:
        """Return what is entered when a phase begins and left when it ends."""
        ...


class _Unwatched:
    """Lets everything pass and shows nothing."""

    def __call__(
        self, _label: str, items: Iterable[Item], _length: int | None, /
    ) -> Iterator[Item]:
        """Yield the items."""
        return iter(items)

    def phase(self, _label: str, /) -> AbstractContextManager[None]:
        """Return what does nothing."""
        return nullcontext()


unwatched: Steps = _Unwatched()


def within(
    phase: Callable[[str], AbstractContextManager[None]],
    label: str,
    items: Iterable[Item],
) -> Generator[Item]:
    """Yield items; the time that making them takes, and no other, is of a phase."""
    source = iter(items)
    while True:
        with phase(label):
            try:
                item = next(source)
            except StopIteration:
                return
        yield item


class Session(Struct, frozen=True):
    """The store of earlier results, and who works, watches and listens."""

    store: Store
    report: Report
    """Where problems of single files go."""
    workers: Workers
    step: Steps = unwatched
