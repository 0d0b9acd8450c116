"""The only door to watchfiles: tells when something in a folder changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import watchfiles

from generator.value import Struct

QUIET = 20
"""Milliseconds without a change after which the changes are told."""
LONGEST = 400
"""Milliseconds after which they are told anyway."""
PATIENCE = 200
"""Milliseconds after which a watcher looks whether it is to stop."""


class _Watched(Struct, frozen=True):
    folders: tuple[Path, ...]
    deep: bool
    counts: Callable[[Path], bool]
    """Whether a change at this path is to be told."""


def watch_paths(
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
    folders = tuple(path.resolve() for path in paths if path.is_dir())
    files = {path.resolve() for path in paths if path.is_file()}
    parents = tuple({path.parent for path in files})
    tasks = (
        _Watched(folders, deep=True, counts=partial(_is_visible, folders)),
        _Watched(parents, deep=False, counts=files.__contains__),
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
    changed: Callable[[], None],
    stop: threading.Event,
    log: Callable[[str], None],
) -> None:
    try:
        for _ in watchfiles.watch(
            *watched.folders,
            watch_filter=lambda _, path: watched.counts(Path(path)),
            debounce=LONGEST,
            step=QUIET,
            stop_event=stop,
            rust_timeout=PATIENCE,
            recursive=watched.deep,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            changed()
    except (OSError, RuntimeError) as error:  # more folders than the system watches
        log(f"live reload is off: {error}")
