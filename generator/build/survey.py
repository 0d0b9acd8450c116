"""How a published tree differs from what its manifest says.

`survey` looks at every file and folder, for a build of the whole site. `look` is for
a build by difference, which leaves alone what it does not change: it looks at the
manifest and at the folders that hold folders, a few hundred of tens of thousands.
"""

# Paths are strings in here: building Path objects for 70,000 files and folders costs
# more than the system calls they are for.
# ruff: noqa: PTH123

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Collection, Container, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from generator.build.manifest import (
    NAME,
    Entry,
    Folders,
    Manifest,
    folders_of,
    read_holders,
    read_manifest,
    read_state,
)
from generator.build.paths import OWN
from generator.value import Struct

SECOND = 1_000_000_000
"""Nanoseconds."""
FOLDER_SEAL = 613_724_900
"""The fraction, in nanoseconds, of a sealed folder's time of modification."""
SEALED_WITHIN = 3 * SECOND
"""At most this passes between the time that a seal sets and the time of setting it."""


class OutdatedError(Exception):
    """The output is not what a difference starts from: the whole site is needed."""


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


class Survey(Struct, frozen=True):
    """A published tree: what its manifest lists, and how it differs from that."""

    manifest: Manifest
    listed: Mapping[str, Entry] | Manifest
    """The same, quick to ask for every file or for a few."""
    folders: Container[str]
    """The folders that the listed files need; the tree itself is `""`."""
    looked: Collection[str]
    """Those of them that were looked at."""
    foreign: frozenset[str] = frozenset()
    """Files and symbolic links that are not listed."""
    empty: frozenset[str] = frozenset()
    """Folders without files that no listed file needs."""
    damaged: frozenset[str] = frozenset()
    """Listed files that are missing or hold other bytes."""


def survey(tree: Path) -> Survey:
    """Look at the whole tree, which may be missing.

    Folders whose seal is intact are not read, unless the manifest is not the one that
    they were sealed with. Raises OSError.
    """
    root = os.fspath(tree)
    manifest = read_manifest(tree)
    listed = manifest.entries()
    folders = frozenset(folders_of(listed))
    trust = sealed_state(tree) is not None
    foreign, empty = strangers(tree, listed, folders, folders, trust=trust)
    obstructed = foreign & folders
    damaged = {
        path
        for path, entry in listed.items()
        if (obstructed and is_below(path, obstructed)) or not _intact(root, path, entry)
    }
    return Survey(
        manifest, listed, folders, folders, foreign, empty, frozenset(damaged)
    )


def is_untouched(tree: Path, state: str) -> bool:
    """Tell whether a tree is as the build of a state left it, as far as `look` tells.

    False if only a closer look would tell. Raises OSError.
    """
    if tree.is_symlink() or sealed_state(tree) != state:
        return False
    found = (status_of(f"{tree}/{folder}") for folder in read_holders(tree))
    return all(
        status is not None
        and stat.S_ISDIR(status.st_mode)
        and _is_sealed(status, FOLDER_SEAL)
        for status in found
    )


def look(tree: Path, base: str) -> Survey:
    """Look at a tree that should be as the build of the state `base` left it.

    Raises OutdatedError when the manifest is another, or when one of our files or
    folders is missing, or is something else now, in a folder that holds folders.
    Raises OSError.
    """
    if sealed_state(tree) != base:
        raise OutdatedError
    manifest = read_manifest(tree, sealed=True)
    for folder in sorted(manifest.holders):  # parents first
        status = status_of(f"{tree}/{folder}")
        if status is None or not stat.S_ISDIR(status.st_mode):
            raise OutdatedError
        if _is_sealed(status, FOLDER_SEAL):
            continue
        if not _is_complete(f"{tree}/{folder}", folder, manifest):
            raise OutdatedError
    folders = Folders(manifest)
    foreign, empty = strangers(tree, manifest, folders, manifest.holders)
    return Survey(manifest, manifest, folders, manifest.holders, foreign, empty)


def _is_complete(place: str, folder: str, manifest: Manifest) -> bool:
    with os.scandir(place) as found:
        kinds = {one.name: one.is_dir(follow_symlinks=False) for one in found}
    return all(
        kinds.get(name) is is_folder for name, is_folder in manifest.children(folder)
    )


def sealed_state(tree: Path) -> str | None:
    """Return the state of a tree whose manifest is as we left it, or None."""
    status = status_of(f"{tree}/{NAME}")
    state = read_state(tree)
    if status is None or state is None or not stat.S_ISREG(status.st_mode):
        return None
    return state if _is_sealed(status, file_seal(state)) else None


def strangers(
    tree: Path,
    entries: Container[str],
    known: Container[str],
    among: Collection[str],
    *,
    trust: bool = True,
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the files, and the empty folders, that someone put into the tree.

    `entries` are the files that belong there and `known` the folders they need; only
    the folders `among` are looked at, and of these only what lies outside known ones.
    Sealed ones are passed over unless `trust` is false. Raises OSError.
    """
    found: dict[str, bool] = {}
    root = os.fspath(tree)
    obstructed: set[str] = set()
    for folder in sorted(among):  # parents first
        place = f"{root}/{folder}"
        status = status_of(place)
        if status is None or (obstructed and is_below(folder, obstructed)):
            continue
        if not stat.S_ISDIR(status.st_mode):
            obstructed.add(folder)
        elif not trust or not _is_sealed(status, FOLDER_SEAL):
            _seal(place, sealed_time(FOLDER_SEAL))  # first, so that a change breaks it
            here = dict(_unexplained(root, folder, entries, known))
            found.update(here)
            if here:
                _seal(place, status.st_mtime_ns // SECOND * SECOND)
    foreign = frozenset(path for path, is_file in found.items() if is_file)
    return foreign, frozenset(found.keys() - foreign)


def sealed_folders(tree: Path, folders: Collection[str]) -> set[str]:
    """Return those folders of the tree that bear our seal, or do not exist yet."""
    found = ((folder, status_of(f"{tree}/{folder}")) for folder in folders)
    return {
        folder
        for folder, status in found
        if status is None or _is_sealed(status, FOLDER_SEAL)
    }


def _is_sealed(status: os.stat_result, seal: int) -> bool:
    """Tell whether a folder, or a file that was linked just then, bears our seal.

    A seal that came back with a restored time (`cp -p`, `rsync -a`, `tar -x`) is old
    beside the time of change, which nobody can set.
    """
    age = status.st_ctime_ns - status.st_mtime_ns
    return status.st_mtime_ns % SECOND == seal and age < SEALED_WITHIN


def is_below(path: str, folders: Container[str]) -> bool:
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
        if path in OWN:
            continue
        is_folder = child.is_dir(follow_symlinks=False)
        if not is_folder and path not in files:
            yield path, True
        elif is_folder and path not in known:
            below = list(_unexplained(root, path, files, known))
            yield from below or [(path, False)]


def is_like(status: os.stat_result, entry: Entry) -> bool:
    """Tell whether something is a file that has the size and the seal of this one."""
    return _is_as_large(status, entry) and (
        status.st_mtime_ns % SECOND == file_seal(entry.sha256)
    )


def _is_as_large(status: os.stat_result, entry: Entry) -> bool:
    return stat.S_ISREG(status.st_mode) and status.st_size == entry.size


def _intact(root: str, path: str, entry: Entry) -> bool:
    place = f"{root}/{path}"
    status = status_of(place)
    if status is None or not _is_as_large(status, entry):
        return False
    seal = file_seal(entry.sha256)
    if status.st_mtime_ns % SECOND == seal:
        return True
    with open(place, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest == entry.sha256:
        _seal(place, status.st_mtime_ns // SECOND * SECOND + seal)
    return digest == entry.sha256


def status_of(place: str) -> os.stat_result | None:
    """Return what lstat(2) tells of a path; None when there is nothing."""
    try:
        return os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _seal(place: str, modified: int) -> None:
    with suppress(OSError):  # not ours, or a read-only file system: looked at again
        os.utime(place, ns=(modified, modified))
