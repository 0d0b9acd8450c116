"""The search index in a build: made anew, or brought up to date after a few edits.

The published files are the index's only memory besides a row for each article and,
until the next publication, what it knew of articles that changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from generator.build.content import Content
from generator.build.store import Store, unsqueeze
from generator.search.changes import Change
from generator.search.documents import Analysed
from generator.search.patch import Files, patched
from generator.search.table import Row, ordered
from generator.value import unpack

FEW = 64
"""So many rows are asked for one by one."""


INDEXED = "indexed"
"""Under what is kept of all documents: what they are known by, and their rows."""
Known = list[tuple[str, Row]]
"""In the order of the documents' numbers: `Light.analysed`, and the row."""


def patched_index(content: Content, published: Path) -> Files | None:
    """Yield the index files that differ from those below `published`.

    None when so much changed that all should be made anew.
    """
    known = content.store.whole(INDEXED, Known) or []
    indexed = {row.slug: key for key, row in known}
    now = {light.slug: light.analysed for light in content.light}
    changed = {slug for slug, key in now.items() if indexed.get(slug) != key}
    changed |= indexed.keys() - now.keys()
    if not changed:
        return iter(())
    if 2 * len(changed) > len(now):
        return None
    before = tuple(row for _, row in known)
    changes = [_change(content, slug, indexed, now) for slug in sorted(changed)]
    after = _after(before, changes)
    return patched(
        lambda path: (published / path).read_bytes(),
        before,
        after,
        changes,
        content.analysis,
    )


def _change(
    content: Content, slug: str, indexed: Mapping[str, str], now: Mapping[str, str]
) -> Change:
    before = None
    if slug in indexed:
        found = content.store.rows("SELECT analysed FROM was WHERE slug = ?", slug)
        before = unsqueeze(found[0][0], Analysed) if found else content.analysis(slug)
    return Change(before, content.analysis(slug) if slug in now else None)


def _after(before: tuple[Row, ...], changes: list[Change]) -> tuple[Row, ...]:
    """Return the rows of all documents once some changed."""
    gone = {one.before.slug for one in changes if one.before}
    new = [Row.of(one.after) for one in changes if one.after]
    return ordered([*(row for row in before if row.slug not in gone), *new])


def remember_index(content: Content) -> None:
    """Write down what the index knows, once it is published."""
    store = content.store
    known = {row.slug: (key, row) for key, row in store.whole(INDEXED, Known) or ()}
    now = {light.slug: light.analysed for light in content.light}
    changed = [slug for slug, key in now.items() if known.get(slug, ("",))[0] != key]
    gone = known.keys() - now.keys()
    if not changed and not gone:
        return
    for slug in gone:
        del known[slug]
    for slug, row in _rows(store, changed):
        known[slug] = now[slug], row
    rows = ordered(row for _, row in known.values())
    store.keep(INDEXED, [(now[row.slug], row) for row in rows])
    store.run("DELETE FROM was")


def _rows(store: Store, slugs: Collection[str]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of some documents."""
    query = "SELECT slug, row FROM article"
    if len(slugs) > FEW:
        wanted = set(slugs)
        every = store.each(query)
        yield from ((slug, unpack(row, Row)) for slug, row in every if slug in wanted)
        return
    for slug in slugs:
        for _, row in store.rows(f"{query} WHERE name = ?", f"{slug}.md"):
            yield slug, unpack(row, Row)
