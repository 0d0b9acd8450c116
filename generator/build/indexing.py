"""The search index in a build: made anew, or brought up to date after a few edits.

The published files are the index's only memory besides a row for each article and,
until the next publication, what it knew of articles that changed since.
"""

from __future__ import annotations

from pathlib import Path

from generator.build.content import Content
from generator.build.store import unsqueeze
from generator.search.changes import Change
from generator.search.documents import Analysed
from generator.search.patch import Files, patched
from generator.search.table import Row, ordered
from generator.value import pack, unpack


def patched_index(content: Content, published: Path) -> Files | None:
    """Yield the index files that differ from those below `published`.

    None when so much changed that all should be made anew.
    """
    store = content.store
    indexed = dict(store.each("SELECT slug, key FROM indexed"))
    now = {light.slug: light.analysed for light in content.light}
    changed = {slug for slug, key in now.items() if indexed.get(slug) != key}
    changed |= indexed.keys() - now.keys()
    if not changed:
        return iter(())
    if 2 * len(changed) > len(now):
        return None
    rows = store.each("SELECT row FROM indexed")
    before = ordered(unpack(data, Row) for (data,) in rows)
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
    content: Content, slug: str, indexed: dict[str, str], now: dict[str, str]
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
    known = dict(store.each("SELECT slug, key FROM indexed"))
    now = {light.slug: light.analysed for light in content.light}
    if known == now:
        return
    store.drop("indexed", "slug", known.keys() - now.keys())
    for slug, key in now.items():
        if known.get(slug) != key:
            row = pack(Row.of(content.analysis(slug)))
            store.put("indexed", [(slug, key, row)])
    store.run("DELETE FROM was")
