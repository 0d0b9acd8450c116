"""Ingest: every source gets its article file; what a person edited is left alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from generator.ingest import Cleaned, clean, frontmatter
from generator.ingest.articles import (
    ArticleFile,
    is_current,
    load_articles,
    new_slug,
)
from generator.ingest.collect import collected, placed
from generator.ingest.keywords import with_proposals
from generator.ingest.merge import merge_bodies, merge_metadata
from generator.ingest.outcome import Ingested, Record, Trace, options_of
from generator.ingest.read import read_file
from generator.model import Article, Source
from generator.problems import Problem, Report, problem
from generator.site import Site
from generator.value import Struct, field, replace
from generator.writing import write_file


class Job(NamedTuple):
    """A source to be cleaned, and what its editor wants kept."""

    source: Source
    keep: tuple[str, ...] = ()


Mapper = Callable[[Callable[[Job], Cleaned], Iterable[Job]], Iterator[Cleaned]]
"""Applies a function to every item, in order: `map`, or one that uses processes."""

_SHARE_LIMIT = 0.6


class Articles(Protocol):
    """The article files there are."""

    def made_from(self, source: str) -> ArticleFile | None:
        """Return the file made from the source of this path, if there is one."""
        ...

    def is_settled(self, source: Source) -> bool:
        """Tell whether it is known, unloaded, that the file of a source needs nothing."""
        ...

    def slugs(self) -> Collection[str]:
        """Return the slugs that are taken."""
        ...


class LoadedArticles:
    """All article files of a site, loaded."""

    def __init__(self, site: Site) -> None:
        """Load them."""
        self._files: dict[str, ArticleFile] = {}
        self._slugs: set[str] = set()
        for file in load_articles(site):
            self._slugs.add(Path(file.path).stem)
            if file.source:
                self._files.setdefault(file.source, file)

    def made_from(self, source: str) -> ArticleFile | None:
        """Return the file made from the source of this path, if there is one."""
        return self._files.get(source)

    def is_settled(self, source: Source) -> bool:
        """Tell whether the file of a source is what these rules make of it."""
        file = self._files.get(source.path)
        if file is None or file.article is None:
            return False
        return is_current(file.article.metadata, source.digest)

    def slugs(self) -> Collection[str]:
        """Return the slugs that are taken."""
        return self._slugs


class Outcome(Struct):
    """What became of the sources in one file."""

    counts: Ingested = field(default_factory=Ingested)
    problems: list[Problem] = field(default_factory=list)


def ingest(
    site: Site,
    report: Report,
    paths: Sequence[Path] = (),
    *,
    mapper: Mapper = map,
    force: bool = False,
) -> Ingested:
    """Write an article file for each source that has none, or an outdated one.

    `paths`: files or folders; outside the site's `content` folder they are copied
    into `content/sources` first, so that the archive keeps what it was made from.
    `force` cleans again what is up to date. Problems go to `report`.
    """
    names = list(collected(site, report, paths or [site.sources]))
    articles = LoadedArticles(site)
    outcomes = ingest_files(site, names, articles, mapper=mapper, force=force)
    total = Ingested()
    for outcome in outcomes.values():
        report.add(*outcome.problems)
        total += outcome.counts
    return total


def ingest_files(  # noqa: PLR0913 - one value for each thing a caller can decide
    site: Site,
    names: Iterable[str],
    articles: Articles,
    *,
    mapper: Mapper = map,
    force: bool = False,
    tell: Callable[[Record], None] = lambda _: None,
) -> Mapping[str, Outcome]:
    """Ingest the sources in some files of the content folder.

    Returns what became of those in each file. `tell` is called with each source.
    """
    work = _Work(site, articles, tell, force=force)
    for cleaned in mapper(cleaner(site), work.outdated(names)):
        work.take(cleaned)
    return work.outcomes


class cleaner(Struct, frozen=True):  # noqa: N801 - used as a function that processes can be sent
    """Cleans one source with the settings of the site and of the article."""

    site: Site

    def __call__(self, job: Job) -> Cleaned:
        """Return the cleaned source."""
        cleaned = with_proposals(clean(job.source, options_of(self.site, job.keep)))
        cleaning = cleaned.metadata.cleaning
        if not job.keep or cleaning is None:
            return cleaned
        marked = replace(cleaning, keep=job.keep)
        metadata = replace(cleaned.metadata, keep=job.keep, cleaning=marked)
        return replace(cleaned, metadata=metadata)


def trace_of(cleaned: Cleaned, options: tuple[str, ...]) -> Trace:
    """Return what cleaning with these options changed."""
    cleaning = cleaned.metadata.cleaning
    return Trace(options, cleaned.edits, dict(cleaning.rules) if cleaning else {})


class _Work:
    """One run of ingest: what there is, and what became of each source."""

    def __init__(
        self,
        site: Site,
        articles: Articles,
        tell: Callable[[Record], None],
        *,
        force: bool,
    ) -> None:
        self.site, self.articles, self.tell, self.force = site, articles, tell, force
        self.taken = set(articles.slugs())
        self.outcomes: dict[str, Outcome] = {}

    def outdated(self, names: Iterable[str]) -> Iterator[Job]:
        """Yield the sources that need cleaning; count the others."""
        for name in names:
            outcome = self.outcomes[name] = Outcome()
            for found in read_file(self.site.content / name, name):
                if isinstance(found, Problem):
                    outcome.problems.append(placed(found, self.site))
                    outcome.counts += Ingested(rejected=1)
                    continue
                if not self.force and self.articles.is_settled(found):
                    self._pass(found, outcome)
                    continue
                file = self.articles.made_from(found.path)
                if file is None:
                    yield Job(found, ())
                elif file.article is None:  # a person broke it, and is told so
                    self._pass(found, outcome)
                else:
                    yield Job(found, file.article.metadata.keep)

    def _pass(self, source: Source, outcome: Outcome) -> None:
        self.tell(Record(source))
        outcome.counts += Ingested(fresh=1)

    def take(self, cleaned: Cleaned) -> None:
        """Write the article file of a cleaned source, unless a person edited it."""
        source = cleaned.source
        options = options_of(self.site, cleaned.metadata.keep)
        self.tell(Record(source, trace_of(cleaned, options)))
        outcome = self.outcomes[source.file]
        shown = (self.site.content / source.path).relative_to(self.site.root).as_posix()
        if not cleaned.body.strip():
            outcome.problems.append(problem("no-body", shown, 1))
            outcome.counts += Ingested(rejected=1)
            return
        outcome.problems.extend(_oversized(cleaned, shown))
        file = self.articles.made_from(source.path)
        if file and file.article and _is_edited(file, file.article):
            self._protect(file, file.article, cleaned, outcome)
        else:
            self._write(file, cleaned)
            outcome.counts += Ingested(written=1)

    def _write(self, file: ArticleFile | None, cleaned: Cleaned) -> None:
        text = frontmatter.write(cleaned.metadata, cleaned.body)
        if file is None:
            slug = new_slug(cleaned.metadata, cleaned.body, self.taken)
            self.taken.add(slug)
        else:
            slug = Path(file.path).stem
        if file is None or file.text != text:
            write_file(self.site.articles / f"{slug}.md", text.encode())

    def _protect(
        self, file: ArticleFile, article: Article, cleaned: Cleaned, outcome: Outcome
    ) -> None:
        """Keep an edited file; bring a new `keep` list and its edits together."""
        source = cleaned.source
        origin, cleaning = article.metadata.origin, article.metadata.cleaning
        tell = outcome.problems.append
        if origin and origin.sha256 != source.digest:
            tell(problem("source-changed", file.path, 1, source=source.path))
        elif cleaning and cleaning.keep != article.metadata.keep:
            merged = self._merged(article, cleaning.keep, cleaned, outcome)
            if merged is not None:
                write_file(self.site.root / file.path, merged.encode())
                outcome.counts += Ingested(written=1)
                return
            tell(problem("edited-article", file.path, 1, source=source.path))
        elif file.text != frontmatter.write(cleaned.metadata, cleaned.body):
            tell(problem("edited-article", file.path, 1, source=source.path))
        outcome.counts += Ingested(protected=1)

    def _merged(
        self, article: Article, keep: tuple[str, ...], new: Cleaned, outcome: Outcome
    ) -> str | None:
        """Return the file's text made anew with the person's edits in it, or None.

        None when the text that the person began from cannot be made again.
        """
        base = cleaner(self.site)(Job(new.source, keep))
        began = frontmatter.write(base.metadata, base.body)
        cleaning = article.metadata.cleaning
        if cleaning is None or cleaning.digest != frontmatter.fingerprint(began):
            return None
        body, clash = merge_bodies(base.body, article.body, new.body)
        if clash:
            outcome.problems.append(problem("keep-clash", article.path, 1))
        metadata = merge_metadata(base.metadata, article.metadata, new.metadata)
        made = frontmatter.write(new.metadata, new.body)
        return frontmatter.signed(metadata, body, frontmatter.fingerprint(made))


def _is_edited(file: ArticleFile, article: Article) -> bool:
    return frontmatter.is_edited(file.text, article.metadata)


def _oversized(cleaned: Cleaned, shown: str) -> Iterator[Problem]:
    """Yield a warning for each rule that took most of an article."""
    if cleaned.source.kind == "html":
        return
    whole = len(cleaned.source.text)
    taken: dict[str, int] = {}
    for edit in cleaned.edits:
        taken[edit.rule] = (
            taken.get(edit.rule, 0) + len(edit.text) - len(edit.replacement)
        )
    for rule, size in taken.items():
        if size > _SHARE_LIMIT * whole and whole > 200:
            yield problem("cleaned-too-much", shown, 1, rule=rule, share=size / whole)
