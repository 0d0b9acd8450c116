"""Which articles lead to which: neighbours, related ones, reprints.

Reprints and related articles follow from marks that are made of each article by
itself. What the last build found is in the store; anew are found those of articles
whose own marks changed, and of articles that share a mark that came or went.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.build.marked import (
    MARKS,
    NOTHING,
    SIGNATURE,
    Difference,
    Marked,
    Row,
    merged,
)
from generator.build.store import Store, digest
from generator.search.copies import copies
from generator.search.related import related
from generator.value import Struct, pack, unpack

if TYPE_CHECKING:
    from generator.library import Library
    from generator.render.pages import Around, Mention
    from generator.search.sets import Sets

LEVEL = "relations"
"""Setting: how many articles there were, as far as relations depend on it."""

FEW = 16
"""Changed articles that are looked for in what is known of each; of more, all is."""

KNOWN, SHOWN = "marks", "shown"
"""Under what is kept of all articles: Marked; key and face."""


class Shown(NamedTuple):
    """What an article's page shows of others, and others of it."""

    key: str
    """Digest of what it shows of others."""
    face: str
    """Digest of what others show of it."""


class Near(Struct, frozen=True, array_like=True):
    """The key of `Shown` alone, for a caller that holds those of all articles."""

    key: str


def relate(
    store: Store, slugs: Collection[str], changed: Collection[str] | None
) -> set[str]:
    """Bring the relations of the published articles up to date.

    `changed` are those of which something may differ from the last time; all without.
    Returns the articles whose relations may have changed.
    """
    level = str(len(slugs).bit_length())
    anew = store.setting(LEVEL) != level
    was, published = _known(store), set(slugs)
    gone = set(was.slugs) - published
    due = published if changed is None else published.intersection(changed)
    due = due.union(gone, published.difference(was.slugs))
    rows = ((slug, None if slug in gone else _row(store, slug)) for slug in sorted(due))
    now, differences = merged(was, rows, noting=not anew)
    if now is was and not anew:
        return set()
    touched = [
        published if anew else _touched(now, differences, column)
        for column in (MARKS, SIGNATURE)
    ]
    store.drop("near", "slug", gone)
    for slug, data in _related(now.slugs, now.columns[MARKS], touched[MARKS]):
        _update(store, slug, related=data)
    for slug, data in _copies(now.slugs, now.columns[SIGNATURE], touched[SIGNATURE]):
        _update(store, slug, copies=data)
    if anew or not store.amend(KNOWN, {one.slug: one.packed for one in differences}):
        store.keep(KNOWN, now)
    store.set(LEVEL, level)
    return touched[MARKS] | touched[SIGNATURE]


def _known(store: Store) -> Marked:
    """Return what the articles of the last build have."""
    known = store.whole(KNOWN, Marked) or Marked()
    amended = sorted(store.amendments(KNOWN).items())
    rows = (
        (slug, None if data is None else unpack(data, Row)) for slug, data in amended
    )
    return merged(known, rows, noting=False)[0]


def _row(store: Store, slug: str) -> Row:
    """Return what an article has."""
    query = "SELECT marks, signature FROM article WHERE name = ?"
    ((marks, signature),) = store.rows(query, f"{slug}.md")
    return Row(marks, signature)


def _update(store: Store, slug: str, **columns: bytes) -> None:
    for name, value in columns.items():
        store.run(
            f"INSERT INTO near (slug, {name}) VALUES (?, ?) ON CONFLICT (slug)"  # noqa: S608
            f" DO UPDATE SET {name} = excluded.{name}",
            slug,
            value,
        )


def _touched(now: Marked, differences: Sequence[Difference], column: int) -> set[str]:
    """Return the articles that changed, and those with marks that came or went."""
    wanted: set[int] = set()
    for one in differences:
        rows = one.before, one.after or NOTHING
        had, has = (set(array("q", row[column]).tolist()) for row in rows)
        # How alike two texts are depends on all that stands for either of them.
        wanted |= had | has if column == SIGNATURE else had ^ has
    found = {now.slugs[place] for place in now.columns[column].holders(wanted)}
    return found.union(one.slug for one in differences if now.place(one.slug)[1])


def _related(
    slugs: Sequence[str], marks: Sets, touched: set[str]
) -> Iterator[tuple[str, bytes]]:
    only = [place for place, slug in enumerate(slugs) if slug in touched]
    for place, some in related(marks, only):
        yield slugs[place], pack([(slugs[other], words) for other, words in some])


def _copies(
    slugs: Sequence[str], signatures: Sets, touched: set[str]
) -> Iterator[tuple[str, bytes]]:
    only = [place for place, slug in enumerate(slugs) if slug in touched]
    found = copies(signatures, only)
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
    shown = store.mapping(SHOWN, Shown)
    changed = {slug for slug, one in shown.items() if faces.get(slug) != one.face}
    changed |= faces.keys() - shown.keys()
    altered = changed.copy()
    for slug in changed - faces.keys():
        del shown[slug]
    for slug, *blobs in _leading(store, changed, touched):
        named = (faces.get(one, one) for one in _texts(blobs))
        found = Shown(digest(repr(blobs), *named), faces[slug])
        if shown.get(slug) != found:
            shown[slug] = found
            altered.add(slug)
    if altered:
        store.keep_mapping(SHOWN, shown, altered)


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


def keys(store: Store) -> Mapping[str, Near]:
    """Return by slug what tells whether an article's page shows others as they are."""
    return store.mapping(SHOWN, Near)


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
