"""The only door to watchfiles: tells when something in a folder changes."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import watchfiles

from generator.value import Struct

QUIET = 10
"""Milliseconds without a change after which the changes are told."""
LONGEST = 400
"""Milliseconds after which they are told anyway."""
PATIENCE = 200
"""Milliseconds after which a watcher looks whether it is to stop."""

CLOCK = 20_000_000
"""Nanoseconds by which the clock of a file system can be behind."""

MANY = 1_000
"""Of more changes than these the system may have dropped some."""
Changed = Callable[[Collection[Path] | None], None]


class _Watched(Struct, frozen=True):
    folders: tuple[Path, ...]
    deep: bool
    counts: Callable[[Path], bool]
    """Whether a change at this path is to be told."""
    begun: int
    """A change after this time is to be told, though it was not seen to happen."""

    def changed_before(self) -> bool:
        """Tell whether anything changed since `begun`; to be asked once, at first."""
        walks = (os.walk(folder) for folder in self.folders)
        steps = itertools.chain(*walks) if self.deep else map(next, walks)
        for folder, _, names in steps:
            for path in (Path(folder), *(Path(folder, name) for name in names)):
                with suppress(OSError):
                    if path.stat().st_mtime_ns > self.begun - CLOCK and self.counts(
                        path
                    ):
                        return True
        return False


def watch_paths(
    paths: Sequence[Path],
    changed: Changed,
    stop: threading.Event,
    log: Callable[[str], None],
    begun: int,
) -> list[threading.Thread]:
    """Call `changed` after each burst of changes, in threads that end after `stop`.

    It is given the paths that changed, or None when that is not known.

    Each of `paths` is a folder, watched with all below it, or a file, for which its
    folder is watched, since editors put a new file in its place; one that does not
    exist is left out. Changes of hidden files and in hidden folders do not count:
    they are our own store, an editor's and version control's. A change after `begun`
    (nanoseconds since 1970) counts though nobody was watching yet.
    """
    folders = tuple(path.resolve() for path in paths if path.is_dir())
    files = {path.resolve() for path in paths if path.is_file()}
    parents = tuple({path.parent for path in files})
    tasks = (
        _Watched(folders, deep=True, counts=partial(_is_visible, folders), begun=begun),
        _Watched(parents, deep=False, counts=files.__contains__, begun=begun),
    )
    threads = [
        threading.Thread(target=_follow, args=(task, changed, stop, log), daemon=True)
        for task in tasks
        if task.folders
    ]
    for thread in threads:
        thread.start()
    return threads


def _is_visible(folders: Sequence[Path], path: Path) -> bool:
    inner = [path.relative_to(f).parts for f in folders if path.is_relative_to(f)]
    return any(not any(part.startswith(".") for part in parts) for parts in inner)


def _follow(
    watched: _Watched,
    changed: Changed,
    stop: threading.Event,
    log: Callable[[str], None],
) -> None:
    first = True
    try:
        for changes in watchfiles.watch(
            *watched.folders,
            watch_filter=lambda _, path: watched.counts(Path(path)),
            debounce=LONGEST,
            step=QUIET,
            stop_event=stop,
            rust_timeout=PATIENCE,
            recursive=watched.deep,
            raise_interrupt=False,
            ignore_permission_denied=True,
            yield_on_timeout=True,
        ):
            if first and watched.changed_before():
                changed(None)
            elif changes:
                paths = frozenset(Path(path) for _, path in changes)
                changed(paths if len(paths) <= MANY else None)
            first = False
    except (OSError, RuntimeError) as error:  # more folders than the system watches
        log(f"live reload is off: {error}")
