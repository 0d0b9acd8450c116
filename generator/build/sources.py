"""Ingest in a build: only sources that may need it are read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from generator.build.scan import Scan
from generator.build.session import Session
from generator.build.store import (
    Store,
    pack_problems,
    squeeze,
    unpack_problems,
)
from generator.ingest.outcome import Ingested, Record
from generator.model import Source
from generator.site import Site
from generator.value import pack, unpack

if TYPE_CHECKING:
    from generator.ingest import Cleaned
    from generator.ingest.articles import ArticleFile
    from generator.ingest.run import Job


def ingest_changed(
    site: Site, session: Session, found: Scan, *, force: bool
) -> tuple[Ingested, bool]:
    """Ingest the sources that changed or whose article file is not made from them.

    `found` is what a look at their folder found. Returns the counts over all
    sources, and whether any was looked at; what is wrong with the others is reported
    as the build that read them found it.
    """
    store = session.store
    names = set(_names(site, found.names))
    due = names if force else _due(site, store, found) & names
    gone = _names(site, found.gone)
    store.drop("source", "name", gone)
    for name in (*due, *gone):
        records = "SELECT name FROM record WHERE file = ?"
        store.run(f"DELETE FROM found WHERE name IN ({records})", name)  # noqa: S608
        store.run("DELETE FROM record WHERE file = ?", name)
    if due:
        _ingest(site, session, sorted(due), force=force)
    total = Ingested()
    query = "SELECT name, counts, problems FROM source ORDER BY name"
    for name, counts, problems in store.each(query):
        session.report.add(*unpack_problems(problems))
        made = unpack(counts, Ingested)
        if name not in due:
            made = made.again()
        total += made
    return total, bool(due or found.gone)


def _names(site: Site, names: Iterable[str]) -> list[str]:
    """Return the names of source files relative to the content folder."""
    folder = site.sources.relative_to(site.content).as_posix()
    return [f"{folder}/{name}" for name in names]


def _due(site: Site, store: Store, found: Scan) -> set[str]:
    """Return the source files that are new or changed, or whose articles are."""
    due = set(_names(site, found.changed))
    known = {name for (name,) in store.rows("SELECT name FROM source")}
    due.update(name for name in _names(site, found.names) if name not in known)
    unsettled = store.rows("SELECT DISTINCT file FROM record WHERE settled = 0")
    return due.union(file for (file,) in unsettled)


def read_sources(site: Site, store: Store, found: Scan) -> None:
    """Read every source, for a look at the site that writes no article file."""
    from generator.ingest.read import read_file  # noqa: PLC0415 - heavy

    for name in _names(site, found.names):
        for source in read_file(site.content / name, name):
            if isinstance(source, Source):
                _remember(store, Record(source))


def _remember(store: Store, record: Record) -> None:
    source, trace = record.source, record.trace
    options = " ".join(trace.options) if trace else None
    store.put("record", [(source.path, source.file, source.digest, 1, options)])
    kept = squeeze(source), squeeze(trace) if trace else None
    store.put("found", [(source.path, *kept)])


class _Known:
    """The article files that the store knows of, loaded one by one."""

    def __init__(self, site: Site, store: Store) -> None:
        self.site, self.store = site, store

    def made_from(self, source: str) -> ArticleFile | None:
        query = "SELECT min(name) FROM article WHERE origin = ?"
        ((name,),) = self.store.rows(query, source)
        if name is None:
            return None
        from generator.ingest.articles import load_article  # noqa: PLC0415 - heavy

        path = self.site.articles / name
        return load_article(path, path.relative_to(self.site.root).as_posix())

    def is_settled(self, source: Source) -> bool:
        query = (
            "SELECT usable AND current AND origin_digest = ? FROM article"
            " WHERE origin = ? ORDER BY name LIMIT 1"
        )
        found = self.store.rows(query, source.digest, source.path)
        return bool(found and found[0][0])

    def slugs(self) -> Collection[str]:
        found = self.store.rows("SELECT name FROM article")
        return [name.removesuffix(".md") for (name,) in found]


def _ingest(site: Site, session: Session, names: list[str], *, force: bool) -> None:
    """Ingest some source files, and write down what became of them."""
    from generator.ingest.run import ingest_files  # noqa: PLC0415 - loads the rules

    store = session.store

    def mapper(
        function: Callable[[Job], Cleaned], jobs: Iterable[Job]
    ) -> Iterator[Cleaned]:
        return session.step("sources", session.workers.map(function, jobs), None)

    outcomes = ingest_files(
        site,
        names,
        _Known(site, store),
        mapper=mapper,
        force=force,
        tell=partial(_remember, store),
    )
    for name, outcome in outcomes.items():
        problems = pack_problems(outcome.problems)
        store.put("source", [(name, pack(outcome.counts), problems)])
