"""Collects a build's files beside the output, and lets them into it at the end."""

from __future__ import annotations

import hashlib
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from generator.build.beside import Beside
from generator.build.difference import Difference, clear_away, step_aside
from generator.build.exchange import flush
from generator.build.ledger import Ledger, Roll, without
from generator.build.manifest import NAME, Entry, Folders, folders_of, head_of, state_of
from generator.build.paths import Paths
from generator.build.place import Place
from generator.build.spare import begin_spare, bring_spare, keep_spare
from generator.build.survey import (
    Survey,
    is_below,
    sealed_state,
    status_of,
    strangers,
)
from generator.build.tree import put, seal_folders, settle, spool
from generator.build.writer import (
    Writer,
    Written,
    telling_shared,
    twin,
)
from generator.model import Changes
from generator.writing import Data


class Tree(NamedTuple):
    """What the output is to be, once everything was taken."""

    state: str
    changes: Changes
    manifest: Iterable[bytes] = ()
    """Its bytes, some at a time; none when the one that stands is right."""
    emptied: Collection[str] = ()
    """Folders that no file needs any more."""


class Staging:
    """Takes the files one by one and writes those that are not published already.

    Every method but `is_blocked` raises OSError.
    """

    def __init__(self, place: Place, found: Survey) -> None:
        """Begin with what stands in the output."""
        self._place = place
        self._out, self._new = str(place.out), str(place.new)
        self._found = found
        self._obstacles = found.foreign | found.empty | set(folders_of(found.foreign))
        self._bare = not (found.manifest or found.foreign or found.empty)
        self._paths, self._ledger, self._roll = Paths(), Ledger(), Roll()
        self._beside = Beside(self._new, found.folders)
        self._twins = self._bare and not place.in_place
        self._stepping = False

    def is_blocked(self, path: str) -> bool:
        """Tell whether a file that is not ours stands in the way of this path."""
        folders = self._found.folders
        if self._is_obstructed(path):
            return True
        status = status_of(f"{self._out}/{path}")
        if status is None:
            above = path.rpartition("/")[0]
            return above not in folders and self._is_cut_off(above)
        if not stat.S_ISDIR(status.st_mode):
            return path not in self._found.listed
        if path not in folders:
            return True
        below = folders_of(self._found.manifest.below(path))
        below = [folder for folder in below if f"{folder}/".startswith(f"{path}/")]
        found = strangers(
            self._place.out, self._found.listed, folders, below, trust=False
        )
        return any(found)

    def _is_obstructed(self, path: str) -> bool:
        """Tell whether what the survey found is in the way; the disk is not asked."""
        foreign = self._found.foreign
        return path in self._obstacles or bool(foreign and is_below(path, foreign))

    def _is_cut_off(self, folder: str) -> bool:
        """Tell whether a file or link that is not ours stands where a folder must."""
        while folder not in self._found.folders:
            status = status_of(f"{self._out}/{folder}")
            if status and not stat.S_ISDIR(status.st_mode):
                return folder not in self._found.listed
            folder = folder.rpartition("/")[0]
        return False

    def writer(self) -> Writer:
        """Return what writes files in the processes that make them."""
        return Writer(self._out, self._new, self._bare, self._twins)

    def take(self, path: str, data: Data | Written, *, write: bool = True) -> bool:
        """Write the file unless it is published; False when its place is blocked.

        One that the `writer` has written is only taken note of.
        Raises ValueError for a path that is not plain, and for some that stand in the
        way of others; `whole` and `patched` do so for all.
        """
        self._paths.add(path)
        if isinstance(data, Written):
            return self._adopt(path, data)
        if isinstance(data, bytes):
            entry = Entry(hashlib.sha256(data).hexdigest(), len(data))
        else:
            self._beside.open()
            entry = spool(f"{self._new}/spool", data)
        differs = self._found.listed.get(path) != entry or path in self._found.damaged
        if differs and not self._bare and self.is_blocked(path):
            return False
        if differs and write:
            with telling_shared(path):
                place = self._beside.room(path)
                if isinstance(data, bytes):
                    put(place, data, entry.sha256)
                else:
                    settle(f"{self._new}/spool", place, entry.sha256)
                self._twins = self._twins and twin(self._new, place, path)
        self._ledger.add(path, entry, written=differs)
        return True

    def _adopt(self, path: str, written: Written) -> bool:
        """Take note of a file that the `writer` wrote; False as for `take`."""
        entry, replaces, _ = written
        known = self._found.listed.get(path)
        is_published = known == entry and path not in self._found.damaged
        if self._bare:
            self._beside.take_over(path)
            self._twins = self._twins and written.twinned
        elif is_published:
            self._beside.forget(path)  # its seal was broken, no more
        elif known and replaces and not self._is_obstructed(path):
            self._beside.own(path)
        elif self.is_blocked(path):
            return False
        else:
            self._beside.let_in(path)
        self._ledger.add(path, entry, written=not is_published)
        return True

    def whole(self) -> Tree:
        """Return what a whole site comes to. Raises ValueError (see `Paths`)."""
        written: list[str] = []
        kept: list[str] = []

        def paths() -> Iterator[str]:
            for line, is_written in self._ledger.lines():
                self._roll.add(line)
                path = line.partition("\t")[0]
                (written if is_written else kept).append(path)
                yield path

        listed = self._found.manifest.paths()
        gone = tuple(without(listed, self._paths.ordered(paths())))
        changes = self._changes(written, kept, gone)
        emptied = set(self._left(gone))
        if emptied:
            emptied.difference_update(self._ledger.folders())
        pieces = self._roll.pieces()
        return Tree(self._roll.state, changes, pieces, sorted(emptied))

    def patched(self, gone: Collection[str]) -> Tree:
        """Return what a difference comes to. Raises the same."""
        manifest, rows = self._found.manifest, list(self._ledger.rows())
        taken = {path: entry for path, entry, _ in rows}
        written = [path for path, _, is_written in rows if is_written]
        removed = {path for path in gone if path in manifest and path not in taken}
        kept = taken.keys() - set(written)
        changes = self._changes(written, kept, removed)
        if not written and not removed and (stands := sealed_state(self._place.out)):
            return Tree(stands, changes)
        patched = manifest.patched(taken, removed)
        if any(path not in manifest for path in taken):
            self._check(patched.paths())
        state = state_of(patched)
        pieces = head_of(state, patched.holders), patched.listing
        needed = Folders(patched)
        emptied = [folder for folder in self._left(removed) if folder not in needed]
        return Tree(state, changes, pieces, emptied)

    def _check(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._paths.add(path)
        for _ in self._paths.ordered(paths):
            pass

    def _changes(
        self, written: Iterable[str], kept: Iterable[str], gone: Iterable[str]
    ) -> Changes:
        foreign = self._found.foreign
        names = (tuple(sorted(some)) for some in (written, kept, gone, foreign))
        return Changes(*names)

    def _reached(self, gone: Iterable[str]) -> tuple[str, ...]:
        return tuple(one for one in gone if not is_below(one, self._found.foreign))

    def _left(self, gone: Iterable[str]) -> list[str]:
        """Return the folders that files which go needed."""
        reached = self._reached(gone)
        return folders_of(reached) if reached else []

    def publish(self, tree: Tree) -> None:
        """Make the output what `tree` says; nothing is touched when it is that already.

        It is what it was until this returns. Raises OSError.
        """
        changes, stands = tree.changes, sealed_state(self._place.out)
        differs = changes.written or changes.removed or stands != tree.state
        if tree.manifest and differs:
            self._step(tree)

    def _step(self, tree: Tree) -> None:
        place, found = self._place, self._found
        self._beside.open()
        put(f"{self._new}/{NAME}", tree.manifest, tree.state)
        seal_folders(place.new / "tree", self._new_folders())
        steps_in = not place.in_place and place.out.exists()
        inode = place.out.stat().st_ino if steps_in else 0
        # A tree with no files of ours needs only the moves.
        written = tree.changes.written if found.manifest else ()
        reached = self._reached(tree.changes.removed)
        sealed = self._to_be_sealed(reached)
        difference = Difference(
            inode, self._beside.moves, written, reached, tuple(tree.emptied), sealed
        )
        difference.save(place.new)
        if steps_in:
            bring_spare(place, found)
        flush(place.new)
        place.new.rename(place.ready)
        self._stepping = True
        step_aside(place)
        if steps_in:
            keep_spare(place, found, difference, tree.state)
        if self._twins:
            begin_spare(place, self._ledger.folders(), tree.state)
        clear_away(place)
        self._stepping = False

    def _new_folders(self) -> Iterable[str]:
        return (
            self._ledger.folders(only_written=True) if self._bare else self._beside.made
        )

    def _to_be_sealed(self, gone: Iterable[str]) -> tuple[str, ...]:
        """Return the folders whose seals are to outlast their change: those looked at.

        Others are looked at more closely when a whole site is published.
        """
        new = {one for one, name in self._beside.moves.items() if name == f"tree/{one}"}
        touched = new.union(folders_of((*self._beside.moves, *gone)))
        return tuple(new | self._beside.made | touched.intersection(self._found.looked))

    def discard(self) -> None:
        """Remove what lies beside the output, unless the next build is to finish it."""
        self._ledger.close()
        self._roll.close()
        if not self._stepping:
            for left in (self._place.new, self._place.aside):
                shutil.rmtree(left, ignore_errors=True)
