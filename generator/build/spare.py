"""The spare: a twin of the published tree, with hard links to the same files.

It stands in for the tree while that is changed (see `difference`), and is brought up
to date by the same difference afterwards, so that its cost too is that of the edit.
The published state is in its name; it has no manifest.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from generator.build.difference import Difference
from generator.build.manifest import read_state
from generator.build.place import Place
from generator.build.survey import Survey, sealed_folders, strangers
from generator.build.tree import (
    drop,
    follow,
    refresh,
    seal_again,
    seal_folders,
    twin,
)
from generator.build.writer import SPARE

_PREFIX = "spare-"


def bring_spare(place: Place, found: Survey) -> None:
    """Put a tree that shows what the output shows to `place.aside`. Raises OSError.

    That is the spare, or a new twin when there is none of the state that is published.
    """
    out, aside = place.out, place.aside
    spare = _spare(place, read_state(out)) if found.manifest else None
    if spare and spare.is_dir():
        foreign, empty = strangers(spare, found.listed, found.folders, found.looked)
        drop(spare, foreign - found.foreign, empty - found.empty)
        spare.rename(aside)
    else:
        _sweep(place)
        twin(aside, out, set(found.manifest.paths()) - found.damaged)
    for path in found.foreign:
        with suppress(FileNotFoundError):  # taken away since we looked
            refresh(aside, out, path)
    for folder in found.empty:
        (aside / folder).mkdir(parents=True, exist_ok=True)
    shutil.copymode(out, aside)


def begin_spare(place: Place, folders: Iterable[str], state: str) -> None:
    """Keep the spare that has grown along with the first tree, given its folders.

    The site is published: where this fails, the next build makes one.
    """
    grown = place.ready / SPARE
    with suppress(OSError):
        _sweep(place)
        seal_folders(grown, folders)
        shutil.copymode(place.out, grown)
        grown.rename(_spare(place, state) or grown)


def keep_spare(
    place: Place, found: Survey, difference: Difference, state: str | None
) -> None:
    """Make of the tree that stood in for the other the spare of the state published.

    The site is published: where this fails, the next build does without. What someone
    put into the tree in that moment is carried over first.
    """
    out, aside = place.out, place.aside
    try:
        _carry_late(aside, out, found)
        if found.manifest:
            sealed = sealed_folders(aside, difference.sealed)
            drop(aside, difference.gone)
            follow(aside, out, difference.written)
            seal_again(aside, sealed, difference.emptied)
            aside.rename(_spare(place, state) or aside)
    except OSError:
        pass
    shutil.rmtree(aside, ignore_errors=True)


def _carry_late(aside: Path, out: Path, found: Survey) -> None:
    late, _ = strangers(aside, found.listed, found.folders, found.looked)
    for path in late - found.foreign:
        if not os.path.lexists(out / path):
            refresh(out, aside, path)


def _spare(place: Place, state: str | None) -> Path | None:
    return place.own(_PREFIX + state[:16]) if state else None


def _sweep(place: Place) -> None:
    """Remove the spares of other states."""
    prefix = place.own(_PREFIX).name
    for path in place.out.parent.iterdir():
        if path.name.startswith(prefix):
            shutil.rmtree(path)
