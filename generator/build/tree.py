"""Changing a tree of output files that nobody reads yet.

To make a tree of 40,000 files and 30,000 folders anew, or to remove one, takes
seconds whatever was edited. So a finished twin of the published tree is kept as
`.public.spare`, with hard links to the same files: a build brings the twin up to
date, lets the two change places, and makes the same changes to the other one, which
is the twin from then on. Every function raises OSError.
"""

# Paths are strings in here: building Path objects for 70,000 files and folders costs
# more than the system calls they are for.
# ruff: noqa: PTH102, PTH103, PTH105, PTH106, PTH108, PTH112, PTH113, PTH120

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from generator.build.exchange import sibling
from generator.build.manifest import NAME, folders_of
from generator.build.survey import FOLDER_SEAL, file_seal, sealed_time
from generator.writing import write_new


def seal_folders(tree: Path, folders: Iterable[str]) -> None:
    """Seal those folders of the tree that still exist."""
    for folder in folders:
        modified = sealed_time(FOLDER_SEAL)
        with suppress(FileNotFoundError, NotADirectoryError):
            os.utime(f"{tree}/{folder}/", ns=(modified, modified))


def seal_manifest(tree: Path) -> None:
    """Let the tree's manifest vouch for the seals of its folders."""
    digest = hashlib.sha256((tree / NAME).read_bytes()).hexdigest()
    modified = sealed_time(file_seal(digest))
    os.utime(tree / NAME, ns=(modified, modified))


def put(tree: Path, path: str, data: bytes, sha256: str) -> None:
    """Write a file of the unpublished tree, in the place of what stands there."""
    place = _make_room(tree, path)
    write_new(place, data, sealed_time(file_seal(sha256)))


def share(tree: Path, other: Path, path: str) -> None:
    """Let `path` in `tree` be the file or link that it is in `other`: a hard link.

    A copy with the same times where the file system has no hard links.
    """
    _link(f"{other}/{path}", _make_room(tree, path))


def refresh(tree: Path, other: Path, path: str) -> None:
    """Do the same in a tree that was the published one a moment ago.

    A reader who came in by the old tree finds the old file or the new one.
    """
    beside = f"{tree}/.refreshing"
    _link(f"{other}/{path}", beside)
    os.makedirs(os.path.dirname(f"{tree}/{path}"), exist_ok=True)
    os.replace(beside, f"{tree}/{path}")


def _link(source: str, place: str) -> None:
    try:
        os.link(source, place, follow_symlinks=False)
    except FileNotFoundError:
        raise
    except OSError:  # no hard links here, or another owner's file (protected_hardlinks)
        shutil.copy2(source, place, follow_symlinks=False)


def _make_room(tree: Path, path: str) -> str:
    """Free the place of a file, make its folder, and return it as a string.

    Whatever stands there, or stands as a file where its folder must be, is from an
    older site: the paths of one site never obstruct each other.
    """
    place = f"{tree}/{path}"
    folder = os.path.dirname(place)
    try:
        os.unlink(place)
    except FileNotFoundError:
        if not os.path.isdir(folder):
            os.makedirs(folder)
    except NotADirectoryError:
        for parent in folders_of([path]):
            if os.path.isfile(f"{tree}/{parent}"):
                os.unlink(f"{tree}/{parent}")
        os.makedirs(folder)
    except OSError:
        if not os.path.isdir(place):
            raise
        shutil.rmtree(place)
    return place


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


def open_next(out: Path, new: Path, entries: Collection[str]) -> None:
    """Make `new` a tree of the output's files `entries`, shared; quick with a spare."""
    spare = sibling(out, "spare")
    if entries and _manifest(spare) == _manifest(out):
        spare.rename(new)
    else:
        if os.path.lexists(spare):
            shutil.rmtree(spare)
        _twin(new, out, entries)
    if out.exists():
        shutil.copymode(out, new)


def _manifest(tree: Path) -> bytes | None:
    try:
        return (tree / NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _twin(tree: Path, other: Path, files: Collection[str]) -> None:
    tree.mkdir()
    folders = folders_of(files)
    for folder in folders[1:]:
        os.mkdir(f"{tree}/{folder}")
    for path in files:
        share(tree, other, path)
    seal_folders(tree, folders)
