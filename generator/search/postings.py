"""Builds the files below `search/` from analysed documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.search.classes import write_classes
from generator.search.columns import Section, count_sections, sections
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
from generator.value import Struct, field

Files = Iterator[tuple[str, bytes]]
"""Paths below `search/`, and bytes."""


class Told(NamedTuple):
    """What the manifest must know of a section."""

    characters: frozenset[str]
    """Those that are terms."""
    large: tuple[str, ...]
    """Terms with files of their own."""


def search_files(analysed: Iterable[Analysed]) -> Files:
    """Yield the path below `search/` and the bytes of every file of the index.

    The documents pass by once and are not kept in memory.
    """
    with Shelf() as shelf:
        for one in analysed:
            shelf.add(one)
        index = Making(shelf)
        for section in index.sections():
            files, told = encode(section)
            index.note(told)
            yield from files
        yield from index.others()


class Making(Struct):
    """Makes an index of what is on a shelf; its sections can be encoded anywhere."""

    shelf: Shelf
    large: list[str] = field(default_factory=list)
    characters: set[str] = field(default_factory=set)

    def sections(self) -> Iterator[tuple[Section, int]]:
        """Yield what is to be encoded, with the number of documents."""
        known = self.shelf.numbered
        every = sections(known.columns, known.power)
        return ((section, len(known.rows)) for section in every)

    def count(self) -> int:
        """Return how many sections there are."""
        known = self.shelf.numbered
        return count_sections(known.columns, known.power)

    def note(self, told: Told) -> None:
        """Take note of what there is in a section."""
        self.characters |= told.characters
        self.large += told.large

    def others(self) -> Files:
        """Yield all files but those of sections; the manifest, which names them, last."""
        rows, power = self.shelf.numbered.rows, self.shelf.numbered.power
        for number in range(len(rows)):
            yield fragment_path(number), self.shelf.fragment(number)
        facets = encode_facets(rows, scripts(rows))
        yield facets_path(facets), facets
        manifest = manifest_of(
            rows,
            sums=totals(rows),
            classes=write_classes(variants(), self.characters),
            power=power,
            large=self.large,
            facets=facets_path(facets),
        )
        yield MANIFEST, encode_manifest(manifest)


def encode(job: tuple[Section, int]) -> tuple[list[tuple[str, bytes]], Told]:
    """Return the files of a section of an index of so many documents."""
    section, documents = job
    lists, files, large = section.lists(), list[tuple[str, bytes]](), list[str]()
    some, power = section.segments, section.power
    for name, one in encoded(lists, some, power, documents).items():
        if isinstance(name, str):
            large.append(name)
        files.append((segment_path(name), one.postings))
        if one.positions:
            files.append((positions_path(str(name)), one.positions))
    return files, Told(frozenset(lists.characters()), tuple(large))


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
