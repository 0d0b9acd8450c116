"""Whether an archive is still what the last build published.

A build with nothing to do ends here: only this is loaded, no article is looked at.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.place import Place
from generator.build.scan import ARTICLES, SOURCES, Scan, scan
from generator.build.store import Store
from generator.build.survey import is_untouched
from generator.ingest.outcome import Ingested
from generator.problems import Problem
from generator.value import Struct, pack, replace, unpack

if TYPE_CHECKING:
    from generator.site import Site


class Looked(Struct, frozen=True):
    """What a look at the content folder found."""

    articles: Scan
    sources: Scan

    @property
    def still(self) -> bool:
        """Whether every file is as the store knows it."""
        return self.articles.still and self.sources.still


class Last(Struct, frozen=True):
    """What the last build found, and what it published."""

    pages: str
    """Digest of all that shapes pages besides articles."""
    out: str
    state: str
    """Of what is published in `out`: `publish.Published`."""
    ingested: Ingested
    """As a build counts that has nothing to do."""
    articles: int
    left_out: int
    problems: tuple[Problem, ...]


def look(
    site: Site, store: Store, shape: str, among: Collection[Path] | None = None
) -> Looked:
    """Look at the content folder; the store then knows what is there.

    `shape` is the digest of all that shapes what is made of one article; with
    another one nothing of what is in the store counts. `among`: as in `scan`.
    """
    if store.setting("content") != shape:
        store.clear()
        among = None
        store.set("content", shape)
    return Looked(
        scan(site.articles, ARTICLES, store, among),
        scan(site.sources, SOURCES, store, among),
    )


def remember(store: Store, last: Last) -> None:
    """Write down what was published."""
    store.put("cached", [("last", last.pages, pack(last))])


def outdate(store: Store) -> None:
    """Have the next build bring up to date what is published, whatever it finds."""
    for (data,) in store.rows("SELECT data FROM cached WHERE name = 'last'"):
        remember(store, replace(unpack(data, Last), pages=""))


def last_build(store: Store, out: Path) -> Last | None:
    """Return what the last build published, if that was in `out`."""
    for (data,) in store.rows("SELECT data FROM cached WHERE name = 'last'"):
        last = unpack(data, Last)
        return last if last.out == str(out.absolute()) else None
    return None


def is_published(out: Path, state: str) -> bool:
    """Tell whether `state` is what stands in the output, and no build is at work."""
    places = (Place(out), Place(out, in_place=True))
    with suppress(OSError):
        return all(one.is_clear for one in places) and is_untouched(out, state)
    return False


def is_settled(store: Store) -> bool:
    """Tell whether no source waits to be ingested."""
    return not store.rows("SELECT 1 FROM record WHERE settled = 0 LIMIT 1")
