"""What machines read: Atom, sitemaps, robots.txt, an article's JSON twin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator import __version__
from generator.library import Library
from generator.model import SCRIPTS, Entry, Script
from generator.render import urls
from generator.render.dates import day_of, timestamp
from generator.render.html import escape
from generator.render.theme import Theme
from generator.render.twin import article_json
from generator.render.words import in_script
from generator.site import Site

__all__ = ["Feed", "article_json", "atom", "robots", "sitemap"]

SITEMAP_URLS = 50_000
"""Most addresses in one sitemap (sitemaps.org protocol 0.9)."""

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is about."""

    title: str
    """Empty for the feed of the whole archive."""
    kind: str = ""
    key: str = ""
    """The list it belongs to, as in ListPage; both empty for the whole archive."""


def atom(
    theme: Theme, site: Site, script: Script, entries: Sequence[Entry], feed: Feed
) -> bytes:
    """Return an Atom feed (RFC 4287) of the newest dated entries; needs a base URL.

    `entries` are newest first. An entry's `updated` is the moment it is dated:
    the archive states no other time, and a build must not invent one.
    """
    del theme
    name = in_script(site.title, script, site.names)
    title = f"{feed.title} - {name}" if feed.title else name
    dated = [entry for entry in entries if timestamp(entry.date)][: site.feed_size]
    updated = timestamp(dated[0].date) if dated else "1970-01-01T00:00:00Z"
    page = urls.listing(script, feed.kind, feed.key) if feed.kind else urls.home(script)
    web = escape(site.base_url + page)
    address = escape(site.base_url + urls.feed(script, feed.kind, feed.key))
    lines = [
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{script.tag}">',
        f"<title>{escape(title)}</title>",
        f"<id>{address}</id>",
        f'<link rel="self" type="application/atom+xml" href="{address}"/>',
        f'<link rel="alternate" type="text/html" href="{web}"/>',
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(name)}</name></author>",
        f'<generator version="{__version__}">Wenyuan</generator>',
        *(_atom_entry(site, script, entry) for entry in dated),
        "</feed>\n",
    ]
    return (_XML + "\n".join(lines)).encode()


def _atom_entry(site: Site, script: Script, entry: Entry) -> str:
    shown = entry.shown[script.key]
    address = escape(site.base_url + urls.article(script, entry.slug))
    moment = timestamp(entry.date)
    people = "".join(
        f"<author><name>{escape(name)}</name></author>" for name in shown.authors
    )
    topics = "".join(f'<category term="{escape(word)}"/>' for word in shown.keywords)
    return (
        f"<entry><title>{escape(shown.title)}</title><id>{address}</id>"
        f'<link rel="alternate" type="text/html" href="{address}"/>'
        f"<published>{moment}</published><updated>{moment}</updated>"
        f"{people}{topics}<summary>{escape(shown.summary)}</summary></entry>"
    )


def sitemap(
    site: Site, library: Library, pages: Iterable[str] = ()
) -> Mapping[str, bytes]:
    """Return sitemap files by path, every address in each script with hreflang.

    `pages` are further paths below each script's folder (`years/`, `about/`).
    `lastmod` is an article's own date: a build's date would change every file.
    More than 50,000 addresses are split and `sitemap.xml` becomes the index.
    """
    below = [(page, site.scripts[0], "") for page in ("", *pages)]
    below += [
        (f"articles/{entry.slug}/", SCRIPTS[entry.script], day_of(entry.date))
        for entry in library.entries
    ]
    flat = [line for one in below for line in _sitemap_lines(site, *one)]
    parts = [flat[i : i + SITEMAP_URLS] for i in range(0, len(flat), SITEMAP_URLS)]
    if len(parts) == 1:
        return {"sitemap.xml": _urlset(parts[0])}
    files = {f"sitemap-{n}.xml": _urlset(part) for n, part in enumerate(parts, 1)}
    entries = "".join(
        f"<sitemap><loc>{escape(site.base_url + path)}</loc></sitemap>\n"
        for path in files
    )
    index = (
        f'{_XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</sitemapindex>\n"
    )
    return {"sitemap.xml": index.encode(), **files}


def _sitemap_lines(site: Site, below: str, original: Script, day: str) -> list[str]:
    addresses = {
        script: escape(f"{site.base_url}{script.path}/{below}")
        for script in site.scripts
    }
    default = addresses.get(original, next(iter(addresses.values())))
    if not below:
        default = escape(site.base_url)
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>'
        for tag, address in (
            *((script.tag, address) for script, address in addresses.items()),
            ("x-default", default),
        )
    )
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return [
        f"<url><loc>{address}</loc>{changed}{links}</url>\n"
        for address in addresses.values()
    ]


def _urlset(lines: Sequence[str]) -> bytes:
    return (
        f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{"".join(lines)}</urlset>\n'
    ).encode()


def robots(site: Site) -> bytes:
    """Return robots.txt (RFC 9309): everything may be read; where the sitemap is."""
    lines = ["User-agent: *", "Allow: /"]
    if site.base_url:
        lines += ["", f"Sitemap: {site.base_url}sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()
