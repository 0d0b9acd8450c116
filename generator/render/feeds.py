"""What machines read: Atom, JSON Feed, robots.txt, an article's JSON twin."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice

from generator import __version__
from generator.model import Entry, Script
from generator.render import urls
from generator.render.dates import timestamp
from generator.render.html import escape, printable
from generator.render.theme import Theme
from generator.render.twin import article_json
from generator.render.words import in_script
from generator.site import Site
from generator.value import Struct

__all__ = [
    "Feed",
    "article_json",
    "atom",
    "atom_document",
    "json_feed",
    "robots",
]

NEVER = "1970-01-01T00:00:00Z"
"""When a feed without entries was changed: Atom wants a moment."""

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


class Feed(Struct, frozen=True):
    """What a feed is about."""

    title: str
    """Empty for the feed of the whole archive."""
    kind: str = ""
    key: str = ""
    """The list it belongs to, as in ListPage; both empty for the whole archive."""


def newest(site: Site, dates: Iterable[tuple[str, str | None]]) -> tuple[str, ...]:
    """Return which articles a feed names, of slugs and dates from the newest on."""
    found = (slug for slug, date in dates if timestamp(date))
    return tuple(islice(found, site.feed_size))


def atom(
    theme: Theme, site: Site, script: Script, entries: Iterable[Entry], feed: Feed
) -> bytes:
    """Return an Atom feed (RFC 4287) of the newest dated entries; needs a base URL.

    `entries` are newest first. An entry's `updated` is the moment it is dated:
    the archive states no other time, and a build must not invent one.
    """
    del theme
    dated = _dated(site, entries)
    updated = timestamp(dated[0].date) if dated else NEVER
    lines = (_atom_entry(site, script, entry) for entry in dated)
    return atom_document(site, script, feed, updated, lines)


def atom_document(
    site: Site, script: Script, feed: Feed, updated: str, entries: Iterable[str]
) -> bytes:
    """Return the Atom feed that holds `entries`, written in XML already."""
    web = escape(site.base_url + _page(script, feed))
    address = escape(site.base_url + urls.feed(script, feed.kind, feed.key))
    lines = [
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{script.tag}">',
        f"<title>{escape(_title(site, script, feed))}</title>",
        f"<id>{address}</id>",
        f'<link rel="self" type="application/atom+xml" href="{address}"/>',
        f'<link rel="alternate" type="text/html" href="{web}"/>',
        f"<updated>{updated}</updated>",
        f"<author><name>{escape(_title(site, script, Feed('')))}</name></author>",
        f'<generator version="{__version__}">Wenyuan</generator>',
        *entries,
        "</feed>\n",
    ]
    return (_XML + "\n".join(lines)).encode()


def json_feed(
    site: Site, script: Script, entries: Iterable[Entry], feed: Feed
) -> bytes:
    """Return a JSON Feed (version 1.1) of the newest dated entries; needs a base URL."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": printable(_title(site, script, feed)),
        "home_page_url": site.base_url + _page(script, feed),
        "feed_url": site.base_url + urls.json_feed(script, feed.kind, feed.key),
        "language": script.tag,
        "items": [_item(site, script, entry) for entry in _dated(site, entries)],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _item(site: Site, script: Script, entry: Entry) -> dict[str, object]:
    shown = entry.shown[script.key]
    address = site.base_url + urls.article(script, entry.slug)
    item: dict[str, object] = {
        "id": address,
        "url": address,
        "title": printable(shown.title),
        "content_text": printable(shown.summary),
        "date_published": timestamp(entry.date),
        "authors": [{"name": printable(name)} for name in shown.authors],
        "tags": [printable(word) for word in shown.keywords],
        "language": script.tag,
    }
    return {
        name: value for name, value in item.items() if value or name == "content_text"
    }


def _dated(site: Site, entries: Iterable[Entry]) -> list[Entry]:
    found = (entry for entry in entries if timestamp(entry.date))
    return list(islice(found, site.feed_size))


def _title(site: Site, script: Script, feed: Feed) -> str:
    name = in_script(site.title, script, site.names)
    return f"{feed.title} - {name}" if feed.title else name


def _page(script: Script, feed: Feed) -> str:
    """Return the list that a feed belongs to."""
    if feed.kind:
        return urls.listing(script, feed.kind, feed.key)
    return urls.home(script)


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


def robots(site: Site) -> bytes:
    """Return robots.txt (RFC 9309): everything may be read; where the sitemap is."""
    lines = ["User-agent: *", "Allow: /"]
    if site.base_url:
        lines += ["", f"Sitemap: {site.base_url}sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()
