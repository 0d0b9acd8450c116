"""The plan: every file of the site, how each is made, and what it depends on.

A site is a mapping from a path to the function that makes its bytes. Building,
previewing, checking and testing all read this one mapping. It comes in parts, each
with a key that is the digest of everything its files show: while the key stays,
nothing of the part can have changed, and nobody looks at its files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from itertools import chain, starmap

from generator.build.catalogue import Light
from generator.build.content import Content
from generator.build.downloads import downloads, makers
from generator.build.indexing import documents
from generator.build.listings import Listings
from generator.build.making import Keys, makers_of
from generator.build.measured import Measured
from generator.build.parts import Part, article_part, large, page_at, parents, ready
from generator.build.relations import Near, around, keys, mention
from generator.build.shape import Shape
from generator.build.store import digest
from generator.model import OutputFile, roughly
from generator.render import feeds, pages, urls
from generator.render.pages import Around, Mention, gone
from generator.render.theme import Theme
from generator.search.postings import search_files
from generator.site import Site
from generator.value import Struct

SEARCH = "search"
"""Name of the part that is the index, and of the folder it is in."""

MENTIONS = 4_096
"""Of so many articles what others say of them is held: those around one are near it."""


class Plan(Struct, frozen=True, dict=True):
    """What the site is made of."""

    site: Site
    theme: Theme
    content: Content
    notes: Mapping[str, tuple[pages.Note, ...]]
    """The site's own pages, by script key."""
    shape: Shape

    def files(self) -> Iterator[OutputFile]:
        """Yield every file of the site."""
        yield from self._shared_files()
        for light in self.content.light:
            yield from self.article(light).files()

    @cached_property
    def key(self) -> str:
        """Digest of all that the site shows."""
        articles = (f"{x.slug} {x.key}" for x in self.content.light)
        return digest(self._shaped("data.html"), *articles)

    def _shaped(self, *templates: str) -> str:
        """Return a digest of all that shapes pages of some templates."""
        return digest(self.shape.settings, self.theme.digest_of(*templates))

    def parts(self) -> Iterator[Part]:
        """Yield the parts that show many articles, or none."""
        counts = self.content.counts
        count, home = str(roughly(counts.characters)), self._shaped("home.html")
        home = digest(home, self.content.faces, count)
        yield Part("fixed", self.shape.pages, self._fixed)
        yield Part("assets", self.shape.pages, self._assets)
        yield Part("home", home, partial(self._home, home))
        if self.site.search:
            search = digest(self.shape.pages, self.content.indexed)
            yield Part(SEARCH, search, self._search)
        yield Part("data", self.key, self._data)
        moved = (f"{former} {slug}" for former, slug in self.content.moved.items())
        withdrawn = map(self._file_digest, self.content.withdrawn)
        named = map(self._file_digest, self.content.moved.values())
        shaped = self._shaped("withdrawn.html", "moved.html", "changes.html")
        gone = digest(shaped, *moved, *withdrawn, *named)
        yield Part("gone", gone, self._gone)

    @cached_property
    def listings(self) -> Listings:
        """The lists, indexes and feeds."""
        names = tuple(note.name for note in self.notes[self.site.scripts[0].key])
        shape = self._shaped("list.html", "facet.html", "days.html", "years.html")
        return Listings(self.site, self.theme, self.content, shape, names)

    def article(self, light: Light) -> Part:
        """Return the part that holds the pages of one article."""
        return Part(article_part(light.slug), "", lambda: self._article(light))

    def shown(self) -> Iterator[tuple[Light, str]]:
        """Yield every article, and what tells whether its pages show what they did."""
        near = self._near
        for one in self.content.light:
            yield one, f"{one.key} {near[one.slug].key}"

    def article_files(self, light: Light) -> dict[str, str]:
        """Return the digest of each file of an article."""
        pages, found, others = self._shapes
        keys = Keys(
            digest(pages, light.key, self._near[light.slug].key),
            digest(found, light.key),
            digest(others, light.key),
        )
        return keys.by_path(self.site, light.slug)

    @cached_property
    def _shapes(self) -> Keys:
        """Digests of all that shapes the files of an article."""
        shaped = self._shaped
        return Keys(shaped("article.html"), shaped("found.html"), self.shape.settings)

    @cached_property
    def stamp(self) -> str:
        """Digest of all that shapes the files of any article."""
        return digest(*self._shapes)

    def find(self, path: str) -> OutputFile | None:
        """Return the file at a path, if the site has one; looks at its part only."""
        for parent, _, name in parents(path):
            if parent.endswith("articles") and name in self._light:
                files = self.article(self._light[name]).files()
                return next((file for file in files if file.path == path), None)
        for part in self._likely(path):
            if part.name not in self._looked_into:
                self._looked_into[part.name] = {one.path: one for one in part.files()}
            if path in self._looked_into[part.name]:
                return self._looked_into[part.name][path]
        return None

    def _likely(self, path: str) -> Iterator[Part]:
        """Yield the parts that the file at a path may be in, the likelier first.

        The index and the downloads take long: nobody waits for them who asks for a page
        but that of the search, which carries the manifest.
        """
        parts = {part.name: part for part in self.parts()}
        search, data = parts.pop(SEARCH, None), parts.pop("data")
        pages = {page_at(urls.search(script)) for script in self.site.scripts}
        if search and (path.startswith(f"{SEARCH}/") or path in pages):
            yield search
            return
        yield from parts.values()
        yield from self.listings.likely(path)
        yield data

    @cached_property
    def _looked_into(self) -> dict[str, Mapping[str, OutputFile]]:
        return {}

    def data_makers(self) -> Iterator[Callable[[], bytes]]:
        """Yield what makes a part of the archive as data each, for when it is wanted."""
        return makers(self.site, self.content, self._cached)

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

    def _shared_files(self) -> Iterator[OutputFile]:
        """Yield every file that shows many articles, or none."""
        listings = self.listings
        for part in chain(self.parts(), listings.indexes(), listings.feed_parts()):
            yield from part.files()
        for listed in listings.lists():
            yield from listings.files(listed)

    def around(self, slug: str) -> Around:
        """Return the other articles that an article's page leads to."""
        return around(self.content.store, self._mention, slug)

    @cached_property
    def _mention(self) -> Callable[[str], Mention]:
        """Return what others say of an article; asked again for its neighbours."""
        return lru_cache(MENTIONS)(partial(mention, self.content.store))

    def _file_digest(self, slug: str) -> str:
        query = "SELECT digest FROM article WHERE slug = ?"
        ((found,),) = self.content.store.rows(query, slug)
        return f"{slug} {found}"

    def _gone(self) -> Iterator[OutputFile]:
        """Yield the pages where articles were, and the page that lists them."""
        site, theme, content = self.site, self.theme, self.content
        withdrawn = [content.kept(slug).article for slug in content.withdrawn]
        first = site.scripts[0].key
        moved = [
            pages.Moved(former, slug, content.entry(slug).shown[first].title)
            for former, slug in content.moved.items()
        ]
        for article in withdrawn:
            yield from starmap(ready, gone.withdrawn(theme, site, article))
        for one in moved:
            found = gone.moved(theme, site, one.slug, one.title, one.former)
            yield from starmap(ready, found)
        yield from starmap(ready, pages.changes(theme, site, withdrawn, moved))

    @cached_property
    def _near(self) -> Mapping[str, Near]:
        """What tells, by slug, what each article's page says of others."""
        return keys(self.content.store)

    def _article(self, light: Light) -> Iterator[OutputFile]:
        made: dict[str, Callable[[], bytes]] = {}

        def make(path: str) -> bytes:
            if not made:
                whole = self.content.kept(light.slug, audited=True)
                around = self.around(light.slug)
                made.update(makers_of(self.theme, self.site, whole, around))
            return made[path]()

        for path, key in self.article_files(light).items():
            yield OutputFile(path, key, partial(make, path))

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
            makers[page_at(urls.note(script, ""))] = index
            for note in notes:
                make = partial(pages.note, theme, site, script, note)
                makers[page_at(urls.note(script, note.name))] = make
        for path, maker in makers.items():
            yield OutputFile(path, self.shape.pages, maker)

    def _assets(self) -> Iterator[OutputFile]:
        for asset in self.theme.assets.values():
            yield ready(asset.path, asset.data)

    def _search(self) -> Iterator[OutputFile]:
        """Yield the index, and the pages that carry its manifest."""
        data, (rows, analysed) = b"", documents(self.content)
        for path, data in search_files(analysed, rows):
            yield ready(f"{SEARCH}/{path}", data)
        yield from self.search_pages(data)

    def search_pages(self, manifest: bytes) -> Iterator[OutputFile]:
        """Yield the search page of each script, given the manifest of the index."""
        key = digest(self.shape.pages, manifest.decode())
        for script in self.site.scripts:
            make = partial(pages.search_page, self.theme, self.site, script, manifest)
            yield OutputFile(page_at(urls.search(script)), key, make)

    def _home(self, key: str) -> Iterator[OutputFile]:
        site, theme, library = self.site, self.theme, self.content.library
        characters = roughly(self.content.counts.characters)
        for script in site.scripts:
            home = partial(pages.home, theme, site, script, library, characters)
            yield OutputFile(page_at(urls.home(script)), key, home)

    def _data(self) -> Iterator[OutputFile]:
        """Yield the archive as data, and the page that tells of it."""
        site, theme, counts = self.site, self.theme, self.content.counts
        made: list[str] = []
        for path, data in downloads(site, self.content, self._cached):
            made.append(path)
            if isinstance(data, bytes):
                yield ready(path, data)
            else:
                yield large(path, self.key, partial(_given, data))
        for script in site.scripts:
            page = pages.data_page(theme, site, script, counts, made)
            yield ready(page_at(urls.data(script)), page)


def _given(pieces: Measured) -> Measured:
    """Return pieces that were measured: publishing need not do it again."""
    return pieces
