"""Brings the files of an index up to date after some articles changed.

What `patched` leaves equals, byte for byte, what `search_files` makes of all
articles. The files of the last build are the only memory: of the segments whose
terms an article has lost, gained or moved, all postings are read, those of the
changed articles are left out, and what they are now is put in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from generator.search.changes import Change, Update
from generator.search.classes import read_classes, write_classes
from generator.search.documents import Analysed, variants
from generator.search.encoding import power_for
from generator.search.facets import encode_facets
from generator.search.manifest import (
    MANIFEST,
    decode_manifest,
    encode_manifest,
    fragment_path,
)
from generator.search.postings import facets_path, manifest_of
from generator.search.rewriting import rewritten
from generator.search.segments import Name, segment_of
from generator.search.table import Table
from generator.search.tokens import normalise

Files = Iterator[tuple[str, bytes | None]]

PART = 256
"""Segments worked on at a time."""
MOVED = 64
"""Of more articles than these, renumbered by changes of others, all is built anew."""


def patched(
    read: Callable[[str], bytes],
    before: Table,
    after: Table,
    changes: Iterable[Change],
    unchanged: Callable[[str], Analysed],
) -> Files | None:
    """Yield the files below `search/` that changes add, alter or (None) take away.

    `read` returns a file of the last build by its path below `search/`; `before` and
    `after` are what was and is known of all documents; `changes` are the articles whose
    analysis differs; `unchanged` returns the analysis of another one by its slug, for
    the few whose numbers change. Every other file stays as it is; the manifest comes
    last. Returns None when too much changes: then all must be built anew.
    """
    manifest = decode_manifest(read(MANIFEST))
    moved = _moved(before, after)
    if (
        power_for(sum(after.bodies)) != manifest.power
        or len(before.slugs).bit_length() != len(after.slugs).bit_length()
        or len(moved) > MOVED
    ):
        return None
    differing = [one for one in changes if one.before != one.after]
    known = {one.slug for pair in differing for one in (pair.before, pair.after) if one}
    others = map(unchanged, sorted(moved - known))
    every = [*differing, *(Change(one, one) for one in others)]
    return _files(Update(read, manifest, before, after, every))


def _moved(before: Table, after: Table) -> set[str]:
    """Return the documents that are still there under other numbers."""
    if before.slugs == after.slugs:
        return set()
    numbers = before.numbers
    return {
        slug
        for slug, number in after.numbers.items()
        if numbers.get(slug, number) != number
    }


def _files(update: Update) -> Files:
    large = set(update.manifest.large)
    present: set[str] = set()
    for names in _parts(update.names, update.manifest.power):
        part = rewritten(update, names)
        yield from part.files
        large = large - part.names | part.large
        present |= part.terms
    yield from _fragments(update)
    facets = update.manifest.facets
    if _are_tagged_otherwise(update.before, update.after):
        data = encode_facets(update.after.tagged, update.after.scripts)
        if facets_path(data) != facets:
            yield facets, None
            facets = facets_path(data)
            yield facets, data
    manifest = manifest_of(
        update.after.dates,
        levels=update.after.levels,
        sums=update.totals,
        classes=_classes(update, present),
        power=update.manifest.power,
        large=large,
        facets=facets,
    )
    data = encode_manifest(manifest)
    if data != update.read(MANIFEST):
        yield MANIFEST, data


def _parts(names: Iterable[Name], power: int) -> Iterator[frozenset[Name]]:
    """Yield names, some at a time: each large term with its segment."""

    def segment(name: Name) -> int:
        return name if isinstance(name, int) else segment_of(name, power)

    part: set[Name] = set()
    for _, some in groupby(sorted(names, key=segment), segment):
        part |= set(some)
        if len(part) >= PART:
            yield frozenset(part)
            part = set()
    if part:
        yield frozenset(part)


def _fragments(update: Update) -> Files:
    """Yield the fragments that differ."""
    for number, one in update.added.items():
        new = number >= len(update.before.slugs)
        if new or update.read(fragment_path(number)) != one.fragment:
            yield fragment_path(number), one.fragment
    for number in range(len(update.after.slugs), len(update.before.slugs)):
        yield fragment_path(number), None


def _classes(update: Update, present: set[str]) -> str:
    """Return the fold table, given the touched terms that still occur."""
    groups = read_classes(update.manifest.classes).values()
    before = {normalise(group[0]) for group in groups}
    touched = {term for term in update.terms if len(term) == 1}
    return write_classes(variants(), (before - touched) | (present & touched))


def _are_tagged_otherwise(before: Table, after: Table) -> bool:
    """Tell whether what the facets are made from differs."""
    return (before.dates, before.tags) != (after.dates, after.tags)
