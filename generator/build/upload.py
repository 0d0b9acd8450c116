"""Uploading: what stands at an address is brought up to date with a published site.

The one door to `fsspec`, which knows object stores, SFTP and many more places. What
differs follows from the manifest at the address, not from a memory of ours. Before a
file there is touched, that manifest says of all that will be written or removed that
it is unknown; so the next upload mends whatever an interrupted one left.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.exchange import locked
from generator.build.manifest import (
    NAME,
    Entry,
    Manifest,
    folders_of,
    format_manifest,
    parse_manifest,
    read_manifest,
)
from generator.build.place import Place
from generator.build.session import Steps, unwatched
from generator.model import Changes
from generator.problems import WenyuanError, problem
from generator.value import Struct

if TYPE_CHECKING:
    from fsspec.core import AbstractFileSystem

UNKNOWN = Entry("0" * 64, 0)
"""What is said of a file while it is written or removed; none has this digest."""
TOGETHER = 16
"""Files sent at a time, to a store that takes several."""
BATCH = 256
"""After so many files it is seen whether one failed."""
ASIDE = ".wenyuan-upload"
"""Where a file is written that then takes its place in one step."""
FEW = 64
"""So many new paths are asked for one by one; for more, all that is there is listed."""


def upload(tree: Path, remote: Remote, step: Steps = unwatched) -> Changes:
    """Bring what stands elsewhere up to date with the published folder `tree`.

    New files come first, then changed ones, each before what leads to it (pages lie
    deeper than lists), then old ones go, and the manifest comes last. A reader can see
    old and new pages side by side meanwhile. Files there that no upload of ours
    put there stay.

    Raises WenyuanError: `unavailable` when the place cannot be used or a file of
    `tree` is not as it was built, `cannot-write` when writing is not permitted,
    `foreign-file` when somebody's file is in the way, `not-built` without a site in
    `tree`, and `busy` while it is built.
    """
    with locked(Place(tree.resolve())):
        site = read_manifest(tree)
        if not site:
            raise WenyuanError(problem("not-built", path=str(tree)))
        new, old = site.entries(), remote.manifest().entries()
        gone = sorted(old.keys() - new.keys())
        due = [path for path, entry in new.items() if old.get(path) != entry]
        if due or gone:
            due.sort(key=lambda path: (path in old, -path.count("/"), path))
            remote.refuse_foreign([path for path in due if path not in old])
            unknown = dict.fromkeys((*due, *gone), UNKNOWN)
            remote.write_manifest(Manifest.of({**old, **unknown}))
            remote.write(tree, step("upload", due, len(due)), new)
            remote.remove(gone)
            remote.remove_folders(set(folders_of(gone)).difference(folders_of(new)))
            remote.write_manifest(site)
    kept = new.keys() - set(due)
    return Changes(tuple(sorted(due)), tuple(sorted(kept)), tuple(gone))


class Remote(Struct, frozen=True):
    """A folder elsewhere. Every method raises WenyuanError when it cannot be used."""

    url: str
    """As it may be shown."""
    system: AbstractFileSystem
    root: str
    """Its path in the file system."""

    def manifest(self) -> Manifest:
        """Return what the manifest there lists; nothing without one of ours."""
        with _telling(self.url):
            try:
                return parse_manifest(self.system.cat_file(self._at(NAME)))
            except FileNotFoundError:
                return Manifest()

    def write_manifest(self, manifest: Manifest) -> None:
        """Let the manifest there list other files."""
        with _telling(self.url):
            self._make_folders([NAME])
            data = format_manifest(manifest)[1]
            self._replace(NAME, lambda place: self.system.pipe_file(place, data))

    def refuse_foreign(self, paths: Collection[str]) -> None:
        """Raise WenyuanError (`foreign-file`) when there is a file at one of the paths."""
        with _telling(self.url):
            if len(paths) > FEW:
                paths = self._files().intersection(paths)
            else:
                paths = [one for one in paths if self.system.exists(self._at(one))]
        if paths:
            places = [f"{self.url}/{path}" for path in sorted(paths)]
            raise WenyuanError(*(problem("foreign-file", one) for one in places))

    def write(
        self, tree: Path, paths: Iterable[str], entries: dict[str, Entry]
    ) -> None:
        """Send files of a tree there, each as its entry tells it."""

        def send(path: str) -> None:
            self._replace(path, lambda at: self.system.put_file(f"{tree}/{path}", at))

        queue = iter(paths)
        while batch := list(islice(queue, BATCH)):
            for path in batch:
                _check(tree / path, entries[path])
            with _telling(self.url):
                self._make_folders(batch)
            self._each(send, batch)

    def remove(self, paths: Iterable[str]) -> None:
        """Let files go; those that are gone already are no matter."""

        def remove(path: str) -> None:
            with suppress(FileNotFoundError):
                self.system.rm_file(self._at(path))

        self._each(remove, paths)

    def remove_folders(self, folders: Iterable[str]) -> None:
        """Let folders go that are empty; object stores have none."""
        for folder in () if self.system.async_impl else sorted(folders, reverse=True):
            with _telling(self.url), suppress(OSError):  # somebody's file is in it
                self.system.rmdir(self._at(folder))

    def _at(self, path: str) -> str:
        return f"{self.root}/{path}"

    def _replace(self, path: str, write: Callable[[str], None]) -> None:
        """Have a file written so that nobody reads half of it.

        Object stores see to that; elsewhere it is written under another name first.
        """
        place, aside = self._at(path), self._at(ASIDE)
        write(place if self.system.async_impl else aside)
        if not self.system.async_impl:
            self.system.mv(aside, place)

    def _files(self) -> set[str]:
        """Return the path of every file there."""
        try:
            found = self.system.find(self.root)
        except FileNotFoundError:
            return set()
        return {path.removeprefix(f"{self.root}/") for path in found}

    def _make_folders(self, paths: Iterable[str]) -> None:
        """Make the folders that files need; object stores, which have none, are async."""
        if not self.system.async_impl:
            for folder in folders_of(paths):
                self.system.makedirs(self._at(folder).rstrip("/"), exist_ok=True)

    def _each(self, function: Callable[[str], None], paths: Iterable[str]) -> None:
        """Call a function for each path; some at a time where the store can do that."""
        number = TOGETHER if self.system.async_impl else 1
        with _telling(self.url), ThreadPoolExecutor(number) as pool:
            for _ in pool.map(function, paths):
                pass


def remote_at(url: str) -> Remote:
    """Return the folder at an address. Raises WenyuanError (`unavailable`)."""
    shown = re.sub(r"(?<=://)[^/@]*@", "", url).rstrip("/")
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - optional extra; its one door
    except ImportError:
        hint = 'pip install "wenyuan[remote]"'
        raise _unavailable("--upload needs the package fsspec", hint) from None
    with _telling(shown):
        try:
            system, root = url_to_fs(url)
        except ImportError as wrong:
            hint = "fsspec needs another package for such addresses: install it"
            raise _unavailable(f"{shown}: {wrong}", hint) from None
        except ValueError as wrong:
            hint = "give an address such as s3://bucket/folder or sftp://host/folder"
            raise _unavailable(f"{shown}: {wrong}", hint) from None
    if not root.strip("/"):
        raise _unavailable(f"{shown} names no folder", "add the folder's name")
    return Remote(shown, system, root.rstrip("/"))


def _check(path: Path, entry: Entry) -> None:
    """Raise WenyuanError (`unavailable`) when a file is not as the build left it."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as wrong:
        found = wrong.strerror or str(wrong)
    if found != entry.sha256:
        hint = "build again with --force"
        raise _unavailable(f"{path} is not as it was built", hint)


def _unavailable(reason: str, hint: str) -> WenyuanError:
    return WenyuanError(problem("unavailable", reason=reason, hint=hint))


@contextmanager
def _telling(url: str) -> Iterator[None]:
    """Word whatever a store raises: its libraries have errors of their own kinds."""
    try:
        yield
    except WenyuanError:
        raise
    except PermissionError as wrong:
        reason = wrong.strerror or str(wrong)
        raise WenyuanError(problem("cannot-write", url, reason=reason)) from wrong
    except Exception as wrong:
        reason = f"{url} cannot be used: {str(wrong) or type(wrong).__name__}"
        hint = "check the address, the network and the credentials, and build again"
        raise _unavailable(reason, hint) from wrong
