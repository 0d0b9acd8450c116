"""Ingest: every source gets its article file; what a person edited is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from generator import __version__
from generator.ingest import Cleaned, clean, frontmatter
from generator.ingest.articles import ArticleFile, load_articles, new_slug
from generator.ingest.collect import collected, placed
from generator.ingest.merge import merge_bodies, merge_metadata
from generator.ingest.read import read_file
from generator.model import Article, Source
from generator.problems import Problem, Report, problem
from generator.site import Site
from generator.writing import write_file


class Job(NamedTuple):
    """A source to be cleaned, and what its editor wants kept."""

    source: Source
    keep: tuple[str, ...] = ()


Mapper = Callable[[Callable[[Job], Cleaned], Iterable[Job]], Iterator[Cleaned]]
"""Applies a function to every item, in order: `map`, or one that uses processes."""

_SHARE_LIMIT = 0.6


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of the sources; the five counts add up to all of them."""

    written: int = 0
    fresh: int = 0
    """Article file present and made from this very source by these rules."""
    protected: int = 0
    """Article file edited by a person; left alone."""
    rejected: int = 0

    @property
    def total(self) -> int:
        """Number of sources found."""
        return self.written + self.fresh + self.protected + self.rejected


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
    work = _Work(site, report, force=force)
    names = list(collected(site, report, paths or [site.sources]))
    for cleaned in mapper(cleaner(site), work.outdated(names)):
        work.take(cleaned)
    return Ingested(work.written, work.fresh, work.protected, work.rejected)


@dataclass(frozen=True, slots=True)
class cleaner:  # noqa: N801 - used as a function that processes can be sent
    """Cleans one source with the settings of the site and of the article."""

    site: Site

    def __call__(self, job: Job) -> Cleaned:
        """Return the cleaned source."""
        cleaned = clean(job.source, options_of(self.site, job.keep))
        cleaning = cleaned.metadata.cleaning
        if not job.keep or cleaning is None:
            return cleaned
        marked = replace(cleaning, keep=job.keep)
        metadata = replace(cleaned.metadata, keep=job.keep, cleaning=marked)
        return replace(cleaned, metadata=metadata)


def options_of(site: Site, keep: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the cleaning options that the settings of site and article ask for."""
    whole = ("keep-punctuation",) if site.punctuation == "keep" else ()
    return (*whole, *(f"keep:{one}" for one in keep))


class _Work:
    """One run of ingest: what there is, and what became of each source."""

    def __init__(self, site: Site, report: Report, *, force: bool) -> None:
        self.site, self.report, self.force = site, report, force
        self.files: dict[str, ArticleFile] = {}
        self.taken: set[str] = set()
        self.written = self.fresh = self.protected = self.rejected = 0
        for file in load_articles(site):
            self.taken.add(Path(file.path).stem)
            if file.source and file.source not in self.files:
                self.files[file.source] = file

    def outdated(self, names: Iterable[str]) -> Iterator[Job]:
        """Yield the sources that need cleaning; count the others."""
        for name in names:
            for found in read_file(self.site.content / name, name):
                if isinstance(found, Problem):
                    self.report.add(placed(found, self.site))
                    self.rejected += 1
                elif self._is_fresh(found):
                    self.fresh += 1
                else:
                    yield Job(found, self._keep(found))

    def _keep(self, source: Source) -> tuple[str, ...]:
        file = self.files.get(source.path)
        return file.article.metadata.keep if file and file.article else ()

    def _is_fresh(self, source: Source) -> bool:
        file = self.files.get(source.path)
        if file is None:
            return False
        if file.article is None:
            return True  # broken by hand; its own problems say so
        metadata = file.article.metadata
        same = metadata.origin is not None and metadata.origin.sha256 == source.digest
        cleaning = metadata.cleaning
        current = cleaning is None or (
            cleaning.version == __version__ and cleaning.keep == metadata.keep
        )
        return same and current and not self.force

    def take(self, cleaned: Cleaned) -> None:
        """Write the article file of a cleaned source, unless a person edited it."""
        source = cleaned.source
        shown = (self.site.content / source.path).relative_to(self.site.root).as_posix()
        if not cleaned.body.strip():
            self.report.add(problem("no-body", shown, 1))
            self.rejected += 1
            return
        self.report.add(*_oversized(cleaned, shown))
        text = frontmatter.write(cleaned.metadata, cleaned.body)
        file = self.files.get(source.path)
        if file is None:
            slug = new_slug(cleaned.metadata, cleaned.body, self.taken)
            self.taken.add(slug)
        elif file.article and frontmatter.is_edited(file.text, file.article.metadata):
            self._protect(file, file.article, cleaned)
            return
        else:
            slug = Path(file.path).stem
        if file is None or file.text != text:
            write_file(self.site.articles / f"{slug}.md", text.encode())
        self.written += 1

    def _protect(self, file: ArticleFile, article: Article, cleaned: Cleaned) -> None:
        """Keep an edited file; bring a new `keep` list and its edits together."""
        source = cleaned.source
        origin, cleaning = article.metadata.origin, article.metadata.cleaning
        if origin and origin.sha256 != source.digest:
            self.report.add(problem("source-changed", file.path, 1, source=source.path))
        elif cleaning and cleaning.keep != article.metadata.keep:
            merged = self._merged(article, cleaning.keep, cleaned)
            if merged is not None:
                write_file(self.site.root / file.path, merged.encode())
                self.written += 1
                return
            self.report.add(problem("edited-article", file.path, 1, source=source.path))
        elif file.text != frontmatter.write(cleaned.metadata, cleaned.body):
            self.report.add(problem("edited-article", file.path, 1, source=source.path))
        self.protected += 1

    def _merged(
        self, article: Article, keep: tuple[str, ...], new: Cleaned
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
            self.report.add(problem("keep-clash", article.path, 1))
        metadata = merge_metadata(base.metadata, article.metadata, new.metadata)
        made = frontmatter.write(new.metadata, new.body)
        return frontmatter.signed(metadata, body, frontmatter.fingerprint(made))


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
