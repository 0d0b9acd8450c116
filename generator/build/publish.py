"""Publishing: makes the site's files and lets them take the old site's place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.build.exchange import locked, safe_output, sweep
from generator.build.manifest import NAME, Entry, Paths, read_manifest
from generator.build.staging import Staging
from generator.build.survey import survey
from generator.model import Changes, OutputFile
from generator.problems import WenyuanError, problem
from generator.writing import telling_failure


class Made(NamedTuple):
    """One file of the site, made."""

    path: str
    """Relative to the output folder, `/`-separated."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did, and what it left."""

    changes: Changes
    state: str
    """Digest of all that is published now: paths and bytes."""


class OutdatedError(Exception):
    """The output is not what the difference starts from: the whole site is needed."""


def published_state(out: Path) -> str | None:
    """Return the state of the site that stands in `out`; None if there is none."""
    try:
        return hashlib.sha256((out / NAME).read_bytes()).hexdigest()
    except OSError:
        return None


def publish_made(  # noqa: PLR0913 - one value for each thing a caller can decide
    made: Iterable[Made],
    out: Path,
    *,
    base: str | None = None,
    gone: Collection[str] = (),
    protect: Sequence[Path] = (),
    in_place: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Published:
    """Publish the whole site, or its difference from the state `base`.

    Raises OutdatedError when `base` is not what stands in `out`, and what `publish`
    raises.
    """
    del in_place
    if base is not None and base != published_state(out):
        raise OutdatedError
    kept = read_manifest(out) if base is not None else {}
    changes = publish(
        _with_rest(made, kept, gone), out, protect=protect, progress=progress
    )
    return Published(changes, published_state(out) or "")


def _with_rest(
    made: Iterable[Made], kept: dict[str, Entry], gone: Collection[str]
) -> Iterator[OutputFile]:
    for path, data in made:
        kept.pop(path, None)
        digest = hashlib.sha256(data).hexdigest()
        yield OutputFile(path, digest, lambda data=data: data)  # type: ignore[misc]
    for path in kept.keys() - set(gone):
        yield OutputFile(path, kept[path].inputs, bytes)


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
