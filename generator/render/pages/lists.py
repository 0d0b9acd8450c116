"""Pages that list articles: everything, by year, month and day, by facet."""

from __future__ import annotations

from collections.abc import Iterator

from generator.library import Library
from generator.model import FACETS, Entry, Script
from generator.render import urls
from generator.render.frame import Frame, framed
from generator.render.pages.indexes import (
    calendar,
    has_page,
    index_pages,
    orders,
    term_name,
)
from generator.render.pages.listed import ListPage
from generator.render.strings import Strings
from generator.render.theme import Theme
from generator.site import Site

UNDATED = "undated"
DAYS = "days"
MONTHS = tuple(f"{month:02}" for month in range(1, 13))
DENSITIES = 4
"""How many shades tell months of few articles from months of many."""


def list_pages(
    theme: Theme, site: Site, script: Script, library: Library
) -> Iterator[ListPage]:
    """Yield every page of every list of a script, facets as the site lists them.

    All but the first page of each facet's index, which is `facet_index`.
    """
    strings = theme.strings[script.key]
    yield from _paged(site, "articles", "", strings["articles"], library.entries)
    yield from _dated(site, script, strings, library)
    for facet in site.facets:
        for part in index_pages(script, strings, library, facet):
            if part.key or part.page > 1:
                yield part
        for term in filter(has_page, library.terms[facet]):
            name = term_name(term, script, strings)
            heading = strings["term_heading"].format(facet=strings[facet], label=name)
            entries = tuple(library.entry(slug) for slug in term.slugs)
            yield from _paged(site, facet, term.key, heading, entries)


def _dated(
    site: Site, script: Script, strings: Strings, library: Library
) -> Iterator[ListPage]:
    for year, entries in library.years.items():
        yield from _paged(site, "years", year, year_name(year, strings), entries)
        for month, some in library.months(year).items() if year != UNDATED else ():
            if month:
                name = month_name(year, month, strings)
                yield from _paged(site, "years", f"{year}/{month}", name, some)
    days = calendar(script, strings, library)
    yield ListPage(DAYS, "", strings[DAYS], (), 1, 1, len(library.days), days)
    for day, entries in library.days.items():
        yield from _paged(site, DAYS, day, day_name(day, strings), entries)


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
        description=lead or _count(part, strings),
        below=path.removeprefix(f"{script.path}/"),
    )
    template = "list.html"
    if part.index:
        template = "days.html" if part.kind == DAYS else "facet.html"
    return theme.render(
        template,
        **framed(theme, site, frame),
        listed=part,
        lead=lead,
        orders=_orders(part, script, strings) if part.index else (),
        months=_months(part, script, library),
        page_links=_page_links(part, script),
    )


def _count(part: ListPage, strings: Strings) -> str:
    """Return what a list has, in a few words."""
    if part.index:
        return ""
    count = strings["count_articles"].format(n=f"{part.total:,}")
    return f"{part.heading}{strings['quote_comma']}{count}"


def facet_index(
    theme: Theme, site: Site, script: Script, library: Library, facet: str
) -> bytes:
    """Return the first page of a facet's index: its values by number of articles."""
    if facet not in FACETS:
        raise ValueError(f"there is no facet {facet}")
    first = next(index_pages(script, theme.strings[script.key], library, facet))
    return listing(theme, site, script, library, first)


def years(theme: Theme, site: Site, script: Script, library: Library) -> bytes:
    """Return the page of all years, each with its months and counts."""
    strings = theme.strings[script.key]
    groups = [
        (
            year_name(year, strings),
            urls.listing(script, "years", year),
            len(entries),
            _calendar(year, script, library) if year != UNDATED else [],
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


def year_name(year: str, strings: Strings) -> str:
    """Return how a year is called, or the words for no date."""
    return strings["undated" if year == UNDATED else "year_name"].format(year=year)


def month_name(year: str, month: str, strings: Strings) -> str:
    """Return how a month is called."""
    return strings["month_name"].format(year=year, month=int(month))


def day_name(day: str, strings: Strings) -> str:
    """Return how a day of any year, `12-19`, is called."""
    month, _, number = day.partition("-")
    return strings["day_of_year"].format(month=int(month), day=int(number))


def _orders(
    part: ListPage, script: Script, strings: Strings
) -> list[tuple[str, str, bool]]:
    """Return (word, path, whether it is this one) of each order of an index."""
    if part.kind not in FACETS or len(orders(part.kind)) < 2 or not part.total:
        return []
    words = {"": "by_number", "by-region": "by_region", "by-name": "by_name"}
    return [
        (
            strings[words[order]],
            urls.listing(script, part.kind, order),
            order == part.key,
        )
        for order in orders(part.kind)
    ]


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
) -> list[tuple[int, str, int, int]]:
    """Return the calendar of a year's months, on the year's own pages."""
    if part.kind != "years" or "/" in part.key or part.key == UNDATED:
        return []
    return _calendar(part.key, script, library)


def _calendar(
    year: str, script: Script, library: Library
) -> list[tuple[int, str, int, int]]:
    """Return (number, path, count, density) of a year's twelve months.

    Without path and density where there is no article; nothing when no month of the
    year is known.
    """
    counts = {month: len(some) for month, some in library.months(year).items()}
    most = max((counts[month] for month in MONTHS if month in counts), default=0)
    return [
        (
            int(month),
            urls.listing(script, "years", f"{year}/{month}"),
            counts[month],
            -(-DENSITIES * counts[month] // most),
        )
        if month in counts
        else (int(month), "", 0, 0)
        for month in (MONTHS if most else ())
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
