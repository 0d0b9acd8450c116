"""ZIP files put together from files that are compressed already.

Up to its directory a ZIP file is the records of its files one after the other, and
a record depends on its own file only. So after an edit one file is compressed anew.
Nothing in the result tells when or where it was made.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator

LEVEL = 6
SIZE_LIMIT = 0xFFFFFFFF
"""Largest ZIP file without 64-bit offsets, in bytes."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END_64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR = struct.Struct("<4sIQI")
_UTF8_NAMES = 1 << 11
_MIDNIGHT, _NEW_YEAR_1980 = 0, 0x21
"""The earliest time the format can write, for all files."""
_UNIX_FILE = 0o100644 << 16
_VERSION = 20
_ON_UNIX = 3 << 8 | _VERSION
_MANY = 0xFFFF


def zipped(name: str, content: bytes, *, deflated: bool = True) -> bytes:
    """Return the record of one file; `name` is its path in the ZIP file."""
    data = content
    if deflated:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        data = packer.compress(content) + packer.flush()
    path = name.encode()
    header = _LOCAL.pack(
        b"PK\3\4",
        _VERSION,
        _UTF8_NAMES,
        zlib.DEFLATED if deflated else 0,
        _MIDNIGHT,
        _NEW_YEAR_1980,
        zlib.crc32(content),
        len(data),
        len(content),
        len(path),
        0,
    )
    return header + path + data


def zip_file(records: Iterable[bytes]) -> bytes:
    """Return a ZIP file of records, each of one file or of several (APPNOTE 6.3).

    Raises ValueError beyond 4 GiB.
    """
    return b"".join(zip_pieces(records))


def zip_pieces(records: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a ZIP file of records piece by piece. Raises ValueError beyond 4 GiB."""
    directory, count, end = bytearray(), 0, 0
    for piece in records:
        for offset, shared, name in _records(piece):
            place = end + offset
            directory += _CENTRAL.pack(
                b"PK\1\2", _ON_UNIX, *shared, 0, 0, 0, _UNIX_FILE, place
            )
            directory += name
            count += 1
        end += len(piece)
        if end > SIZE_LIMIT:
            raise ValueError("a ZIP file of more than 4 GiB")
        yield piece
    yield bytes(directory)
    yield _end(count, len(directory), end)


def _records(body: bytes) -> Iterator[tuple[int, tuple[int, ...], bytes]]:
    """Yield where each record begins, what the directory repeats of it, its name."""
    offset = 0
    while offset < len(body):
        _, *shared = _LOCAL.unpack_from(body, offset)
        *_, size, _, length, _ = shared
        start = offset + _LOCAL.size
        yield offset, tuple(shared), body[start : start + length]
        offset = start + length + size


def _end(count: int, size: int, offset: int) -> bytes:
    """Return the end of the directory; 65,535 files or more take a wide one as well."""
    shown = min(count, _MANY)
    end = _END.pack(b"PK\5\6", 0, 0, shown, shown, size, offset, 0)
    if count < _MANY:
        return end
    wide = _END_64.pack(
        b"PK\6\6", _END_64.size - 12, 45, 45, 0, 0, count, count, size, offset
    )
    return wide + _LOCATOR.pack(b"PK\6\7", 0, offset + size, 1) + end
