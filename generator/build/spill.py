"""Keeps what the map made out of memory until a page asks for it."""

from __future__ import annotations

import pickle
import tempfile
import threading
import weakref
import zlib


class Spill:
    """Values by key in an unnamed temporary file of this process, read back one by one."""

    def __init__(self) -> None:
        """Open the file; it is gone with this value, and with the process."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the value
        weakref.finalize(self, self._file.close)
        self._spans: dict[str, tuple[int, int]] = {}
        self._end = 0
        self._lock = threading.Lock()

    def put(self, key: str, value: object) -> None:
        """Keep a picklable value."""
        data = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)
        with self._lock:
            self._file.seek(self._end)
            self._file.write(data)
            self._spans[key] = (self._end, len(data))
            self._end += len(data)

    def get(self, key: str) -> object:
        """Return the value kept under `key`; raises KeyError for an unknown one."""
        start, size = self._spans[key]
        with self._lock:
            self._file.seek(start)
            data = self._file.read(size)
        return pickle.loads(zlib.decompress(data))  # noqa: S301 - we wrote it ourselves
