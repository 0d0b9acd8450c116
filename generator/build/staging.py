"""Collects a build's files beside the output, and lets them into it at the end."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Collection

from generator.build.difference import Difference, clear_away, step_aside
from generator.build.exchange import flush
from generator.build.manifest import (
    NAME,
    Entry,
    Folders,
    Manifest,
    folders_of,
    format_manifest,
)
from generator.build.place import Place
from generator.build.spare import bring_spare, keep_spare
from generator.build.survey import Survey, is_below, sealed_state, strangers
from generator.build.tree import put, seal_folders
from generator.model import Changes


class Staging:
    """Takes the files one by one and writes those that are not published already.

    A file whose folder is there is written under a number, to be moved into it; new
    folders are made here and moved whole. Every method but `is_blocked` raises
    OSError.
    """

    def __init__(self, place: Place, found: Survey) -> None:
        """Begin with what stands in the output."""
        self._place = place
        self._out, self._new = str(place.out), str(place.new)
        self._found = found
        self._obstacles = found.foreign | found.empty | set(folders_of(found.foreign))
        self._bare = not (found.manifest.lines or found.foreign or found.empty)
        self._entries: dict[str, Entry] = {}
        self._written: list[str] = []
        self._moves: dict[str, str] = {}
        self._folders: set[str] = set()
        self._opened = self._stepping = False

    def is_blocked(self, path: str) -> bool:
        """Tell whether a file that is not ours stands in the way of this path."""
        foreign, folders = self._found.foreign, self._found.folders
        if path in self._obstacles or (foreign and is_below(path, foreign)):
            return True
        status = _status(f"{self._out}/{path}")
        if status is None:
            above = path.rpartition("/")[0]
            return above not in folders and self._is_cut_off(above)
        if not stat.S_ISDIR(status.st_mode):
            return path not in self._found.listed
        if path not in folders:
            return True
        listed = (line.partition("\t")[0] for line in self._found.manifest.below(path))
        below = folders_of(f"{path}/{inner}" for inner in listed)
        below = [folder for folder in below if f"{folder}/".startswith(f"{path}/")]
        found = strangers(
            self._place.out, self._found.listed, folders, below, trust=False
        )
        return any(found)

    def _is_cut_off(self, folder: str) -> bool:
        """Tell whether a file or link that is not ours stands where a folder must."""
        while folder not in self._found.folders:
            status = _status(f"{self._out}/{folder}")
            if status and not stat.S_ISDIR(status.st_mode):
                return folder not in self._found.listed
            folder = folder.rpartition("/")[0]
        return False

    def take(self, path: str, data: bytes, *, write: bool = True) -> bool:
        """Write the file unless it is published; False when its place is blocked."""
        entry = Entry(hashlib.sha256(data).hexdigest(), len(data))
        old = self._found.listed.get(path)
        if old != entry or path in self._found.damaged:
            if not self._bare and self.is_blocked(path):
                return False
            if write:
                self._write(path, data, entry.sha256)
        self._entries[path] = entry
        return True

    def _write(self, path: str, data: bytes, sha256: str) -> None:
        if not self._opened:
            self._opened = True
            self._place.new.mkdir(parents=True)
        folder = path.rpartition("/")[0]
        if folder in self._found.folders:
            staged = self._moves[path] = f"{len(self._written)}"
        else:
            self._make_folder(folder)
            staged = f"tree/{path}"
        put(f"{self._new}/{staged}", data, sha256)
        self._written.append(path)

    def _make_folder(self, folder: str) -> None:
        missing: list[str] = []
        while folder not in self._folders and folder not in self._found.folders:
            missing.append(folder)
            folder = folder.rpartition("/")[0]
        if missing and folder in self._found.folders:
            self._moves[missing[-1]] = f"tree/{missing[-1]}"
            os.makedirs(f"{self._new}/tree/{folder}", exist_ok=True)  # noqa: PTH103
        for one in reversed(missing):
            os.mkdir(f"{self._new}/tree/{one}")  # noqa: PTH102
        self._folders.update(missing)

    def whole(self) -> tuple[Manifest, tuple[str, ...]]:
        """Return what the manifest will list, and what is gone, of a whole site."""
        gone = self._found.manifest.entries().keys() - self._entries.keys()
        return Manifest.of(self._entries), tuple(sorted(gone))

    def patched(self, gone: Collection[str]) -> tuple[Manifest, tuple[str, ...]]:
        """Return the same of a difference."""
        listed = self._found.listed
        gone = {path for path in gone if path in listed and path not in self._entries}
        if not self._written and not gone:
            return self._found.manifest, ()
        return self._found.manifest.patched(self._entries, gone), tuple(sorted(gone))

    def unlisted(self) -> list[str]:
        """Return the paths taken that the published site has not."""
        return [path for path in self._entries if path not in self._found.listed]

    def publish(self, manifest: Manifest, gone: tuple[str, ...]) -> tuple[Changes, str]:
        """Let the site be what the manifest lists; return what changed and its state.

        Nothing is touched when the output is already so. The output is what it was
        until this returns.
        """
        stands = sealed_state(self._place.out)
        if stands and manifest is self._found.manifest:
            state = stands
        else:
            state, data = format_manifest(manifest)
            if self._written or gone or stands != state:
                self._step(state, data, gone, Folders(manifest))
        written = tuple(sorted(self._written))
        changes = Changes(
            written=written,
            kept=tuple(sorted(self._entries.keys() - set(written))),
            removed=gone,
            protected=tuple(sorted(self._found.foreign)),
        )
        return changes, state

    def _step(
        self, state: str, manifest: bytes, gone: tuple[str, ...], needed: Folders
    ) -> None:
        place = self._place
        if not self._opened:
            self._opened = True
            place.new.mkdir(parents=True)
        put(f"{self._new}/{NAME}", manifest, state)
        seal_folders(place.new / "tree", self._folders)
        steps_in = not place.in_place and place.out.exists()
        tree = place.out.stat().st_ino if steps_in else 0
        reached = tuple(
            path for path in gone if not is_below(path, self._found.foreign)
        )
        emptied = tuple(one for one in folders_of(reached) if one not in needed)
        written = tuple(self._written)
        difference = Difference(tree, self._moves, written, reached, emptied)
        difference.save(place.new)
        if steps_in:
            bring_spare(place, self._found)
        flush(place.new)
        place.new.rename(place.ready)
        self._stepping = True
        step_aside(place)
        if steps_in:
            keep_spare(place, self._found, difference, state)
        clear_away(place)
        self._stepping = False

    def discard(self) -> None:
        """Remove what lies beside the output, unless the next build is to finish it."""
        if self._opened and not self._stepping:
            for left in (self._place.new, self._place.aside):
                shutil.rmtree(left, ignore_errors=True)


def _status(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
