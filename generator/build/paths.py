"""Which paths can stand in one tree of output files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from generator.build.manifest import NAME

OWN = frozenset({NAME, ".wenyuan-lock", ".wenyuan-new", ".wenyuan-ready"})
"""Names in the root of the output that are our own (the last three: `--in-place`)."""
SEGMENT_LIMIT = 255
"""Bytes that a file name may have on the file systems in use."""


class Paths:
    """The paths of one tree, each checked against all before it."""

    def __init__(self, files: Iterable[str] = ()) -> None:
        """Begin with files that are known to stand in one tree, and our own."""
        self._files = {_portable(path) for path in files}
        self._folders = {""}
        self._segments: set[str] = set()
        level = {path.rpartition("/")[0] for path in self._files} - {""}
        while level:
            self._folders |= level
            level = {folder.rpartition("/")[0] for folder in level} - {""}
        self._files |= OWN

    def add(self, path: str) -> None:
        """Take the path in.

        Raises ValueError for a path that is not relative, plain and portable (empty,
        `.` or `..` segment, control character, backslash, a segment over 255 bytes),
        or that stands in another's place: the same path, a file where a folder is
        needed, or a name that differs only in case or Unicode form, which are one
        file on some systems.
        """
        key = _portable(path)
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
        if (
            segment in {"", ".", ".."}
            or "\\" in segment
            or (not segment.isprintable() and any(one < " " for one in segment))
        ):
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
