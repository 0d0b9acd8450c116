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
from functools import cached_property, partial
from itertools import chain
from typing import NamedTuple

from generator.build.catalogue import Light
from generator.build.content import Content
from generator.build.datapackage import (
    PACKAGE,
    SUMS,
    Offered,
    checksums,
    data_package,
)
from generator.build.measured import Measured
from generator.ingest import frontmatter
from generator.model import SCRIPTS, Article, Edition, Entry, Script
from generator.render import epub, oai, table, urls
from generator.render.citation import FILES, citation_file
from generator.render.zipped import zip_pieces, zipped
from generator.site import Site
from generator.value import Struct

ARCHIVE = "archive.jsonl.gz"
MARKDOWN = "markdown.zip"

LEVEL = 4
"""Of gzip: half the time of 6, the default, for 3 per cent more bytes (measured)."""

Make = Callable[[tuple[Light, ...]], bytes]
"""Makes a part of a file, given its articles."""
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


class Part(NamedTuple):
    """The articles of one part of whole-archive files."""

    name: str
    key: str
    """Digest of all that their article files hold."""
    articles: tuple[Light, ...]


def parts(articles: Iterable[Light]) -> Iterator[Part]:
    """Yield articles by the part of whole-archive files that holds them.

    A part is a month of publication, a year when that is all that is known, and
    for undated articles the first letter of the slug.
    """
    found: dict[str, list[Light]] = {}
    for one in articles:
        date = (one.date or "")[:7].rstrip("?~%")
        found.setdefault(date or f"undated-{one.slug[0]}", []).append(one)
    for name, some in found.items():
        yield Part(name, _key(some), tuple(some))


def downloads(
    site: Site, content: Content, keep: Keep = made_anew
) -> Iterator[tuple[str, bytes | Measured]]:
    """Yield the path and the bytes of each whole-archive file.

    The scripts of the site and all that shapes what is made of an article are not
    in the digests that `keep` is given.
    """
    offered: list[Offered] = []
    for path, data in _Files(site, content, keep).all():
        yield path, data
        offered.append(Offered.of(path, data))
    package = data_package(site, offered)
    yield PACKAGE, package
    yield SUMS, checksums((*offered, Offered.of(PACKAGE, package)))


def makers(site: Site, content: Content, keep: Keep) -> Iterator[Callable[[], bytes]]:
    """Yield what makes each part of the largest of these files, month by month.

    `keep` has all parts then, and to make the files takes no more than to write them.
    """
    yield from _Files(site, content, keep).makers()


class _Files(Struct, frozen=True, dict=True):
    """Makes the files, each part of them only where it is not kept."""

    site: Site
    content: Content
    keep: Keep

    def all(self) -> Iterator[tuple[str, bytes | Measured]]:
        """Yield every file that the site offers."""
        site, articles = self.site, self.content.newest
        yield ARCHIVE, Measured(self._records)
        yield table.NAME, Measured(self._table)
        if "zip" in site.archives:
            yield MARKDOWN, Measured(self._texts)
        if "epub" in site.archives:
            for script in site.scripts:
                for year, some in _years(articles).items():
                    path = epub.path(script, year)
                    make = partial(self._book, script, year, some)
                    yield path, self.keep(path, _key(some, site.title), make)
        if "oai" in site.archives and oai.is_possible(site, len(articles)):
            yield oai.NAME, oai.repository(site, self._entries(articles))

    def _records(self) -> Iterator[bytes]:
        return self._made(ARCHIVE, self._newest, self._archive)

    def _table(self) -> Iterator[bytes]:
        lines = self._made(table.NAME, self._newest, self._rows)
        return chain((table.header(self.site),), lines)

    def _texts(self) -> Iterator[bytes]:
        return zip_pieces(self._made(MARKDOWN, self._newest, self._markdown))

    def makers(self) -> Iterator[Callable[[], bytes]]:
        """Yield what makes each part of these files, month by month."""
        files: list[tuple[str, Make]] = [
            (ARCHIVE, self._archive),
            (table.NAME, self._rows),
        ]
        if "zip" in self.site.archives:
            files.append((MARKDOWN, self._markdown))
        for part in self._newest:
            for file, make in files:
                yield self._maker(file, part, make)

    @cached_property
    def _newest(self) -> tuple[Part, ...]:
        return tuple(parts(self.content.newest))

    def _made(self, file: str, parts: Iterable[Part], make: Make) -> Iterator[bytes]:
        for part in parts:
            yield self._maker(file, part, make)()

    def _maker(self, file: str, part: Part, make: Make) -> Callable[[], bytes]:
        made = partial(make, part.articles)
        return partial(self.keep, f"{file} {part.name}", part.key, made)

    def _entries(self, articles: Iterable[Light]) -> tuple[Entry, ...]:
        return tuple(self.content.entry(one.slug) for one in articles)

    def _rows(self, articles: Iterable[Light]) -> bytes:
        return table.rows(self.site, self._entries(articles))

    def _archive(self, articles: Iterable[Light]) -> bytes:
        whole = (self.content.kept(one.slug) for one in articles)
        return compressed(
            b"".join(record(one.entry, one.article, one.editions) for one in whole)
        )

    def _markdown(self, articles: Iterable[Light]) -> bytes:
        found = (self.content.kept(one.slug).article for one in articles)
        return b"".join(
            zipped(f"articles/{one.slug}.md", markdown(one)) for one in found
        )

    def _book(self, script: Script, year: str, articles: tuple[Light, ...]) -> bytes:
        """Return a year as a book, read from its first article to its last."""

        def chapters(some: Iterable[Light]) -> bytes:
            whole = (self.content.kept(one.slug) for one in some)
            return b"".join(
                epub.chapter(self.site, one.entry, one.editions[script.key])
                for one in whole
            )

        made = self._made(f"{script.path} chapters", parts(articles), chapters)
        return epub.book(self.site, script, year, self._entries(articles), made)


def _years(newest: Iterable[Light]) -> Mapping[str, tuple[Light, ...]]:
    """Return articles by year, oldest first."""
    found: dict[str, list[Light]] = {}
    for one in newest:
        found.setdefault((one.date or "")[:4] or "undated", []).append(one)
    return {year: tuple(some[::-1]) for year, some in found.items()}


def _key(articles: Iterable[Light], *more: str) -> str:
    inputs = "\0".join((*more, *(f"{one.slug} {one.digest}" for one in articles)))
    return hashlib.sha256(inputs.encode("utf-8", "replace")).hexdigest()
