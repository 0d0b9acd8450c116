"""Which articles lead to which: neighbours, related ones, reprints.

Reprints and related articles follow from marks that are made of each article by
itself. What the last build found is in the store; anew are found those of articles
whose own marks changed, and of articles that share a mark that came or went.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.build.store import Store, digest, pack, unpack

if TYPE_CHECKING:
    from generator.library import Library
    from generator.model import Entry
    from generator.render.pages import Around

LEVEL = "relations"
"""Setting: how many articles there were, as far as relations depend on it."""

Row = Sequence[bytes]
"""The marks of an article, and its signature."""
MARKS, SIGNATURE = 0, 1
"""Their places in it."""


def relate(store: Store, slugs: Collection[str]) -> set[str]:
    """Bring the relations of the published articles up to date.

    Returns the articles whose relations may have changed.
    """
    level = str(len(slugs).bit_length())
    query = "SELECT slug, marks, signature FROM article WHERE usable"
    every = {slug: found for slug, *found in store.each(query)}
    now: dict[str, Row] = {slug: every[slug] for slug in sorted(slugs)}
    query = "SELECT slug, marks, signature FROM near"
    was: dict[str, Row] = {slug: found for slug, *found in store.each(query)}
    changed = {slug for slug in now if was.get(slug) != now[slug]}
    changed |= was.keys() - now.keys()
    anew = store.setting(LEVEL) != level
    if not changed and not anew:
        return set()
    store.drop("near", "slug", was.keys() - now.keys())
    for slug in changed & now.keys():
        _update(store, slug, marks=now[slug][0], signature=now[slug][1])
    columns = (MARKS, SIGNATURE)
    touched = [set(now) if anew else _touched(now, was, changed, n) for n in columns]
    marks, signatures = ({slug: row[n] for slug, row in now.items()} for n in columns)
    for slug, data in _related(marks, touched[0]).items():
        _update(store, slug, related=data)
    for slug, data in _copies(signatures, touched[1]).items():
        _update(store, slug, copies=data)
    store.set(LEVEL, level)
    return touched[0] | touched[1]


def _update(store: Store, slug: str, **columns: bytes | str) -> None:
    for name, value in columns.items():
        store.run(
            f"INSERT INTO near (slug, {name}) VALUES (?, ?) ON CONFLICT (slug)"  # noqa: S608
            f" DO UPDATE SET {name} = excluded.{name}",
            slug,
            value,
        )


def _touched(
    now: Mapping[str, Row], was: Mapping[str, Row], changed: Iterable[str], column: int
) -> set[str]:
    """Return the articles whose marks changed, or that share one which did."""
    from generator.search.related import holders  # noqa: PLC0415 - loads numpy

    nothing = b"", b""
    different = [
        (was.get(slug, nothing)[column], now.get(slug, nothing)[column])
        for slug in changed
    ]
    slugs = list(now)
    # How alike two texts are depends on all that stands for either of them.
    staying = column == SIGNATURE
    found = holders([row[column] for row in now.values()], different, staying=staying)
    return {slugs[place] for place in found} | (set(changed) & now.keys())


def _related(marks: Mapping[str, bytes], touched: set[str]) -> dict[str, bytes]:
    from generator.search.related import numbers, related  # noqa: PLC0415 - loads numpy

    slugs = list(marks)
    only = [place for place, slug in enumerate(slugs) if slug in touched]
    found = related([numbers(some) for some in marks.values()], only)
    return {
        slugs[place]: pack([(slugs[other], words) for other, words in some])
        for place, some in found.items()
    }


def _copies(signatures: Mapping[str, bytes], touched: set[str]) -> dict[str, bytes]:
    from generator.reprints import copies  # noqa: PLC0415 - rarely wanted
    from generator.search.related import numbers  # noqa: PLC0415 - loads numpy

    every = {slug: numbers(data).tolist() for slug, data in signatures.items()}
    wanted = {number for slug in touched for number in every[slug]}
    sharing = {
        slug: tuple(some) for slug, some in every.items() if not wanted.isdisjoint(some)
    }
    found = copies(sharing)
    return {slug: pack(found.get(slug, ())) for slug in touched}


def set_beside(store: Store, library: Library) -> None:
    """Write down what stands beside each article in a library."""
    from generator.render.pages import Beside  # noqa: PLC0415 - loads templates

    known = dict(store.each("SELECT slug, beside FROM near"))
    for entry in library.entries:
        beside = pack(Beside.of(library, entry.slug))
        if beside != known.get(entry.slug):
            _update(store, entry.slug, beside=beside)


def set_keys(
    store: Store, faces: Mapping[str, str], slugs: Collection[str] | None
) -> None:
    """Write down the digest of what the pages of some articles show of others.

    `faces` are the digests of what is shown of each; all articles without `slugs`.
    """
    query = "SELECT slug, key, beside, related, copies FROM near"
    for slug, key, *blobs in store.rows(query):
        if slugs is None or slug in slugs:
            named = (faces.get(one, one) for one in _texts(blobs))
            found = digest(repr(blobs), *named)
            if found != key:
                _update(store, slug, key=found)


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


def around(store: Store, entry_of: Callable[[str], Entry], slug: str) -> Around:
    """Return what surrounds an article."""
    from generator.render import pages  # noqa: PLC0415 - loads templates

    query = "SELECT beside, related, copies FROM near WHERE slug = ?"
    ((beside, related, copies),) = store.rows(query, slug)
    return pages.surrounded(
        entry_of,
        unpack(beside, pages.Beside),
        unpack(related, tuple[pages.Related, ...]),
        unpack(copies, tuple[tuple[str, int], ...]),
    )
