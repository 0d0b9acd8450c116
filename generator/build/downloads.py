"""The archive as data: JSON Lines, a table, Markdown, books, a static repository.

A file of the whole archive is its parts one after the other, and a part holds the
articles of one month. So an edit makes one part of each file anew, and the others
can be kept from an earlier build; so can a book, which holds one year.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from generator.build.content import Content
from generator.build.datapackage import PACKAGE, SUMS, Offered, checksums, data_package
from generator.ingest import frontmatter
from generator.model import SCRIPTS, Article, Edition, Entry, Script
from generator.render import epub, oai, table, urls
from generator.render.citation import FILES, citation_file
from generator.render.zipped import zip_file, zipped
from generator.site import Site

ARCHIVE = "archive.jsonl.gz"
MARKDOWN = "markdown.zip"

LEVEL = 4
"""Of gzip: half the time of 6, the default, for 3 per cent more bytes (measured)."""

Keep = Callable[[str, str, Callable[[], bytes]], bytes]
"""Given the name of a part, the digest of its articles, and how it is made,
returns its bytes: those made before under this name and digest, or made now."""


def made_anew(name: str, key: str, make: Callable[[], bytes]) -> bytes:
    """Keep nothing."""
    del name, key
    return make()


def article_file(
    site: Site,
    entry: Entry,
    article: Article,
    editions: Mapping[str, Edition],
    kind: str,
) -> bytes:
    """Return one article as a file to keep, in the script of its article file.

    `kind`: md (front matter and Markdown), txt, bib (BibTeX), ris, csl (CSL-JSON).
    """
    if kind == "md":
        return markdown(article)
    script = next((key for key in editions if key.startswith(entry.script)), None)
    edition = editions[script or next(iter(editions))]
    if kind in FILES:
        path = urls.article(SCRIPTS[edition.script], entry.slug)
        return citation_file(entry, edition.shown, path, site, kind)
    shown = edition.shown
    facts = (shown.title, entry.date, shown.source, "、".join(shown.authors))
    lead = "\n".join(fact for fact in facts if fact)
    return f"{lead}\n\n{edition.text}\n".encode()


def markdown(article: Article) -> bytes:
    """Return an article's front matter and Markdown, as in its article file."""
    return frontmatter.write(article.metadata, article.body).encode()


def record(entry: Entry, article: Article, editions: Mapping[str, Edition]) -> bytes:
    """Return an article as one line of JSON: metadata, and the text in each script."""
    origin = article.metadata.origin
    data = {
        "id": entry.slug,
        "date": entry.date,
        "script": entry.script,
        "found_script": entry.found_script,
        "title_supplied": entry.title_supplied,
        "editions": {
            key: {
                "title": edition.shown.title,
                "source": edition.shown.source,
                "authors": edition.shown.authors,
                "places": edition.shown.places,
                "keywords": edition.shown.keywords,
                "text": edition.text,
            }
            for key, edition in editions.items()
        },
        "flags": [[flag.code, flag.near, flag.note] for flag in entry.flags],
        "source_sha256": origin.sha256 if origin else None,
        "record": urls.article_json(entry.slug),
    }
    return (json.dumps(data, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def compressed(records: bytes) -> bytes:
    """Return records as one gzip member, with no time and no name.

    Members one after the other are one gzip file (RFC 1952, 2.2).
    """
    return gzip.compress(records, LEVEL, mtime=0)


def parts(entries: Iterable[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    """Return the entries by the part of whole-archive files that holds them.

    A part is a month of publication, a year when that is all that is known, and
    for undated articles the first letter of the slug.
    """
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        date = (entry.date or "")[:7].rstrip("?~%")
        found.setdefault(date or f"undated-{entry.slug[0]}", []).append(entry)
    return {name: tuple(some) for name, some in found.items()}


def downloads(
    site: Site, content: Content, keep: Keep = made_anew
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each whole-archive file.

    The scripts of the site and all that shapes what is made of an article are not
    in the digests that `keep` is given.
    """
    offered: list[Offered] = []
    for path, data in _Files(site, content, keep).all():
        offered.append(Offered.of(path, data))
        yield path, data
    package = data_package(site, offered)
    yield PACKAGE, package
    yield SUMS, checksums((*offered, Offered.of(PACKAGE, package)))


@dataclass(frozen=True, slots=True)
class _Files:
    """Makes the files, each part of them only where it is not kept."""

    site: Site
    content: Content
    keep: Keep

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file that the site offers."""
        site, entries = self.site, self.content.library.entries
        yield ARCHIVE, b"".join(self._parts(ARCHIVE, entries, self._archive))
        lines = self._parts(table.NAME, entries, lambda some: table.rows(site, some))
        yield table.NAME, b"".join((table.header(site), *lines))
        if "zip" in site.archives:
            yield MARKDOWN, zip_file(self._parts(MARKDOWN, entries, self._markdown))
        if "epub" in site.archives:
            for script in site.scripts:
                for year, newest in self.content.library.years.items():
                    path, some = epub.path(script, year), newest[::-1]
                    make = partial(self._book, script, year, some)
                    yield path, self.keep(path, _key(some), make)
        if "oai" in site.archives and oai.is_possible(site, entries):
            yield oai.NAME, oai.repository(site, entries)

    def _parts(
        self,
        file: str,
        entries: Iterable[Entry],
        make: Callable[[tuple[Entry, ...]], bytes],
    ) -> Iterator[bytes]:
        for name, some in parts(entries).items():
            yield self.keep(f"{file} {name}", _key(some), partial(make, some))

    def _archive(self, entries: Iterable[Entry]) -> bytes:
        whole = ((entry, self.content.kept(entry.slug)) for entry in entries)
        return compressed(
            b"".join(record(entry, one.article, one.editions) for entry, one in whole)
        )

    def _markdown(self, entries: Iterable[Entry]) -> bytes:
        articles = (self.content.kept(entry.slug).article for entry in entries)
        return b"".join(
            zipped(f"articles/{one.slug}.md", markdown(one)) for one in articles
        )

    def _book(self, script: Script, year: str, entries: tuple[Entry, ...]) -> bytes:
        """Return a year as a book, read from its first article to its last."""

        def chapters(some: Iterable[Entry]) -> bytes:
            return b"".join(
                epub.chapter(
                    self.site, entry, self.content.kept(entry.slug).editions[script.key]
                )
                for entry in some
            )

        made = self._parts(f"{script.path} chapters", entries, chapters)
        return epub.book(self.site, script, year, entries, made)


def _key(entries: Iterable[Entry]) -> str:
    inputs = "\0".join(f"{entry.slug} {entry.digest}" for entry in entries)
    return hashlib.sha256(inputs.encode()).hexdigest()
