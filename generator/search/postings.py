"""Builds the files below `search/` from analysed documents.

Documents are numbered by year, then by the length of the body, then by date and
slug. So a number says, with a table of two or three bits a document, how long the
body is, which Lunr's weight needs for every posting; by date alone, that table
would take eleven bits a document in a file that every search reads. Years are
ranges of numbers, and an edit moves only documents of the same year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby

from generator.search.documents import BODY_PLACE, FIELDS, Analysed, variants
from generator.search.encoding import encoded, power_for
from generator.search.facets import encode_facets
from generator.search.fragments import write_classes
from generator.search.manifest import (
    Manifest,
    digest,
    encode_manifest,
    folder_size,
    segment_path,
)
from generator.search.shelf import Row, Shelf, year
from generator.search.tokens import field_length


def search_files(analysed: Iterable[Analysed]) -> Iterator[tuple[str, bytes]]:
    """Yield the path below `search/` and the bytes of every file of the index.

    The documents pass by once and are not kept in memory.
    """
    with Shelf() as shelf:
        shelf.fill(analysed)
        yield from _files(shelf)


def _files(shelf: Shelf) -> Iterator[tuple[str, bytes]]:
    """Yield all files of a filled shelf; the manifest, which names them, last."""
    power = power_for(len(shelf.columns[BODY_PLACE].codes))
    build = sha256()
    large: list[str] = []
    for name, data in encoded(shelf.columns, power):
        if isinstance(name, str):
            large.append(name)
        build.update(data)
        yield segment_path(name), data
    folders: list[str] = []
    yield from _fragments(shelf, folders)
    facets = encode_facets(shelf.rows, shelf.scripts)
    facets_path = f"facets.{digest(facets)}.json"
    yield facets_path, facets
    manifest = Manifest(
        totals={
            name: sum(field_length(row.lengths[place]) for row in shelf.rows)
            for place, name in enumerate(FIELDS)
        },
        boosts=FIELDS,
        years=_years(shelf.rows),
        lengths=[row.lengths[BODY_PLACE] for row in shelf.rows],
        classes=write_classes(variants(), shelf.characters()),
        fragments=folders,
        build=build.hexdigest()[:8],
        power=power,
        large=sorted(large),
        facets=facets_path,
    )
    yield "manifest.json", encode_manifest(manifest)


def _fragments(shelf: Shelf, folders: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the fragments; adds the name of each folder to `folders`."""
    size = folder_size(len(shelf.rows))
    for start in range(0, len(shelf.rows), size):
        numbers = range(start, min(start + size, len(shelf.rows)))
        part = [shelf.fragment(number) for number in numbers]
        folders.append(digest(b"\n".join(part)))
        for number, data in zip(numbers, part, strict=True):
            yield f"t/{folders[-1]}/{number}.json", data


def _years(rows: Sequence[Row]) -> list[tuple[str, int]]:
    numbers = groupby(range(len(rows)), lambda n: year(rows[n].date))
    return [(value, next(group)) for value, group in numbers]
