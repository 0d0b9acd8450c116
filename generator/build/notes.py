"""The site's own pages: Markdown files in `content/notes`, shown in every script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.ingest import frontmatter
from generator.ingest.articles import read_text
from generator.model import Script
from generator.problems import Problem, Report, problem
from generator.render.markdown import to_html
from generator.render.pages import Note
from generator.script import convert, convert_html, quotes
from generator.site import Site
from generator.value import Struct

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?")


class _Page(Struct, frozen=True):
    name: str
    title: str
    html: str


def load_notes(site: Site, report: Report) -> Mapping[str, tuple[Note, ...]]:
    """Return the site's own pages by script key, `about` first, then by name.

    A file that cannot be one is left out, and `report` says why.
    """
    found = sorted(
        _pages(site, report), key=lambda page: (page.name != "about", page.name)
    )
    return {
        script.key: tuple(_note(page, script, site) for page in found)
        for script in site.scripts
    }


def _pages(site: Site, report: Report) -> Iterator[_Page]:
    if not site.notes.is_dir():
        return
    for path in sorted(site.notes.glob("*.md")):
        shown = path.relative_to(site.root).as_posix()
        if not _NAME.fullmatch(path.stem):
            report.add(problem("bad-slug", shown, slug=path.stem))
            continue
        text, _ = read_text(path, shown)
        if isinstance(text, Problem):
            report.add(text)
            continue
        stated = frontmatter.stated(text, shown)
        if isinstance(stated, Problem):
            report.add(stated)
            continue
        values, start = stated or ({}, 0)
        html, _ = to_html(text[start:])
        yield _Page(path.stem, str(values.get("title") or path.stem), html)


def _note(page: _Page, script: Script, site: Site) -> Note:
    """Return a page in one script; notes are written in Simplified characters."""
    if script.key == "hans":
        return Note(page.name, page.title, page.html)

    def change(text: str) -> str:
        other = convert(text, script.key, names=site.names, source="hans")
        return quotes(other, "hant") if site.quotes == "corner" else other

    return Note(page.name, change(page.title), convert_html(page.html, change))
