"""Which files are sources, and how those from elsewhere come into the archive."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.ingest.read import refusal
from generator.naming import name_problem, shown_name
from generator.problems import Problem, Report, WenyuanError, problem
from generator.site import Site
from generator.writing import write_file


def placed(found: Problem, site: Site) -> Problem:
    """Return the problem with its path relative to the site's root."""
    path = (site.content / found.path).relative_to(site.root).as_posix()
    return Problem(
        found.severity, found.code, found.message, path, found.line, found.hint
    )


def collected(site: Site, report: Report, paths: Sequence[Path]) -> Iterator[str]:
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
                wrong = _refusal(file)
                if wrong:
                    report.add(wrong)
                    continue
                inside = _copied(site, file)
            names[inside] = None
    yield from sorted(names)


def source_names(site: Site) -> list[str]:
    """Return the names of the files in `content/sources`, relative to `content`."""
    files = _files(site.sources) if site.sources.is_dir() else ()
    names = (path.relative_to(site.content).as_posix() for path in files)
    return sorted(map(shown_name, names))


def _refusal(path: Path) -> Problem | None:
    """Return why a file is not even copied: a link could lead to anything."""
    name = shown_name(str(path))
    wrong = name_problem(name) if name != str(path) else None
    return refusal(path, name) or wrong


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
        shown_name(absolute.relative_to(content).as_posix())
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
