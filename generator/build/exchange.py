"""The output folder's place on disk: who may write it, and how trees change places."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.build.place import Place
from generator.problems import WenyuanError, problem
from generator.writing import telling_failure

if sys.platform == "win32":
    import msvcrt

    def _claim(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _claim(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_SUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def safe_output(out: Path, protect: Sequence[Path], apart: Sequence[Path] = ()) -> Path:
    """Return `out` as an absolute path with real parents.

    Raises WenyuanError (`unsafe-output`) when it is a symbolic link, not a folder,
    or is or holds the home folder, the root, or one of the folders `protect`, or lies
    in one of those `apart`.
    """
    place = out.parent.resolve() if out.is_symlink() else out.resolve()
    if out.is_symlink():
        reason = "it is a symbolic link"
    elif place.exists() and not place.is_dir():
        reason = "it is a file"
    elif place == Path(place.anchor):
        reason = "it is the root of the file system"
    elif inside := [path for path in (*protect, *_home()) if _holds(place, path)]:
        reason = f"it is or holds {inside[0]}"
    elif around := [path for path in apart if _holds(path.resolve(), place)]:
        reason = f"it lies in {around[0]}"
    else:
        return place
    raise WenyuanError(problem("unsafe-output", str(out), reason=reason))


def _home() -> list[Path]:
    with suppress(RuntimeError):  # no home can be determined
        return [Path.home()]
    return []


def _holds(place: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(place)


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Hold the output's lock file; it is released by the system if we are killed.

    Raises WenyuanError (`busy`) when another build holds it (flock(2)), and
    (`cannot-write`) when there can be no such file.
    """
    path = place.own("lock")
    with telling_failure(place.out):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("ab")
    with lock as file:
        try:
            _claim(file.fileno())
        except (BlockingIOError, PermissionError):
            raise WenyuanError(problem("busy", str(place.out))) from None
        yield


def flush(folder: Path) -> None:
    """Wait until all that was written to the folder's file system is on the disk.

    One syncfs(2), which also reports failed writes (Linux 5.8 and later); elsewhere
    sync(2). Raises OSError.
    """
    if sys.platform == "linux":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if _libc().syncfs(descriptor) != 0:
                raise _failure(folder)
        finally:
            os.close(descriptor)
    elif sys.platform != "win32":
        os.sync()


def exchange(new: Path, out: Path) -> None:
    """Let the trees `new` and `out` change places; `out` may be missing.

    One step by renameat2(2) with RENAME_EXCHANGE; two renames where the system or
    the file system has no such call, which `recover` mends if we are killed between
    them. Raises OSError, and then `out` is what it was.
    """
    if not out.exists():
        new.rename(out)
    elif not _swap(new, out):
        between = Place(out).between
        out.rename(between)
        try:
            new.rename(out)
        except BaseException:
            between.rename(out)
            raise
        between.rename(new)


def flush_name(out: Path) -> None:
    """Wait until the last exchange is on the disk. Raises OSError."""
    if sys.platform != "win32":
        descriptor = os.open(out.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two paths in one step, or return False where that is not possible."""
    if sys.platform != "linux" or not hasattr(_libc(), "renameat2"):
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    call = _libc().renameat2
    if call(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0:
        return True
    if ctypes.get_errno() in _NOT_SUPPORTED:
        return False
    raise _failure(other)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _failure(path: Path) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), os.fspath(path))
