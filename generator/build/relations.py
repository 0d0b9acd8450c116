"""Which articles lead to which: neighbours, related ones, reprints.

Reprints and related articles follow from marks that are made of each article by
itself. What the last build found is in the store; anew are found those of articles
whose own marks changed, and of articles that share a mark that came or went.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.build.store import Store, digest
from generator.value import pack, unpack

if TYPE_CHECKING:
    from generator.library import Library
    from generator.render.pages import Around

LEVEL = "relations"
"""Setting: how many articles there were, as far as relations depend on it."""
ORDER = "order"
"""Setting: digest of all that decides which articles stand beside each other."""

FEW = 16
"""Changed articles that are looked for in what is known of each; of more, all is."""

Row = Sequence[bytes]
"""The marks of an article, and its signature."""
MARKS, SIGNATURE = 0, 1
"""Their places in it."""
NOTHING: Row = b"", b""


def relate(store: Store, slugs: Collection[str]) -> set[str]:
    """Bring the relations of the published articles up to date.

    Returns the articles whose relations may have changed.
    """
    level = str(len(slugs).bit_length())
    anew = store.setting(LEVEL) != level
    published = set(slugs)
    changed = {slug: row for slug, row in _changed(store) if slug in published}
    known = {slug for (slug,) in store.rows("SELECT slug FROM near")}
    gone = known - published
    if not changed and not gone and not anew:
        return set()
    was = {slug: _was(store, slug) for slug in (*changed, *gone)}
    store.drop("near", "slug", gone)
    for slug, (marks, signature) in changed.items():
        _update(store, slug, marks=marks, signature=signature)
    query = "SELECT slug, marks, signature FROM near ORDER BY slug"
    now = {slug: row for slug, *row in store.each(query)}
    differ = [(was[slug], now.get(slug, NOTHING)) for slug in was]
    touched = [
        set(now) if anew else _touched(now, differ, column) | changed.keys()
        for column in (MARKS, SIGNATURE)
    ]
    for column, find in ((MARKS, _related), (SIGNATURE, _copies)):
        found = find({slug: row[column] for slug, row in now.items()}, touched[column])
        name = "related" if column == MARKS else "copies"
        for slug, data in found.items():
            _update(store, slug, **{name: data})
    store.set(LEVEL, level)
    return touched[0] | touched[1]


def _changed(store: Store) -> Iterator[tuple[str, Row]]:
    """Yield the articles with other marks than are known, and what they have."""
    query = (
        "SELECT article.slug, article.marks, article.signature FROM article"
        " LEFT JOIN near USING (slug) WHERE usable AND"
        " (near.marks IS NOT article.marks OR near.signature IS NOT article.signature)"
    )
    return ((slug, row) for slug, *row in store.rows(query))


def _was(store: Store, slug: str) -> Row:
    """Return what an article had."""
    found = store.rows("SELECT marks, signature FROM near WHERE slug = ?", slug)
    return found[0] if found else NOTHING


def _update(store: Store, slug: str, **columns: bytes | str) -> None:
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
    from generator.search.related import holders, numbers  # noqa: PLC0415 - numpy

    slugs, every = list(signatures), list(signatures.values())
    places: Collection[int] = range(len(every))
    if len(touched) < len(every):
        asked = [(b"", signatures[slug]) for slug in touched]
        places = holders(every, asked, staying=True)
    sharing = {slugs[one]: tuple(numbers(every[one]).tolist()) for one in places}
    found = copies(sharing, touched)
    return {slug: pack(found.get(slug, ())) for slug in touched}


def set_beside(store: Store, library: Library) -> set[str]:
    """Write down what stands beside each article in a library.

    Returns the articles for which that changed.
    """
    from generator.render.pages import Beside  # noqa: PLC0415 - loads templates

    alone = library.lonely_keywords
    order = digest(
        *(
            f"{line.slug} {line.terms['sources'][:1]}"
            f" {[key for key in line.terms['keywords'] if key in alone]}"
            for line in library.lines
        )
    )
    if store.setting(ORDER) == order:
        return set()
    store.set(ORDER, order)
    known = dict(store.each("SELECT slug, beside FROM near"))
    found = {slug: pack(Beside.of(library, slug)) for slug in library.slugs}
    changed = {slug for slug, beside in found.items() if known.get(slug) != beside}
    for slug in changed:
        _update(store, slug, beside=found[slug])
    return changed


def set_keys(store: Store, faces: Mapping[str, str], touched: Collection[str]) -> None:
    """Write down the digest of what articles' pages show of others.

    `faces` are the digests of what is shown of each. Looked at are the articles
    `touched`, and those that lead to one whose face changed.
    """
    shown = store.rows("SELECT slug, face FROM near")
    changed = [slug for slug, face in shown if faces[slug] != face]
    for slug in changed:
        _update(store, slug, face=faces[slug])
    names = [slug.encode() for slug in changed]
    every = len(names) > FEW
    query = "SELECT slug, key, beside, related, copies FROM near"
    for slug, key, *blobs in store.rows(query):
        if (
            every
            or slug in touched
            or any(name in data for name in names for data in blobs)
        ):
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


def around(store: Store, slug: str) -> Around:
    """Return what surrounds an article."""
    from generator.render import pages  # noqa: PLC0415 - loads templates

    def mention_of(slug: str) -> pages.Mention:
        ((data,),) = store.rows("SELECT mention FROM mention WHERE slug = ?", slug)
        return unpack(data, pages.Mention)

    query = "SELECT beside, related, copies FROM near WHERE slug = ?"
    ((beside, related, copies),) = store.rows(query, slug)
    return pages.surrounded(
        mention_of,
        unpack(beside, pages.Beside),
        unpack(related, tuple[pages.Related, ...]),
        unpack(copies, tuple[tuple[str, int], ...]),
    )
