"""What a build put into the output: a sorted line for each file.

A file is found by bisection, and a difference patched in, without taking the other
lines apart: at 270,000 files that is what an edit can pay.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, NamedTuple

from generator.value import Struct

NAME = ".wenyuan-manifest.txt"
"""The manifest's own path in the output."""
TITLE = "wenyuan-manifest 2 "
"""Begins the first line, which ends in the state: the SHA-256 of the lines of files."""


_SAMPLE = 512
"""Lines by which a search begins, whatever the number of files."""


class Entry(NamedTuple):
    """One published file; a tuple, since a build reads tens of thousands."""

    sha256: str
    size: int
    """Bytes."""


def line_of(path: str, entry: Entry) -> str:
    """Return the line of a file: path, SHA-256 and size with tabs between them."""
    return f"{path}\t{entry.sha256}\t{entry.size}"


class Manifest(Struct, frozen=True, dict=True):
    """The files of a published tree."""

    listing: bytes = b""
    """The lines that `line_of` gives, in order and each ended, in UTF-8."""
    holders: frozenset[str] = frozenset({""})
    """The folders that hold folders, and the root, which is `""`."""

    @staticmethod
    def of(entries: Mapping[str, Entry]) -> Manifest:
        """Return the manifest of a whole site."""
        lines = sorted(line_of(path, one) for path, one in entries.items())
        level, holders = {line.rpartition("/")[0] for line in lines} - {""}, {""}
        while level:
            level = {folder.rpartition("/")[0] for folder in level} - {""}
            holders |= level
        return Manifest("\n".join((*lines, "")).encode(), frozenset(holders))

    def __len__(self) -> int:
        """Return the number of files."""
        return self.listing.count(b"\n")

    def __bool__(self) -> bool:
        """Tell whether any file is listed."""
        return bool(self.listing)

    def get(self, path: str) -> Entry | None:
        """Return the entry of a path, or None."""
        start, end = self._span(path)
        if start == end:
            return None
        _, sha256, size = self.listing[start:end].decode().split("\t")
        return Entry(sha256, int(size))

    def __contains__(self, path: object) -> bool:
        """Tell whether a file is listed."""
        if not isinstance(path, str):
            return False
        start, end = self._span(path)
        return start < end

    def entries(self) -> dict[str, Entry]:
        """Return all at once, by path."""
        rows = (line.split("\t") for line in self._lines())
        return {path: Entry(sha256, int(size)) for path, sha256, size in rows}

    def paths(self) -> list[str]:
        """Return the path of every file."""
        return [line.partition("\t")[0] for line in self._lines()]

    def children(self, folder: str) -> Iterator[tuple[str, bool]]:
        """Yield the name of what is right in a folder, and whether that is a folder."""
        lead = f"{folder}/".encode() if folder else b""
        place = self._place(lead)
        while self.listing.startswith(lead, place) and place < len(self.listing):
            path = self.listing[place : self.listing.index(b"\t", place)]
            name, slash, _ = path[len(lead) :].partition(b"/")
            yield name.decode(), bool(slash)
            # `0` follows the slash: past all that is in the folder
            place = (
                self._place(lead + name + b"0", place) if slash else self._end(place)
            )

    def patched(self, entries: Mapping[str, Entry], gone: Collection[str]) -> Manifest:
        """Return the manifest with these files in it, and without those gone."""
        whole, parts, cut = memoryview(self.listing), list[bytes | memoryview](), 0
        for path in sorted({*entries, *gone}):
            start, end = self._span(path)
            parts.append(whole[cut:start])
            if path in entries:
                parts.append(f"{line_of(path, entries[path])}\n".encode())
            cut = end
        listing = b"".join((*parts, whole[cut:]))
        added = {path: one for path, one in entries.items() if path not in self}
        holders = self.holders | Manifest.of(added).holders
        over = {above for above in folders_of(gone) if above in holders}
        patched = Manifest(listing, holders)
        empty = {above for above in over if above and not patched._holds(above)}
        return Manifest(listing, holders - empty)

    def below(self, folder: str) -> Iterator[str]:
        """Yield the path of each file in a folder or below."""
        lead = f"{folder}/".encode()
        place = self._place(lead)
        while self.listing.startswith(lead, place):
            yield self.listing[place : self.listing.index(b"\t", place)].decode()
            place = self._end(place)

    def has_below(self, folder: str) -> bool:
        """Tell whether there is a file in a folder or below."""
        return next(self.below(folder), None) is not None

    def _holds(self, folder: str) -> bool:
        """Tell whether a folder holds a folder."""
        return any(is_folder for _, is_folder in self.children(folder))

    def _lines(self) -> Iterable[str]:
        return self.listing.decode().split("\n")[:-1]

    def _span(self, path: str) -> tuple[int, int]:
        """Return where the line of a path begins and ends, at one place without it."""
        span = self._found.get(path)
        if span is None:
            lead = f"{path}\t".encode()
            start = self._place(lead)
            there = self.listing.startswith(lead, start)
            span = self._found[path] = start, self._end(start) if there else start
        return span

    @cached_property
    def _found(self) -> dict[str, tuple[int, int]]:
        """The lines that were looked for: most are several times."""
        return {}

    @cached_property
    def _sample(self) -> tuple[list[bytes], list[int]]:
        """Some of the lines, and where they begin: all searches begin with the same."""
        step = max(len(self.listing) // _SAMPLE, 1)
        places = sorted({self._end(at) for at in range(0, len(self.listing), step)})
        places = [place for place in places if place < len(self.listing)]
        return [self.listing[at : self._end(at)] for at in places], places

    def _end(self, place: int) -> int:
        """Return where the line ends that a place is in."""
        return self.listing.index(b"\n", place) + 1

    def _place(self, lead: bytes, low: int = 0) -> int:
        """Return where the first line begins that is not before `lead`, by bisection."""
        high = len(self.listing)
        begins, places = self._sample
        at = bisect_left(begins, lead)
        low = max(low, places[at - 1] if at else 0)
        high = places[at] if at < len(places) else high
        while low < high:
            middle = (low + high) // 2
            start = self.listing.rfind(b"\n", low, middle) + 1 or low
            end = self._end(middle)
            if self.listing[start:end] < lead:
                low = end
            else:
                high = start
        return low


class Folders(Struct, frozen=True, dict=True):
    """The folders that the files of a manifest need, as a container."""

    manifest: Manifest

    @cached_property
    def _asked(self) -> dict[str, bool]:
        """Those that somebody asked for: most are several times."""
        return {}

    def __contains__(self, folder: object) -> bool:
        """Tell whether there must be this folder; the root is `""`."""
        if folder in self.manifest.holders:
            return True
        if not isinstance(folder, str):
            return False
        if folder not in self._asked:
            self._asked[folder] = self.manifest.has_below(folder)
        return self._asked[folder]


def format_manifest(manifest: Manifest) -> tuple[str, bytes]:
    """Return the state of the tree and the bytes of its manifest."""
    state = state_of(manifest)
    return state, head_of(state, manifest.holders) + manifest.listing


def state_of(manifest: Manifest) -> str:
    """Return the state of the tree."""
    return hashlib.sha256(manifest.listing).hexdigest()


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
        return _holders(file)


def _holders(file: IO[bytes]) -> list[str]:
    """Read what stands before the lines of files."""
    file.readline()
    return [line[:-2].decode() for line in iter(file.readline, b"\n")]


def read_manifest(tree: Path, *, sealed: bool = False) -> Manifest:
    """Return what the manifest in `tree` lists; nothing when it is missing or not ours.

    Then no file in the tree is known to be ours, so that none is ever overwritten.
    It is checked unless it is `sealed`: known to be as we left it.
    """
    try:
        with (tree / NAME).open("rb") as file:
            if not sealed:
                return parse_manifest(file.read())
            holders = _holders(file)
            return Manifest(file.read(), frozenset(holders))
    except OSError:
        return Manifest()


def parse_manifest(data: bytes, *, sealed: bool = False) -> Manifest:
    """Return what the bytes of a manifest list; see `read_manifest`."""
    try:
        gap = data.index(b"\n\n") + 2
        holders = data[:gap].decode().split("\n")[1:-2]
        manifest = Manifest(data[gap:], frozenset(one[:-1] for one in holders))
        if sealed:
            return manifest
        manifest = Manifest.of(manifest.entries())
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
