"""How a long command shows what it does, and where its time went."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

import click

from generator.build.session import Steps
from generator.build.stopwatch import Spent, Stopwatch
from generator.value import Struct

Item = TypeVar("Item")

ERASE = "\r\033[K"
"""Goes to the beginning of the line and clears it."""


class Moment(Struct, frozen=True):
    """How far a step is."""

    event: str
    """start, progress or end."""
    step: str
    done: int
    total: int | None
    seconds: float
    """Since the step began."""

    @property
    def rate(self) -> float | None:
        """Items a second since the step began."""
        return self.done / self.seconds if self.done and self.seconds else None

    @property
    def remaining(self) -> float | None:
        """Seconds until the end at this rate; None when that cannot be known."""
        if self.total is None or not self.rate:
            return None
        return max(0, self.total - self.done) / self.rate

    def to_json(self) -> str:
        """Word it as a JSON object on one line."""
        told = {
            "event": self.event,
            "step": self.step,
            "done": self.done,
            "total": self.total,
            "seconds": round(self.seconds, 3),
            "rate": None if self.rate is None else round(self.rate, 1),
            "remaining": None if self.remaining is None else round(self.remaining, 1),
        }
        return json.dumps(told)

    def to_text(self) -> str:
        """Word it for a person."""
        number = f"{self.done:,}"
        if self.event != "end" and self.total is not None:
            number += f" of {self.total:,}"
        parts = [f"{self.step}: {number}"]
        if self.rate is not None:
            parts.append(f"{self.rate:,.0f} a second")
        if self.event == "end":
            parts.append(f"{self.seconds:.1f} s")
        elif self.remaining is not None:
            parts.append(f"{self.remaining:.0f} s left")
        return ", ".join(parts)


class Watch(Struct, frozen=True):
    """Tells how far each step is, and times it."""

    tell: Callable[[Moment], None] | None = None
    pause: float = 1.0
    """Seconds between two tellings at least, besides the first and the last."""
    stopwatch: Stopwatch | None = None

    def __call__(
        self, label: str, items: Iterable[Item], length: int | None, /
    ) -> Iterator[Item]:
        """Yield the items of a step."""
        if self.stopwatch:
            items = self.stopwatch.counted(label, items)
        if self.tell:
            items = _told(self.tell, self.pause, label, items, length)
        return iter(items)

    def phase(self, label: str, /) -> AbstractContextManager[None]:
        """Return what is entered when a phase begins and left when it ends."""
        return self.stopwatch.phase(label) if self.stopwatch else nullcontext()


def _told(
    tell: Callable[[Moment], None],
    pause: float,
    label: str,
    items: Iterable[Item],
    length: int | None,
) -> Iterator[Item]:
    begin = latest = time.monotonic()
    done = 0
    tell(Moment("start", label, 0, length, 0.0))
    for item in items:
        done += 1
        now = time.monotonic()
        if now - latest >= pause:
            latest = now
            tell(Moment("progress", label, done, length, now - begin))
        yield item
    tell(Moment("end", label, done, length, time.monotonic() - begin))


def steps(form: str, *, quiet: bool, stopwatch: Stopwatch | None = None) -> Steps:
    """Return what watches a long command.

    With the form `json` each moment is a JSON object on a line of stderr; else, on a
    terminal, a line there is kept up to date.
    """
    if quiet:
        return Watch(stopwatch=stopwatch)
    if form == "json":
        return Watch(_tell_program, 1.0, stopwatch)
    if sys.stderr.isatty():
        return Watch(_tell_person, 0.1, stopwatch)
    return Watch(stopwatch=stopwatch)


def _tell_program(moment: Moment) -> None:
    click.echo(moment.to_json(), err=True)


def _tell_person(moment: Moment) -> None:
    click.echo(ERASE + moment.to_text(), err=True, nl=moment.event == "end")


def show_profile(stopwatch: Stopwatch) -> None:
    """Print on stderr where the time went, to the last moment."""
    spent = stopwatch.spent()
    click.echo(f"{'':16}{'wall s':>10}{'CPU s':>10}{'items':>12}", err=True)
    for label, one in (*spent.items(), ("total", _total(spent))):
        items = "" if one.items is None else f"{one.items:,}"
        line = f"{label:16}{one.wall:10.3f}{one.cpu:10.3f}{items:>12}"
        click.echo(line.rstrip(), err=True)
    click.echo(f"loaded before in {stopwatch.loading:.3f} CPU s", err=True)


def profile_json(stopwatch: Stopwatch) -> dict[str, object]:
    """Return where the time went as plain values."""
    spent = stopwatch.spent()
    rows = [
        {
            "step": label,
            "wall": round(one.wall, 6),
            "cpu": round(one.cpu, 6),
            "items": one.items,
        }
        for label, one in spent.items()
    ]
    total = _total(spent)
    return {
        "steps": rows,
        "wall": round(total.wall, 6),
        "cpu": round(total.cpu, 6),
        "loading": round(stopwatch.loading, 6),
    }


def _total(spent: dict[str, Spent]) -> Spent:
    every = spent.values()
    return Spent(sum(one.wall for one in every), sum(one.cpu for one in every))
