"""Builds the files below `search/` from analysed documents.

Documents are numbered by year, then by the length of the body, then by date and
slug. So a number says, with a small table, how long the body is: Lunr's weight
needs that for every posting, and telling it there would double the index. Years
are ranges of numbers, and an edit moves only documents of the same year.

Segments are cut where the hash of a term says so, never by counting from the
start: a change in one segment leaves the bounds of the others alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from generator.search.documents import BODY, FIELDS, Analysed, FieldTerms, variants
from generator.search.fragments import write_classes
from generator.search.manifest import (
    FRAGMENTS,
    Manifest,
    digest,
    directory,
    encode_manifest,
)
from generator.search.segments import Posting, encode_postings, encode_segment
from generator.search.tokens import field_length

PART = 400_000
"""Postings held in memory at a time, about; 300 bytes each."""
SMALL, LARGE = 40_000, 80_000
"""Bits of a segment: from SMALL on a fitting hash ends it, at LARGE anything does."""
ONE_IN = 32
"""The share of terms whose hash fits."""

_BODY = tuple(FIELDS).index(BODY)
_YEAR = re.compile(r"\d{4}")


def search_files(analysed: Iterable[Analysed]) -> Iterator[tuple[str, bytes]]:
    """Yield the path below `search/` and the bytes of every file of the index."""
    documents = sorted(
        analysed, key=lambda a: (year(a.date), a.fields[_BODY].length, a.date, a.slug)
    )
    entries: list[tuple[str, str]] = []
    characters: set[str] = set()
    for first, data in _segments(_encoded(documents, characters)):
        name = digest(data)
        entries.append((first, name))
        yield f"s/{name}.bin", data
    root: Mapping[str, object] = {}
    for item in directory(entries):
        if isinstance(item, tuple):
            yield item
        else:
            root = item
    folders: list[str] = []
    for path, data in _fragments(documents, folders):
        yield path, data
    table = write_classes(variants(), characters)
    fold_name = f"fold.{digest(table)}.json"
    yield fold_name, table
    manifest = Manifest(
        totals={
            name: sum(field_length(one.fields[i].length) for one in documents)
            for i, name in enumerate(FIELDS)
        },
        boosts=FIELDS,
        years=_years(documents),
        lengths=[one.fields[_BODY].length for one in documents],
        fold=fold_name,
        fragments=folders,
        segments=root,
    )
    yield "manifest.json", encode_manifest(manifest)


def year(date: str) -> str:
    """Return the four-digit year of an EDTF date, or an empty text."""
    match = _YEAR.match(date)
    return match[0] if match else ""


def _years(documents: Sequence[Analysed]) -> list[tuple[str, int]]:
    numbers = groupby(range(len(documents)), lambda n: year(documents[n].date))
    return [(value, next(group)) for value, group in numbers]


def _fragments(
    documents: Sequence[Analysed], folders: list[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the fragments; adds the name of each folder to `folders`."""
    for start in range(0, len(documents), FRAGMENTS):
        part = documents[start : start + FRAGMENTS]
        folder = digest(b"\n".join(one.fragment for one in part))
        folders.append(folder)
        for number, one in enumerate(part, start):
            yield f"t/{folder}/{number}.json", one.fragment


def _bounds(documents: Sequence[Analysed]) -> list[str]:
    """Return the first characters at which to part the terms, the last one open."""
    sizes: dict[str, int] = {}
    for one in documents:
        for found in one.fields:
            for first in found.pairs[::2]:
                sizes[first] = sizes.get(first, 0) + 1
            for first in found.characters:
                sizes[first] = sizes.get(first, 0) + 1
    bounds: list[str] = []
    total = 0
    for first in sorted(sizes):
        if total and total + sizes[first] > PART:
            bounds.append(first)
            total = 0
        total += sizes[first]
    return [*bounds, ""]


def _encoded(
    documents: Sequence[Analysed], characters: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield every term in order with its bits; collects the characters met."""
    cursors = [[[0, 0] for _ in FIELDS] for _ in documents]
    for bound in _bounds(documents):
        terms: dict[str, dict[str, list[Posting]]] = {}
        for number, one in enumerate(documents):
            for cursor, name, found in zip(
                cursors[number], FIELDS, one.fields, strict=True
            ):
                _collect(terms, number, name, found, cursor, bound)
        for term in sorted(terms):
            characters.add(term[0])
            yield term, encode_postings(term, terms[term], len(documents))


def _collect(
    terms: dict[str, dict[str, list[Posting]]],
    number: int,
    name: str,
    found: FieldTerms,
    cursor: list[int],
    bound: str,
) -> None:
    """Take a field's terms below `bound` from where the cursor stands."""
    length = found.length
    at, end = cursor[0], len(found.characters)
    while at < end and (not bound or found.characters[at] < bound):
        posting = Posting(number, length, found.counts[at], None)
        terms.setdefault(found.characters[at], {}).setdefault(name, []).append(posting)
        at += 1
    cursor[0] = at
    at, end = cursor[1], len(found.pairs) // 2
    starts, positions, pairs = found.starts, found.positions, found.pairs
    while at < end and (not bound or pairs[2 * at] < bound):
        places = positions[starts[at] : starts[at + 1]]
        posting = Posting(number, length, len(places), places)
        term = pairs[2 * at : 2 * at + 2]
        terms.setdefault(term, {}).setdefault(name, []).append(posting)
        at += 1
    cursor[1] = at


def _segments(terms: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Yield each segment with its first term."""
    held: list[tuple[str, str]] = []
    size = 0
    for term, bits in terms:
        if held and (size + len(bits) > LARGE or (size > SMALL and _fits(term))):
            yield held[0][0], encode_segment(held)
            held, size = [], 0
        held.append((term, bits))
        size += len(bits)
    if held:
        yield held[0][0], encode_segment(held)


def _fits(term: str) -> bool:
    return zlib.crc32(term.encode("utf-8", "surrogatepass")) % ONE_IN == 0
