"""Documents laid aside until all have passed by: rows in memory, texts in files."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Self

import numpy as np

from generator.search.columns import Codes, Column
from generator.search.documents import BODY_PLACE, FIELDS, Analysed
from generator.search.encoding import power_for
from generator.search.table import Row
from generator.value import Struct, field

_WIDTH = 4
"""Bytes of a character in a file: UTF-32."""


class Shelf(Struct):
    """All documents of an index; to be used in a `with`, which owns the files."""

    files: ExitStack = field(default_factory=ExitStack)
    rows: Sequence[Row] = ()
    """In order of document numbers, once all are there."""
    columns: list[Column] = field(default_factory=list)
    """Each field of all documents, in the order of FIELDS."""
    power: int = 0
    """There are 2^power segments."""
    fragments: IO[bytes] | None = None
    order: Sequence[int] = ()
    """By number: the place of each document among those that arrived."""
    ends: array[int] = field(default_factory=lambda: array("q", [0]))
    """By place: where the document's fragment begins; and where the last one ends."""

    def __enter__(self) -> Self:
        """Own no files yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the files."""
        self.columns.clear()
        self.files.close()

    def fill(self, analysed: Iterable[Analysed]) -> None:
        """Take all documents, then number them."""
        self.fragments = self._file()
        texts = [self._file() for _ in FIELDS]
        arrived: list[Row] = []
        same: dict[object, object] = {}
        for one in analysed:
            for file, text in zip(texts, one.texts, strict=True):
                file.write(text.encode("utf-32-le", "surrogatepass"))
            self.ends.append(self.ends[-1] + self.fragments.write(one.fragment))
            arrived.append(Row.of(one).sharing(same))
        self.order = sorted(range(len(arrived)), key=lambda one: arrived[one].order)
        self.rows = [arrived[one] for one in self.order]
        self.power = power_for(sum(row.lengths[BODY_PLACE] for row in self.rows))
        for place, file in enumerate(texts):
            self.columns.append(self._column(place, file))

    def fragment(self, number: int) -> bytes:
        """Return the fragment of a document."""
        assert self.fragments is not None  # noqa: S101 - for the type checker
        place = self.order[number]
        self.fragments.seek(self.ends[place])
        return self.fragments.read(self.ends[place + 1] - self.ends[place])

    def _file(self) -> IO[bytes]:
        return self.files.enter_context(TemporaryFile())

    def _column(self, place: int, file: IO[bytes]) -> Column:
        """Put the texts of a field in order of document numbers."""
        lengths = np.array([row.lengths[place] for row in self.rows], np.int64)
        levels = np.array([row.levels[place] for row in self.rows], np.int64)
        arrived = np.zeros(len(lengths) + 1, np.int64)
        arrived[np.array(self.order, np.int64) + 1] = lengths
        begin = _WIDTH * np.cumsum(arrived)
        into = self._file()
        for one in self.order:
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
