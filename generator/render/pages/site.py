"""Pages that are there once: home, search, data, notes, the chooser, not found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.library import Counts, Library
from generator.model import SCRIPTS, Script
from generator.render import structured, urls
from generator.render.frame import Frame, framed
from generator.render.html import Html, scrollable
from generator.render.pages.indexes import top
from generator.render.pages.lists import UNDATED, year_name
from generator.render.strings import CATALOGUES, Strings
from generator.render.theme import Theme
from generator.site import Site
from generator.value import Struct

NEWEST = 10
"""How many articles the home page shows."""
TOP_TERMS = 12
"""How many values of each facet the home page shows."""

_NOTE_LINK = re.compile(r'(<a href=")([a-z0-9-]+)\.md(#[^"]*)?"')


class Note(Struct, frozen=True):
    """One of the site's own pages, already in the script of the page."""

    name: str
    """Part of its URL: `about`, `site`; [a-z0-9-]."""
    title: str
    html: str
    """Its body, from `to_html`."""


def home(
    theme: Theme, site: Site, script: Script, library: Library, characters: int
) -> bytes:
    """Return the home page of a script.

    `characters` are those of all articles, roughly: an edit leaves most pages alone.
    """
    strings = theme.strings[script.key]
    frame = Frame(
        script=script,
        path=urls.home(script),
        structured=structured.website_data(site, script),
    )
    most = max((len(some) for some in library.years.values()), default=1)
    return theme.render(
        "home.html",
        **framed(theme, site, frame),
        newest=library.entries(library.slugs[:NEWEST]),
        stats=(
            ("stat_articles", len(library.slugs)),
            ("stat_years", sum(year != UNDATED for year in library.years)),
            ("stat_sources", len(library.terms["sources"])),
            ("stat_characters", characters),
        ),
        years=[
            (
                year_name(year, strings),
                urls.listing(script, "years", year),
                len(some),
                max(1, round(100 * len(some) / most)),
            )
            for year, some in library.years.items()
        ],
        facets=[
            (
                facet,
                len(library.terms[facet]),
                top(script, strings, library, facet, TOP_TERMS),
            )
            for facet in ("sources", "authors", "places", "keywords")
            if facet in site.facets and library.terms[facet]
        ],
    )


def search_page(theme: Theme, site: Site, script: Script, manifest: bytes) -> bytes:
    """Return the search page of a script; its form works by GET, `?q=…`.

    It carries the manifest of the index, JSON without `<`, so that its script
    need not fetch it.
    """
    frame = Frame(
        script=script,
        path=urls.search(script),
        title=theme.strings[script.key]["search_title"],
        below="search/",
    )
    copy = Html(manifest.decode())
    return theme.render("search.html", manifest=copy, **framed(theme, site, frame))


def data_page(
    theme: Theme,
    site: Site,
    script: Script,
    counts: Counts,
    files: Sequence[str] = (),
) -> bytes:
    """Return the page about the archive as data.

    `files` are paths from the site's root of what can be downloaded; those that
    the catalogue names as `file_…` are described.
    """
    strings = theme.strings[script.key]
    described = [
        (path, strings.get(f"file_{_stem(path)}", path))
        for path in files
        if not path.startswith(urls.BOOKS)
    ]
    figures = [
        ("data_articles", counts.articles),
        ("data_characters", counts.characters),
        ("data_undated", counts.undated),
        ("data_flags", counts.flags),
    ]
    frame = Frame(
        script=script,
        path=urls.data(script),
        title=strings["data_title"],
        below="data/",
        structured=structured.dataset_data(site, script, counts.years, files),
    )
    return theme.render(
        "data.html",
        **framed(theme, site, frame),
        files=described,
        books=_books(site, strings, files),
        counts=figures,
    )


def _books(
    site: Site, strings: Strings, files: Sequence[str]
) -> list[tuple[Script, list[tuple[str, str]]]]:
    """Return the books among `files` as (name of the year, path), by script."""
    found = []
    for script in site.scripts:
        end = f"-{script.path}.epub"
        years = [
            (path.removeprefix(urls.BOOKS).removesuffix(end), path)
            for path in files
            if path.startswith(urls.BOOKS) and path.endswith(end)
        ]
        named = [(year_name(year, strings), path) for year, path in years]
        found += [(script, named)] if named else []
    return found


def _stem(path: str) -> str:
    """Return `archive` for `archive.jsonl.gz`, `checksums` for `SHA256SUMS`."""
    name = path.rpartition("/")[2]
    return "checksums" if name == "SHA256SUMS" else name.partition(".")[0]


def note(theme: Theme, site: Site, script: Script, note: Note) -> bytes:
    """Return one of the site's own pages; links to `other.md` lead to that note."""
    path = urls.note(script, note.name)
    root = urls.root_of(path)

    def linked(found: re.Match[str]) -> str:
        lead, name, anchor = found.groups()
        return f'{lead}{root}{urls.note(script, name)}{anchor or ""}"'

    frame = Frame(
        script=script,
        path=path,
        title=note.title,
        below=path.removeprefix(f"{script.path}/"),
    )
    return theme.render(
        "note.html",
        **framed(theme, site, frame),
        note=note,
        body=scrollable(
            _NOTE_LINK.sub(linked, note.html), theme.strings[script.key]["table"]
        ),
    )


def notes_index(
    theme: Theme, site: Site, script: Script, notes: Sequence[Note]
) -> bytes:
    """Return the list of the site's own pages."""
    frame = Frame(
        script=script,
        path=urls.note(script, ""),
        title=theme.strings[script.key]["notes_title"],
        below="notes/",
    )
    links = [(note.title, urls.note(script, note.name)) for note in notes]
    return theme.render("notes.html", **framed(theme, site, frame), links=links)


def not_found(theme: Theme, site: Site) -> bytes:
    """Return 404.html, in all scripts; its links begin with the site's base path.

    A host serves it for any address, so relative links would lead astray.
    """
    frame = Frame(
        script=site.scripts[0],
        path="404.html",
        root=site.base_path,
        below=None,
        indexed=False,
    )
    return theme.render(
        "404.html", **framed(theme, site, frame), words=_spoken(theme, site)
    )


def chooser(theme: Theme, site: Site) -> bytes:
    """Return the root page, which leads to the reader's script.

    Without JavaScript it is a page with one link per script.
    """
    frame = Frame(script=site.scripts[0], path="", below="")
    return theme.render(
        "chooser.html", **framed(theme, site, frame), words=_spoken(theme, site)
    )


def _spoken(theme: Theme, site: Site) -> list[tuple[str, Strings, list[Script]]]:
    """Return each language of the interface: its tag, its words, and its scripts."""
    scripts: dict[str, list[Script]] = {}
    for script in site.scripts:
        own = site.interface == "script"
        language = CATALOGUES[script.key] if own else site.interface
        scripts.setdefault(language, []).append(script)
    return [
        (SCRIPTS[language].tag if language in SCRIPTS else language, words, some)
        for language, some in scripts.items()
        for words in [theme.strings[some[0].key]]
    ]
