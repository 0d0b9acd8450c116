"""The files of a whole site in order, however many there are.

A build from nothing takes in a million files by the way, each with a line of a hundred
bytes. So the lines lie in a temporary file, in runs that are sorted and merged at the
end, and what follows from all of them is found while they pass by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from tempfile import TemporaryFile
from typing import IO

from generator.build.manifest import Entry, head_of, line_of

RUN = 20_000
"""Lines held in memory at a time."""
_WRITTEN = "\t+"
"""At the end of the line of a file that was written."""
_BLOCK = 1 << 20


class Ledger:
    """What was taken of a site: an entry for each file, and whether it was written."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._files = ExitStack()
        self._last: list[str] = []
        self._runs: list[IO[str]] = []

    def add(self, path: str, entry: Entry, *, written: bool) -> None:
        """Write down a file. Raises OSError."""
        self._last.append(line_of(path, entry) + (_WRITTEN if written else ""))
        if len(self._last) == RUN:
            run = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
            self._runs.append(self._files.enter_context(run))
            run.writelines(f"{line}\n" for line in sorted(self._last))
            self._last.clear()

    def lines(self) -> Iterator[tuple[str, bool]]:
        """Yield the manifest's line of each file in order, and whether it was written.

        Raises OSError.
        """
        for run in self._runs:
            run.seek(0)
        runs = [(line[:-1] for line in run) for run in self._runs]
        for line in merge(*runs, sorted(self._last)):
            plain = line.removesuffix(_WRITTEN)
            yield plain, len(plain) < len(line)

    def rows(self) -> Iterator[tuple[str, Entry, bool]]:
        """Yield each path in order, its entry, and whether it was written. Raises OSError."""
        for line, is_written in self.lines():
            path, sha256, size = line.split("\t")
            yield path, Entry(sha256, int(size)), is_written

    def folders(self, *, only_written: bool = False) -> Iterator[str]:
        """Yield every folder that the files need, or those written. Raises OSError."""
        yield ""
        known = ""
        for line, is_written in self.lines():
            if only_written and not is_written:
                continue
            folder = line.partition("\t")[0].rpartition("/")[0]
            if folder != known:
                yield from _below(folder, known)
                known = folder

    def close(self) -> None:
        """Let go of the files."""
        self._files.close()


def _below(folder: str, known: str) -> Iterator[str]:
    """Yield a folder and those above it, as far as another is not in them."""
    while folder and not f"{known}/".startswith(f"{folder}/"):
        yield folder
        folder = folder.rpartition("/")[0]


def without(some: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """Yield what is only in the first of two rising orders."""
    left = iter(some)
    one = next(left, None)
    for other in others:
        while one is not None and one < other:
            yield one
            one = next(left, None)
        if one == other:
            one = next(left, None)
    if one is not None:
        yield one
        yield from left


class Roll:
    """A manifest that is written line by line."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._body = TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._digest = hashlib.sha256()
        self._holders = {""}
        self._folder = ""

    def add(self, line: str) -> None:
        """Write the line of a file; lines come in order. Raises OSError."""
        data = f"{line}\n".encode()
        self._digest.update(data)
        self._body.write(data)
        folder = line.partition("\t")[0].rpartition("/")[0]
        if folder != self._folder:
            self._folder = folder
            while (folder := folder.rpartition("/")[0]) not in self._holders:
                self._holders.add(folder)

    @property
    def state(self) -> str:
        """The state of the tree that has these files."""
        return self._digest.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes of the manifest, some at a time. Raises OSError."""
        yield head_of(self.state, self._holders)
        self._body.seek(0)
        while block := self._body.read(_BLOCK):
            yield block

    def close(self) -> None:
        """Let go of the file."""
        self._body.close()
