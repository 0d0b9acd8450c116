"""The plan: every file of the site, and how each is made.

A site is a mapping from a path to the function that makes its bytes. Building,
previewing, checking and testing all read this one mapping.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial

from generator.build.content import Content
from generator.build.downloads import article_file, downloads
from generator.model import OutputFile, Script
from generator.render import feeds, pages, urls
from generator.render.theme import Theme
from generator.search.postings import search_files
from generator.site import Site


@dataclass(frozen=True)
class Plan:
    """What the site is made of."""

    site: Site
    theme: Theme
    content: Content
    notes: Mapping[str, tuple[pages.Note, ...]]
    """The site's own pages, by script key."""

    def files(self) -> Iterator[OutputFile]:
        """Yield every file of the site."""
        state = self._state()
        for path, make in self._makers():
            yield OutputFile(
                path, hashlib.sha256(f"{state}\0{path}".encode()).hexdigest(), make
            )
        yield from self._ready()

    def _state(self) -> str:
        """Return the digest of everything that pages are made from."""
        total = hashlib.sha256(self.theme.digest.encode())
        settings = {
            key: value for key, value in asdict(self.site).items() if key != "root"
        }
        total.update(repr({**settings, "content": ""}).encode())
        for entry in self.content.library.entries:
            total.update(
                f"\0{entry.slug}\0{entry.digest}\0{self._source(entry.slug)}".encode()
            )
        for notes in self.notes.values():
            total.update(repr(notes).encode())
        return total.hexdigest()

    def _source(self, slug: str) -> str:
        source = self.content.kept(slug).audit.source
        return source.digest if source else ""

    def _makers(self) -> Iterator[tuple[str, partial[bytes]]]:
        site, theme = self.site, self.theme
        yield "index.html", partial(pages.chooser, theme, site)
        yield "404.html", partial(pages.not_found, theme, site)
        yield "robots.txt", partial(feeds.robots, site)
        for script in site.scripts:
            yield from self._script(script)
        for entry in self.content.library.entries:
            yield _page(urls.found(entry.slug)), partial(self._found, entry.slug)
            yield urls.article_json(entry.slug), partial(self._json, entry.slug)
            for kind in site.downloads:
                make = partial(self._download, entry.slug, kind)
                yield urls.download(entry.slug, kind), make

    def _script(self, script: Script) -> Iterator[tuple[str, partial[bytes]]]:
        """Yield the pages of one script; they mirror those of the others."""
        site, theme, library = self.site, self.theme, self.content.library
        notes = self.notes[script.key]
        yield (
            _page(urls.home(script)),
            partial(pages.home, theme, site, script, library),
        )
        years = partial(pages.years, theme, site, script, library)
        yield _page(urls.listing(script, "years")), years
        for part in pages.list_pages(theme, site, script, library):
            make = partial(pages.listing, theme, site, script, library, part)
            yield _page(part.path(script)), make
        for facet in site.facets:
            index = partial(pages.facet_index, theme, site, script, library, facet)
            yield _page(urls.listing(script, facet)), index
        yield (
            _page(urls.search(script)),
            partial(pages.search_page, theme, site, script),
        )
        for note in notes:
            yield (
                _page(urls.note(script, note.name)),
                partial(pages.note, theme, site, script, note),
            )
        listed = partial(pages.notes_index, theme, site, script, notes)
        yield _page(urls.note(script, "")), listed
        for entry in library.entries:
            make_article = partial(self._article, entry.slug, script)
            yield _page(urls.article(script, entry.slug)), make_article
        if site.base_url:  # Atom wants absolute addresses
            yield from self._feeds(script)

    def _feeds(self, script: Script) -> Iterator[tuple[str, partial[bytes]]]:
        """Yield the feed of the whole archive, and one for each source."""
        site, theme, library = self.site, self.theme, self.content.library
        whole = feeds.Feed("")
        make = partial(feeds.atom, theme, site, script, library.entries, whole)
        yield urls.feed(script), make
        for term in library.terms["sources"] if "sources" in site.facets else ():
            feed = feeds.Feed(term.label[script.key], "sources", term.key)
            entries = [library.entry(slug) for slug in term.slugs]
            make = partial(feeds.atom, theme, site, script, entries, feed)
            yield urls.feed(script, "sources", term.key), make

    def _article(self, slug: str, script: Script) -> bytes:
        kept = self.content.kept(slug)
        edition = kept.editions[script.key]
        library = self.content.library
        around = pages.around(library, slug, self.content.related[slug])
        return pages.article(
            self.theme, self.site, library.entry(slug), edition, kept.article, around
        )

    def _found(self, slug: str) -> bytes:
        kept = self.content.kept(slug)
        entry = self.content.library.entry(slug)
        return pages.found(self.theme, self.site, entry, kept.article, kept.audit)

    def _json(self, slug: str) -> bytes:
        kept = self.content.kept(slug)
        entry = self.content.library.entry(slug)
        return feeds.article_json(
            self.site, entry, kept.article, kept.editions, kept.audit
        )

    def _download(self, slug: str, kind: str) -> bytes:
        kept = self.content.kept(slug)
        entry = self.content.library.entry(slug)
        return article_file(self.site, entry, kept.article, kept.editions, kind)

    def _ready(self) -> Iterator[OutputFile]:
        """Yield the files whose bytes are at hand: their digest is their input."""
        for asset in self.theme.assets.values():
            yield _ready(asset.path, asset.data)
        for path, data in search_files(self.content.analysed()):
            yield _ready(f"search/{path}", data)
        if self.site.base_url:
            for path, data in feeds.sitemap(
                self.site, self.content.library, self._below()
            ).items():
                yield _ready(path, data)
        made: list[str] = []
        for path, data in downloads(self.site, self.content):
            made.append(path)
            yield _ready(path, data)
        for script in self.site.scripts:
            library = self.content.library
            page = pages.data_page(self.theme, self.site, script, library, made)
            yield _ready(_page(urls.data(script)), page)

    def _below(self) -> list[str]:
        """Return the pages besides articles that a sitemap names, without the script."""
        script = self.site.scripts[0]
        names = [urls.listing(script, "years"), urls.note(script, "")]
        names += [urls.listing(script, facet) for facet in self.site.facets]
        names += [urls.note(script, note.name) for note in self.notes[script.key]]
        lists = pages.list_pages(self.theme, self.site, script, self.content.library)
        names += [part.path(script) for part in lists]
        return [name.removeprefix(f"{script.path}/") for name in names]


def _page(path: str) -> str:
    return f"{path}index.html"


def _ready(path: str, data: bytes) -> OutputFile:
    return OutputFile(path, hashlib.sha256(data).hexdigest(), lambda: data)
