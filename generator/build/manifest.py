"""What a build put into the output, and which paths can stand in one tree."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

NAME = ".wenyuan-manifest.json"
"""The manifest's own path in the output."""
VERSION = 1
SEGMENT_LIMIT = 255
"""Bytes that a file name may have on the file systems in use."""


class Entry(NamedTuple):
    """One published file; a tuple, since a build reads tens of thousands."""

    sha256: str
    size: int
    """Bytes."""
    inputs: str
    """`OutputFile.inputs` of the file that was published."""


class Paths:
    """The paths of one tree, each checked against all before it."""

    def __init__(self) -> None:
        """Begin with an empty tree, in which only our manifest is taken."""
        self._files = {NAME}
        self._folders = {""}
        self._segments: set[str] = set()

    def add(self, path: str) -> None:
        """Take the path in.

        Raises ValueError for a path that is not relative, plain and portable (empty,
        `.` or `..` segment, NUL, backslash, a segment over 255 bytes), or that stands
        in another's place: the same path, a file where a folder is needed, or a name
        that differs only in case or Unicode form, which are one file on some systems.
        """
        key = path.lower() if path.isascii() else _portable(path)
        if key in self._files or key in self._folders:
            message = f"two output files stand at {path!r}"
            raise ValueError(message)
        self._files.add(key)
        folder, _, name = key.rpartition("/")
        if name not in self._segments:
            self._check(name, path)
        while folder not in self._folders:
            if folder in self._files:
                message = f"an output file stands where {path!r} needs a folder"
                raise ValueError(message)
            self._folders.add(folder)
            above, _, name = folder.rpartition("/")
            self._check(name, path)
            folder = above
        if path.startswith("/"):
            self._check("", path)

    def _check(self, segment: str, path: str) -> None:
        if segment in {"", ".", ".."} or "\0" in segment or "\\" in segment:
            message = f"{path!r} cannot be the path of an output file"
            raise ValueError(message)
        if len(segment.encode()) > SEGMENT_LIMIT:
            message = f"a segment of {path!r} has more than {SEGMENT_LIMIT} bytes"
            raise ValueError(message)
        self._segments.add(segment)


def _portable(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", path.casefold())


def folders_of(paths: Iterable[str]) -> list[str]:
    """Return every folder that the files need, parents first; the root is `""`."""
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(folders)


def format_manifest(entries: Mapping[str, Entry]) -> bytes:
    """Word the manifest as JSON, sorted by path: same entries, same bytes."""
    manifest = {
        "version": VERSION,
        "columns": ["sha256", "bytes", "inputs"],
        "files": {path: entries[path] for path in sorted(entries)},
    }
    return json.dumps(manifest, separators=(",", ":")).encode()


def read_manifest(tree: Path) -> dict[str, Entry]:
    """Return what the manifest in `tree` lists; nothing when it is missing or not ours.

    Then no file in the tree is known to be ours, so that none is ever overwritten.
    """
    try:
        data = json.loads((tree / NAME).read_bytes())
        if data["version"] != VERSION:
            return {}
        files: dict[str, list[object]] = dict(data["files"])
        if not _all_inside(files):
            return {}
        return {path: _entry(*row) for path, row in files.items()}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}


def _all_inside(paths: Iterable[str]) -> bool:
    """Tell whether no path can leave the tree; all in one string, for speed."""
    joined = "/" + "/\n/".join(paths) + "/"
    return not any(bad in joined for bad in ("//", "/./", "/../", "\0", "\\"))


def _entry(sha256: object, size: object, inputs: object) -> Entry:
    if isinstance(sha256, str) and isinstance(size, int) and isinstance(inputs, str):
        return Entry(sha256, size, inputs)
    raise TypeError
