"""The tables of the store."""

from __future__ import annotations

import zlib

TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
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
    date TEXT, face TEXT, beside TEXT, listed TEXT, characters INTEGER, flags INTEGER, analysed TEXT,
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
CREATE TABLE amended (
    name TEXT, one TEXT, data BLOB, PRIMARY KEY (name, one)
) WITHOUT ROWID;
"""
SCHEMA = zlib.crc32(TABLES.encode()) >> 1
"""Differs between any two versions of the tables; SQLite keeps 31 bits of it."""
