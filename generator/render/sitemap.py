"""Sitemaps: every address of the site in each script, made piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice

from generator.library import Library
from generator.render.dates import day_of
from generator.render.html import escape
from generator.site import Site
from generator.value import Struct

URLS = 50_000
"""Most addresses in one sitemap (sitemaps.org protocol 0.9)."""
_PIECE = 1_000
"""Addresses in a piece."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def sitemap_paths(site: Site, addresses: int) -> list[str]:
    """Return the paths of the sitemap's files; `addresses` are those of one script."""
    count = -(-addresses * len(site.scripts) // URLS)
    if count < 2:
        return ["sitemap.xml"]
    return ["sitemap.xml", *(f"sitemap-{n}.xml" for n in range(1, count + 1))]


def sitemap(
    site: Site, library: Library, pages: Iterable[str] = ()
) -> Mapping[str, Callable[[], Iterator[bytes]]]:
    """Return by path what gives a sitemap file piece by piece.

    Every address is in each script, with hreflang. `pages` are further paths below
    each script's folder (`years/`, `about/`). `lastmod` is an article's own date: a
    build's date would change every file. More than 50,000 addresses are split and
    `sitemap.xml` becomes the index.
    """
    every = _Addresses.of(site, library, ("", *pages))
    paths = sitemap_paths(site, len(every.pages) + len(library.slugs))
    if len(paths) == 1:
        return {"sitemap.xml": partial(_urlset, every, 0)}
    index, *rest = paths
    numbered = {path: partial(_urlset, every, n) for n, path in enumerate(rest)}
    return {index: partial(_index, site, rest), **numbered}


class _Addresses(Struct, frozen=True):
    """The entries of all pages, in order."""

    library: Library
    pages: Sequence[str]
    root: str
    by_key: Mapping[str, tuple[str, str]]
    """Language tag and address of each script's pages, escaped; by script key."""

    @classmethod
    def of(cls, site: Site, library: Library, pages: Sequence[str]) -> _Addresses:
        """Escape what all addresses share."""
        root = escape(site.base_url)
        by_key = {one.key: (one.tag, f"{root}{one.path}/") for one in site.scripts}
        return cls(library, pages, root, by_key)

    def lines(self, start: int) -> Iterator[str]:
        """Yield the entries from a place on."""
        before, inside = divmod(start, len(self.by_key))
        first = next(iter(self.by_key))
        pages = (self._lines(page, first, "") for page in self.pages[before:])
        articles = (
            self._lines(f"articles/{slug}/", script, day_of(date))
            for slug, date, script in islice(
                self.library.dated, max(0, before - len(self.pages)), None
            )
        )
        return islice(chain.from_iterable(chain(pages, articles)), inside, None)

    def _lines(self, below: str, original: str, day: str) -> list[str]:
        """Return the entries of one page; what is below the script is ASCII."""
        below = escape(below)
        default = self.by_key.get(original) or next(iter(self.by_key.values()))
        meant = default[1] + below if below else self.root
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{lead}{below}"/>'
            for tag, lead in self.by_key.values()
        )
        links += f'<xhtml:link rel="alternate" hreflang="x-default" href="{meant}"/>'
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        return [
            f"<url><loc>{lead}{below}</loc>{changed}{links}</url>\n"
            for _, lead in self.by_key.values()
        ]


def _urlset(every: _Addresses, number: int) -> Iterator[bytes]:
    head = f'<urlset xmlns="{_SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    yield f"{_XML}{head}\n".encode()
    lines = islice(every.lines(number * URLS), URLS)
    while some := "".join(islice(lines, _PIECE)):
        yield some.encode()
    yield b"</urlset>\n"


def _index(site: Site, paths: Iterable[str]) -> Iterator[bytes]:
    yield f'{_XML}<sitemapindex xmlns="{_SPACE}">\n'.encode()
    for path in paths:
        address = escape(site.base_url + path)
        yield f"<sitemap><loc>{address}</loc></sitemap>\n".encode()
    yield b"</sitemapindex>\n"
