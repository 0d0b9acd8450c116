"""A file that may be too large to hold, measured as its pieces pass by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

from generator.build.manifest import Entry


class Measured:
    """The pieces of a file, and what they are together."""

    def __init__(self, make: Callable[[], Iterable[bytes]]) -> None:
        """Take what gives the pieces, the same each time."""
        self._make = make
        self._entry: Entry | None = None

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces."""
        digest, size = hashlib.sha256(), 0
        for piece in self._make():
            digest.update(piece)
            size += len(piece)
            yield piece
        self._entry = Entry(digest.hexdigest(), size)

    @property
    def entry(self) -> Entry:
        """Digest and number of bytes; the pieces are made if nobody has."""
        while self._entry is None:
            for _ in self:
                pass
        return self._entry
