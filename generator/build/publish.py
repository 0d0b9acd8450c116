"""Publishing: the site's files take the place of those that stand in the output."""

from __future__ import annotations

import errno
from collections.abc import (
    Callable,
    Collection,
    Generator,
    Iterable,
    Iterator,
    Sequence,
)
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from generator.build.difference import recover
from generator.build.exchange import locked, safe_output
from generator.build.place import Place
from generator.build.staging import Staging
from generator.build.survey import OutdatedError, look, sealed_state, survey
from generator.build.writer import Writer, Written
from generator.model import Changes
from generator.problems import WenyuanError, problem
from generator.value import Struct
from generator.writing import Data, telling_failure

__all__ = ["Made", "OutdatedError", "Published", "publish", "published_state"]


class Made(NamedTuple):
    """One file of the site, made."""

    path: str
    """Relative to the output folder, `/`-separated."""
    data: Data | Written
    """The latter when the `Writer` has written it."""


Making: TypeAlias = Callable[[Writer], Generator[Made]]
"""Makes the files of a site, given what writes them where they are made."""


class Published(Struct, frozen=True):
    """What publishing did, and what it left."""

    changes: Changes
    """Files that were not part of a difference are in none of its lists."""
    state: str
    """Digest of all that is published now: paths and bytes."""


def published_state(out: Path) -> str | None:
    """Return the state of the site that stands in `out`; None when that is not known.

    Only the manifest is looked at; `publish` looks at the folders too, before it
    accepts this state as the base of a difference.
    """
    ready = (Place(out).ready, Place(out, in_place=True).ready)
    return None if any(one.exists() for one in ready) else sealed_state(out)


def publish(  # noqa: PLR0913 - one value for each thing a caller can decide
    made: Iterable[Made] | Making,
    out: Path,
    *,
    base: str | None = None,
    gone: Collection[str] = (),
    protect: Sequence[Path] = (),
    apart: Sequence[Path] = (),
    in_place: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Published:
    """Publish files as the folder `out`, all at once or not at all.

    `made` is the whole site; with `base`, the state that stands in `out`, only what
    differs from it, and `gone` lists the paths that are no longer part of the site.
    A file whose bytes are published already is not written. Readers see the old site
    until all is ready and then the new one; whatever fails before leaves the old one.
    With `in_place` each file is replaced by itself, for a host where a folder cannot
    change places: then a reader can see old and new pages side by side for a moment.
    Files in `out` that no build of ours put there stay as they are; those met are
    returned as `protected`. `out` must not be or hold one of the folders `protect`, or
    lie in one of those `apart`.
    `progress` is called with 1 after each file.

    Raises OutdatedError, before it asks for the first file, when the output is not as
    the build of the state `base` left it (as far as `survey.look` tells); WenyuanError
    (`unsafe-output`, `busy`, `foreign-file`, `cannot-write`, `not-exchangeable`),
    whatever making a file raises, and ValueError for paths that cannot stand in one
    tree (`paths.Paths`).
    """
    place = Place(safe_output(out, protect, apart), in_place)
    with locked(place):
        with _telling(place):
            if not in_place and place.out.is_mount():
                raise OSError(errno.EBUSY, "it is a mount point", str(place.out))
            recover(place.out)
            found = survey(place.out) if base is None else look(place.out, base)
        staging = Staging(place, found)
        try:
            if callable(made):
                # closed: nobody writes there any more when it is discarded
                with closing(made(staging.writer())) as making:
                    _take(making, staging, place, progress)
            else:
                _take(made, staging, place, progress)
            tree = staging.whole() if base is None else staging.patched(gone)
            with _telling(place):
                staging.publish(tree)
        finally:
            staging.discard()
    return Published(tree.changes, tree.state)


def _take(
    made: Iterable[Made],
    staging: Staging,
    place: Place,
    progress: Callable[[int], None] | None,
) -> None:
    blocked: list[str] = []
    out = str(place.out)
    for path, data in made:
        try:
            taken = staging.take(path, data, write=not blocked)
        except OSError:
            with telling_failure(f"{out}/{path}"):
                raise
        if not taken:
            blocked.append(path)
        elif progress:
            progress(1)
    if blocked:
        places = [f"{out}/{path}" for path in sorted(blocked)]
        raise WenyuanError(*(problem("foreign-file", where) for where in places))


@contextmanager
def _telling(place: Place) -> Iterator[None]:
    """Turn an OSError into a problem; one that `in_place` avoids is told as such."""
    try:
        with telling_failure(place.out):
            yield
    except WenyuanError as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and cause.errno in (errno.EBUSY, errno.EXDEV):
            reason = cause.strerror or str(cause)
            found = problem("not-exchangeable", str(place.out), reason=reason)
            raise WenyuanError(found) from error
        raise
