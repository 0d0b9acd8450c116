"""Compiled tables kept in the user's cache folder, because compiling takes long.

A kept file is text: a line with the key of what the tables were made from and the
digest of what follows, then JSON that holds nothing but strings and lists of them.
Reading one can therefore run nothing, whoever wrote it; one that is damaged, made
from anything else, or that others could have written is not used.
"""

from __future__ import annotations

import contextlib
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST = 1 << 25
"""Bytes; what we keep is a tenth of it."""

_GROUP_OR_OTHERS_WRITE = 0o022


def key(parts: Iterable[bytes]) -> str:
    """Return one digest for everything that kept tables depend on."""
    digest = sha256()
    for part in parts:
        digest.update(sha256(part).digest())
    return digest.hexdigest()


def recall(name: str, made_from: str) -> Any:  # noqa: ANN401 - what JSON holds
    """Return what was kept under `name` for this key, or None if nothing usable was."""
    try:
        path = _folder() / f"{name}.json"
        with path.open("rb") as file:
            if not _trusted(os.fstat(file.fileno())):
                return None
            header, content = file.readline(LARGEST), file.read(LARGEST)
        if header != _header(made_from, content):
            return None
        return json.loads(content)
    except (OSError, RuntimeError, ValueError, RecursionError):
        return None


def keep(name: str, made_from: str, tables: object) -> None:
    """Keep tables for the next time; a folder that cannot be written is no matter.

    The file appears whole or not at all, and replaces what was kept under `name`.
    """
    import tempfile  # noqa: PLC0415 - seldom needed and slow to import

    content = json.dumps(tables, ensure_ascii=False).encode()
    with contextlib.suppress(OSError, RuntimeError):
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(_header(made_from, content) + content)
        Path(file.name).replace(folder / f"{name}.json")


def _folder() -> Path:
    """Locate our folder, by the XDG Base Directory Specification or as Windows has it.

    Raises RuntimeError when there is no home to look for it in.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path("~/.cache").expanduser()) / "wenyuan"


def _header(made_from: str, content: bytes) -> bytes:
    return f"{made_from} {sha256(content).hexdigest()}\n".encode()


def _trusted(status: os.stat_result) -> bool:
    """Tell whether nobody but us could have written a file, where that can be told."""
    if not hasattr(os, "geteuid"):
        return True
    own = status.st_uid == os.geteuid()
    return own and not status.st_mode & _GROUP_OR_OTHERS_WRITE
