"""Making the pages of articles: in worker processes, a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.build.downloads import article_file
from generator.build.prepare import Kept
from generator.build.store import unpack, unsqueeze
from generator.ingest.outcome import Trace
from generator.model import Article, Edition, Entry, Script, Source
from generator.render import feeds, pages, urls
from generator.render.pages import Around, Audit
from generator.render.theme import Theme
from generator.script import Undecided
from generator.site import Site


@dataclass(frozen=True, slots=True)
class Whole:
    """All that is known of one article."""

    entry: Entry
    article: Article
    editions: Mapping[str, Edition]
    undecided: tuple[Undecided, ...]
    audit: Audit


class Blobs(NamedTuple):
    """The same as the store keeps it."""

    entry: bytes
    kept: bytes
    source: bytes | None
    trace: bytes | None

    def whole(self) -> Whole:
        """Return what they hold."""
        kept = unsqueeze(self.kept, Kept)
        source = unsqueeze(self.source, Source) if self.source else None
        trace = unsqueeze(self.trace, Trace) if self.trace else None
        edits, counts = (trace.edits, trace.counts) if trace else ((), {})
        audit = Audit(source, edits, counts, {})
        entry = unpack(self.entry, Entry)
        return Whole(entry, kept.article, kept.editions, kept.undecided, audit)


class Job(NamedTuple):
    """An article whose pages are to be made."""

    blobs: Blobs
    around: Around


class SheetJob(NamedTuple):
    """A page of a list that is to be made in every script."""

    head: pages.Head
    label: Mapping[str, str]
    page: int
    pages: int
    entries: tuple[bytes, ...]
    """As the store keeps them."""


@dataclass(frozen=True, slots=True)
class list_pages:  # noqa: N801 - used as a function that processes can be sent
    """Makes a page of a list in every script."""

    site: Site

    def __call__(self, job: SheetJob) -> list[bytes]:
        """Return the bytes of each script's file."""
        return list(sheet_pages(_theme(_Key(self.site)), self.site.scripts, job))


def sheet_pages(
    theme: Theme, scripts: Iterable[Script], job: SheetJob
) -> Iterator[bytes]:
    """Yield a page of a list in each of some scripts."""
    head, label, page, number, blobs = job
    entries = tuple(unpack(data, Entry) for data in blobs)
    one = pages.Sheet(head, label, page, number, entries)
    for script in scripts:
        part = pages.list_page(theme, script, one)
        yield pages.listing(theme, theme.site, script, part)


@dataclass(frozen=True, slots=True)
class article_pages:  # noqa: N801 - used as a function that processes can be sent
    """Makes every file of one article."""

    site: Site

    def __call__(self, job: Job) -> list[tuple[str, bytes]]:
        """Return the path and the bytes of each file."""
        theme = _theme(_Key(self.site))
        return list(files_of(theme, self.site, job.blobs.whole(), job.around))


class _Key:
    """A site as the key of a cache: two are equal when their settings are."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._text = repr(site)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


@lru_cache(maxsize=1)
def _theme(key: _Key) -> Theme:
    return Theme(key.site)


def paths_of(site: Site, slug: str) -> list[str]:
    """Return the paths of an article's files, in the order of `files_of`."""
    return [
        *(f"{urls.article(script, slug)}index.html" for script in site.scripts),
        f"{urls.found(slug)}index.html",
        urls.article_json(slug),
        *(urls.download(slug, kind) for kind in site.downloads),
    ]


def files_of(
    theme: Theme, site: Site, whole: Whole, around: Around
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of every file of an article."""
    paths = iter(paths_of(site, whole.entry.slug))
    entry, article, audit = whole.entry, whole.article, whole.audit
    for script in site.scripts:
        edition = whole.editions[script.key]
        yield next(paths), pages.article(theme, site, entry, edition, article, around)
    yield next(paths), pages.found(theme, site, entry, article, audit)
    yield (
        next(paths),
        feeds.article_json(
            site, entry, article, whole.editions, audit, undecided=whole.undecided
        ),
    )
    for kind in site.downloads:
        yield next(paths), article_file(site, entry, article, whole.editions, kind)
