"""The part of the plan that shows many articles: lists, indexes, feeds, the sitemap.

Every list is a part of its own, with a key over what it shows of its articles. So of
an edit that changes what lists show, only the lists that have the article are looked
into, and of those only the pages.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain

from generator.build.content import Content
from generator.build.making import SheetJob, sheet_pages
from generator.build.parts import Part, large, page_at
from generator.build.store import digest
from generator.library import Library, Term
from generator.model import OutputFile, Script
from generator.render import feeds, pages, urls
from generator.render.sitemap import sitemap
from generator.render.theme import Theme
from generator.site import Site
from generator.value import Struct

_PAGE = re.compile(r"/page/\d+$")


class Sheets(Struct, frozen=True):
    """One page of a list, in every script."""

    key: str
    """Digest of all that it shows."""
    listed: pages.Listed
    page: int
    """Its number, counted from 1."""

    def paths(self, site: Site) -> tuple[str, ...]:
        """Return the paths of its files, in the order of the site's scripts."""
        kind, key = self.listed.head.kind, self.listed.head.key
        return tuple(
            page_at(urls.listing(script, kind, key, self.page))
            for script in site.scripts
        )


class Listings(Struct, frozen=True, dict=True):
    """Everything whose pages show what lists show of articles."""

    site: Site
    theme: Theme
    content: Content
    shape: str
    notes: tuple[str, ...]
    """Names of the site's own pages."""

    @property
    def _library(self) -> Library:
        return self.content.library

    @cached_property
    def _faces(self) -> Mapping[str, str]:
        return {light.slug: light.face for light in self.content.light}

    @cached_property
    def _every(self) -> tuple[pages.Listed, ...]:
        return tuple(pages.lists(self.site, self._library))

    @cached_property
    def order(self) -> str:
        """Digest of what shapes lists, and of which articles are where in them."""
        return digest(self.shape, *self.notes, self.content.listed)

    @property
    def key(self) -> str:
        """Digest of all that lists show: as long as it stays, none has changed."""
        return f"{self.order} {self.content.faces}"

    def lists(self, only: Collection[str] | None = None) -> Iterator[pages.Listed]:
        """Yield each list of articles; with `only`, those that have one of them."""
        places = None if only is None else self._places(only)
        for listed in self._every:
            if places is None or listed.slugs.among(places):
                yield listed

    def _places(self, slugs: Collection[str]) -> Sequence[int]:
        return [self._library.position[slug] for slug in slugs]

    def likely(self, path: str) -> Iterator[Part]:
        """Yield the parts that the file at a path may be in."""
        _, _, below = path.rpartition("/")[0].partition("/")
        kind, _, key = _PAGE.sub("", below).partition("/")
        for listed in self._every:
            if (listed.head.kind, listed.head.key) == (kind, key):
                yield Part(listed.name, "", partial(self.files, listed))
        names = {f"list/{kind}", "list/feeds", "list/sitemap"}
        every = chain(self.indexes(), self.feed_parts())
        yield from (part for part in every if part.name in names)

    def sheets(
        self, listed: pages.Listed, only: Collection[str] | None = None
    ) -> Iterator[Sheets]:
        """Yield the pages of one list; with `only`, those that show something of them."""
        head, face = listed.head, self._faces.__getitem__
        count = pages.page_count(self.site, listed)
        some: Iterable[int] = range(1, count + 1)
        if only is not None:
            places = listed.slugs.among(self._places(only))
            if 0 not in places:
                some = sorted({at // self.site.page_size + 1 for at in places})
        fixed = digest(self.shape, repr(head), str(count))
        # the first article names a term
        named = face(listed.slugs[0]) if listed.slugs else ""
        for page in some:
            slugs = pages.slugs_on(self.site, listed, page)
            yield Sheets(digest(fixed, named, *map(face, slugs)), listed, page)

    def job(self, sheets: Sheets) -> SheetJob:
        """Return one page of a list as it is sent to be made."""
        listed, page = sheets.listed, sheets.page
        label = pages.label_of(self._library, listed)
        slugs = pages.slugs_on(self.site, listed, page)
        blobs = tuple(map(self.content.entry_blob, slugs))
        count = pages.page_count(self.site, listed)
        return SheetJob(listed.head, label, page, count, blobs)

    def files(self, listed: pages.Listed) -> Iterator[OutputFile]:
        """Yield the files of one list."""
        for one in self.sheets(listed):

            def make(place: int, one: Sheets = one) -> bytes:
                script = self.site.scripts[place]
                (made,) = sheet_pages(self.theme, (script,), self.job(one))
                return made

            for place, path in enumerate(one.paths(self.site)):
                yield OutputFile(path, one.key, partial(make, place))

    def indexes(self) -> Iterator[Part]:
        """Yield a part for the index of each facet, and what else counts articles."""
        library = self._library
        for facet in self.site.facets:
            terms = library.terms[facet]
            named = (self._named(term) for term in terms)
            key = digest(self.shape, *named)
            yield Part(f"list/{facet}", key, partial(self._index, facet, key))
        days = [(day, len(slugs)) for day, slugs in library.days.items()]
        key = digest(self.shape, repr(days))
        yield Part("list/days", key, partial(self._days, key))
        months = {
            year: [(month, len(some)) for month, some in library.months(year).items()]
            for year in library.years
        }
        key = digest(self.shape, repr(months))
        yield Part("list/years", key, partial(self._years, key))
        if self.site.base_url:  # a sitemap wants absolute addresses
            sitemap = partial(self._sitemap, self.order)
            yield Part("list/sitemap", self.order, sitemap)

    def feed_parts(self) -> Iterator[Part]:
        """Yield a part for the feeds, of which Atom's want absolute addresses, too."""
        if self.site.base_url:
            key = digest(self.shape, *self._faces.values())
            yield Part("list/feeds", key, self._feeds)

    def _named(self, term: Term) -> str:
        """Return what an index shows of a term, and what that follows from."""
        newest, count = term.slugs[0], len(term.slugs)
        alone = newest if count == 1 else ""
        return f"{term.key} {count} {self._library.named(newest)} {alone}"

    def _index(self, facet: str, key: str) -> Iterator[OutputFile]:
        named = pages.named(self._library, self._library.terms[facet])
        for script in self.site.scripts:
            strings = self.theme.strings[script.key]
            for page in pages.index_pages(script, strings, facet, named):
                yield self._listing(script, page, key)

    def _days(self, key: str) -> Iterator[OutputFile]:
        for script in self.site.scripts:
            strings = self.theme.strings[script.key]
            yield self._listing(
                script, pages.days_page(script, strings, self._library), key
            )

    def _listing(self, script: Script, page: pages.ListPage, key: str) -> OutputFile:
        make = partial(pages.listing, self.theme, self.site, script, page)
        return OutputFile(page_at(page.path(script)), key, make)

    def _years(self, key: str) -> Iterator[OutputFile]:
        for script in self.site.scripts:
            make = partial(pages.years, self.theme, self.site, script, self._library)
            yield OutputFile(page_at(urls.listing(script, "years")), key, make)

    def _feeds(self) -> Iterator[OutputFile]:
        """Yield the feeds of the whole archive, and those of each source."""
        library = self._library
        sources = library.terms["sources"] if "sources" in self.site.facets else ()
        for script in self.site.scripts:
            yield from self._feed(script, library.slugs, feeds.Feed(""))
            for term in sources:
                label = library.label(term)[script.key]
                feed = feeds.Feed(label, "sources", term.key)
                yield from self._feed(script, term.slugs, feed)

    def _feed(
        self, script: Script, slugs: Iterable[str], feed: feeds.Feed
    ) -> Iterator[OutputFile]:
        site, library = self.site, self._library
        dates = ((slug, library.date(slug)) for slug in slugs)
        shown = feeds.newest(site, dates)
        faces = (self._faces[slug] for slug in shown)
        key = digest(self.shape, feed.title, *faces)

        def atom() -> bytes:
            return feeds.atom(self.theme, site, script, library.entries(shown), feed)

        def json() -> bytes:
            return feeds.json_feed(site, script, library.entries(shown), feed)

        yield OutputFile(urls.feed(script, feed.kind, feed.key), key, atom)
        yield OutputFile(urls.json_feed(script, feed.kind, feed.key), key, json)

    @cached_property
    def _addresses(self) -> tuple[str, ...]:
        """The pages besides articles, below the folder of any script."""
        site, library = self.site, self._library
        script = site.scripts[0]
        names = [urls.note(script, name) for name in ("", *self.notes)]
        names += [urls.listing(script, kind) for kind in ("years", "days")]
        for facet in site.facets:
            for order, page in pages.index_places(facet, len(library.terms[facet])):
                names.append(urls.listing(script, facet, order, page))
        for listed in self._every:
            kind, key = listed.head.kind, listed.head.key
            for page in range(1, pages.page_count(site, listed) + 1):
                names.append(urls.listing(script, kind, key, page))
        return tuple(name.removeprefix(f"{script.path}/") for name in names)

    def _sitemap(self, key: str) -> Iterator[OutputFile]:
        """Return the sitemap; it changes with addresses and dates only."""
        made = sitemap(self.site, self._library, self._addresses)
        return (large(path, key, pieces) for path, pieces in made.items())
