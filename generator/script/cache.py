"""Compiled tables kept in the user's cache folder, because compiling takes long.

Templates are kept here, too (`render/theme.py`): those are code.

A kept file is a line with the key of what the tables were made from and the digest
of what follows, a line of JSON that names the tables and their lengths, then the
tables, which are text. Reading a table can therefore run nothing, whoever wrote it; one
that is damaged, made from anything else, or that others could have written is not
used.
"""

from __future__ import annotations

import contextlib
import json
import os
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LONGEST, LARGEST = 200, 1 << 25
"""Bytes of the first line and of the rest; what we keep is a tenth of that."""

_GROUP_OR_OTHERS_WRITE = 0o022


def key(files: Iterable[Path]) -> str:
    """Return one digest for every file that kept tables depend on.

    Raises OSError when one cannot be read.
    """
    digest = sha256()
    for path in files:
        with path.open("rb", buffering=0) as file:
            digest.update(file_digest(file, "sha256").digest())
    return digest.hexdigest()


def recall(name: str, made_from: str) -> list[dict[str, bytes]] | None:
    """Return what was kept under `name` for this key, or None if nothing usable was."""
    try:
        with (_folder() / f"{name}.tables").open("rb") as file:
            if not _trusted(os.fstat(file.fileno())):
                return None
            header, content = file.readline(LONGEST), file.read(LARGEST)
        if header != _header(made_from, content):
            return None
        at = content.index(b"\n") + 1
        found: list[dict[str, bytes]] = []
        for sizes in json.loads(content[:at]):
            tables: dict[str, bytes] = {}
            for table, size in sizes:
                tables[table] = content[at : at + size]
                at += size
            found.append(tables)
    except (OSError, RuntimeError, ValueError, TypeError, RecursionError):
        return None
    return found


def keep(name: str, made_from: str, stages: Sequence[Mapping[str, bytes]]) -> None:
    """Keep tables for the next time; a folder that cannot be written is no matter.

    The file appears whole or not at all, and replaces what was kept under `name`.
    """
    import tempfile  # noqa: PLC0415 - seldom needed and slow to import

    sizes = [[(table, len(text)) for table, text in one.items()] for one in stages]
    texts = [text for one in stages for text in one.values()]
    content = b"".join([json.dumps(sizes).encode(), b"\n", *texts])
    with contextlib.suppress(OSError, RuntimeError):
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            beside = Path(file.name)
            try:
                file.write(_header(made_from, content) + content)
                file.close()
                beside.replace(folder / f"{name}.tables")
            except BaseException:
                beside.unlink()
                raise


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
