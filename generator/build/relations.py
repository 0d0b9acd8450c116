"""Which articles lead to which: neighbours, related ones, reprints.

Reprints and related articles follow from marks that are made of each article by
itself. What the last build found is in the store; anew are found those of articles
whose own marks changed, and of articles that share a mark that came or went.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from generator.build.store import Store, digest
from generator.value import pack, unpack

if TYPE_CHECKING:
    from generator.library import Library
    from generator.render.pages import Around, Mention

LEVEL = "relations"
"""Setting: how many articles there were, as far as relations depend on it."""

FEW = 16
"""Changed articles that are looked for in what is known of each; of more, all is."""

Row = tuple[bytes, bytes]
"""The marks of an article, and its signature."""
MARKS, SIGNATURE = 0, 1
"""Their places in it."""
NOTHING: Row = b"", b""
KNOWN, SHOWN = "marks", "shown"
"""Under what is kept of all articles: a Row; key and face."""


Shown = dict[str, tuple[str, str]]


def relate(
    store: Store, slugs: Collection[str], changed: Collection[str] | None
) -> set[str]:
    """Bring the relations of the published articles up to date.

    `changed` are those of which something may differ from the last time; all without.
    Returns the articles whose relations may have changed.
    """
    level = str(len(slugs).bit_length())
    anew = store.setting(LEVEL) != level
    was, published = store.whole(KNOWN, dict[str, Row]) or {}, set(slugs)
    due = published if changed is None else published.intersection(changed)
    rows = ((slug, _row(store, slug)) for slug in due | (published - was.keys()))
    new = {slug: row for slug, row in rows if was.get(slug) != row}
    gone = was.keys() - published
    if not new and not gone and not anew:
        return set()
    every = {**was, **new}
    now = {slug: every[slug] for slug in sorted(published)}
    changes = () if anew else (*new, *gone)
    differ = [(was.get(one, NOTHING), now.get(one, NOTHING)) for one in changes]
    touched = [
        published if anew else _touched(now, differ, column) | new.keys()
        for column in (MARKS, SIGNATURE)
    ]
    store.drop("near", "slug", gone)
    for column, find in ((MARKS, _related), (SIGNATURE, _copies)):
        found = find({slug: row[column] for slug, row in now.items()}, touched[column])
        name = "related" if column == MARKS else "copies"
        for slug, data in found:
            _update(store, slug, **{name: data})
    store.keep(KNOWN, now)
    store.set(LEVEL, level)
    return touched[0] | touched[1]


def _row(store: Store, slug: str) -> Row:
    """Return what an article has."""
    query = "SELECT marks, signature FROM article WHERE name = ?"
    ((marks, signature),) = store.rows(query, f"{slug}.md")
    return marks, signature


def _update(store: Store, slug: str, **columns: bytes) -> None:
    for name, value in columns.items():
        store.run(
            f"INSERT INTO near (slug, {name}) VALUES (?, ?) ON CONFLICT (slug)"  # noqa: S608
            f" DO UPDATE SET {name} = excluded.{name}",
            slug,
            value,
        )


def _touched(
    now: Mapping[str, Row], differ: Iterable[tuple[Row, Row]], column: int
) -> set[str]:
    """Return the articles that have marks which came or went, of pairs of rows."""
    from generator.search.related import holders  # noqa: PLC0415 - loads numpy

    pairs = [(old[column], new[column]) for old, new in differ]
    slugs = list(now)
    # How alike two texts are depends on all that stands for either of them.
    staying = column == SIGNATURE
    found = holders([row[column] for row in now.values()], pairs, staying=staying)
    return {slugs[place] for place in found}


def _related(
    marks: Mapping[str, bytes], touched: set[str]
) -> Iterator[tuple[str, bytes]]:
    from generator.search.related import related  # noqa: PLC0415 - loads numpy

    slugs = list(marks)
    only = [place for place, slug in enumerate(slugs) if slug in touched]
    for place, some in related(list(marks.values()), only):
        yield slugs[place], pack([(slugs[other], words) for other, words in some])


def _copies(
    signatures: Mapping[str, bytes], touched: set[str]
) -> Iterator[tuple[str, bytes]]:
    from generator.search.copies import copies  # noqa: PLC0415 - loads numpy

    slugs = list(signatures)
    only = [place for place, slug in enumerate(slugs) if slug in touched]
    found = copies(list(signatures.values()), only)
    for place in only:
        some = found.get(place, ())
        yield slugs[place], pack([(slugs[other], alike) for other, alike in some])


def set_beside(store: Store, library: Library) -> set[str]:
    """Write down what stands beside each article in a library.

    Returns the articles for which that changed.
    """
    from generator.render.pages import Beside  # noqa: PLC0415 - loads templates

    known = dict(store.each("SELECT slug, beside FROM near"))
    found = {slug: pack(Beside.of(library, slug)) for slug in library.slugs}
    changed = {slug for slug, beside in found.items() if known.get(slug) != beside}
    for slug in changed:
        _update(store, slug, beside=found[slug])
    return changed


def set_keys(store: Store, faces: Mapping[str, str], touched: Collection[str]) -> None:
    """Keep the digest of what each article's page shows of others.

    `faces` are the digests of what is shown of each. Looked at are the articles
    `touched`, and those that lead to one whose face changed.
    """
    was = store.whole(SHOWN, Shown) or {}
    changed = {slug for slug, (_, face) in was.items() if faces.get(slug) != face}
    changed |= faces.keys() - was.keys()
    now = {slug: was[slug] for slug in faces if slug in was} if changed else was.copy()
    for slug, *blobs in _leading(store, changed, touched):
        named = (faces.get(one, one) for one in _texts(blobs))
        now[slug] = digest(repr(blobs), *named), faces[slug]
    for slug in changed & faces.keys():
        now[slug] = now[slug][0], faces[slug]
    if now != was:
        store.keep(SHOWN, now)


def _leading(
    store: Store, changed: Collection[str], touched: Collection[str]
) -> Iterator[Sequence[Any]]:
    """Yield the slug and the blobs of articles `touched`, or leading to one `changed`."""
    columns = "SELECT slug, beside, related, copies FROM near"
    if len(changed) > FEW:
        yield from store.each(columns)
        return
    slugs = set(touched)
    for name in (slug.encode() for slug in changed):
        found = store.rows(
            "SELECT slug FROM near WHERE instr(beside, ?) OR instr(related, ?)"
            " OR instr(copies, ?)",
            *(name, name, name),
        )
        slugs.update(slug for (slug,) in found)
    for slug in slugs.union(changed):
        yield from store.rows(f"{columns} WHERE slug = ?", slug)


def keys(store: Store) -> Mapping[str, tuple[str, str]]:
    """Return by slug the digests of what an article's page shows of others, and its face."""
    return store.whole(SHOWN, Shown) or {}


def _texts(blobs: Iterable[bytes]) -> list[str]:
    """Return all texts that packed values hold: slugs among them."""
    found: list[str] = []
    left: list[object] = [unpack(data, object) for data in blobs]
    while left:
        one = left.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            left.extend(one.values())
        elif isinstance(one, list):
            left.extend(one)
    return found


def mention(store: Store, slug: str) -> Mention:
    """Return what others say of an article."""
    from generator.render import pages  # noqa: PLC0415 - loads templates

    ((data,),) = store.rows("SELECT mention FROM mention WHERE slug = ?", slug)
    return unpack(data, pages.Mention)


def around(store: Store, mention_of: Callable[[str], Mention], slug: str) -> Around:
    """Return what surrounds an article."""
    from generator.render import pages  # noqa: PLC0415 - loads templates

    query = "SELECT beside, related, copies FROM near WHERE slug = ?"
    ((beside, related, copies),) = store.rows(query, slug)
    return pages.surrounded(
        mention_of,
        unpack(beside, pages.Beside),
        unpack(related, tuple[pages.Related, ...]),
        unpack(copies, tuple[tuple[str, int], ...]),
    )
