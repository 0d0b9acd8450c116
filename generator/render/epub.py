"""Books for reading without the site: EPUB 3, one for each year and script.

A chapter is made of its article only. Nothing in a book needs the network; links to
other pages of the site become whole addresses, or plain words while the site has no
address. EPUB 3.3 and EPUB Accessibility 1.1, W3C.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from generator.model import Edition, Entry, Script
from generator.render import urls
from generator.render.dates import timestamp
from generator.render.html import escape
from generator.render.words import in_script
from generator.render.xhtml import as_xhtml
from generator.render.zipped import zip_file, zipped
from generator.site import Site

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_NEVER = "1970-01-01T00:00:00Z"
_STYLE = """body { line-height: 1.7; line-break: strict; }
h1, h2, h3, h4 { text-align: left; line-height: 1.4; }
p { margin: 0; text-indent: 2em; text-align: justify; }
.byline, .address { text-indent: 0; margin: 0 0 1em; font-size: 0.9em; }
.address { margin-top: 2em; word-break: break-all; }
td, th { border: 1px solid; padding: 0.2em 0.5em; }
"""
_CONTAINER = f"""{_XML}<container version="1.0" \
xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" \
media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_ACCESS = "".join(
    f'<meta property="schema:{name}">{value}</meta>\n'
    for name, value in (
        ("accessMode", "textual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "structuralNavigation"),
        ("accessibilityFeature", "tableOfContents"),
        ("accessibilityHazard", "none"),
    )
)
_LEAD = (
    zipped("mimetype", b"application/epub+zip", deflated=False)
    + zipped("META-INF/container.xml", _CONTAINER.encode())
    + zipped("book/style.css", _STYLE.encode())
)
"""What every book begins with."""


def path(script: Script, year: str) -> str:
    """Return where a book lies, from the site's root."""
    return f"{urls.BOOKS}{year}-{script.path}.epub"


def chapter(site: Site, entry: Entry, edition: Edition) -> bytes:
    """Return an article as a chapter: its record in the ZIP file that a book is."""
    script = next(one for one in site.scripts if one.key == edition.script)
    shown = edition.shown
    byline = (entry.date, shown.source, "、".join(shown.authors))
    facts = escape("\u3000".join(fact for fact in byline if fact))
    address = site.base_url and site.base_url + urls.article(script, entry.slug)
    end = f'<p class="address">{escape(address)}</p>\n' if address else ""
    text = _page(
        script,
        shown.title,
        f"<h1>{escape(shown.title)}</h1>\n"
        f'<p class="byline">{facts}</p>\n'
        f"{as_xhtml(edition.html, address)}\n{end}",
    )
    return zipped(f"book/{entry.slug}.xhtml", text.encode())


def book(
    site: Site,
    script: Script,
    year: str,
    entries: Sequence[Entry],
    chapters: Iterable[bytes],
) -> bytes:
    """Return the book of a year (`undated` for none).

    `entries` give the order of reading, `chapters` are theirs in any order. The
    book's identifier depends on the site, the year and the script. It was last
    modified when its newest article was dated: no other time is known.
    """
    word = "未注日期" if year == "undated" else f"{year}年"
    title = in_script(f"{site.title} {word}", script, site.names)
    package = _package(site, script, year, title, entries)
    contents = _contents(script, title, entries)
    return zip_file(
        (
            _LEAD,
            zipped("book/package.opf", package.encode()),
            zipped("book/contents.xhtml", contents.encode()),
            *chapters,
        )
    )


def _page(script: Script, title: str, body: str) -> str:
    return (
        f"{_XML}<!DOCTYPE html>\n"
        f'<html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{script.tag}" xml:lang="{script.tag}">\n'
        f"<head><title>{escape(title)}</title>"
        '<link rel="stylesheet" href="style.css"/></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _contents(script: Script, title: str, entries: Sequence[Entry]) -> str:
    lines = "\n".join(
        f'<li><a href="{one.slug}.xhtml">{escape(one.shown[script.key].title)}</a></li>'
        for one in entries
    )
    heading = in_script("目录", script)
    return _page(
        script,
        title,
        f'<nav epub:type="toc"><h1>{heading}</h1>\n<ol>\n{lines}\n</ol></nav>',
    )


def _package(
    site: Site, script: Script, year: str, title: str, entries: Sequence[Entry]
) -> str:
    """Return the package document: what the book is, and what it holds."""
    name = f"{site.base_url or site.title}#{year}-{script.path}"
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, name)
    rights = f"<dc:rights>{escape(site.licence)}</dc:rights>\n" if site.licence else ""
    manifest = "".join(
        f'<item id="a-{one.slug}" href="{one.slug}.xhtml"'
        ' media-type="application/xhtml+xml"/>\n'
        for one in entries
    )
    spine = "".join(f'<itemref idref="a-{one.slug}"/>\n' for one in entries)
    return (
        f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        f' unique-identifier="id" xml:lang="{script.tag}">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>\n'
        f"<dc:title>{escape(title)}</dc:title>\n"
        f"<dc:language>{script.tag}</dc:language>\n"
        f"<dc:publisher>{escape(site.title)}</dc:publisher>\n{rights}"
        f'<meta property="dcterms:modified">{_modified(entries)}</meta>\n'
        f"{_ACCESS}</metadata>\n<manifest>\n"
        '<item id="contents" href="contents.xhtml" properties="nav"'
        ' media-type="application/xhtml+xml"/>\n'
        '<item id="style" href="style.css" media-type="text/css"/>\n'
        f'{manifest}</manifest>\n<spine>\n<itemref idref="contents"/>\n'
        f"{spine}</spine>\n</package>\n"
    )


def _modified(entries: Sequence[Entry]) -> str:
    """Return the newest moment in UTC, as EPUB wants it."""
    newest = max((timestamp(one.date) for one in entries), default="")
    if not newest:
        return _NEVER
    moment = datetime.fromisoformat(newest)
    with suppress(OverflowError):  # the first hours of the year 1, eight hours ahead
        moment = moment.astimezone(UTC)
    return f"{moment.replace(tzinfo=None).isoformat()}Z"
