"""The catalogue: what a build must know of every published article, kept as one value.

Rows of ten thousand articles take longer to read than an edit should take. Triggers
of the store note which article files changed, or what they were made from; only of
these are the rows read, and the rest of the catalogue is as the last build left it.
"""

# Every statement is put together from what stands in here.
# ruff: noqa: S608

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.build.store import Store, unpack_problems
from generator.problems import Report, problem
from generator.site import Site
from generator.value import Struct, pack, unpack

NAME = "catalogue"
FEW = 64
"""So many rows are read one by one in the smallest archive, too."""


class Light(NamedTuple):
    """What a build must know of an article to tell whether its pages changed."""

    slug: str
    date: str | None
    face: str
    """Digest of what lists show of it."""
    order: str
    """Digest of what decides which articles stand beside it."""
    listed: str
    """Digest of what decides in which lists it is, and where."""
    digest: str
    """Of the article file."""
    audit: str
    """Digest of its source, and how that is cleaned."""
    characters: int
    flags: int
    record: str | None
    """Name of its source's record; None when it has no source, or it is gone."""
    analysed: str
    """Digest of all that search knows of it."""

    @property
    def key(self) -> str:
        """What its pages show of itself."""
        return f"{self.digest} {self.audit}"

    def sharing(self, same: dict[object, Any]) -> Light:
        """Return an equal one that shares with others what is often equal."""
        date = same.setdefault(self.date, self.date)
        return self._replace(date=date, audit=same.setdefault(self.audit, self.audit))


class Catalogue(Struct, frozen=True):
    """The published articles: no drafts, one for each source."""

    light: tuple[Light, ...]
    """In the order of their files."""
    changed: frozenset[str] | None
    """The slugs of which something may differ from the last catalogue; None: all."""


_ALLOWED = "usable AND (? OR NOT draft)"
_LIGHT = (
    "SELECT slug, date, face, beside, listed, article.digest,"
    " coalesce(record.digest, 'None') || ' ' || coalesce(article.options, 'None'),"
    " characters, flags, record.name, analysed"
    " FROM article LEFT JOIN record ON record.name = origin"
    f" WHERE {_ALLOWED} AND NOT withdrawn AND NOT EXISTS (SELECT 1 FROM article AS first"
    " WHERE first.origin = article.origin AND first.name < article.name"
    " AND first.usable AND (? OR NOT first.draft))"
)


def catalogue(site: Site, store: Store) -> Catalogue:
    """Return the catalogue of all that the store knows, and keep it there."""
    known = _known(site, store)
    if known is None:
        found = store.each(f"{_LIGHT} ORDER BY article.name", site.drafts, site.drafts)
        same: dict[object, Any] = {}
        every = (Light._make(row).sharing(same) for row in found)
        made = Catalogue(tuple(every), None)
    else:
        made = _updated(site, store, known)
    if made.changed is None or not _amended(store, made):
        store.keep(NAME, made.light, str(site.drafts))
    store.run("DELETE FROM stale")
    return made


def is_known(site: Site, store: Store) -> bool:
    """Tell whether all is known but what is stale."""
    query = "SELECT 1 FROM cached WHERE name = ? AND key = ?"
    return bool(store.rows(query, NAME, str(site.drafts)))


def _known(site: Site, store: Store) -> tuple[Light, ...] | None:
    """Return the catalogue of the last build, unless too much changed."""
    query = "SELECT data FROM cached WHERE name = ? AND key = ?"
    ((number,),) = store.rows("SELECT count(*) FROM stale")
    for (data,) in store.rows(query, NAME, str(site.drafts)):
        known = unpack(data, tuple[Light, ...])
        if number <= max(FEW, len(known) // 4):
            return _with(known, store.amendments(NAME))
    return None


def _with(
    known: tuple[Light, ...], amended: Mapping[str, bytes | None]
) -> tuple[Light, ...]:
    """Return what is known, given what was written beside it."""
    return _changed(
        known,
        {slug: unpack(data, Light) if data else None for slug, data in amended.items()},
    )


def _changed(
    known: tuple[Light, ...], changed: Mapping[str, Light | None]
) -> tuple[Light, ...]:
    """Return what is known, with some articles as they are now, None: gone."""
    every = list(known)
    for slug, light in changed.items():
        at, there = _place(every, slug)
        every[at : at + there] = [light] if light else []
    return tuple(every) if changed else known


def _place(light: Sequence[Light], slug: str) -> tuple[int, bool]:
    """Return where an article is in order of the files, and whether it is there."""
    at = bisect_left(light, f"{slug}.md", key=lambda one: f"{one.slug}.md")
    return at, at < len(light) and light[at].slug == slug


def _amended(store: Store, made: Catalogue) -> bool:
    """Write what changed beside what is known, unless that is too much."""
    changed: dict[str, bytes | None] = {}
    for slug in made.changed or ():
        at, there = _place(made.light, slug)
        changed[slug] = pack(made.light[at]) if there else None
    return store.amend(NAME, changed)


def _updated(site: Site, store: Store, known: tuple[Light, ...]) -> Catalogue:
    changed: dict[str, Light | None] = {}
    for (name,) in store.rows("SELECT name FROM stale"):
        slug = name.removesuffix(".md")
        at, there = _place(known, slug)
        found = store.rows(
            f"{_LIGHT} AND article.name = ?", site.drafts, site.drafts, name
        )
        now = Light._make(found[0]) if found else None
        if now != (known[at] if there else None):
            changed[slug] = now
    return Catalogue(_changed(known, changed), frozenset(changed))


def report_problems(site: Site, store: Store, report: Report) -> None:
    """Report what is wrong with article files, each and beside each other."""
    for (problems,) in store.rows("SELECT problems FROM article WHERE problems <> x''"):
        report.add(*unpack_problems(problems))
    folder = site.articles.relative_to(site.root).as_posix()
    query = (
        "SELECT origin FROM article WHERE origin IS NOT NULL"
        " GROUP BY origin HAVING count(*) > 1"
    )
    doubles: set[str] = set()
    for (origin,) in store.rows(query):
        first, *others = _sharing(site, store, origin) or ("",)
        doubles.update(others)
        for name in others:
            path, other = f"{folder}/{name}", f"{folder}/{first}"
            report.add(problem("duplicate-origin", path, 1, other=other))
    for name, origin in _orphans(site, store, doubles):
        report.add(problem("source-gone", f"{folder}/{name}", 1, source=origin))


def _sharing(site: Site, store: Store, origin: str) -> list[str]:
    """Return the usable article files that were made from one source."""
    query = f"SELECT name FROM article WHERE origin = ? AND {_ALLOWED} ORDER BY name"
    return [name for (name,) in store.rows(query, origin, site.drafts)]


def _orphans(
    site: Site, store: Store, doubles: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield the article files whose source is gone, and what it was."""
    query = (
        "SELECT name, origin FROM article WHERE origin IS NOT NULL AND NOT EXISTS"
        f" (SELECT 1 FROM record WHERE record.name = article.origin) AND {_ALLOWED}"
    )
    found = store.rows(query, site.drafts)
    return ((name, origin) for name, origin in found if name not in doubles)
