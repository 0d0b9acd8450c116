"""The archive as data: all articles as JSON Lines, a data package, checksums."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Iterator, Mapping

from generator.build.content import Content
from generator.ingest import frontmatter
from generator.model import SCRIPTS, Article, Edition, Entry
from generator.render import urls
from generator.render.citation import citations
from generator.site import Site

ARCHIVE = "archive.jsonl.gz"


def article_file(
    site: Site,
    entry: Entry,
    article: Article,
    editions: Mapping[str, Edition],
    kind: str,
) -> bytes:
    """Return one article as a file to keep, in the script of its article file.

    `kind`: md (front matter and Markdown), txt, bib (BibTeX), ris.
    """
    if kind == "md":
        return frontmatter.write(article.metadata, article.body).encode()
    script = next((key for key in editions if key.startswith(entry.script)), None)
    edition = editions[script or next(iter(editions))]
    if kind == "txt":
        shown = edition.shown
        facts = (shown.title, entry.date, shown.source, "、".join(shown.authors))
        lead = "\n".join(fact for fact in facts if fact)
        return f"{lead}\n\n{edition.text}\n".encode()
    path = urls.article(SCRIPTS[edition.script], entry.slug)
    style = {"bib": "bibtex", "ris": "ris"}[kind]
    found = citations(entry, edition.shown, path, site)
    return next(f"{one.text}\n" for one in found if one.key == style).encode()


def downloads(site: Site, content: Content) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of each file offered for download.

    The archive holds one JSON object a line: the metadata, the text in each
    script, and the address of the record with all edits.
    """
    archive = _compressed(content)
    yield ARCHIVE, archive
    package = json.dumps(_package(site, archive), ensure_ascii=False, indent=1)
    data = (package + "\n").encode()
    yield "datapackage.json", data
    sums = "".join(
        f"{hashlib.sha256(one).hexdigest()}  {name}\n"
        for name, one in ((ARCHIVE, archive), ("datapackage.json", data))
    )
    yield "SHA256SUMS", sums.encode()


def _compressed(content: Content) -> bytes:
    """Return the records, compressed with no time and no name (RFC 1952)."""
    buffer = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, buffer, 0) as stream:
        for entry in content.library.entries:
            record = json.dumps(_record(content, entry.slug), ensure_ascii=False)
            stream.write(record.encode("utf-8", "replace") + b"\n")
    return buffer.getvalue()


def _record(content: Content, slug: str) -> dict[str, object]:
    kept = content.kept(slug)
    entry = content.library.entry(slug)
    source = kept.audit.source
    return {
        "id": slug,
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
            for key, edition in kept.editions.items()
        },
        "flags": [[flag.code, flag.near, flag.note] for flag in entry.flags],
        "source_sha256": source.digest if source else None,
        "record": f"articles/{slug}/article.json",
    }


def _package(site: Site, archive: bytes) -> dict[str, object]:
    """Describe the archive as a Frictionless Data Package."""
    resource = {
        "name": "archive",
        "path": ARCHIVE,
        "format": "jsonl",
        "mediatype": "application/x-ndjson",
        "compression": "gz",
        "encoding": "utf-8",
        "bytes": len(archive),
        "hash": f"sha256:{hashlib.sha256(archive).hexdigest()}",
    }
    package: dict[str, object] = {
        "name": "archive",
        "title": site.title,
        "description": site.description,
        "resources": [resource],
    }
    if site.base_url:
        package["homepage"] = site.base_url
    if site.licence:
        package["licenses"] = [{"title": site.licence}]
    return package
