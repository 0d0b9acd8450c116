"""Ingest: every source gets its article file; what a person edited is left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import __version__
from generator.ingest import Cleaned, clean, frontmatter
from generator.ingest.articles import ArticleFile, load_articles, new_slug
from generator.ingest.read import is_source, read_file
from generator.model import Source
from generator.problems import Problem, Report, WenyuanError, problem
from generator.site import Site
from generator.writing import write_file

Mapper = Callable[[Callable[[Source], Cleaned], Iterable[Source]], Iterator[Cleaned]]
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
    names = list(_collected(site, report, paths or [site.sources]))
    for cleaned in mapper(cleaner(site), work.outdated(names)):
        work.take(cleaned)
    return Ingested(work.written, work.fresh, work.protected, work.rejected)


@dataclass(frozen=True, slots=True)
class cleaner:  # noqa: N801 - used as a function that processes can be sent
    """Cleans one source with the site's settings."""

    site: Site

    def __call__(self, source: Source) -> Cleaned:
        """Return the cleaned source."""
        return clean(source, options_of(self.site))


def options_of(site: Site) -> tuple[str, ...]:
    """Return the cleaning options that a site's settings ask for."""
    return ("keep-punctuation",) if site.punctuation == "keep" else ()


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

    def outdated(self, names: Iterable[str]) -> Iterator[Source]:
        """Yield the sources that need cleaning; count the others."""
        for name in names:
            for found in read_file(self.site.content / name, name):
                if isinstance(found, Problem):
                    self.report.add(placed(found, self.site))
                    self.rejected += 1
                elif self._is_fresh(found):
                    self.fresh += 1
                else:
                    yield found

    def _is_fresh(self, source: Source) -> bool:
        file = self.files.get(source.path)
        if file is None:
            return False
        if file.article is None:
            return True  # broken by hand; its own problems say so
        metadata = file.article.metadata
        same = metadata.origin is not None and metadata.origin.sha256 == source.digest
        current = metadata.cleaning is None or metadata.cleaning.version == __version__
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
            self._protect(file, source, text)
            return
        else:
            slug = Path(file.path).stem
        if file is None or file.text != text:
            write_file(self.site.articles / f"{slug}.md", text.encode())
        self.written += 1

    def _protect(self, file: ArticleFile, source: Source, text: str) -> None:
        self.protected += 1
        origin = file.article.metadata.origin if file.article else None
        if origin and origin.sha256 != source.digest:
            self.report.add(problem("source-changed", file.path, 1, source=source.path))
        elif file.text != text:
            self.report.add(problem("edited-article", file.path, 1, source=source.path))


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


def placed(found: Problem, site: Site) -> Problem:
    """Return the problem with its path relative to the site's root."""
    path = (site.content / found.path).relative_to(site.root).as_posix()
    return Problem(
        found.severity, found.code, found.message, path, found.line, found.hint
    )


def _collected(site: Site, report: Report, paths: Sequence[Path]) -> Iterator[str]:
    """Yield the sources' names relative to the content folder, each once, in order."""
    names: dict[str, None] = {}
    for path in paths:
        if not path.exists():
            if path != site.sources:
                report.add(problem("unreadable", str(path), reason="no such file"))
            continue
        for file in _files(path):
            inside = _inside(site, file)
            if inside is None:
                if not is_source(file):
                    report.add(problem("unknown-kind", str(file), suffix=file.suffix))
                    continue
                inside = _copied(site, file)
            names[inside] = None
    yield from sorted(names)


def source_names(site: Site) -> list[str]:
    """Return the names of the files in `content/sources`, relative to `content`."""
    files = _files(site.sources) if site.sources.is_dir() else ()
    return sorted(path.relative_to(site.content).as_posix() for path in files)


def _files(path: Path) -> Iterator[Path]:
    """Yield the files of a folder and its folders; symbolic links are not followed."""
    if path.is_dir() and not path.is_symlink():
        for one in sorted(path.iterdir()):
            if not one.name.startswith("."):
                yield from _files(one)
    else:
        yield path


def _inside(site: Site, path: Path) -> str | None:
    absolute = path.parent.resolve() / path.name
    content = site.content.resolve()
    return (
        absolute.relative_to(content).as_posix()
        if absolute.is_relative_to(content)
        else None
    )


def _copied(site: Site, path: Path) -> str:
    """Copy a source into the archive, byte for byte, and return its name there."""
    try:
        data = path.read_bytes()
    except OSError as wrong:
        reason = wrong.strerror or "cannot be opened"
        raise WenyuanError(problem("unreadable", str(path), reason=reason)) from None
    target = site.sources / path.name
    if target.exists() and target.read_bytes() != data:
        digest = hashlib.sha256(data).hexdigest()[:8]
        target = target.with_name(f"{digest}-{path.name}")
    if not target.exists():
        write_file(target, data)
    return target.relative_to(site.content).as_posix()
