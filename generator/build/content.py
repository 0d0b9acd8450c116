"""The map over articles: everything that can be made of one article by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.build.run import Workers
from generator.build.spill import Spill
from generator.ingest import RULES, clean
from generator.ingest.articles import ArticleFile, load_articles
from generator.ingest.read import read_file
from generator.ingest.run import options_of
from generator.library import Library
from generator.model import Article, Edition, Shown, Source
from generator.problems import Report, problem
from generator.render.editions import Rendered, render
from generator.render.pages import Audit
from generator.search.documents import Analysed, Document, analyse
from generator.search.related import Related, related
from generator.site import Site

REASONS: Mapping[str, str] = {rule.name: rule.why for rule in RULES}


@dataclass(frozen=True, slots=True)
class Item:
    """An article and the source it was made from, as the map's workers get them."""

    article: Article
    source: Source | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The heavy part of an article, wanted again when its pages are made."""

    article: Article
    editions: Mapping[str, Edition]
    audit: Audit


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a worker returns for one item; picklable."""

    rendered: Rendered
    audit: Audit
    article: Article
    analysed: Analysed


@dataclass(frozen=True)
class Content:
    """The articles of a site, ready for its pages."""

    library: Library
    spill: Spill
    """`Kept` values by slug, `Analysed` ones by `search:` and slug."""
    files: int
    """Number of article files, usable or not."""

    def kept(self, slug: str) -> Kept:
        """Return the heavy part of an article."""
        found = self.spill.get(slug)
        assert isinstance(found, Kept)  # noqa: S101 - for the type checker
        return found

    @cached_property
    def related(self) -> Mapping[str, tuple[Related, ...]]:
        """Related articles by slug."""
        return related(self.analysed())

    def analysed(self) -> Iterator[Analysed]:
        """Yield what search knows of each article, in the library's order."""
        for entry in self.library.entries:
            found = self.spill.get(f"search:{entry.slug}")
            assert isinstance(found, Analysed)  # noqa: S101 - for the type checker
            yield found


@dataclass(frozen=True, slots=True)
class prepare:  # noqa: N801 - used as a function that processes can be sent
    """Makes of one article all that needs no other article."""

    site: Site

    def __call__(self, item: Item) -> Prepared:
        """Render, convert, audit and tokenise."""
        rendered = render(item.article, self.site)
        return Prepared(
            rendered=rendered,
            audit=_audit(item, self.site),
            article=item.article,
            analysed=analyse(_document(rendered)),
        )


def gather(
    site: Site,
    report: Report,
    workers: Workers,
    step: Callable[[str, Iterable[Prepared], int], Iterable[Prepared]],
) -> Content:
    """Load all article files and make of each what needs no other article.

    Files that cannot be used are reported and left out.
    """
    files = list(load_articles(site))
    usable = [file for file in files if _usable(file, report)]
    chosen = list(_published(usable, site, report))
    spill = Spill()
    entries = []
    results = workers.map(prepare(site), _items(chosen, site, report))
    for made in step("articles", results, len(chosen)):
        report.add(*made.rendered.problems)
        entry = made.rendered.entry
        entries.append(entry)
        spill.put(entry.slug, Kept(made.article, made.rendered.editions, made.audit))
        spill.put(f"search:{entry.slug}", made.analysed)
    return Content(Library.of(entries), spill, len(files))


def _usable(file: ArticleFile, report: Report) -> bool:
    report.add(*file.problems)
    return file.article is not None


def _published(
    files: Iterable[ArticleFile], site: Site, report: Report
) -> Iterator[ArticleFile]:
    """Yield the files whose article is published: no drafts, one for each source."""
    seen: dict[str, str] = {}
    for file in files:
        if file.article is None or (file.article.metadata.draft and not site.drafts):
            continue
        if file.source and file.source in seen:
            other = seen[file.source]
            report.add(problem("duplicate-origin", file.path, 1, other=other))
            continue
        if file.source:
            seen[file.source] = file.path
        yield file


def _items(files: list[ArticleFile], site: Site, report: Report) -> Iterator[Item]:
    """Yield each article with its source; each source file is read once."""
    wanted: dict[str, dict[str, ArticleFile]] = {}
    for file in files:
        name = (file.source or "").partition("#")[0]
        wanted.setdefault(name, {})[file.source or file.path] = file
    for name, left in sorted(wanted.items()):
        for source in _sources(site, name):
            found = left.pop(source.path).article if source.path in left else None
            if found:
                yield Item(found, source)
        for file in left.values():
            if file.source:
                report.add(problem("source-gone", file.path, 1, source=file.source))
            if file.article:
                yield Item(file.article, None)


def _sources(site: Site, name: str) -> Iterator[Source]:
    """Yield the sources in a file of the content folder; none if it is gone."""
    path = site.content / name
    inside = path.resolve().is_relative_to(site.content.resolve())
    if name and inside and path.is_file():
        for found in read_file(path, name):
            if isinstance(found, Source):
                yield found


def _audit(item: Item, site: Site) -> Audit:
    source = item.source
    if source is None:
        return Audit(None, (), {}, REASONS)
    cleaned = clean(source, options_of(site, item.article.metadata.keep))
    cleaning = cleaned.metadata.cleaning
    return Audit(
        source, cleaned.edits, dict(cleaning.rules) if cleaning else {}, REASONS
    )


def _document(rendered: Rendered) -> Document:
    """Return the article as search sees it."""
    entry = rendered.entry
    shown = entry.shown
    fields = {
        "title": [one.title for one in shown.values()],
        "source": [one.source or "" for one in shown.values()],
        "authors": [" ".join(one.authors) for one in shown.values()],
        "places": [" ".join(one.places) for one in shown.values()],
        "keywords": [" ".join(one.keywords) for one in shown.values()],
    }
    return Document(
        slug=entry.slug,
        date=entry.date,
        fields={
            name: "\n".join(dict.fromkeys(texts)) for name, texts in fields.items()
        },
        text={key: edition.text for key, edition in rendered.editions.items()},
        shown={key: _shown(one) for key, one in shown.items()},
        facets={
            "source": _labels([(one.source or "",) for one in shown.values()]),
            "authors": _labels([one.authors for one in shown.values()]),
            "places": _labels([one.places for one in shown.values()]),
        },
    )


def _shown(one: Shown) -> dict[str, object]:
    """Return what a result shows, without what it does not have."""
    facts = {
        "title": one.title,
        "source": one.source,
        "place": "、".join(one.places),
        "authors": "、".join(one.authors),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _labels(scripts: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return each value as all scripts write it."""
    return tuple(labels for labels in zip(*scripts, strict=True) if any(labels))
