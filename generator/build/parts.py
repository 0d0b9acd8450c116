"""Parts of the plan, and the small things that all of them are made with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from generator.model import OutputFile
from generator.value import Struct


class Part(Struct, frozen=True):
    """Some files of the site, and the key of what they show."""

    name: str
    key: str
    """Digest of all that its files show; empty where only the files have keys."""
    files: Callable[[], Iterable[OutputFile]]


def parents(path: str) -> Iterator[tuple[str, str, str]]:
    """Yield each folder above a path: its parent, a slash, its name."""
    while path := path.rpartition("/")[0]:
        yield path.rpartition("/")


def article_part(slug: str) -> str:
    """Return the name of the part that holds the pages of an article."""
    return f"article/{slug}"


def page_at(path: str) -> str:
    """Return the path of the file that is the page at an address."""
    return f"{path}index.html"


def large(path: str, inputs: str, pieces: Callable[[], Iterable[bytes]]) -> OutputFile:
    """Return a file that may be too large to hold."""
    return OutputFile(path, inputs, lambda: b"".join(pieces()), pieces)


def ready(path: str, data: bytes) -> OutputFile:
    """Return a file whose bytes are at hand: their digest is its key."""
    return OutputFile(path, sha256(data).hexdigest(), lambda: data)
