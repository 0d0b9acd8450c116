"""The only door to watchfiles: tells when something in a folder changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import watchfiles

QUIET = 20
"""Milliseconds without a change after which the changes are told."""
LONGEST = 400
"""Milliseconds after which they are told anyway."""
PATIENCE = 200
"""Milliseconds after which a watcher looks whether it is to stop."""


def watch(
    paths: Sequence[Path],
    changed: Callable[[], None],
    stop: threading.Event,
    log: Callable[[str], None],
) -> list[threading.Thread]:
    """Call `changed` after each burst of changes, in threads that end after `stop`.

    Each of `paths` is a folder, watched with all below it, or a file, for which its
    folder is watched, since editors put a new file in its place; one that does not
    exist is left out. Changes of hidden files and in hidden folders do not count:
    they are our own store, an editor's and version control's.
    """
    folders = [path.resolve() for path in paths if path.is_dir()]
    files = [path.resolve() for path in paths if path.is_file()]
    parents = sorted({path.parent for path in files})
    in_folders = partial(_is_visible, folders)
    watchers = [
        threading.Thread(target=_follow, args=(*task, changed, stop, log), daemon=True)
        for task in ((folders, in_folders, True), (parents, set(map(str, files)).__contains__, False))
        if task[0]
    ]
    for watcher in watchers:
        watcher.start()
    return watchers


def _is_visible(folders: Sequence[Path], path: str) -> bool:
    place = Path(path)
    inner = [place.relative_to(f).parts for f in folders if place.is_relative_to(f)]
    return any(not any(part.startswith(".") for part in parts) for parts in inner)


def _follow(
    folders: Sequence[Path],
    counts: Callable[[str], bool],
    recursive: bool,
    changed: Callable[[], None],
    stop: threading.Event,
    log: Callable[[str], None],
) -> None:
    try:
        for _ in watchfiles.watch(
            *folders,
            watch_filter=lambda _, path: counts(path),
            debounce=LONGEST,
            step=QUIET,
            stop_event=stop,
            rust_timeout=PATIENCE,
            recursive=recursive,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            changed()
    except (OSError, RuntimeError) as error:  # too many folders for the system
        log(f"live reload is off: {error}")
