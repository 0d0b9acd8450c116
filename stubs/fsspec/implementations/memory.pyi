"""A file system in the memory of this process."""

from fsspec.core import AbstractFileSystem

class MemoryFileSystem(AbstractFileSystem):
    store: dict[str, object]
