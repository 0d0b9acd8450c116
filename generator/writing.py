"""The one place that writes files."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from generator.problems import WenyuanError, problem

Data: TypeAlias = bytes | Iterable[bytes]
"""The bytes of a file, all at once or piece by piece."""

_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows alone has text files


@contextmanager
def telling_failure(path: Path | str) -> Iterator[None]:
    """Turn an OSError of the block into the problem `cannot-write`.

    `path` names the place when the error itself does not.
    Raises WenyuanError in place of OSError.
    """
    try:
        yield
    except OSError as error:
        place = os.fsdecode(error.filename or path)
        reason = error.strerror or str(error)
        raise WenyuanError(problem("cannot-write", place, reason=reason)) from error


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that it holds the old bytes or the new, never half.

    Missing folders are made. The bytes go to a file beside `path`, are flushed to
    the disk, and take its name in one step (POSIX rename); a symbolic link at
    `path` is replaced, not followed. Raises WenyuanError (`cannot-write`), and then
    nothing has changed.
    """
    beside = path.with_name(f".writing-{os.getpid()}-{threading.get_ident()}")
    with telling_failure(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            beside.unlink()  # left by a killed process that had our number
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            with suppress(FileNotFoundError):
                beside.unlink()
            raise


def write_new(path: Path | str, data: Data, modified: int) -> None:
    """Write `data` to `path`, where nothing stands yet, in a folder nobody reads.

    Neither atomic nor flushed: for a tree that is flushed and published as a whole.
    `modified` is the file's time of change in nanoseconds since 1970. Raises OSError.
    """
    # The system calls alone: a file object and a Path for each file cost as much.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        for piece in (data,) if isinstance(data, bytes) else data:
            written = os.write(descriptor, piece)
            while written < len(
                piece
            ):  # a nearly full disk, a signal: the rest or an error
                written += os.write(descriptor, piece[written:])
        if os.utime in os.supports_fd:
            os.utime(descriptor, ns=(modified, modified))
    finally:
        os.close(descriptor)
    if os.utime not in os.supports_fd:
        os.utime(path, ns=(modified, modified))
