"""How a published tree differs from what its manifest says, at a stat for each file."""

# Paths are strings in here: building Path objects for 70,000 files and folders costs
# more than the system calls they are for.
# ruff: noqa: PTH123

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Container, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from generator.build.manifest import NAME, Entry, folders_of

SECOND = 1_000_000_000
"""Nanoseconds."""
FOLDER_SEAL = 613_724_900
"""The fraction, in nanoseconds, of a sealed folder's time of modification."""
SEALED_WITHIN = 3 * SECOND
"""At most this passes between the time that a seal sets and the time of setting it."""


def file_seal(sha256: str) -> int:
    """Return the fraction of a file's time of modification that stands for its bytes.

    A seal is a fraction of a second, set by us in the time of modification of a file
    or folder; the seconds stay true. One stat(2) then tells that nobody wrote to it
    since (but for one time in ten million), with no record of times in the manifest,
    which must be equal for equal sites. A broken seal only means to look closer. In
    steps of 100 ns, the coarsest that a common file system with fractions keeps.
    """
    return crc32(sha256.encode()) % 10_000_000 * 100


def sealed_time(seal: int) -> int:
    """Return the present time in nanoseconds since 1970, with `seal` as fraction."""
    return (time.time_ns() // SECOND - 1) * SECOND + seal


@dataclass(frozen=True, slots=True)
class Survey:
    """How a tree differs from what its manifest lists."""

    folders: frozenset[str]
    """The folders that the listed files need; the tree itself is `""`."""
    foreign: frozenset[str]
    """Files and symbolic links that are not listed."""
    empty: frozenset[str]
    """Folders without files that no listed file needs."""
    damaged: frozenset[str]
    """Listed files that are missing or hold other bytes."""
    vouched: bool
    """True when the manifest was the one that the folders were sealed with."""


def survey(tree: Path, entries: Mapping[str, Entry]) -> Survey:
    """Compare the tree with its manifest by a stat for each file and folder.

    Only a folder or file whose seal is broken is read; what proves to be unchanged
    is sealed again. Symbolic links are not followed. Raises OSError.
    """
    root = os.fspath(tree)
    folders = frozenset(folders_of(entries))
    vouched = _vouches(tree)
    foreign, empty = strangers(tree, entries, folders, trust=vouched)
    obstructed = foreign & folders
    damaged = {
        path
        for path, entry in entries.items()
        if (obstructed and is_below(path, obstructed)) or not _intact(root, path, entry)
    }
    return Survey(folders, foreign, empty, frozenset(damaged), vouched)


def _vouches(tree: Path) -> bool:
    """Tell whether the manifest is the one that the folders were sealed with."""
    status = _status(f"{tree}/{NAME}")
    if status is None or not stat.S_ISREG(status.st_mode):
        return False
    digest = hashlib.sha256((tree / NAME).read_bytes()).hexdigest()
    return _is_sealed(status, file_seal(digest))


def strangers(
    tree: Path,
    entries: Container[str],
    known: AbstractSet[str],
    among: AbstractSet[str] | None = None,
    *,
    trust: bool = True,
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the files, and the empty folders, that someone put into the tree.

    `entries` are the files that belong there and `known` the folders they need; only
    those of the folders that are `among` the given ones are looked at, all without.
    Sealed ones are passed over unless `trust` is false. Raises OSError.
    """
    found: dict[str, bool] = {}
    root = os.fspath(tree)
    obstructed: set[str] = set()
    for folder in sorted(known if among is None else known & among):  # parents first
        place = f"{root}/{folder}"
        status = _status(place)
        if status is None or (obstructed and is_below(folder, obstructed)):
            continue
        if not stat.S_ISDIR(status.st_mode):
            obstructed.add(folder)
        elif not trust or not _is_sealed(status, FOLDER_SEAL):
            here = dict(_unexplained(root, folder, entries, known))
            found.update(here)
            if not here:
                _seal(place, sealed_time(FOLDER_SEAL))
    foreign = frozenset(path for path, is_file in found.items() if is_file)
    return foreign, frozenset(found.keys() - foreign)


def _is_sealed(status: os.stat_result, seal: int) -> bool:
    """Tell whether a folder, or a file that was linked just then, bears our seal.

    A seal that came back with a restored time (`cp -p`, `rsync -a`, `tar -x`) is old
    beside the time of change, which nobody can set.
    """
    age = status.st_ctime_ns - status.st_mtime_ns
    return status.st_mtime_ns % SECOND == seal and age < SEALED_WITHIN


def is_below(path: str, folders: AbstractSet[str]) -> bool:
    """Tell whether one of the folders is above the path in the tree."""
    folder = path.rpartition("/")[0]
    while folder and folder not in folders:
        folder = folder.rpartition("/")[0]
    return bool(folder)


def _unexplained(
    root: str, folder: str, files: Container[str], known: Container[str]
) -> Iterator[tuple[str, bool]]:
    """Yield the path of each unknown thing in a folder, and whether it is a file."""
    with os.scandir(f"{root}/{folder}") as found:
        children = sorted(found, key=lambda child: child.name)
    for child in children:
        path = f"{folder}/{child.name}" if folder else child.name
        is_folder = child.is_dir(follow_symlinks=False)
        if not is_folder and path not in files and path != NAME:
            yield path, True
        elif is_folder and path not in known:
            below = list(_unexplained(root, path, files, known))
            yield from below or [(path, False)]


def _intact(root: str, path: str, entry: Entry) -> bool:
    place = f"{root}/{path}"
    status = _status(place)
    if status is None or not stat.S_ISREG(status.st_mode):
        return False
    if status.st_size != entry.size:
        return False
    seal = file_seal(entry.sha256)
    if status.st_mtime_ns % SECOND == seal:
        return True
    with open(place, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest == entry.sha256:
        _seal(place, status.st_mtime_ns // SECOND * SECOND + seal)
    return digest == entry.sha256


def _status(place: str) -> os.stat_result | None:
    try:
        return os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _seal(place: str, modified: int) -> None:
    with suppress(OSError):  # not ours, or a read-only file system: looked at again
        os.utime(place, ns=(modified, modified))
