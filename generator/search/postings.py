"""Builds the files below `search/` from analysed documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from typing import NamedTuple

from generator.search.classes import write_classes
from generator.search.columns import Section
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
from generator.value import Struct, field, replace

Files = Iterator[tuple[str, bytes]]
"""Paths below `search/`, and bytes."""


class Told(NamedTuple):
    """What the manifest must know of a section."""

    characters: frozenset[str]
    """Those that are terms."""
    large: tuple[str, ...]
    """Terms with files of their own."""


Encoded = tuple[list[tuple[str, bytes]], Told]
"""The files of a section, and what is told of it."""


def search_files(
    analysed: Iterable[Analysed],
    rows: Sequence[Row] | None = None,
    encoding: Callable[[Iterable[tuple[Section, int]]], Iterable[Encoded]]
    | None = None,
) -> Files:
    """Yield the path below `search/` and the bytes of every file of the index.

    With the `rows` of all documents, `ordered`, these pass by in this order once and
    are not kept in memory. `encoding` maps `encode` over the sections, here without it.
    """
    if rows is None:
        analysed = sorted(analysed, key=lambda one: Row.of(one).order)
        rows = [Row.of(one) for one in analysed]
    with closing(Shelf(rows)) as shelf:
        index = Making(shelf)
        index.settle()
        for one in analysed:
            yield index.fragment(one)
        sections = index.sections()
        for files, told in encoding(sections) if encoding else map(encode, sections):
            index.note(told)
            yield from files
        yield from index.others()


class Making(Struct, dict=True):
    """Makes an index; its sections can be encoded anywhere."""

    shelf: Shelf
    large: list[str] = field(default_factory=list)
    characters: set[str] = field(default_factory=set)

    @cached_property
    def _facets(self) -> bytes:
        return encode_facets(self.shelf.rows, scripts(self.shelf.rows))

    @cached_property
    def _manifest(self) -> Manifest:
        """The manifest but for what sections tell."""
        rows = self.shelf.rows
        return manifest_of(
            [row.date for row in rows],
            levels=[row.body for row in rows],
            sums=totals(rows),
            classes="",
            power=self.shelf.power,
            large=(),
            facets=facets_path(self._facets),
        )

    def settle(self) -> None:
        """Make all that the manifest needs the rows for, then forget these: they are large."""
        _ = self._manifest
        self.shelf.rows = ()

    def fragment(self, one: Analysed) -> tuple[str, bytes]:
        """Take the next document; return the file of its fragment."""
        return fragment_path(self.shelf.add(one)), one.fragment

    def sections(self) -> Iterator[tuple[Section, int]]:
        """Yield what is to be encoded, with the number of documents."""
        documents = self._manifest.documents
        return ((one, documents) for one in self.shelf.sections())

    def note(self, told: Told) -> None:
        """Take note of what there is in a section."""
        self.characters |= told.characters
        self.large += told.large

    def others(self) -> Files:
        """Yield what tells of all documents; the manifest, which names it, last."""
        yield self._manifest.facets, self._facets
        classes = write_classes(variants(), self.characters)
        manifest = replace(self._manifest, classes=classes, large=sorted(self.large))
        yield MANIFEST, encode_manifest(manifest)


def encode(job: tuple[Section, int]) -> Encoded:
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
    dates: Iterable[str],
    *,
    levels: Sequence[int],
    sums: Mapping[str, int],
    classes: str,
    power: int,
    large: Iterable[str],
    facets: str,
) -> Manifest:
    """Return the manifest of documents, dates and levels in order of their numbers."""
    return Manifest(
        totals=sums,
        boosts=FIELDS,
        years=years(dates),
        levels=levels,
        classes=classes,
        power=power,
        large=sorted(large),
        facets=facets,
    )
