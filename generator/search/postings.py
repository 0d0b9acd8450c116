"""Builds the files below `search/` from analysed documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.search.classes import write_classes
from generator.search.columns import parts
from generator.search.documents import FIELDS, Analysed, variants
from generator.search.encoding import encoded
from generator.search.facets import encode_facets
from generator.search.manifest import (
    MANIFEST,
    Manifest,
    digest,
    encode_manifest,
    fragment_path,
)
from generator.search.segments import positions_path, segment_path
from generator.search.shelf import Shelf
from generator.search.table import Row, scripts, totals, years


def search_files(analysed: Iterable[Analysed]) -> Iterator[tuple[str, bytes]]:
    """Yield the path below `search/` and the bytes of every file of the index.

    The documents pass by once and are not kept in memory.
    """
    with Shelf() as shelf:
        shelf.fill(analysed)
        yield from _files(shelf)


def _files(shelf: Shelf) -> Iterator[tuple[str, bytes]]:
    """Yield all files of a filled shelf; the manifest, which names them, last."""
    rows = shelf.rows
    power = shelf.power
    large: list[str] = []
    characters: set[str] = set()
    for some, lists in parts(shelf.columns, power):
        characters |= lists.characters()
        for name, segment in encoded(lists, some, power, len(rows)).items():
            if isinstance(name, str):
                large.append(name)
            yield segment_path(name), segment.postings
            if segment.positions:
                yield positions_path(str(name)), segment.positions
    for number in range(len(rows)):
        yield fragment_path(number), shelf.fragment(number)
    facets = encode_facets(rows, scripts(rows))
    yield facets_path(facets), facets
    classes = write_classes(variants(), characters)
    manifest = manifest_of(
        rows,
        sums=totals(rows),
        classes=classes,
        power=power,
        large=large,
        facets=facets_path(facets),
    )
    yield MANIFEST, encode_manifest(manifest)


def facets_path(facets: bytes) -> str:
    """Return the path of the facets below `search/`."""
    return f"facets.{digest(facets)}.json"


def manifest_of(  # noqa: PLR0913 - one value for each thing that it tells
    rows: Sequence[Row],
    *,
    sums: Mapping[str, int],
    classes: str,
    power: int,
    large: Iterable[str],
    facets: str,
) -> Manifest:
    """Return the manifest of documents in order of their numbers."""
    return Manifest(
        totals=sums,
        boosts=FIELDS,
        years=years(rows),
        levels=[row.body for row in rows],
        classes=classes,
        power=power,
        large=sorted(large),
        facets=facets,
    )
