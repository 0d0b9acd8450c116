"""Bytes to sources: what kind a file is, which encoding, and what is refused."""

from __future__ import annotations

import codecs
import functools
import gzip
import hashlib
import json
import lzma
import re
import stat
import zlib
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO, cast

from generator.ingest import frontmatter
from generator.model import Kind, Source
from generator.naming import name_problem
from generator.problems import Problem, problem

SIZE_LIMIT = 20_000_000
"""Largest source, and largest record of a JSON Lines file, in bytes."""

KINDS: Mapping[str, Kind] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
}
RECORD_SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.xz")

_BINARY = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x7fELF", "a program"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SURROGATE = re.compile(r"(?<!\\)\\ud[89a-f]")
_LEGACY = ("utf-8", "gb18030", "big5hkscs")
_HIGH = frozenset((0x00, 0x20, 0x30, 0xFF))
"""High bytes of Latin letters, quotation marks, CJK and full-width marks in UTF-16."""
_GOOD = 0.6
"""Least share of frequent characters among the non-ASCII ones of a decoded text."""


def is_source(path: Path) -> bool:
    """Tell whether a file name is one that we read."""
    return path.suffix.lower() in KINDS or path.name.lower().endswith(RECORD_SUFFIXES)


def read_file(path: Path, name: str) -> Iterator[Source | Problem]:
    """Yield the sources that a file holds, or the problems that keep it from being read.

    `name` is the file's path relative to the content folder. A JSON Lines file
    gives one source a record, named `file.jsonl#id`.
    """
    wrong = refusal(path, name)
    if wrong:
        yield wrong
        return
    try:
        if path.name.lower().endswith(RECORD_SUFFIXES):
            yield from _records(path, name)
        else:
            yield read_bytes(path.read_bytes(), name)
    except (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error) as reason:
        yield problem("unreadable", name, reason=str(reason))
    except OSError as reason:
        yield problem("unreadable", name, reason=reason.strerror or "cannot be opened")


def read_bytes(data: bytes, name: str) -> Source | Problem:
    """Return the source that `data` is; the suffix of `name` tells its kind."""
    if len(data) > SIZE_LIMIT:
        return _too_large(name, 1, len(data))
    found = _text_of(data, name)
    if isinstance(found, Problem):
        return found
    text, encoding = found
    kind = KINDS.get(Path(name).suffix.lower(), "text")
    digest = hashlib.sha256(data).hexdigest()
    if kind != "markdown":
        return Source(name, kind, text, encoding, digest)
    stated = frontmatter.stated(text, name)
    if isinstance(stated, Problem):
        return stated
    return Source(name, kind, text, encoding, digest, stated[0] if stated else {})


def _text_of(data: bytes, name: str) -> tuple[str, str] | Problem:
    """Return text and encoding of bytes that are a text, or what they are instead."""
    what = next((what for magic, what in _BINARY if data.startswith(magic)), None)
    if what:
        return problem("not-text", name, 1, what=what)
    found = decode(data)
    if isinstance(found, int):
        line = data.count(b"\n", 0, found) + 1
        return problem("undecodable", name, line, offset=found)
    text = found[0]
    if not text.strip("\ufeff \t\r\n\u3000\u00a0"):
        return problem("empty-source", name, 1)
    if text.count("\0") > len(text) // 100:
        return problem("not-text", name, 1, what="a binary file")
    return found


def decode(data: bytes) -> tuple[str, str] | int:
    """Return text and encoding, or the offset of the byte that nothing can read.

    A byte order mark decides; then strict UTF-8; then whichever of UTF-8, GB18030
    and Big5-HKSCS gives the most frequent characters (nearly all Big5 bytes are
    valid GB18030, so a trial in turn would be wrong for every Taiwan text).
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as wrong:
        offset = wrong.start
    wide = _utf16_without_mark(data)
    if wide:
        return wide
    texts = {encoding: data.decode(encoding, "replace") for encoding in _LEGACY}
    best = max(_LEGACY, key=lambda encoding: _plausibility(texts[encoding]))
    if _plausibility(texts[best]) < _GOOD:
        return offset
    return texts[best], best


def _utf16_without_mark(data: bytes) -> tuple[str, str] | None:
    sample = data[:4000]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        han = sum(0x4E <= byte <= 0x9F or byte in _HIGH for byte in high)
        if high and han >= 0.95 * len(high):
            text = data.decode(encoding, "replace")
            if _plausibility(text) >= _GOOD:
                return text, encoding
    return None


@functools.cache
def by_frequency() -> str:
    """Return the most frequent Chinese characters of both scripts, by frequency."""
    data = files("generator.ingest").joinpath("data/common.txt").read_text("utf-8")
    lines = (line for line in data.splitlines() if not line.startswith("#"))
    return "".join(lines)


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(by_frequency() + "，。、：；？！“”‘’（）《》「」『』—…·　")


def _plausibility(text: str) -> float:
    """Share of frequent characters among the non-ASCII ones, less the broken ones."""
    wide = re.sub(r"[\x00-\x7f]+", "", text)
    if not wide:
        return 0.0
    common = _common()
    good = sum(character in common for character in wide)
    bad = len(re.findall("[\ufffd\ue000-\uf8ff]", wide))
    return (good - 2 * bad) / len(wide)


def refusal(path: Path, name: str) -> Problem | None:
    """Return why a path must not even be opened."""
    try:
        status = path.lstat()
    except OSError as reason:
        what = reason.strerror or "no such file"
        return name_problem(name) or problem("unreadable", name, reason=what)
    if stat.S_ISLNK(status.st_mode):
        return problem("not-regular", name, what="a symbolic link")
    if not stat.S_ISREG(status.st_mode):
        return problem("not-regular", name, what="a folder or device")
    if not is_source(path):
        what = f"*{path.suffix} files" if path.suffix else "files without an extension"
        return problem("unknown-kind", name, what=what)
    if status.st_size > SIZE_LIMIT and path.suffix.lower() in KINDS:
        return _too_large(name, 1, status.st_size)
    return None


def _too_large(name: str, line: int, size: int) -> Problem:
    return problem("too-large", name, line, size=size, limit=SIZE_LIMIT)


def _records(path: Path, name: str) -> Iterator[Source | Problem]:
    openers: dict[str, Callable[..., object]] = {".gz": gzip.open, ".xz": lzma.open}
    opener = openers.get(path.suffix.lower(), open)
    with cast("BinaryIO", opener(path, "rb")) as stream:
        number = 0
        lines: dict[str, int] = {}
        while line := stream.readline(SIZE_LIMIT + 1):
            number += 1
            if len(line) > SIZE_LIMIT:
                yield _too_large(name, number, len(line))
                return
            if not line.strip():
                continue
            found = _record(line, name, number)
            if isinstance(found, Source):
                first = lines.setdefault(found.record, number)
                if first != number:
                    reason = f"its id {found.record} is that of line {first}"
                    found = problem("bad-record", name, number, reason=reason)
            yield found


def _record(line: bytes, name: str, number: int) -> Source | Problem:
    """Return the source that one JSON line is."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as wrong:
        reason = f"not JSON in UTF-8 ({type(wrong).__name__})"
        return problem("bad-record", name, number, reason=reason)
    if not isinstance(record, dict):
        return problem("bad-record", name, number, reason="not an object")
    if _SURROGATE.search(repr(record)):
        return problem("bad-record", name, number, reason="half a character (\\ud…)")
    kind: Kind = "html" if record.get("html") else "text"
    text = record.get(kind)
    if not isinstance(text, str) or not text.strip():
        return problem("bad-record", name, number, reason="no `text` or `html`")
    stated = {
        key: value
        for key, value in record.items()
        if key not in {"text", "html"} and _is_flat(value)
    }
    own = record.get("id")
    key = str(own) if isinstance(own, str | int) else ""
    key = key or str(number)
    digest = hashlib.sha256(line.strip()).hexdigest()
    return Source(f"{name}#{key}", kind, text, "utf-8", digest, stated, key)


def _is_flat(value: object) -> bool:
    """Tell whether a value is one fact or a list of them; nested ones are of no use."""
    parts = value if isinstance(value, list) else [value]
    return not any(isinstance(one, list | dict) for one in parts)
