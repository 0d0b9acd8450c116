"""Documents laid aside until all have passed by: rows in memory, texts in files."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cached_property
from tempfile import TemporaryFile
from typing import IO, Any, Self

import numpy as np

from generator.search.columns import Codes, Column
from generator.search.documents import BODY_PLACE, FIELDS, Analysed
from generator.search.encoding import power_for
from generator.search.table import Row
from generator.value import Struct, field

_WIDTH = 4
"""Bytes of a character in a file: UTF-32."""


class Numbered(Struct, frozen=True):
    """All documents of an index in order of their numbers."""

    rows: Sequence[Row]
    columns: Sequence[Column]
    """Each field of all documents, in the order of FIELDS."""
    power: int
    """There are 2^power segments."""
    order: Sequence[int]
    """By number: the place of each document among those that arrived."""


class Shelf(Struct, dict=True):
    """All documents of an index; to be used in a `with`, which owns the files."""

    files: ExitStack = field(default_factory=ExitStack)
    arrived: list[Row] = field(default_factory=list)
    ends: array[int] = field(default_factory=lambda: array("q", [0]))
    """By place: where the document's fragment begins; and where the last one ends."""
    same: dict[object, Any] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Own no files yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the files."""
        self.files.close()

    @cached_property
    def _fragments(self) -> IO[bytes]:
        return self._file()

    @cached_property
    def _texts(self) -> Sequence[IO[bytes]]:
        return [self._file() for _ in FIELDS]

    def _file(self) -> IO[bytes]:
        return self.files.enter_context(TemporaryFile())

    def add(self, one: Analysed) -> None:
        """Take a document."""
        for file, text in zip(self._texts, one.texts, strict=True):
            file.write(text.encode("utf-32-le", "surrogatepass"))
        self.ends.append(self.ends[-1] + self._fragments.write(one.fragment))
        self.arrived.append(Row.of(one).sharing(self.same))

    @cached_property
    def numbered(self) -> Numbered:
        """The documents, once all are there."""
        arrived = self.arrived
        order = sorted(range(len(arrived)), key=lambda one: arrived[one].order)
        rows = [arrived[one] for one in order]
        power = power_for(sum(row.lengths[BODY_PLACE] for row in rows))
        columns = [
            self._column(rows, order, place, file)
            for place, file in enumerate(self._texts)
        ]
        return Numbered(rows, columns, power, order)

    def fragment(self, number: int) -> bytes:
        """Return the fragment of a document."""
        place = self.numbered.order[number]
        self._fragments.seek(self.ends[place])
        return self._fragments.read(self.ends[place + 1] - self.ends[place])

    def _column(
        self, rows: Sequence[Row], order: Sequence[int], place: int, file: IO[bytes]
    ) -> Column:
        """Put the texts of a field in order of document numbers."""
        lengths = np.array([row.lengths[place] for row in rows], np.int64)
        levels = np.array([row.levels[place] for row in rows], np.int64)
        arrived = np.zeros(len(lengths) + 1, np.int64)
        arrived[np.array(order, np.int64) + 1] = lengths
        begin = _WIDTH * np.cumsum(arrived)
        into = self._file()
        for one in order:
            start, end = begin[one : one + 2].tolist()
            file.seek(start)
            into.write(file.read(end - start))
        return Column(_reader(into), np.append(0, np.cumsum(lengths)), levels)


def _reader(file: IO[bytes]) -> Callable[[int, int], Codes]:
    """Return what reads characters of a file, from one place to another."""

    def read(begin: int, end: int) -> Codes:
        file.seek(_WIDTH * begin)
        return np.frombuffer(file.read(_WIDTH * (end - begin)), np.uint32)

    return read
