"""Writes the files of a first publication from the processes that make them.

Nothing is published yet, so nothing is compared and nothing stands in the way: what is
made goes to its place in the tree, and only its digest comes back to the build. A file
of nine kilobytes takes longer to be sent to another process than to be written.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from generator.build.manifest import Entry
from generator.build.paths import plain, shared
from generator.build.tree import put
from generator.value import Struct
from generator.writing import telling_failure


class Writer(Struct, frozen=True):
    """Puts files into a tree that nobody reads yet; can be sent to processes here."""

    out: str
    """Where the tree is to stand: what messages name."""
    tree: str

    def __call__(self, path: str, data: bytes) -> Entry:
        """Write a file, and the folders that it needs.

        Raises WenyuanError (`cannot-write`), and ValueError for a path that is not
        plain or that another file has.
        """
        plain(path)
        entry = Entry(hashlib.sha256(data).hexdigest(), len(data))
        place = f"{self.tree}/{path}"
        with telling_failure(f"{self.out}/{path}"), telling_shared(path):
            try:
                put(place, data, entry.sha256)
            except FileNotFoundError:
                make_folder(place.rpartition("/")[0])
                put(place, data, entry.sha256)
        return entry


def make_folder(place: str) -> None:
    """Make a folder and those above it, which others may be making. Raises OSError."""
    try:
        with suppress(FileExistsError):
            os.mkdir(place)  # noqa: PTH102 - one for every file
    except FileNotFoundError:
        make_folder(place.rpartition("/")[0])
        with suppress(FileExistsError):
            os.mkdir(place)  # noqa: PTH102


@contextmanager
def telling_shared(path: str) -> Iterator[None]:
    """Tell apart what only two files at one path can cause."""
    try:
        yield
    except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        raise shared(path) from error
