"""The content of a site, as far as it changed: article files, and what is made of them.

What earlier builds made is in the store. Only article files that are new or hold
other bytes are loaded; the map over them runs wherever `Workers` says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from generator.build.catalogue import Light, catalogue, is_known, report_problems
from generator.build.former import Named, former_names
from generator.build.intake import strays, take_in
from generator.build.relations import relate, set_beside, set_keys
from generator.build.scan import ARTICLES, scan
from generator.build.session import Session
from generator.build.sources import ingest_changed, read_sources
from generator.build.still import Looked
from generator.build.store import (
    Store,
    digest,
    squeeze,
    unsqueeze,
)
from generator.ingest.outcome import Ingested
from generator.library import Counts, Library
from generator.model import Entry, Source
from generator.order import Line, Order
from generator.site import Site
from generator.value import Struct, unpack

if TYPE_CHECKING:
    from generator.build.making import Blobs, Whole
    from generator.search.documents import Analysed


LIBRARY = "library"
"""Under what the order of all articles is kept."""


class Content(Struct, frozen=True, dict=True):
    """The articles that are published, and how they came to be."""

    store: Store
    ingested: Ingested
    files: int
    """Number of article files, usable or not."""
    light: tuple[Light, ...]
    """Of each published article, by slug."""
    withdrawn: tuple[str, ...]
    """Slugs of articles whose pages only say that they were withdrawn."""
    moved: Mapping[str, str]
    """By former slug of an article: the present one."""
    still: bool
    """Whether all of this is as the last build left it."""

    @cached_property
    def faces(self) -> str:
        """Digest of what lists show of all articles."""
        return digest(*(f"{one.slug} {one.face}" for one in self.light))

    @cached_property
    def indexed(self) -> str:
        """Digest of what search knows of all articles."""
        return digest(*(f"{one.slug} {one.analysed}" for one in self.light))

    @cached_property
    def listed(self) -> str:
        """Digest of where lists show all articles."""
        return digest(*(f"{one.slug} {one.listed}" for one in self.light))

    @cached_property
    def library(self) -> Library:
        """All articles, in order."""
        return self.ordered()

    def ordered(self) -> Library:
        """Return the library anew, for a caller that lets go of it: it takes much memory."""
        order = self.store.whole(LIBRARY, Order, self.listed)
        if order is None:
            slugs = {one.slug for one in self.light}
            rows = self.store.each("SELECT slug, line FROM article WHERE usable")
            order = Order.of(unpack(line, Line) for slug, line in rows if slug in slugs)
            self.store.keep(LIBRARY, order, self.listed)
        return Library(order, self.entry)

    @cached_property
    def newest(self) -> tuple[Light, ...]:
        """All articles, newest first, undated ones last, equal dates by slug."""
        dated = [one for one in self.light if one.date]
        dated.sort(key=lambda one: one.date or "", reverse=True)
        return (*dated, *(one for one in self.light if not one.date))

    @cached_property
    def counts(self) -> Counts:
        """What the archive has."""
        years = sorted({(one.date or "")[:4] for one in self.light} - {""})
        known = [year for year in years if year.isdigit()]
        return Counts(
            articles=len(self.light),
            characters=sum(one.characters for one in self.light),
            undated=sum(not one.date for one in self.light),
            flags=sum(one.flags for one in self.light),
            years=tuple(dict.fromkeys((*known[:1], *known[-1:]))),
        )

    @cached_property
    def records(self) -> Mapping[str, str | None]:
        """The name of the record of each article's source, by slug."""
        return {one.slug: one.record for one in self.light}

    def entry(self, slug: str) -> Entry:
        """Return the light part of one article; raises KeyError for an unknown one."""
        return unpack(self.entry_blob(slug), Entry)

    def entry_blob(self, slug: str) -> bytes:
        """Return the packed entry of one article; raises KeyError for an unknown one."""
        query = "SELECT entry FROM entry WHERE slug = ?"
        for (data,) in self.store.rows(query, slug):
            return bytes(data)
        raise KeyError(slug)

    def blobs(self, slug: str, record: str | None) -> Blobs:
        """Return all that is kept of an article, and of the `record` of its source."""
        from generator.build.making import Blobs  # noqa: PLC0415 - heavy

        query = "SELECT entry, kept FROM entry JOIN body USING (slug) WHERE slug = ?"
        ((entry, kept),) = self.store.rows(query, slug)
        query = "SELECT source, trace FROM found WHERE name = ?"
        found = self.store.rows(query, record) if record else ()
        return Blobs(entry, kept, *(found[0] if found else (None, None)))

    def kept(self, slug: str, *, audited: bool = False) -> Whole:
        """Return all that is known of an article; what was changed if `audited`."""
        return self.blobs(slug, self.records.get(slug) if audited else None).whole()

    def analysis(self, slug: str) -> Analysed:
        """Return what search knows of one article."""
        from generator.search.documents import Analysed  # noqa: PLC0415 - heavy

        query = "SELECT analysed FROM body WHERE slug = ?"
        ((data,),) = self.store.rows(query, slug)
        return unpack(data, Analysed)


def gather(
    site: Site,
    session: Session,
    looked: Looked,
    *,
    force: bool = False,
    writing: bool = True,
) -> Content:
    """Bring the store in step with the content folder, and return what is published.

    `looked` is what a look at it found. Unless `writing`, sources are read and no
    article file is written. Problems go to `report`.
    """
    store = session.store
    take_in(site, session, looked.articles)
    if writing:
        sources = looked.sources
        ingested, changed = ingest_changed(site, session, sources, force=force)
        if changed:
            take_in(site, session, scan(site.articles, ARTICLES, store))
    else:
        ingested, changed = Ingested(), False
        read_sources(site, store, looked.sources)
    traced = _trace(site, session)
    if writing:  # pages come next: whoever makes them need not hold what is known now
        session.workers.renew()
    still = looked.still and not changed and not traced
    known = catalogue(site, store)
    report_problems(site, store, session.report)
    session.report.add(*strays(site, looked.articles.names))
    ((files,),) = store.rows("SELECT count(*) FROM article")
    withdrawn = (
        "SELECT slug FROM article"
        " WHERE usable AND withdrawn AND NOT draft ORDER BY slug"
    )
    content = Content(
        store,
        ingested,
        files,
        known.light,
        withdrawn=tuple(slug for (slug,) in store.rows(withdrawn)),
        moved=_moved(site, session),
        still=still,
    )
    if not still or known.changed is None or known.changed:
        _relate(content, known.changed)
    return content


def _relate(content: Content, changed: Collection[str] | None) -> None:
    """Bring up to date what articles' pages say of other articles.

    `changed` are those of which something may differ; all without.
    """
    store, light = content.store, content.light
    touched = relate(store, [one.slug for one in light], changed)
    moved = store.setting("faces") != content.faces
    if moved:
        order = digest(*(f"{one.slug} {one.order}" for one in light))
        if store.setting("order") != order:
            # Pages are made before lists: until then nobody needs the library.
            library = content.ordered() if changed is None else content.library
            touched |= set_beside(store, library)
            store.set("order", order)
        store.set("faces", content.faces)
    if moved or touched:
        set_keys(store, {one.slug: one.face for one in light}, touched)


def _moved(site: Site, session: Session) -> Mapping[str, str]:
    """Return the present slug of each former one; report those that cannot be."""
    folder = site.articles.relative_to(site.root).as_posix()
    allowed = "SELECT slug, formerly FROM article WHERE usable AND NOT draft"
    store = session.store
    renamed = dict(store.rows(f"{allowed} AND formerly <> ''"))
    for former in {one for names in renamed.values() for one in names.split()}:
        renamed.update(store.rows(f"{allowed} AND name = ?", f"{former}.md"))
    moved, problems = former_names(
        Named(slug, f"{folder}/{slug}.md", tuple(renamed[slug].split()))
        for slug in sorted(renamed)
    )
    session.report.add(*problems)
    return moved


def _trace(site: Site, session: Session) -> bool:
    """Clean the sources again of which nobody knows what cleaning changes.

    Returns whether there were any.
    """
    store = session.store
    wanted = (
        "SELECT record.name, article.options FROM article"
        " JOIN record ON record.name = origin"
        " WHERE usable AND record.options IS NOT article.options"
    )
    if is_known(site, store):
        wanted += " AND article.name IN (SELECT name FROM stale)"
    rows = store.rows(wanted)
    if not rows:
        return False
    from generator.build.prepare import retrace  # noqa: PLC0415 - heavy

    jobs = (
        (_source(store, name), tuple(options.split(" ")) if options else ())
        for name, options in rows
    )
    traces = session.step("audits", session.workers.map(retrace(site), jobs), len(rows))
    for (name, options), trace in zip(rows, traces, strict=True):
        store.run("UPDATE found SET trace = ? WHERE name = ?", squeeze(trace), name)
        store.run("UPDATE record SET options = ? WHERE name = ?", options, name)
    return True


def _source(store: Store, name: str) -> Source:
    ((data,),) = store.rows("SELECT source FROM found WHERE name = ?", name)
    return unsqueeze(data, Source)
