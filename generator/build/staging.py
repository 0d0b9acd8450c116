"""The tree that is to take the output's place, and the exchange of the two."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

from generator.build.exchange import exchange, flush, sibling
from generator.build.manifest import NAME, Entry, folders_of, format_manifest
from generator.build.survey import Survey, is_below, strangers
from generator.build.tree import (
    drop,
    open_next,
    put,
    refresh,
    seal_folders,
    seal_manifest,
    share,
)
from generator.model import Changes, OutputFile
from generator.writing import telling_failure


class Staging:
    """Collects a build's files beside the output; opened when a change comes."""

    def __init__(self, out: Path, last: Mapping[str, Entry], found: Survey) -> None:
        """Begin with the output, what its manifest lists and how it differs."""
        self.out = out
        self._last = last
        self._found = found
        self._obstacles = found.foreign | found.empty | set(folders_of(found.foreign))
        self._new = sibling(out, f"new-{os.getpid()}")
        self._opened = False
        self._written: set[str] = set()

    def is_blocked(self, path: str) -> bool:
        """Tell whether a file that is not ours stands in the way of this path."""
        foreign = self._found.foreign
        return path in self._obstacles or bool(foreign and is_below(path, foreign))

    def take(self, file: OutputFile) -> Entry:
        """Return the file's entry; make and write it unless it is as it was.

        Raises WenyuanError (`cannot-write`) and whatever the file's `make` raises.
        """
        old = self._last.get(file.path)
        if file.path in self._found.damaged:
            old = None
        if old and old.inputs == file.inputs:
            return old
        data = file.make()
        entry = Entry(hashlib.sha256(data).hexdigest(), len(data), file.inputs)
        if not old or old.sha256 != entry.sha256:
            with telling_failure(self.out / file.path):
                self._open()
                put(self._new, file.path, data, entry.sha256)
            self._written.add(file.path)
        return entry

    def publish(self, entries: Mapping[str, Entry]) -> Changes:
        """Let the tree, which holds these files now, take the output's place.

        Nothing is touched when the output is already so. Raises OSError, and then
        the output is what it was.
        """
        stale = self._last.keys() - entries.keys()
        listed = (self.out / NAME).is_file()
        changed = self._written or not listed or entries != self._last
        if changed:
            self._open()
            self._finish(entries, stale)
            replaces = self.out.exists()
            exchange(self._new, self.out)
            if replaces:
                self._keep_spare(stale)
            self._opened = False
        if changed or not self._found.vouched:
            with suppress(OSError):  # then the next build looks at every folder
                seal_manifest(self.out)
        return Changes(
            written=tuple(sorted(self._written)),
            kept=tuple(sorted(entries.keys() - self._written)),
            removed=tuple(sorted(stale)),
            protected=tuple(sorted(self._found.foreign)),
        )

    def discard(self) -> None:
        """Remove the unfinished tree, if there is one."""
        if self._opened:
            shutil.rmtree(self._new, ignore_errors=True)

    def _open(self) -> None:
        if not self._opened:
            self._opened = True
            open_next(self.out, self._new, self._last.keys() - self._found.damaged)

    def _finish(self, entries: Mapping[str, Entry], stale: AbstractSet[str]) -> None:
        """Bring the new tree to what is to be published, and to the disk."""
        drop(self._new, stale)
        for path in self._found.foreign:
            with suppress(FileNotFoundError):  # taken away since we looked
                share(self._new, self.out, path)
        for folder in self._found.empty:
            (self._new / folder).mkdir(parents=True, exist_ok=True)
        manifest = format_manifest(entries)
        put(self._new, NAME, manifest, hashlib.sha256(manifest).hexdigest())
        strange = self._found.foreign | self._found.empty
        unsealed = set(folders_of(strange)) if strange else set()
        seal_folders(self._new, self._touched(stale) - unsealed)
        flush(self._new)

    def _touched(self, stale: AbstractSet[str]) -> set[str]:
        return set(folders_of(self._written | stale))

    def _keep_spare(self, stale: AbstractSet[str]) -> None:
        """Make the old tree a twin of the published one, the spare of the next build.

        The site is published: where this fails, the next build does without. What
        someone put into the old tree while we built is carried over first.
        """
        old = self._new
        try:
            touched = self._touched(stale) | set(folders_of(self._found.foreign))
            known = self._found.folders
            foreign, empty = strangers(old, self._last, known, touched)
            for path in foreign - self._found.foreign:
                if not os.path.lexists(self.out / path):
                    share(self.out, old, path)
            if self._last and foreign.isdisjoint(known):
                drop(old, stale | foreign, empty)
                for path in (*self._written, NAME):
                    refresh(old, self.out, path)
                seal_folders(old, self._touched(stale | foreign | empty))
                old.rename(sibling(self.out, "spare"))
        except OSError:
            pass
        shutil.rmtree(old, ignore_errors=True)
