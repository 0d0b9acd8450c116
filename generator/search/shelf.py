"""The tokens of all documents, laid aside in a file until all have passed by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import numpy as np

from generator.search.columns import WINDOW, Run, Section, column, windows
from generator.search.documents import BODY_PLACE, FIELDS, UNITS, Analysed
from generator.search.encoding import power_for
from generator.search.table import Row

if TYPE_CHECKING:
    from generator.search.codes import Numbers
    from generator.search.columns import Tokens

LEAST_PART, PART = 20_000, 100_000
"""Tokens put in order at a time, about; 250 bytes each, in every process at work."""
LEAST_WINDOW = 1 << 16
"""Characters looked through at a time; `columns.WINDOW` is the most."""
SECTIONS, WINDOWS = 200, 32
"""As many as there are of either, about, where these limits allow it."""


class Shelf:
    """Takes documents in order of their numbers; every method raises OSError."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take the rows of all documents, `ordered`."""
        self.rows = rows
        self.power = power_for(sum(row.lengths[BODY_PLACE] for row in rows))
        characters = sum(sum(row.lengths) for row in rows)
        part = min(max(2 * characters // SECTIONS, LEAST_PART), PART)
        self._step = max(1, (part << self.power) // max(2 * characters, 1))
        self._window = min(max(characters // WINDOWS, LEAST_WINDOW), WINDOW)
        self._file = TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._number = 0
        self._waiting: list[list[str]] = [[] for _ in FIELDS]
        self._sizes = [0 for _ in FIELDS]
        self._runs: list[tuple[Run, Numbers]] = []

    def close(self) -> None:
        """Close and so remove the file, and forget the documents."""
        self._file.close()
        self._runs.clear()
        self.rows = ()

    def add(self, one: Analysed) -> int:
        """Take the next document; return its number."""
        number, self._number = self._number, self._number + 1
        for place, text in enumerate(one.texts):
            self._waiting[place].append(text)
            self._sizes[place] += len(text)
            if self._sizes[place] >= self._window:
                self._lay_aside(place)
        return number

    def _lay_aside(self, place: int) -> None:
        """Write the tokens of a field that are waiting to the end of the file."""
        texts, self._waiting[place], self._sizes[place] = self._waiting[place], [], 0
        first = self._number - len(texts)
        some = column(texts, UNITS[place])
        every = windows(some, place, self.power, self._step, self._window)
        for run, sizes in every:
            begin = self._file.tell()
            self._file.write(run.tokens.tobytes())
            bounds = begin + run.tokens.itemsize * np.append(0, np.cumsum(sizes))
            # no slice of them, which would hold all of them
            laid = run._replace(first=first + run.first, tokens=np.empty(0, np.uint64))
            self._runs.append((laid, bounds))

    @property
    def count(self) -> int:
        """How many sections there are."""
        return -(-(1 << self.power) // self._step)

    def sections(self) -> Iterator[Section]:
        """Yield all segments, some at a time, once all documents are there."""
        for place in range(len(FIELDS)):
            self._lay_aside(place)
        for part in range(self.count):
            runs = tuple(
                run._replace(tokens=self._tokens(*bounds[part : part + 2].tolist()))
                for run, bounds in self._runs
            )
            segments = range(1 << self.power)[part * self._step :][: self._step]
            yield Section(segments, self.power, runs)

    def _tokens(self, begin: int, end: int) -> Tokens:
        self._file.seek(begin)
        return np.frombuffer(self._file.read(end - begin), np.uint64)
