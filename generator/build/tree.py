"""Changing a tree of output files that nobody reads yet. Every function raises OSError.

To make a tree of 40,000 files and 30,000 folders anew, or to remove one, takes
seconds whatever was edited; so trees are kept and changed by their difference.
"""

# Paths are strings in here: building Path objects for 70,000 files and folders costs
# more than the system calls they are for.
# ruff: noqa: PTH102, PTH103, PTH104, PTH105, PTH106, PTH108, PTH112, PTH120, PTH208

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from generator.build.manifest import NAME, Entry, folders_of
from generator.build.measured import Measured
from generator.build.survey import FOLDER_SEAL, file_seal, sealed_time
from generator.writing import Data, write_new


def seal_folders(tree: Path, folders: Iterable[str]) -> None:
    """Seal those folders of the tree that still exist."""
    for folder in folders:
        modified = sealed_time(FOLDER_SEAL)  # anew: sealing many takes seconds
        with suppress(FileNotFoundError, NotADirectoryError):
            os.utime(f"{tree}/{folder}/", ns=(modified, modified))


def seal_again(tree: Path, sealed: Iterable[str], emptied: Iterable[str]) -> None:
    """Seal folders anew that we changed, but none that now holds a folder of others.

    `emptied` are folders of ours that no file needs any more: what is still there of
    them holds something of someone else's.
    """
    left = [folder for folder in emptied if os.path.isdir(f"{tree}/{folder}")]
    held = {folder.rpartition("/")[0] for folder in left}
    seal_folders(tree, set(sealed) - held)


def seal_manifest(tree: Path, state: str) -> None:
    """Let the tree's manifest, which states `state`, vouch for its folders' seals."""
    modified = sealed_time(file_seal(state))
    os.utime(tree / NAME, ns=(modified, modified))


def put(place: str, data: Data, sha256: str) -> None:
    """Write a file where nothing stands yet, with its seal."""
    write_new(place, data, sealed_time(file_seal(sha256)))


def spool(place: str, pieces: Iterable[bytes]) -> Entry:
    """Write a file whose digest is not known yet over the last one; return its entry."""
    measured = pieces if isinstance(pieces, Measured) else Measured(lambda: pieces)
    with suppress(FileNotFoundError):
        os.unlink(place)
    write_new(place, measured, 0)
    return measured.entry


def settle(spooled: str, place: str, sha256: str) -> None:
    """Give a file that was written its seal and its place."""
    modified = sealed_time(file_seal(sha256))
    os.utime(spooled, ns=(modified, modified))
    os.rename(spooled, place)


def move(source: str, target: str) -> None:
    """Move a file or a folder to its place, into a folder that stands there already.

    What is not at `source` was moved before: a build killed while it moves is resumed.
    """
    try:
        os.rename(source, target)
    except FileNotFoundError:
        if os.path.lexists(source):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.rename(source, target)
    except OSError:
        if not os.path.isdir(source) or not os.path.isdir(target):
            raise
        for name in os.listdir(source):
            move(f"{source}/{name}", f"{target}/{name}")
        os.rmdir(source)


def refresh(tree: Path, other: Path, path: str) -> None:
    """Let `path` in `tree` be the file or link that it is in `other`: a hard link.

    A reader who came in by the tree finds the old file or the new one. A copy with
    the same times where the file system has no hard links.
    """
    beside, place = f"{tree}/.refreshing", f"{tree}/{path}"
    with suppress(FileNotFoundError):
        os.unlink(beside)
    _link(f"{other}/{path}", beside)
    try:
        os.replace(beside, place)
        with suppress(FileNotFoundError):  # rename(2) leaves two links to one file
            os.unlink(beside)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        _make_room(tree, path)
        os.replace(beside, place)


def follow(tree: Path, other: Path, paths: Iterable[str]) -> None:
    """Do what `refresh` does for many files, where nobody reads the tree meanwhile.

    It takes half the time, since a file may be missing for a moment.
    """
    here, there = os.fspath(tree), os.fspath(other)
    for path in paths:
        place = f"{here}/{path}"
        try:
            os.unlink(place)
            os.link(f"{there}/{path}", place, follow_symlinks=False)
        except OSError:  # a new file, something in the way, no hard links
            refresh(tree, other, path)


def _link(source: str, place: str) -> None:
    try:
        os.link(source, place, follow_symlinks=False)
    except FileNotFoundError:
        raise
    except OSError:  # no hard links here, or another owner's file (protected_hardlinks)
        shutil.copy2(source, place, follow_symlinks=False)


def _make_room(tree: Path, path: str) -> None:
    """Free the place of a file and make its folder, whatever stands in the way."""
    for parent in folders_of([path]):
        if os.path.lexists(f"{tree}/{parent}") and not os.path.isdir(
            f"{tree}/{parent}"
        ):
            os.unlink(f"{tree}/{parent}")
    if os.path.isdir(f"{tree}/{path}"):
        shutil.rmtree(f"{tree}/{path}")
    os.makedirs(os.path.dirname(f"{tree}/{path}"), exist_ok=True)


def drop(tree: Path, files: Iterable[str], folders: Iterable[str] = ()) -> None:
    """Remove files and folders that may be there, and folders empty without them."""
    inside = [f"{folder}/" for folder in folders]
    for path in files:
        inside.append(path)
        try:
            os.unlink(f"{tree}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:  # a folder has taken the file's place
            if not os.path.isdir(f"{tree}/{path}"):
                raise
    for folder in reversed(folders_of(inside)[1:]):
        with suppress(OSError):  # not empty: still needed
            os.rmdir(f"{tree}/{folder}")


def twin(tree: Path, other: Path, files: Collection[str]) -> None:
    """Make `tree` a tree of the files that stand in `other`, as hard links."""
    tree.mkdir()
    folders = folders_of(files)
    for folder in folders[1:]:
        os.mkdir(f"{tree}/{folder}")
    for path in files:
        with suppress(FileNotFoundError):  # taken away unnoticed
            _link(f"{other}/{path}", f"{tree}/{path}")
    seal_folders(tree, folders)
