"""The search index in a build: made anew, or brought up to date after a few edits.

The published files are the index's only memory besides a row for each article and,
until the next publication, what it knew of articles that changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.build.content import Content
from generator.build.store import Store
from generator.search.changes import Change
from generator.search.documents import Analysed
from generator.search.patch import Files, patched
from generator.search.table import Row, Table, ordered
from generator.value import Struct, field, pack, unpack

FEW = 64
"""So many rows are asked for one by one."""


INDEXED = "indexed"
"""Under what is kept of all documents."""


class Known(Struct, frozen=True):
    """What is known of the documents of an index."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """`Light.analysed` by slug."""
    table: Table = field(default_factory=Table)

    def amended(self, changed: Mapping[str, bytes | None]) -> Known:
        """Return what is known after some changes.

        `changed` has by slug the packed key and row of a document, None for one gone.
        """
        if not changed:
            return self
        gone = self.keys.keys() & changed.keys()
        found = [unpack(data, tuple[str, Row]) for data in changed.values() if data]
        keys = {slug: key for slug, key in self.keys.items() if slug not in gone}
        keys.update((row.slug, key) for key, row in found)
        return Known(keys, self.table.changed(gone, (row for _, row in found)))


class Index(Struct, dict=True):
    """The search index of the last build, and how it is brought up to date."""

    content: Content

    @cached_property
    def known(self) -> Known:
        """What is known of the documents of the last build."""
        store = self.content.store
        known = store.whole(INDEXED, Known) or Known()
        return known.amended(store.amendments(INDEXED))

    @cached_property
    def now(self) -> Mapping[str, str]:
        """What documents are known by now, by slug."""
        return {light.slug: light.analysed for light in self.content.light}

    @cached_property
    def differing(self) -> frozenset[str]:
        """The documents that are not as they were, or are no more, or are new."""
        known, now = self.known.keys, self.now
        changed = {slug for slug, key in now.items() if known.get(slug) != key}
        return frozenset(changed | (known.keys() - now.keys()))

    @cached_property
    def changes(self) -> Mapping[str, bytes | None]:
        """By slug the packed key and row of what is different; None of what is gone."""
        store = self.content.store
        rows = {row.slug: row for row in _rows(store, self.differing & self.now.keys())}
        return {
            slug: pack((self.now[slug], rows[slug])) if slug in rows else None
            for slug in self.differing
        }

    def patched(self, published: Path) -> Files | None:
        """Yield the index files that differ from those below `published`.

        None when so much changed that all should be made anew.
        """
        if not self.differing:
            return iter(())
        if 2 * len(self.differing) > len(self.now):
            return None
        known = self.known
        changes = [
            self._change(one, one in known.keys) for one in sorted(self.differing)
        ]
        return patched(
            lambda path: (published / path).read_bytes(),
            known.table,
            known.amended(self.changes).table,
            changes,
            self.content.analysis,
        )

    def _change(self, slug: str, known: bool) -> Change:  # noqa: FBT001 - private
        content, before = self.content, None
        if known:
            found = content.store.rows("SELECT analysed FROM was WHERE slug = ?", slug)
            before = unpack(found[0][0], Analysed) if found else content.analysis(slug)
        return Change(before, content.analysis(slug) if slug in self.now else None)

    def remember(self) -> None:
        """Write down what the index knows, once it is published."""
        store = self.content.store
        if not self.differing:
            return
        few = len(self.differing) < len(self.now)
        if not few or not store.amend(INDEXED, self.changes):
            table = Table.of(documents(self.content)[0])
            store.keep(INDEXED, Known(self.now, table))
        store.run("DELETE FROM was")


def documents(content: Content) -> tuple[Sequence[Row], Iterator[Analysed]]:
    """Return the rows of all documents in order, and one by one the documents."""
    rows = ordered(_rows(content.store, {one.slug: one.slug for one in content.light}))
    return rows, (content.analysis(row.slug) for row in rows)


def _rows(store: Store, slugs: Collection[str]) -> Iterator[Row]:
    """Yield the rows of some documents."""
    if len(slugs) > FEW:
        same: dict[object, Any] = dict(zip(slugs, slugs, strict=True))
        for slug, row in store.each("SELECT slug, row FROM article"):
            if slug in slugs:
                yield unpack(row, Row).sharing(same)
        return
    for slug in slugs:
        query = "SELECT row FROM article WHERE name = ?"
        for (row,) in store.rows(query, f"{slug}.md"):
            yield unpack(row, Row)
