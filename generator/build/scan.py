"""Which files of a folder changed since a store last saw them.

A file whose size and time of modification are as they were is as it was; of any
other the bytes are read, and their digest decides: after a fresh checkout all times
are new and nothing has changed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.build.store import Store
from generator.value import Struct

ARTICLES, SOURCES = "articles", "sources"
"""Labels of the folders that are looked at."""
TICK = 20_000_000
"""Nanoseconds: a file changed twice in so short a time may bear one time for both."""
COARSE_TICK = 2_000_000_000
"""The same where times are whole seconds."""


class Scan(Struct, frozen=True):
    """What a look at a folder found; names are relative to it, `/`-separated."""

    names: tuple[str, ...]
    """Every file, in order."""
    changed: Mapping[str, str]
    """SHA-256 of each file that is new or holds other bytes; "" if unreadable."""
    gone: tuple[str, ...]

    @property
    def still(self) -> bool:
        """Whether everything is as it was."""
        return not self.changed and not self.gone


def scan(folder: Path, label: str, store: Store) -> Scan:
    """Look at every visible file below a folder, and remember it in the store.

    `label` sets the folder's rows apart. Symbolic links to folders are not followed.
    """
    begun = time.time_ns()
    prefix = f"{label}/"
    known = {
        path: (size, modified, digest)
        for path, size, modified, digest in store.rows(
            "SELECT path, size, modified, digest FROM seen WHERE path > ? AND path < ?",
            prefix,
            f"{label}0",  # the character after the slash
        )
    }
    names: list[str] = []
    changed: dict[str, str] = {}
    for name, size, modified in _files(str(folder), ""):
        names.append(name)
        old = known.pop(prefix + name, None)
        if old and old[:2] == (size, modified):
            continue
        digest = _digest(folder / name)
        if not old or old[2] != digest:
            changed[name] = digest
        coarse = modified % 1_000_000_000 == 0
        settled = begun - modified > (COARSE_TICK if coarse else TICK)
        stamp = modified if settled and digest else -1
        store.put("seen", [(prefix + name, size, stamp, digest)])
    store.drop("seen", "path", known)
    gone = tuple(sorted(path.removeprefix(prefix) for path in known))
    return Scan(tuple(sorted(names)), changed, gone)


def _files(folder: str, prefix: str) -> Iterator[tuple[str, int, int]]:
    """Yield the name, size and time of each file below a folder, hidden ones not."""
    try:
        found = os.scandir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    with found:
        for one in found:
            if one.name.startswith("."):
                continue
            if one.is_dir(follow_symlinks=False):
                yield from _files(one.path, f"{prefix}{one.name}/")
            else:
                status = one.stat(follow_symlinks=False)
                yield prefix + one.name, status.st_size, status.st_mtime_ns


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
