"""Which files of a folder changed since a store last saw them.

A file whose size and time of modification are as they were is as it was; of any
other the bytes are read, and their digest decides: after a fresh checkout all times
are new and nothing has changed.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.build.store import Store
from generator.naming import shown_name
from generator.value import Struct

ARTICLES, SOURCES = "articles", "sources"
"""Labels of the folders that are looked at."""
_SEEN = "seen/"
TICK = 20_000_000
"""Nanoseconds: a file changed twice in so short a time may bear one time for both."""
COARSE_TICK = 2_000_000_000
"""The same where times are whole seconds."""
_CAREFUL = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
LARGE = 1 << 20
"""Bytes of a file that is read some at a time."""
Status = tuple[int, int]
"""Size in bytes, and time of modification in nanoseconds."""


class Seen(NamedTuple):
    """A file as it was when its bytes were last read."""

    size: int
    """In bytes."""
    modified: int
    """In nanoseconds since 1970; -1 for a time that tells nothing yet."""
    sha256: str


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


def scan(
    folder: Path, label: str, store: Store, among: Collection[Path] | None = None
) -> Scan:
    """Look at every visible file below a folder, and remember it in the store.

    `label` sets what is remembered apart. Symbolic links to folders are not followed.
    `among` are the paths of all that may have changed since the last look, if somebody
    watched: then nothing else is looked at.
    """
    begun = time.time_ns()
    known = _known(store, label)
    found, gone = _look(folder, known, among)
    changed: dict[str, str] = {}
    noted: dict[str, Seen] = {}
    for name, (size, modified) in found.items():
        old = known.get(name)
        if old and old.size == size and old.modified == modified:
            continue
        digest = _digest(f"{folder}/{name}", size)
        if not old or old.sha256 != digest:
            changed[name] = digest
        coarse = modified % 1_000_000_000 == 0
        settled = begun - modified > (COARSE_TICK if coarse else TICK)
        seen = Seen(size, modified if settled and digest else -1, digest)
        if seen != old:
            noted[name] = seen
    for name in gone:
        del known[name]
    known.update(noted)
    if noted or gone:
        store.keep_mapping(_SEEN + label, known, {*noted, *gone})
    return Scan(tuple(sorted(known)), changed, tuple(sorted(gone)))


def forget(store: Store, label: str, names: Iterable[str]) -> None:
    """Have files looked at again next time: they changed while they were read.

    They stay known by name: else nobody would notice that one is gone by then.
    """
    known = _known(store, label)
    unknown = {name: Seen(0, -1, "") for name in names if name in known}
    if unknown:
        store.keep_mapping(_SEEN + label, {**known, **unknown}, unknown)


def _known(store: Store, label: str) -> dict[str, Seen]:
    return store.mapping(_SEEN + label, Seen)


def _look(
    folder: Path, known: Mapping[str, Seen], among: Collection[Path] | None
) -> tuple[Mapping[str, Status], Collection[str]]:
    """Return the files to compare with what is known, and the names that are gone."""
    few = None if among is None else _few(folder.resolve(), known, among)
    if few is not None:
        return few
    found = _files(str(folder), "", {})
    return found, known.keys() - found.keys()


def _few(
    folder: Path, known: Mapping[str, Seen], among: Iterable[Path]
) -> tuple[Mapping[str, Status], Collection[str]] | None:
    """Look at these paths only; None when one of them is or was a folder."""
    found: dict[str, Status] = {}
    gone: set[str] = set()
    for path in among:
        parts = path.relative_to(folder).parts if path.is_relative_to(folder) else ()
        if not parts or any(part.startswith(".") for part in parts):
            continue
        name = shown_name("/".join(parts))
        if name not in known and any(one.startswith(f"{name}/") for one in known):
            return None
        try:
            status = path.lstat()
        except OSError:
            gone.add(name)
            continue
        if stat.S_ISDIR(status.st_mode):
            return None
        found[name] = status.st_size, status.st_mtime_ns
    return found, gone & known.keys()


def _files(folder: str, prefix: str, files: dict[str, Status]) -> Mapping[str, Status]:
    """Add each file below a folder, hidden ones not, to those found."""
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as found:
        for one in found:
            name = one.name
            if name.startswith("."):
                continue
            if not name.isascii():
                name = shown_name(name)
            if one.is_dir(follow_symlinks=False):
                _files(one.path, f"{prefix}{name}/", files)
            else:
                status = one.stat(follow_symlinks=False)
                files[prefix + name] = status.st_size, status.st_mtime_ns
    return files


def _opened(path: str, flags: int) -> int:
    """Open a file, but follow no link and wait for nobody to write into a pipe."""
    return os.open(path, flags | _CAREFUL)


def _digest(path: str, size: int) -> str:
    """Return the digest of a file of about `size` bytes; "" if it cannot be read."""
    try:
        # A buffer, and `file_digest`, cost a small file more than its bytes do.
        with open(path, "rb", buffering=0, opener=_opened) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return ""
            if size < LARGE:
                return hashlib.sha256(file.readall()).hexdigest()
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
