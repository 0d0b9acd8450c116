"""What earlier builds of a site found out; losing it costs time and nothing else.

The one door to `sqlite3`. A store that cannot be read, was left by
another version of this program or is in use by another build is done without: then
everything is made again. Values are MessagePack, decoded into the very types that
were encoded: nothing in a stranger's store can run.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import (
    AbstractContextManager,
    ExitStack,
    closing,
    contextmanager,
    suppress,
)
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.build.schema import SCHEMA, TABLES
from generator.problems import Problem, WenyuanError, problem
from generator.value import Kind, pack, unpack

if TYPE_CHECKING:
    from zstandard import ZstdCompressor, ZstdDecompressor

NAME = ".wenyuan"
"""The folder of the store, in the site's root."""
AMENDED = 256
"""So many articles are known apart from a whole; more of them are worth writing it."""
CACHE = 4_096
"""Most of it that is held in memory, in KiB: SQLite's own 2 MiB are too few."""
LEVEL = 1
"""Of compression: as small as zlib's first level makes it, in a third of the time."""
PAGE = 16_384
"""Bytes of a page of it: what is kept of an article fits into one, with others."""
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)


def digest(*texts: str) -> str:
    """Return a digest of texts, long enough to tell any two lists of them apart."""
    return sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()[:32]


class _Compression(threading.local):
    """What a thread may use: to make either takes longer than to use it."""

    @cached_property
    def compressor(self) -> ZstdCompressor:
        import zstandard  # noqa: PLC0415 - a look at what changed does without

        return zstandard.ZstdCompressor(LEVEL)

    @cached_property
    def decompressor(self) -> ZstdDecompressor:
        import zstandard  # noqa: PLC0415 - the same

        return zstandard.ZstdDecompressor()


_here = _Compression()


def squeeze(value: object) -> bytes:
    """Return a large value as MessagePack, compressed (Zstandard, RFC 8878)."""
    return _here.compressor.compress(pack(value))


def unsqueeze(data: bytes, kind: type[Kind]) -> Kind:
    """Return the value that `squeeze` was given."""
    return unpack(_here.decompressor.decompress(data), kind)


def pack_problems(problems: Sequence[Problem]) -> bytes:
    """Return problems as bytes; none, as mostly, are no bytes."""
    return pack(problems) if problems else b""


def unpack_problems(data: bytes) -> tuple[Problem, ...]:
    """Return the problems that `pack_problems` was given."""
    return unpack(data, tuple[Problem, ...]) if data else ()


class Store:
    """Tables of what is known; every method is one statement or one transaction."""

    def __init__(self, connection: sqlite3.Connection, *, lasting: bool) -> None:
        """Take a connection whose tables exist."""
        self._connection = connection
        self.lasting = lasting
        """False when the next build will not see it."""

    def rows(self, query: str, *values: object) -> list[Any]:
        """Return the rows of a query, each a tuple."""
        return self._connection.execute(query, values).fetchall()

    def each(self, query: str, *values: object) -> Iterator[Any]:
        """Yield the rows of a query, a tuple each, without holding all of them."""
        return iter(self._connection.execute(query, values))

    def put(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Write rows of a table, all columns in order, over those of the same key."""
        for row in rows:
            marks = ",".join("?" * len(row))
            self._connection.execute(
                f"INSERT OR REPLACE INTO {table} VALUES ({marks})",  # noqa: S608 - ours
                row,
            )

    def drop(self, table: str, column: str, keys: Iterable[str]) -> None:
        """Remove the rows of these keys."""
        self._connection.executemany(
            f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608 - names of ours
            [(key,) for key in keys],
        )

    def run(self, statement: str, *values: object) -> None:
        """Run one statement."""
        self._connection.execute(statement, values)

    def whole(self, name: str, kind: type[Kind], key: str = "") -> Kind | None:
        """Return a value that `keep` was given with a key; None when there is none."""
        query = "SELECT data FROM cached WHERE name = ? AND key = ?"
        for (data,) in self.rows(query, name, key):
            return unpack(data, kind)
        return None

    def keep(self, name: str, value: object, key: str = "") -> None:
        """Keep what is known of all articles as one value.

        Ten thousand rows take ten times as long to read.
        """
        self.put("cached", [(name, key, pack(value))])
        self.drop("amended", "name", [name])

    def amend(self, name: str, changed: Mapping[str, bytes | None]) -> bool:
        """Write down beside what `keep` was given what is different of a few articles.

        `changed` has by slug what stands for one now, None for one that is gone. False,
        and nothing is written, where there are too many: then keep the whole.
        """
        query = "SELECT count(*) FROM amended WHERE name = ?"
        if self.rows(query, name)[0][0] + len(changed) > AMENDED:
            return False
        self.put("amended", ((name, one, data) for one, data in changed.items()))
        return True

    def amendments(self, name: str) -> dict[str, bytes | None]:
        """Return what `amend` was given since all was kept."""
        query = "SELECT one, data FROM amended WHERE name = ?"
        return dict(self.rows(query, name))

    def mapping(self, name: str, kind: type[Kind]) -> dict[str, Kind]:
        """Return what `keep_mapping` was given, empty when that was nothing."""
        known: dict[str, Kind] = self.whole(name, dict[str, kind]) or {}  # type: ignore[valid-type]
        for one, data in self.amendments(name).items():
            known.pop(one, None)
            if data is not None:
                known[one] = unpack(data, kind)
        return known

    def keep_mapping(
        self, name: str, now: Mapping[str, object], changed: Collection[str]
    ) -> None:
        """Keep a value for each article; `changed` are those with another than is kept.

        Of these, such as have none now are gone.
        """
        few: dict[str, bytes | None] = {}
        if len(changed) <= min(AMENDED, len(now)):
            few = {one: pack(now[one]) if one in now else None for one in changed}
        if not few or not self.amend(name, few):
            self.keep(name, now)

    def clear(self) -> None:
        """Forget everything."""
        _make_tables(self._connection)

    def setting(self, name: str) -> str | None:
        """Return a value kept under a name."""
        found = self.rows("SELECT value FROM setting WHERE name = ?", name)
        return found[0][0] if found else None

    def set(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        self.put("setting", [(name, value)])

    def commit(self) -> None:
        """Commit the transaction: what was written outlasts this process, or none of it."""
        self._connection.commit()


@contextmanager
def opened(root: Path | None) -> Iterator[Store]:
    """Open the store of the site in `root`, a passing one where there can be none.

    `None` asks for a passing one. What was not committed is forgotten at the end.
    Raises WenyuanError (`cannot-write`) when its disk is full or fails.
    """
    connection = _lasting(root) if root else None
    lasting = connection is not None
    with ExitStack() as stack:
        folder = (
            root / NAME if root and lasting else Path(stack.enter_context(_passing()))
        )
        connection = connection or _connected(folder / "store")
        stack.enter_context(closing(connection))
        try:
            yield Store(connection, lasting=lasting)
        except sqlite3.OperationalError as wrong:
            if wrong.sqlite_errorcode & 0xFF not in _NO_ROOM:
                raise
            found = problem("cannot-write", str(folder), reason=str(wrong))
            raise WenyuanError(found) from wrong


def _passing() -> AbstractContextManager[str]:
    """Return a folder for as long as a passing store is needed."""
    import tempfile  # noqa: PLC0415 - loads much, and is hardly ever needed

    return tempfile.TemporaryDirectory(prefix="wenyuan-")


def _lasting(root: Path) -> sqlite3.Connection | None:
    """Return the site's own store; None when it cannot be made or another has it."""
    folder = root / NAME
    place = folder / "store"
    try:
        folder.mkdir(exist_ok=True)
        # SQLite would follow them, also those of its log, and write where they lead.
        if any(one.is_symlink() for one in (folder, *folder.iterdir())):
            return None
        return _connected(place)
    except sqlite3.OperationalError:  # locked, read-only, full
        return None
    except sqlite3.DatabaseError:  # not a store, or a damaged one
        with suppress(OSError, sqlite3.Error):
            place.unlink()
            return _connected(place)
    except OSError:
        pass
    return None


def _connected(place: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(place, timeout=0, check_same_thread=False)
    try:
        # A crash of this process harms nothing; after one of the machine the store
        # may be damaged, which is noticed, and it is made anew.
        connection.execute(f"PRAGMA page_size = {PAGE}")  # before it has any
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        # REPLACE fires the triggers of DELETE, too
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE}")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != SCHEMA:
            _make_tables(connection)
        connection.execute("BEGIN IMMEDIATE")  # fails when another build has it
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    for (name,) in names.fetchall():
        connection.execute(f'DROP TABLE "{name}"')
    connection.executescript(TABLES)
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.commit()
