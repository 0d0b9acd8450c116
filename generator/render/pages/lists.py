"""Pages that list articles: everything, by year and month, by facet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.library import Library
from generator.model import FACETS, Entry, Script
from generator.render import urls
from generator.render.frame import Frame, framed
from generator.render.strings import Strings
from generator.render.theme import Theme
from generator.site import Site

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of one list."""

    kind: str
    """`articles`, `years` or a facet."""
    key: str
    """Empty for all articles; `2020` or `2020/12` for years; else a term's key."""
    heading: str
    entries: tuple[Entry, ...]
    """Those on this page."""
    page: int
    pages: int
    total: int
    """How many articles the whole list has."""

    def path(self, script: Script) -> str:
        """Return where the page lies."""
        return urls.listing(script, self.kind, self.key, self.page)


def list_pages(
    theme: Theme, site: Site, script: Script, library: Library
) -> Iterator[ListPage]:
    """Yield every page of every list of a script, facets as the site lists them."""
    strings = theme.strings[script.key]
    yield from _paged(site, "articles", "", strings["articles"], library.entries)
    for year, entries in library.years.items():
        yield from _paged(site, "years", year, year_name(year, strings), entries)
        if year != UNDATED:
            for month, some in library.months(year).items():
                if month:
                    name = month_name(year, month, strings)
                    yield from _paged(site, "years", f"{year}/{month}", name, some)
    for facet in site.facets:
        for term in library.terms[facet]:
            label = term.label[script.key]
            if facet == "flags":
                label = strings.get(f"flag_names.{label}", label)
            heading = strings["term_heading"].format(facet=strings[facet], label=label)
            entries = tuple(library.entry(slug) for slug in term.slugs)
            yield from _paged(site, facet, term.key, heading, entries)


def listing(
    theme: Theme, site: Site, script: Script, library: Library, part: ListPage
) -> bytes:
    """Return one page of a list."""
    strings = theme.strings[script.key]
    lead = ""
    if part.kind == "flags":
        lead = strings.get(f"flag_reasons.{part.key}", "")
    title = part.heading
    if part.page > 1:
        title += " " + strings["page_number"].format(page=part.page)
    path = part.path(script)
    frame = Frame(
        script=script,
        path=path,
        title=title,
        description=lead,
        below=path.removeprefix(f"{script.path}/"),
    )
    return theme.render(
        "list.html",
        **framed(theme, site, frame),
        listed=part,
        lead=lead,
        months=_months(part, script, library),
        page_links=_page_links(part, script),
    )


def years(theme: Theme, site: Site, script: Script, library: Library) -> bytes:
    """Return the page of all years, each with its months and counts."""
    strings = theme.strings[script.key]
    groups = [
        (
            year_name(year, strings),
            urls.listing(script, "years", year),
            len(entries),
            _month_links(year, script, library) if year != UNDATED else [],
        )
        for year, entries in library.years.items()
    ]
    frame = Frame(
        script=script,
        path=urls.listing(script, "years"),
        title=strings["years"],
        below="years/",
    )
    return theme.render("years.html", **framed(theme, site, frame), groups=groups)


def facet_index(
    theme: Theme, site: Site, script: Script, library: Library, facet: str
) -> bytes:
    """Return the page of all values of a facet with their counts."""
    strings = theme.strings[script.key]
    if facet not in FACETS:
        raise ValueError(f"there is no facet {facet}")
    terms = [
        (
            strings.get(f"flag_names.{term.key}", term.label[script.key])
            if facet == "flags"
            else term.label[script.key],
            urls.listing(script, facet, term.key),
            len(term.slugs),
            strings.get(f"flag_reasons.{term.key}", "") if facet == "flags" else "",
        )
        for term in library.terms[facet]
    ]
    frame = Frame(
        script=script,
        path=urls.listing(script, facet),
        title=strings[facet],
        below=f"{facet}/",
    )
    return theme.render(
        "facet.html", **framed(theme, site, frame), facet=facet, terms=terms
    )


def year_name(year: str, strings: Strings) -> str:
    """Return how a year is called, or the words for no date."""
    return strings["undated" if year == UNDATED else "year_name"].format(year=year)


def month_name(year: str, month: str, strings: Strings) -> str:
    """Return how a month is called."""
    return strings["month_name"].format(year=year, month=int(month))


def _paged(
    site: Site, kind: str, key: str, heading: str, entries: tuple[Entry, ...]
) -> Iterator[ListPage]:
    size, total = site.page_size, len(entries)
    pages = max(1, -(-total // size))
    for page in range(1, pages + 1):
        some = entries[(page - 1) * size : page * size]
        yield ListPage(kind, key, heading, some, page, pages, total)


def _months(
    part: ListPage, script: Script, library: Library
) -> list[tuple[str, str, int]]:
    """Return (name, path, count) of a year's months, on the year's own pages."""
    if part.kind != "years" or "/" in part.key or part.key == UNDATED:
        return []
    return _month_links(part.key, script, library)


def _month_links(
    year: str, script: Script, library: Library
) -> list[tuple[str, str, int]]:
    return [
        (str(int(month)), urls.listing(script, "years", f"{year}/{month}"), len(some))
        for month, some in sorted(library.months(year).items())
        if month
    ]


def _page_links(part: ListPage, script: Script) -> list[tuple[int, str]]:
    """Return (number, path) of the pages to show links to; 0 stands for a gap."""
    near = {1, part.pages, *range(part.page - 2, part.page + 3)}
    numbers = sorted(number for number in near if 1 <= number <= part.pages)
    links: list[tuple[int, str]] = []
    for number in numbers:
        if links and number - links[-1][0] > 1:
            links.append((0, ""))
        links.append((number, urls.listing(script, part.kind, part.key, number)))
    return links
