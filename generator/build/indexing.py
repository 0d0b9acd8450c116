"""The search index in a build: made anew, or brought up to date after a few edits.

The published files are the index's only memory besides a row for each article and,
until the next publication, what it knew of articles that changed since.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.build.content import Content
from generator.build.store import Store, unsqueeze
from generator.search.changes import Change
from generator.search.documents import Analysed
from generator.search.patch import Files, patched
from generator.search.table import Row, dated, ordered
from generator.value import Raw, Struct, pack, unpack

FEW = 64
"""So many rows are asked for one by one."""


INDEXED = "indexed"
"""Under what is kept of all documents: what they are known by, and their rows."""
Known = list[tuple[str, Row]]
"""In the order of the documents' numbers: `Light.analysed`, and the row."""


class Index(Struct, dict=True):
    """The search index of the last build, and how it is brought up to date."""

    content: Content

    @cached_property
    def known(self) -> Known:
        """What is known of the documents of the last build."""
        store = self.content.store
        amended = store.amendments(INDEXED)
        kept = store.whole(INDEXED, Known) or []
        known = [one for one in kept if one[1].slug not in amended] if amended else kept
        for data in filter(None, amended.values()):
            insort(known, unpack(data, tuple[str, Row]), key=lambda one: one[1].order)
        return known

    @cached_property
    def now(self) -> Mapping[str, str]:
        """What documents are known by now, by slug."""
        return {light.slug: light.analysed for light in self.content.light}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all documents there are now."""
        now = self.now
        kept = [row for key, row in self.known if now.get(row.slug) == key]
        others = now.keys() - {row.slug for row in kept}
        new = _rows(self.content.store, others)
        if len(others) > FEW:
            return ordered([*kept, *new])
        for row in new:  # what is kept is in order
            insort(kept, row, key=_order)
        return tuple(kept)

    def patched(self, published: Path) -> Files | None:
        """Yield the index files that differ from those below `published`.

        None when so much changed that all should be made anew.
        """
        indexed = {row.slug: key for key, row in self.known}
        changed = {slug for slug, key in self.now.items() if indexed.get(slug) != key}
        changed |= indexed.keys() - self.now.keys()
        if not changed:
            return iter(())
        if 2 * len(changed) > len(self.now):
            return None
        changes = [self._change(slug, slug in indexed) for slug in sorted(changed)]
        return patched(
            lambda path: (published / path).read_bytes(),
            tuple(row for _, row in self.known),
            self.rows,
            changes,
            self.content.analysis,
        )

    def _change(self, slug: str, known: bool) -> Change:  # noqa: FBT001 - private
        content, before = self.content, None
        if known:
            found = content.store.rows("SELECT analysed FROM was WHERE slug = ?", slug)
            before = (
                unsqueeze(found[0][0], Analysed) if found else content.analysis(slug)
            )
        return Change(before, content.analysis(slug) if slug in self.now else None)

    def remember(self) -> None:
        """Write down what the index knows, once it is published."""
        store, now = self.content.store, self.now
        known = {row.slug: key for key, row in self.known}
        if known == now:
            return
        if not self.known:
            store.keep(INDEXED, self._first())
        elif not store.amend(INDEXED, self._changed(known)):
            store.keep(INDEXED, [(now[row.slug], row) for row in self.rows])
        store.run("DELETE FROM was")

    def _changed(self, known: Mapping[str, str]) -> dict[str, bytes | None]:
        """Return what is different from what was known."""
        changed: dict[str, bytes | None] = dict.fromkeys(known.keys() - self.now.keys())
        for row in self.rows:
            if known.get(row.slug) != self.now[row.slug]:
                changed[row.slug] = pack((self.now[row.slug], row))
        return changed

    def _first(self) -> list[tuple[str, Raw]]:
        """Return what is to be known when nothing was; rows stay packed, for memory."""
        rows = self.content.store.each("SELECT slug, row FROM article WHERE usable")
        found = {slug: Raw(row) for slug, row in rows if slug in self.now}
        dates = {light.slug: light.date or "" for light in self.content.light}
        slugs = sorted(found, key=lambda slug: (*dated(dates[slug]), slug))
        return [(self.now[slug], found[slug]) for slug in slugs]


def _order(row: Row) -> tuple[str, str, str]:
    return row.order


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
