"""What a build put into the output: a sorted line for each file.

A file is found by bisection, and a difference patched in, without taking the other
lines apart: at 270,000 files that is what an edit can pay.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.value import Struct, field

NAME = ".wenyuan-manifest.txt"
"""The manifest's own path in the output."""
TITLE = "wenyuan-manifest 2 "
"""Begins the first line, which ends in the state: the SHA-256 of the lines of files."""


class Entry(NamedTuple):
    """One published file; a tuple, since a build reads tens of thousands."""

    sha256: str
    size: int
    """Bytes."""


def line_of(path: str, entry: Entry) -> str:
    """Return the line of a file: path, SHA-256 and size with tabs between them."""
    return f"{path}\t{entry.sha256}\t{entry.size}"


class Manifest(Struct, frozen=True):
    """The files of a published tree."""

    lines: list[str] = field(default_factory=list)
    """As `line_of` gives them; sorted, never altered."""
    holders: frozenset[str] = frozenset({""})
    """The folders that hold folders, and the root, which is `""`."""

    @staticmethod
    def of(entries: Mapping[str, Entry]) -> Manifest:
        """Return the manifest of a whole site."""
        lines = [line_of(path, one) for path, one in entries.items()]
        level, holders = {line.rpartition("/")[0] for line in lines} - {""}, {""}
        while level:
            level = {folder.rpartition("/")[0] for folder in level} - {""}
            holders |= level
        return Manifest(sorted(lines), frozenset(holders))

    def get(self, path: str) -> Entry | None:
        """Return the entry of a path, or None."""
        place = bisect_left(self.lines, f"{path}\t")
        if place < len(self.lines):
            found, sha256, size = self.lines[place].split("\t")
            if found == path:
                return Entry(sha256, int(size))
        return None

    def __contains__(self, path: object) -> bool:
        """Tell whether a file is listed."""
        return isinstance(path, str) and self.get(path) is not None

    def entries(self) -> dict[str, Entry]:
        """Return all at once, by path."""
        rows = (line.split("\t") for line in self.lines)
        return {path: Entry(sha256, int(size)) for path, sha256, size in rows}

    def paths(self) -> list[str]:
        """Return the path of every file."""
        return [line.partition("\t")[0] for line in self.lines]

    def below(self, folder: str) -> Iterator[str]:
        """Yield the lines of what is in a folder, each from the name in it on."""
        lead = f"{folder}/" if folder else ""
        place = bisect_left(self.lines, lead)
        while place < len(self.lines) and self.lines[place].startswith(lead):
            yield self.lines[place][len(lead) :]
            place += 1

    def children(self, folder: str) -> Iterator[tuple[str, bool]]:
        """Yield the name of what is right in a folder, and whether that is a folder."""
        lead = f"{folder}/" if folder else ""
        place = bisect_left(self.lines, lead)
        while place < len(self.lines) and self.lines[place].startswith(lead):
            path = self.lines[place].partition("\t")[0]
            name, slash, _ = path[len(lead) :].partition("/")
            yield name, bool(slash)
            # `0` follows the slash: past all that is in the folder
            after = f"{lead}{name}0"
            place = bisect_left(self.lines, after, place + 1) if slash else place + 1

    def patched(self, entries: Mapping[str, Entry], gone: Collection[str]) -> Manifest:
        """Return the manifest with these files in it, and without those gone."""
        lines = self.lines.copy()
        unlisted = {path: entry for path, entry in entries.items() if path not in self}
        for path in entries.keys() - unlisted.keys():
            entry = entries[path]
            place = bisect_left(lines, f"{path}\t")
            lines[place] = line_of(path, entry)
        removed = {bisect_left(lines, f"{path}\t") for path in gone if path in self}
        for place in sorted(removed, reverse=True):
            del lines[place]
        added = Manifest.of(unlisted)
        if unlisted:
            lines = sorted(lines + added.lines)
        patched = Manifest(lines, self.holders | added.holders)
        over = {above for above in folders_of(gone) if above in patched.holders}
        empty = {above for above in over if above and not patched._holds(above)}
        return Manifest(lines, patched.holders - empty)

    def _holds(self, folder: str) -> bool:
        return any("/" in line for line in self.below(folder))


class Folders(Struct, frozen=True):
    """The folders that the files of a manifest need, as a container."""

    manifest: Manifest

    def __contains__(self, folder: object) -> bool:
        """Tell whether there must be this folder; the root is `""`."""
        if folder in self.manifest.holders:
            return True
        return isinstance(folder, str) and any(
            True for _ in self.manifest.below(folder)
        )


def format_manifest(manifest: Manifest) -> tuple[str, bytes]:
    """Return the state of the tree and the bytes of its manifest."""
    body = "\n".join((*manifest.lines, "")).encode()
    state = hashlib.sha256(body).hexdigest()
    return state, head_of(state, manifest.holders) + body


def head_of(state: str, holders: Iterable[str]) -> bytes:
    """Return what a manifest has before the lines of its files.

    After the first line come the folders that hold folders, each with a slash at its
    end, and after them an empty line.
    """
    folders = "".join(f"{folder}/\n" for folder in sorted(holders))
    return f"{TITLE}{state}\n{folders}\n".encode()


def read_state(tree: Path) -> str | None:
    """Return what the first line of the manifest states; None when it is not ours."""
    try:
        with (tree / NAME).open("rb") as file:
            first = file.readline(len(TITLE) + 65).decode()
    except (OSError, UnicodeDecodeError):
        return None
    state = first.removeprefix(TITLE).rstrip("\n")
    return state if first == f"{TITLE}{state}\n" else None


def read_holders(tree: Path) -> list[str]:
    """Return the folders that hold folders, and the root, without reading the rest.

    Only of a manifest that is known to be as we left it. Raises OSError.
    """
    with (tree / NAME).open("rb") as file:
        file.readline()
        return [line[:-2].decode() for line in iter(file.readline, b"\n")]


def read_manifest(tree: Path, *, sealed: bool = False) -> Manifest:
    """Return what the manifest in `tree` lists; nothing when it is missing or not ours.

    Then no file in the tree is known to be ours, so that none is ever overwritten.
    It is checked unless it is `sealed`: known to be as we left it.
    """
    try:
        data = (tree / NAME).read_bytes()
        lines = data.decode().split("\n")
        gap = lines.index("")
    except (OSError, ValueError):
        return Manifest()
    holders, lines = lines[1:gap], lines[gap + 1 : -1]
    if sealed:
        return Manifest(lines, frozenset(folder[:-1] for folder in holders))
    try:
        manifest = Manifest.of(Manifest(lines).entries())
    except ValueError:
        return Manifest()
    is_ours = format_manifest(manifest)[1] == data and _all_inside(manifest.paths())
    return manifest if is_ours else Manifest()


def _all_inside(paths: Iterable[str]) -> bool:
    """Tell whether no path can leave the tree; all in one string, for speed."""
    joined = "/" + "/\n/".join(paths) + "/"
    return not any(bad in joined for bad in ("//", "/./", "/../", "\0", "\\"))


def folders_of(paths: Iterable[str]) -> list[str]:
    """Return every folder that the files need, parents first; the root is `""`."""
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(folders)
