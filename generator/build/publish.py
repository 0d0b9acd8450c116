"""Publishing: makes the site's files and lets them take the old site's place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from generator.build.exchange import locked, safe_output, sweep
from generator.build.manifest import Entry, Paths, read_manifest
from generator.build.staging import Staging
from generator.build.survey import survey
from generator.model import Changes, OutputFile
from generator.problems import WenyuanError, problem
from generator.writing import telling_failure


def publish(
    files: Iterable[OutputFile],
    out: Path,
    *,
    protect: Sequence[Path] = (),
    progress: Callable[[int], None] | None = None,
) -> Changes:
    """Make the files and publish them as the folder `out`, all at once or not at all.

    A file whose `inputs` are those of the last build is not made again; the others
    are made one at a time, in the order given. `out` must not be or hold one of the
    folders `protect`. `progress` is called with 1 after each file. Readers see the
    old tree until it and the new one change places; whatever fails before that
    leaves it as it was. Files in `out` that no build of ours put there are carried
    over and returned as `protected`.

    Raises WenyuanError (`unsafe-output`, `busy`, `foreign-file`, `cannot-write`),
    whatever a file's `make` raises, and ValueError for paths that cannot stand in
    one tree (`manifest.Paths`).
    """
    place = safe_output(out, protect)
    with locked(place):
        with telling_failure(place):
            sweep(place)
            last = read_manifest(place)
            staging = Staging(place, last, survey(place, last))
        try:
            entries = _make(files, staging, progress)
            with telling_failure(place):
                return staging.publish(entries)
        finally:
            staging.discard()


def _make(
    files: Iterable[OutputFile],
    staging: Staging,
    progress: Callable[[int], None] | None,
) -> dict[str, Entry]:
    paths = Paths()
    entries: dict[str, Entry] = {}
    blocked: list[str] = []
    for file in files:
        paths.add(file.path)
        if staging.is_blocked(file.path):
            blocked.append(file.path)
        if not blocked:
            entries[file.path] = staging.take(file)
            if progress:
                progress(1)
    if blocked:
        places = [str(staging.out / path) for path in sorted(blocked)]
        raise WenyuanError(*(problem("foreign-file", place) for place in places))
    return entries
