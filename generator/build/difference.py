"""Carrying out a difference that lies ready on the disk, at once or after a crash.

The published tree steps aside while it is changed: its twin, the spare, takes its
place for these milliseconds, and a reader sees the whole old site there; then the
tree comes back, and the reader sees the whole new one. So whatever someone else keeps
in the tree is carried along without being looked for, and the folder stays the same
folder (for a bind mount, a shell, a file watcher).

A build killed while the tree is aside is finished by the next one: what is to be done
is written down, and doing it again does no harm.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from generator.build.exchange import exchange, flush, flush_name
from generator.build.manifest import NAME, folders_of, read_state
from generator.build.place import Place
from generator.build.survey import is_below, sealed_folders
from generator.build.tree import drop, move, seal_again, seal_folders, seal_manifest
from generator.value import Struct, as_dict

_NAME = "difference.json"


class Difference(Struct, frozen=True):
    """What is to be done to a tree."""

    tree: int
    """Its inode number, by which it is known wherever it stands; 0 for a new one."""
    moves: dict[str, str]
    """Where each staged file or folder belongs, and where it lies."""
    written: tuple[str, ...]
    """Every file among them."""
    gone: tuple[str, ...]
    """Files that are no longer part of the site."""
    emptied: tuple[str, ...]
    """Folders that no file needs any more."""
    sealed: tuple[str, ...] = ()
    """Folders that are to be sealed afterwards if they are now, or are new."""

    def save(self, folder: Path) -> None:
        """Write it down beside the staged files. Raises OSError."""
        (folder / _NAME).write_text(json.dumps(as_dict(self)), "utf-8")


def carry_out(tree: Path, ready: Path) -> None:
    """Do to the tree what lies ready, new before removed, the manifest last.

    What was done before is passed over. Raises OSError.
    """
    difference = Difference(**json.loads((ready / _NAME).read_text("utf-8")))
    if (ready / NAME).exists():
        sealed = sealed_folders(tree, difference.sealed)
        drop(tree, _in_the_way(difference))
        out, beside = str(tree), str(ready)
        for target, staged in difference.moves.items():
            move(f"{beside}/{staged}", f"{out}/{target}")
        drop(tree, difference.gone)
        (ready / NAME).rename(tree / NAME)
        seal_again(tree, sealed, difference.emptied)
    seal_manifest(tree, read_state(tree) or "")


def _in_the_way(difference: Difference) -> list[str]:
    """Return the files that go and stand where a folder or a file is to be."""
    if not difference.gone:
        return []
    written = set(difference.written)
    above = set(folders_of(written))
    return [
        path for path in difference.gone if path in above or is_below(path, written)
    ]


def step_aside(place: Place) -> None:
    """Let the tree step aside, be changed and come back. Raises OSError.

    Until the last step the output is what it was; if that cannot be reached, the next
    build does.
    """
    if place.in_place:
        carry_out(place.out, place.ready)
    elif not place.out.exists():
        place.aside.mkdir()
        seal_folders(place.aside, [""])
        carry_out(place.aside, place.ready)
        flush(place.aside)
        place.aside.rename(place.out)
    else:
        exchange(place.aside, place.out)
        carry_out(place.aside, place.ready)
        exchange(place.aside, place.out)
    flush_name(place.out)


def recover(out: Path) -> None:
    """Finish or sweep away what killed builds left; call with the lock held.

    Raises OSError.
    """
    inside, beside = Place(out, in_place=True), Place(out)
    if inside.ready.exists():
        carry_out(out, inside.ready)
    if beside.ready.exists():
        tree = _stepped_aside(beside)
        if tree:
            carry_out(tree, beside.ready)
            _come_back(beside, tree)
    for place in (inside, beside):
        clear_away(place)


def clear_away(place: Place) -> None:
    """Remove what a build needed, whole or not. Raises OSError."""
    if place.new.exists():
        shutil.rmtree(place.new)
    if place.ready.exists():
        place.ready.rename(place.new)  # first: half of it is good for nothing
        shutil.rmtree(place.new)
    for tree in () if place.in_place else (place.aside, place.between):
        if tree.exists():
            shutil.rmtree(tree)


def _stepped_aside(place: Place) -> Path | None:
    """Return where the tree is that a killed build was changing; None: in its place."""
    known = json.loads((place.ready / _NAME).read_text("utf-8"))["tree"]
    trees = [
        tree
        for tree in (place.out, place.aside, place.between)
        if tree.is_dir()
        and (tree.stat().st_ino == known or read_state(tree) is not None)
    ]
    return trees[0] if trees and trees[0] != place.out else None


def _come_back(place: Place, tree: Path) -> None:
    if not place.out.exists():
        tree.rename(place.out)
    else:
        if tree == place.between:
            tree = tree.rename(place.aside)
        exchange(tree, place.out)
