"""Making the pages of articles: in worker processes, a chunk at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from generator.build.downloads import article_file
from generator.build.parts import page_at
from generator.build.prepare import Kept
from generator.build.store import unsqueeze
from generator.ingest.outcome import Trace
from generator.model import Article, Edition, Entry, Script, Source
from generator.render import feeds, pages, urls
from generator.render.pages import Around, Audit
from generator.render.theme import Theme
from generator.script import Undecided
from generator.site import Site
from generator.value import Struct, unpack


class Whole(Struct, frozen=True):
    """All that is known of one article."""

    entry: Entry
    article: Article
    editions: Mapping[str, Edition]
    undecided: tuple[Undecided, ...]
    audit: Audit


class Blobs(NamedTuple):
    """All that is known of one article as the store keeps it: packed, some compressed."""

    entry: bytes
    kept: bytes
    source: bytes | None
    trace: bytes | None

    def whole(self) -> Whole:
        """Unpack them."""
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
    wanted: frozenset[str]
    """Paths of those of its files that are."""


class SheetJob(NamedTuple):
    """A page of a list that is to be made in every script."""

    head: pages.Head
    label: Mapping[str, str]
    page: int
    pages: int
    entries: tuple[bytes, ...]
    """As the store keeps them."""


class list_pages(Struct, frozen=True, dict=True):  # noqa: N801 - used as a function that processes can be sent
    """Makes a page of a list in every script."""

    site: Site

    def __call__(self, job: SheetJob) -> list[tuple[str, bytes]]:
        """Return the path and the bytes of each script's file."""
        scripts, head = self.site.scripts, job.head
        made = sheet_pages(self.theme, scripts, job)
        places = (
            page_at(urls.listing(script, head.kind, head.key, job.page))
            for script in scripts
        )
        return list(zip(places, made, strict=True))

    @cached_property
    def theme(self) -> Theme:
        """The theme of the site, read once in each process."""
        return _theme(_Key(self.site))


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


class article_pages(Struct, frozen=True, dict=True):  # noqa: N801 - used as a function that processes can be sent
    """Makes every file of one article."""

    site: Site

    def __call__(self, job: Job) -> list[tuple[str, bytes]]:
        """Return the path and the bytes of each file that is wanted."""
        makers = makers_of(self.theme, self.site, job.blobs.whole(), job.around)
        return [(path, make()) for path, make in makers if path in job.wanted]

    @cached_property
    def theme(self) -> Theme:
        """The theme of the site, read once in each process."""
        return _theme(_Key(self.site))


class _Key:
    """A site as the key of a cache: two are equal when their settings are."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._text = repr(site)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


def theme_of(site: Site) -> Theme:
    """Read a site's theme anew, for this process and those it begets."""
    _theme.cache_clear()
    return _theme(_Key(site))


@lru_cache(maxsize=1)
def _theme(key: _Key) -> Theme:
    return Theme(key.site)


class Keys(NamedTuple):
    """Digests of what the files of one article show."""

    pages: str
    found: str
    others: str

    def by_path(self, site: Site, slug: str) -> dict[str, str]:
        """Return the digest of each of its files, in the order of `makers_of`."""
        pages = (f"{urls.article(script, slug)}index.html" for script in site.scripts)
        others = (urls.download(slug, kind) for kind in site.downloads)
        return {
            **dict.fromkeys(pages, self.pages),
            f"{urls.found(slug)}index.html": self.found,
            urls.article_json(slug): self.others,
            **dict.fromkeys(others, self.others),
        }


def makers_of(
    theme: Theme, site: Site, whole: Whole, around: Around
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the path of every file of an article, and what makes it."""
    entry, article, audit = whole.entry, whole.article, whole.audit
    slug, editions = entry.slug, whole.editions
    for script in site.scripts:
        shown = entry, editions[script.key], article, around
        page = partial(pages.article, theme, site, *shown)
        yield f"{urls.article(script, slug)}index.html", page
    found = partial(pages.found, theme, site, entry, article, audit)
    yield f"{urls.found(slug)}index.html", found
    known = entry, article, editions
    twin = partial(feeds.article_json, site, *known, audit, undecided=whole.undecided)
    yield urls.article_json(slug), twin
    for kind in site.downloads:
        yield urls.download(slug, kind), partial(article_file, site, *known, kind)
