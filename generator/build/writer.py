"""Writes the files of a site from the processes that make them.

What is made goes beside the output, to its place in a new tree or under a name of its
own, and only its digest comes back to the build. A file of nine kilobytes takes longer
to be sent to another process than to be written.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from generator.build.manifest import Entry
from generator.build.paths import plain, shared
from generator.build.survey import is_like, status_of
from generator.build.tree import put
from generator.value import Struct
from generator.writing import telling_failure

SPARE = "spare"
"""The folder in which the spare of a new tree grows along with it."""


class Written(NamedTuple):
    """A file that lies beside the output, to be let into it."""

    entry: Entry
    replaces: bool = False
    """Whether something stands at its place that is no folder."""
    twinned: bool = False
    """Whether it stands in the spare, too."""


class Writer(Struct, frozen=True):
    """Puts files where nobody reads them yet; can be sent to processes here."""

    out: str
    """Where they are to stand: what messages name."""
    new: str
    """The folder beside it that holds them till then."""
    bare: bool
    """Whether nothing is published: nothing is compared, nothing is in the way."""
    twins: bool
    """Whether a spare is made of the new tree."""

    def __call__(self, path: str, data: bytes) -> Written | bytes:
        """Write a file, and the folders that it needs.

        One that seems to be published already is not written but given back: the build
        knows what is. Raises WenyuanError (`cannot-write`), and ValueError for a path
        that is not plain or that another file has.
        """
        plain(path)
        written = Written(Entry(hashlib.sha256(data).hexdigest(), len(data)))
        place = f"{self.new}/tree/{path}"
        with telling_failure(f"{self.out}/{path}"), telling_shared(path):
            if not self.bare:
                place = f"{self.new}/{staged(path)}"
                status = status_of(f"{self.out}/{path}")
                if status and is_like(status, written.entry):
                    return data
                replaces = status is not None and not stat.S_ISDIR(status.st_mode)
                written = written._replace(replaces=replaces)
            try:
                put(place, data, written.entry.sha256)
            except FileNotFoundError:
                make_folder(place.rpartition("/")[0])
                put(place, data, written.entry.sha256)
            twinned = self.twins and twin(self.new, place, path)
        return written._replace(twinned=twinned)


def twin(new: str, place: str, path: str) -> bool:
    """Give a file its place in the spare, too, and tell whether that could be."""
    other = f"{new}/{SPARE}/{path}"
    with suppress(OSError):  # no hard links here, no room: then there is no spare
        try:
            os.link(place, other)
        except FileNotFoundError:
            make_folder(other.rpartition("/")[0])
            os.link(place, other)
        return True
    return False


def staged(path: str) -> str:
    """Return the name under which a file lies until it is moved to its place."""
    return hashlib.sha256(path.encode()).hexdigest()[:32]


def make_folder(place: str) -> None:
    """Make a folder and those above it, which others may be making. Raises OSError."""
    try:
        with suppress(FileExistsError):
            os.mkdir(place)  # noqa: PTH102 - one for every file
    except FileNotFoundError:
        make_folder(place.rpartition("/")[0])
        with suppress(FileExistsError):
            os.mkdir(place)  # noqa: PTH102


@contextmanager
def telling_shared(path: str) -> Iterator[None]:
    """Tell apart what only two files at one path can cause."""
    try:
        yield
    except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        raise shared(path) from error
