"""What became of articles: those withdrawn and those renamed, as a page and a feed.

Only what article files state is told. When an article came or was edited they do
not say, and a build that looked at its clock would not be the same twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model import Article, Script
from generator.render import feeds, urls
from generator.render.dates import timestamp
from generator.render.frame import Frame, framed
from generator.render.html import escape
from generator.render.theme import Theme
from generator.render.words import in_script
from generator.site import Site
from generator.value import Struct

TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
"""The namespace of deleted entries in Atom (RFC 6721)."""


class Gone(Struct, frozen=True):
    """A withdrawn article, in the script of the page."""

    slug: str
    title: str
    reason: str
    date: str | None
    """EDTF; None when the file does not say when."""

    @classmethod
    def of(cls, article: Article, script: Script, site: Site, untitled: str) -> Gone:
        """Return what is left of an article that has `withdrawn`."""
        found = article.metadata.withdrawn
        return cls(
            article.slug,
            in_script(article.metadata.title or untitled, script, site.names),
            in_script(found.reason if found else "", script, site.names),
            found.date if found else None,
        )


class Moved(Struct, frozen=True):
    """A renamed article."""

    former: str
    """The slug that it had."""
    slug: str
    title: str


def changes(
    theme: Theme, site: Site, withdrawn: Sequence[Article], moved: Sequence[Moved]
) -> Iterator[tuple[str, bytes]]:
    """Yield the page of each script and, where there is a base URL, its feed."""
    for script in site.scripts:
        strings = theme.strings[script.key]
        untitled = strings["withdrawn_title"]
        gone = [Gone.of(one, script, site, untitled) for one in withdrawn]
        gone.sort(key=lambda one: (one.date or "", one.slug), reverse=True)
        frame = Frame(
            script=script,
            path=urls.changes(script),
            title=strings["changes_title"],
            below="changes/",
        )
        titled = [
            (one.former, one.slug, in_script(one.title, script, site.names))
            for one in moved
        ]
        page = theme.render(
            "changes.html", **framed(theme, site, frame), withdrawn=gone, moved=titled
        )
        yield f"{frame.path}index.html", page
        if site.base_url:
            feed = feeds.Feed(frame.title, "changes")
            dated = [one for one in gone if timestamp(one.date)]
            entries = [_entry(site, script, one) for one in dated[: site.feed_size]]
            updated = timestamp(dated[0].date) if dated else feeds.NEVER
            data = feeds.atom_document(site, script, feed, updated, entries)
            yield urls.feed(script, feed.kind), data


def _entry(site: Site, script: Script, one: Gone) -> str:
    """Return an entry for readers of feeds, and its twin that tells programs."""
    address = escape(site.base_url + urls.article(script, one.slug))
    moment = timestamp(one.date)
    reason = escape(one.reason)
    return (
        f"<entry><title>{escape(one.title)}</title><id>{address}#withdrawn</id>"
        f'<link rel="alternate" type="text/html" href="{address}"/>'
        f"<updated>{moment}</updated><summary>{reason}</summary></entry>\n"
        f'<deleted-entry xmlns="{TOMBSTONES}" ref="{address}" when="{moment}">'
        f"<comment>{reason}</comment></deleted-entry>"
    )
