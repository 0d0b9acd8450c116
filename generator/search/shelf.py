"""Documents laid aside until all have passed by: rows in memory, texts in files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from tempfile import TemporaryFile
from typing import IO, Self

import numpy as np

from generator.search.columns import Column, Owners, assign, owner_type
from generator.search.documents import BODY_PLACE, FIELDS, Analysed
from generator.search.encoding import power_for
from generator.search.table import Row, ordered

_WIDTH = 4
"""Bytes of a character in a file: UTF-32."""


@dataclass(slots=True)
class Shelf:
    """All documents of an index; to be used in a `with`, which owns the files."""

    files: ExitStack = field(default_factory=ExitStack)
    rows: Sequence[Row] = ()
    """In order of document numbers, once all are there."""
    columns: list[Column] = field(default_factory=list)
    """Each field of all documents, in the order of FIELDS."""
    power: int = 0
    """There are 2^power segments."""
    fragments: IO[bytes] | None = None
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By slug: where the document's fragment begins, and how long it is."""

    def __enter__(self) -> Self:
        """Own no files yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the files."""
        self.columns.clear()
        self.files.close()

    def fill(self, analysed: Iterable[Analysed]) -> None:
        """Take all documents, then number them and divide their terms into segments."""
        self.fragments = self._file()
        texts = [self._file() for _ in FIELDS]
        arrived: list[Row] = []
        for one in analysed:
            for file, text in zip(texts, one.texts, strict=True):
                file.write(text.encode("utf-32-le", "surrogatepass"))
            span = self.fragments.tell(), self.fragments.write(one.fragment)
            self.spans[one.slug] = span
            arrived.append(Row.of(one))
        self.rows = ordered(arrived)
        self.power = power_for(sum(row.lengths[BODY_PLACE] for row in arrived))
        for place, file in enumerate(texts):
            self.columns.append(self._column(place, arrived, file))

    def fragment(self, number: int) -> bytes:
        """Return the fragment of a document."""
        assert self.fragments is not None  # noqa: S101 - for the type checker
        start, size = self.spans[self.rows[number].slug]
        self.fragments.seek(start)
        return self.fragments.read(size)

    def _file(self) -> IO[bytes]:
        return self.files.enter_context(TemporaryFile())

    def _column(self, place: int, arrived: Sequence[Row], file: IO[bytes]) -> Column:
        """Put the texts of a field in order of document numbers."""
        begin: dict[str, int] = {}
        total = 0
        for row in arrived:
            begin[row.slug] = total
            total += row.lengths[place]
        into = self._file()
        for row in self.rows:
            file.seek(_WIDTH * begin[row.slug])
            into.write(file.read(_WIDTH * row.lengths[place]))
        into.flush()
        codes = np.memmap(into, np.uint32, "r") if total else np.empty(0, np.uint32)
        lengths = [row.lengths[place] for row in self.rows]
        ends = np.cumsum(lengths, dtype=np.int64)
        levels = [row.levels[place] for row in self.rows]
        segments = self._owners(total), self._owners(total)
        assign(codes, ends[np.array(lengths, np.int64) > 0], self.power, segments)
        return Column(codes, np.append(0, ends), np.array(levels, np.int64), segments)

    def _owners(self, total: int) -> Owners:
        kind = owner_type(self.power)
        if not total:
            return np.empty(0, kind)
        return np.memmap(self._file(), kind, "w+", shape=(total,))

    def characters(self) -> set[str]:
        """Return every character of all fields."""
        found: set[int] = set()
        for column in self.columns:
            for start, end in pairwise([*range(0, len(column.codes), 1 << 20), None]):
                found.update(np.unique(column.codes[start:end]).tolist())
        return set(map(chr, found))
