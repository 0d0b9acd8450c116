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
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import add

from generator.search.documents import BODY, FIELDS, Analysed, FieldTerms, variants
from generator.search.fragments import write_classes
from generator.search.manifest import (
    FRAGMENTS,
    Manifest,
    digest,
    directory,
    encode_manifest,
)
from generator.search.segments import Occurrence, encode_postings, encode_segment
from generator.search.tokens import field_length

PART = 400_000
"""Postings held in memory at a time, about; 300 bytes each."""
SMALL, LARGE = 20_000, 48_000
"""Bits of a segment: from SMALL on a fitting hash ends it, at LARGE anything does."""
ONE_IN = 16
"""The share of terms whose hash fits."""

SHIFT = 32
MASK = (1 << SHIFT) - 1

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
    sizes: Counter[str] = Counter()
    for one in documents:
        for found in one.fields:
            sizes.update(found.pairs[::2])
            sizes.update(found.characters)
    bounds: list[str] = []
    total = 0
    for first in sorted(sizes):
        if total and total + sizes[first] > PART:
            bounds.append(first)
            total = 0
        total += sizes[first]
    return [*bounds, "\U0010ffff"]


def _encoded(
    documents: Sequence[Analysed], characters: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield every term in order with its bits; collects the characters met."""
    columns = {
        name: [one.fields[place] for one in documents]
        for place, name in enumerate(FIELDS)
    }
    low = ""
    for high in _bounds(documents):
        part = {name: _places(fields, low, high) for name, fields in columns.items()}
        low = high
        for term in sorted(set[str]().union(*part.values())):
            characters.add(term[0])
            found = {
                name: _occurrences(term, part[name][term], columns[name])
                for name in FIELDS
                if term in part[name]
            }
            yield term, encode_postings(term, found, len(documents))


def _places(
    fields: Iterable[FieldTerms], low: str, high: str
) -> Mapping[str, list[int]]:
    """Return where the terms from `low` to `high` are in one field of all documents.

    A place is a single number, the document's and the term's in the document's
    list: millions of tuples would keep the garbage collector busy.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(fields):
        base = number << SHIFT
        at, end = (
            bisect_left(found.characters, low),
            bisect_left(found.characters, high),
        )
        for place, letter in enumerate(found.characters[at:end], base + at):
            places[letter].append(place)
        firsts = found.pairs[::2]
        at, end = bisect_left(firsts, low), bisect_left(firsts, high)
        pairs = map(add, firsts[at:end], found.pairs[2 * at + 1 : 2 * end : 2])
        for place, pair in enumerate(pairs, base + at):
            places[pair].append(place)
    return places


def _occurrences(
    term: str, places: Iterable[int], fields: Sequence[FieldTerms]
) -> list[Occurrence]:
    """Look up what the documents have at the places of a term."""
    found: list[Occurrence] = []
    for place in places:
        number, index = place >> SHIFT, place & MASK
        field = fields[number]
        if len(term) == 1:
            positions: Sequence[int] = range(field.counts[index])
        else:
            positions = field.positions[field.starts[index] : field.starts[index + 1]]
        found.append((number, field.length, positions))
    return found


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
