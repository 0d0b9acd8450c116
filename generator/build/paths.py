"""Which paths can stand in one tree of output files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from generator.build.manifest import NAME, folders_of

OWN = frozenset({NAME, ".wenyuan-lock", ".wenyuan-new", ".wenyuan-ready"})
"""Names in the root of the output that are our own (the last three: `--in-place`)."""
SEGMENT_LIMIT = 255
"""Bytes that a file name may have on the file systems in use."""


class Paths:
    """The paths of one tree: each is checked by itself, and all of them in order.

    Held are only those that are another name for something on some systems.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._other: dict[str, str] = {}

    def add(self, path: str) -> None:
        """Take the path in.

        Raises ValueError for a path that is not relative, plain and portable: empty,
        `.` or `..` segment, control character, backslash, a segment over 255 bytes.
        """
        key = plain(path)
        if key != path:
            self._other[path] = key

    def ordered(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield the paths taken in, which are given in order.

        Raises ValueError for one that stands in another's place: the same path, a
        file where a folder is needed, or a name that differs only in case or Unicode
        form, which are one file on some systems.
        """
        others = set(self._other.values())
        folders = set(folders_of(others)) - {""}
        for path, key in self._other.items():
            if len(others) < len(self._other) or not others.isdisjoint(_above(key)):
                raise shared(path)
        above: list[str] = []
        for path in paths:
            while above and not path.startswith(above[-1]):
                above.pop()
            if any(path[len(one) : len(one) + 1] in {"", "/"} for one in above):
                raise shared(path)
            if path not in self._other and (
                path in others or path in folders or not others.isdisjoint(_above(path))
            ):
                raise shared(path)
            above.append(path)
            yield path


def plain(path: str) -> str:
    """Return what a path is on systems that tell fewer names apart.

    Raises ValueError for one that is not relative, plain and portable, and for our own.
    """
    key = _portable(path)
    if not all(map(_is_plain, key.split("/"))):
        message = (
            f"{path!r} cannot be the path of an output file: a segment is empty,"
            f" has a character of no name, or more than {SEGMENT_LIMIT} bytes"
        )
        raise ValueError(message)
    if key in OWN:
        raise shared(path)
    return key


def shared(path: str) -> ValueError:
    """Return the error that tells of two files that cannot stand in one tree."""
    return ValueError(f"two output files stand at {path!r}, or one where a folder must")


def _above(path: str) -> Iterator[str]:
    """Yield the folders that a path needs."""
    while path := path.rpartition("/")[0]:
        yield path


@lru_cache(maxsize=1024)
def _is_plain(segment: str) -> bool:
    return (
        segment not in {"", ".", ".."}
        and "\\" not in segment
        and (segment.isprintable() or all(one >= " " for one in segment))
        and len(segment.encode()) <= SEGMENT_LIMIT
    )


def _portable(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", path.casefold())
