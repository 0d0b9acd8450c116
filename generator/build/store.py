"""What earlier builds of a site found out; losing it costs time and nothing else.

The one door to `sqlite3`. A store that cannot be read, was left by
another version of this program or is in use by another build is done without: then
everything is made again. Values are MessagePack, decoded into the very types that
were encoded: nothing in a stranger's store can run.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import (
    AbstractContextManager,
    ExitStack,
    closing,
    contextmanager,
    suppress,
)
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.problems import Problem, WenyuanError, problem
from generator.value import Kind, pack, unpack

NAME = ".wenyuan"
"""The folder of the store, in the site's root."""
CACHE = 4_096
"""Most of it that is held in memory, in KiB: SQLite's own 2 MiB are too few."""
_TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE seen (label TEXT PRIMARY KEY, files BLOB) WITHOUT ROWID;
CREATE TABLE source (
    name TEXT PRIMARY KEY, counts BLOB, problems BLOB
) WITHOUT ROWID;
CREATE TABLE record (
    name TEXT PRIMARY KEY, file TEXT, digest TEXT, settled INTEGER, options TEXT
) WITHOUT ROWID;
CREATE INDEX record_file ON record (file);
CREATE INDEX record_open ON record (file) WHERE settled = 0;
CREATE TABLE found (name TEXT PRIMARY KEY, source BLOB, trace BLOB);
CREATE TABLE article (
    name TEXT PRIMARY KEY, slug TEXT, digest TEXT, usable INTEGER, draft INTEGER,
    withdrawn INTEGER, formerly TEXT,
    origin TEXT, origin_digest TEXT, current INTEGER, options TEXT,
    date TEXT, face TEXT, beside TEXT, characters INTEGER, flags INTEGER, analysed TEXT,
    line BLOB, marks BLOB, signature BLOB, row BLOB, problems BLOB
) WITHOUT ROWID;
CREATE INDEX article_origin ON article (origin);
CREATE INDEX article_wrong ON article (name) WHERE problems <> x'';
CREATE INDEX article_renamed ON article (slug) WHERE formerly <> '';
CREATE INDEX article_withdrawn ON article (slug) WHERE withdrawn;
CREATE TABLE stale (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER article_came AFTER INSERT ON article BEGIN
    INSERT OR IGNORE INTO stale
    SELECT new.name UNION SELECT name FROM article WHERE origin = new.origin;
END;
CREATE TRIGGER article_went AFTER DELETE ON article BEGIN
    INSERT OR IGNORE INTO stale
    SELECT old.name UNION SELECT name FROM article WHERE origin = old.origin;
END;
CREATE TRIGGER record_came AFTER INSERT ON record BEGIN
    INSERT OR IGNORE INTO stale SELECT name FROM article WHERE origin = new.name;
END;
CREATE TRIGGER record_went AFTER DELETE ON record BEGIN
    INSERT OR IGNORE INTO stale SELECT name FROM article WHERE origin = old.name;
END;
CREATE TABLE entry (slug TEXT PRIMARY KEY, entry BLOB) WITHOUT ROWID;
CREATE TABLE mention (slug TEXT PRIMARY KEY, mention BLOB) WITHOUT ROWID;
CREATE TABLE body (slug TEXT PRIMARY KEY, kept BLOB, analysed BLOB);
CREATE TABLE was (slug TEXT PRIMARY KEY, analysed BLOB);
CREATE TABLE term (label TEXT PRIMARY KEY, key TEXT) WITHOUT ROWID;
CREATE TABLE near (
    slug TEXT PRIMARY KEY, related BLOB, copies BLOB, beside BLOB
) WITHOUT ROWID;
CREATE TABLE part (
    name TEXT PRIMARY KEY, key TEXT, files BLOB
) WITHOUT ROWID;
CREATE TABLE cached (name TEXT PRIMARY KEY, key TEXT, data BLOB);
"""
SCHEMA = zlib.crc32(_TABLES.encode()) >> 1
"""Differs between any two versions of the tables; SQLite keeps 31 bits of it."""
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)


def digest(*texts: str) -> str:
    """Return a digest of texts, long enough to tell any two lists of them apart."""
    return sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()[:32]


def squeeze(value: object) -> bytes:
    """Return a large value as MessagePack, compressed."""
    return zlib.compress(pack(value), 1)


def unsqueeze(data: bytes, kind: type[Kind]) -> Kind:
    """Return the value that `squeeze` was given."""
    return unpack(zlib.decompress(data), kind)


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

    def whole(self, name: str, kind: type[Kind]) -> Kind | None:
        """Return a value that `keep` was given; None when there is none."""
        for (data,) in self.rows("SELECT data FROM cached WHERE name = ?", name):
            return unpack(data, kind)
        return None

    def keep(self, name: str, value: object, key: str = "") -> None:
        """Keep what is known of all articles as one value.

        Ten thousand rows take ten times as long to read.
        """
        self.put("cached", [(name, key, pack(value))])

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
        """Let what was written outlast this process, all of it at once."""
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
        if folder.is_symlink() or place.is_symlink():
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
    connection.executescript(_TABLES)
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.commit()
