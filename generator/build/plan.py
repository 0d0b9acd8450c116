"""The plan: every file of the site, how each is made, and what it depends on.

A site is a mapping from a path to the function that makes its bytes. Building,
previewing, checking and testing all read this one mapping. It comes in parts, each
with a key that is the digest of everything its files show: while the key stays,
nothing of the part can have changed, and nobody looks at its files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from generator.build.content import Content, Light
from generator.build.downloads import downloads
from generator.build.making import files_of, paths_of
from generator.build.parts import Part, page_at, parents, ready
from generator.build.relations import around
from generator.build.store import digest
from generator.model import Entry, OutputFile, Script
from generator.render import feeds, pages, urls
from generator.render.pages import Around, gone
from generator.render.theme import Theme
from generator.search.postings import search_files
from generator.site import Site

SEARCH = "search"
"""Name of the part that is the index, and of the folder it is in."""


@dataclass(frozen=True)
class Plan:
    """What the site is made of."""

    site: Site
    theme: Theme
    content: Content
    notes: Mapping[str, tuple[pages.Note, ...]]
    """The site's own pages, by script key."""
    shape: str
    """Digest of all that shapes pages besides articles."""

    def files(self) -> Iterator[OutputFile]:
        """Yield every file of the site."""
        for part in self.parts():
            yield from part.files()
        for light in self.content.light:
            yield from self.article(light).files()

    @cached_property
    def key(self) -> str:
        """Digest of all that the site shows."""
        return digest(self.shape, *(f"{x.slug} {x.key}" for x in self.content.light))

    def parts(self) -> Iterator[Part]:
        """Yield the parts that show many articles, or none."""
        faces = digest(self.shape, self.content.faces)
        yield Part("fixed", self.shape, self._fixed)
        yield Part("assets", self.shape, self._assets)
        yield Part("lists", faces, self._lists)
        yield Part(SEARCH, self.content.indexed, self._search)
        yield Part("data", self.key, self._data)
        moved = (f"{former} {slug}" for former, slug in self.content.moved.items())
        withdrawn = map(self._file_digest, self.content.withdrawn)
        named = map(self._file_digest, self.content.moved.values())
        gone = digest(self.shape, *moved, *withdrawn, *named)
        yield Part("gone", gone, self._gone)

    def article(self, light: Light) -> Part:
        """Return the part that holds the pages of one article."""
        slug = light.slug
        key = digest(self.shape, light.key, self._near[slug])
        return Part(f"article/{slug}", key, lambda: self._article(slug, key))

    def find(self, path: str) -> OutputFile | None:
        """Return the file at a path, if the site has one; looks at its part only."""
        for parent, _, name in parents(path):
            if parent.endswith("articles") and name in self._light:
                files = self.article(self._light[name]).files()
                return next((file for file in files if file.path == path), None)
        return self._shared.get(path)

    def _cached(self, name: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Return a part of a download as it was made before, or make it."""
        scripts = " ".join(script.key for script in self.site.scripts)
        key = digest(key, self.site.base_url, scripts)
        store, query = self.content.store, "SELECT key, data FROM cached WHERE name = ?"
        for known, data in store.rows(query, name):
            if known == key:
                return bytes(data)
        data = make()
        store.put("cached", [(name, key, data)])
        return data

    @cached_property
    def _light(self) -> Mapping[str, Light]:
        return {light.slug: light for light in self.content.light}

    @cached_property
    def _shared(self) -> Mapping[str, OutputFile]:
        return {file.path: file for part in self.parts() for file in part.files()}

    def around(self, slug: str) -> Around:
        """Return the other articles that an article's page leads to."""
        return around(self.content.store, self.content.entry, slug)

    def _file_digest(self, slug: str) -> str:
        query = "SELECT digest FROM article WHERE slug = ?"
        ((found,),) = self.content.store.rows(query, slug)
        return f"{slug} {found}"

    def _gone(self) -> Iterator[OutputFile]:
        """Yield the pages where articles were: withdrawn ones, former addresses."""
        site, theme, content = self.site, self.theme, self.content
        for slug in content.withdrawn:
            for path, data in gone.withdrawn(theme, site, content.kept(slug).article):
                yield ready(path, data)
        for former, slug in content.moved.items():
            entry = content.entry(slug)
            title = entry.shown[site.scripts[0].key].title
            for path, data in gone.moved(theme, site, slug, title, former):
                yield ready(path, data)

    @cached_property
    def _near(self) -> Mapping[str, str]:
        """Digest of what each article's page says of others, by slug."""
        return dict(self.content.store.each("SELECT slug, key FROM near"))

    def _article(self, slug: str, key: str) -> Iterator[OutputFile]:
        made: list[tuple[str, bytes]] = []

        def make(place: int) -> bytes:
            if not made:
                whole = self.content.kept(slug)
                made.extend(files_of(self.theme, self.site, whole, self.around(slug)))
            return made[place][1]

        for place, path in enumerate(paths_of(self.site, slug)):
            yield OutputFile(path, key, partial(make, place))

    def _fixed(self) -> Iterator[OutputFile]:
        """Yield the pages that show no article."""
        site, theme = self.site, self.theme
        makers: dict[str, Callable[[], bytes]] = {
            "index.html": partial(pages.chooser, theme, site),
            "404.html": partial(pages.not_found, theme, site),
            "robots.txt": partial(feeds.robots, site),
        }
        for script in site.scripts:
            notes = self.notes[script.key]
            index = partial(pages.notes_index, theme, site, script, notes)
            search = partial(pages.search_page, theme, site, script)
            makers[page_at(urls.search(script))] = search
            makers[page_at(urls.note(script, ""))] = index
            for note in notes:
                make = partial(pages.note, theme, site, script, note)
                makers[page_at(urls.note(script, note.name))] = make
        for path, maker in makers.items():
            yield OutputFile(path, self.shape, maker)

    def _assets(self) -> Iterator[OutputFile]:
        for asset in self.theme.assets.values():
            yield ready(asset.path, asset.data)

    def _lists(self) -> Iterator[OutputFile]:
        """Yield the pages that list articles, and what else shows their faces."""
        for script in self.site.scripts:
            yield from self._script(script)
        if self.site.base_url:
            yield from self._sitemap()

    def _script(self, script: Script) -> Iterator[OutputFile]:
        """Yield the lists of one script; they mirror those of the others."""
        site, theme, library = self.site, self.theme, self.content.library
        everything = digest(self.shape, *self._faces.values())
        for part in self._list_pages(script):
            shown = (self._faces[entry.slug] for entry in part.entries)
            counts = (
                f"{part.heading} {part.page} {part.pages} {part.total} {part.index}"
            )
            months = self._months.get(part.key, "") if part.kind == "years" else ""
            make = partial(pages.listing, theme, site, script, library, part)
            key = digest(self.shape, counts, months, *shown)
            yield OutputFile(page_at(part.path(script)), key, make)
        years = partial(pages.years, theme, site, script, library)
        key = digest(self.shape, repr(self._months))
        yield OutputFile(page_at(urls.listing(script, "years")), key, years)
        for facet in site.facets:
            index = partial(pages.facet_index, theme, site, script, library, facet)
            yield OutputFile(page_at(urls.listing(script, facet)), everything, index)
        if site.base_url:  # Atom wants absolute addresses
            yield from self._feeds(script)

    def _list_pages(self, script: Script) -> Sequence[pages.ListPage]:
        """Return every page of every list of a script."""
        if script.key not in self._listed:
            found = pages.list_pages(
                self.theme, self.site, script, self.content.library
            )
            self._listed[script.key] = tuple(found)
        return self._listed[script.key]

    @cached_property
    def _listed(self) -> dict[str, Sequence[pages.ListPage]]:
        return {}

    @cached_property
    def _faces(self) -> Mapping[str, str]:
        """Digest of what lists show of each article, by slug, in the lists' order."""
        faces = {light.slug: light.face for light in self.content.light}
        return {one.slug: faces[one.slug] for one in self.content.library.entries}

    @cached_property
    def _months(self) -> Mapping[str, str]:
        """By year: how many articles each of its months has."""
        library = self.content.library
        return {
            year: repr(
                [(month, len(some)) for month, some in library.months(year).items()]
            )
            for year in library.years
        }

    def _feeds(self, script: Script) -> Iterator[OutputFile]:
        """Yield the feeds of the whole archive, and those of each source."""
        site, library = self.site, self.content.library
        yield from self._feed(script, library.entries, feeds.Feed(""))
        for term in library.terms["sources"] if "sources" in site.facets else ():
            feed = feeds.Feed(term.label[script.key], "sources", term.key)
            entries = [library.entry(slug) for slug in term.slugs]
            yield from self._feed(script, entries, feed)

    def _feed(
        self, script: Script, entries: Sequence[Entry], feed: feeds.Feed
    ) -> Iterator[OutputFile]:
        site, theme = self.site, self.theme
        shown = (self._faces[entry.slug] for entry in entries)
        key = digest(self.shape, feed.title, *shown)
        atom = partial(feeds.atom, theme, site, script, entries, feed)
        yield OutputFile(urls.feed(script, feed.kind, feed.key), key, atom)
        json = partial(feeds.json_feed, site, script, entries, feed)
        yield OutputFile(urls.json_feed(script, feed.kind, feed.key), key, json)

    def _sitemap(self) -> Iterator[OutputFile]:
        """Yield the sitemap; it changes with addresses and dates only."""
        script = self.site.scripts[0]
        names = [urls.listing(script, "years"), urls.note(script, "")]
        names += [urls.listing(script, facet) for facet in self.site.facets]
        names += [urls.note(script, note.name) for note in self.notes[script.key]]
        library = self.content.library
        names += [part.path(script) for part in self._list_pages(script)]
        below = [name.removeprefix(f"{script.path}/") for name in names]
        dates = (f"{one.slug} {one.date} {one.script}" for one in library.entries)
        key = digest(self.shape, *below, *dates)
        made: dict[str, bytes] = {}

        def make(path: str) -> bytes:
            if not made:
                made.update(feeds.sitemap(self.site, library, below))
            return made[path]

        for path in feeds.sitemap_paths(
            self.site, len(below) + 1 + len(library.entries)
        ):
            yield OutputFile(path, key, partial(make, path))

    def _search(self) -> Iterator[OutputFile]:
        for path, data in search_files(self.content.analysed()):
            yield ready(f"{SEARCH}/{path}", data)

    def _data(self) -> Iterator[OutputFile]:
        """Yield the pages that count, and the archive as data."""
        site, theme, library = self.site, self.theme, self.content.library
        made: list[str] = []
        for path, data in downloads(site, self.content, self._cached):
            made.append(path)
            yield ready(path, data)
        for script in site.scripts:
            home = pages.home(theme, site, script, library)
            yield ready(page_at(urls.home(script)), home)
            page = pages.data_page(theme, site, script, library, made)
            yield ready(page_at(urls.data(script)), page)
