"""Pages that list articles: everything, by year, month and day, by facet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.library import Library, Some, Term
from generator.model import FACETS, Script
from generator.render import urls
from generator.render.frame import Frame, framed
from generator.render.pages.indexes import (
    calendar,
    has_page,
    index_pages,
    named,
    orders,
    term_name,
)
from generator.render.pages.listed import Head, Listed, ListPage, Sheet
from generator.render.strings import Strings
from generator.render.theme import Theme
from generator.site import Site

UNDATED = "undated"
DAYS = "days"
MONTHS = tuple(f"{month:02}" for month in range(1, 13))
DENSITIES = 4
"""How many shades tell months of few articles from months of many."""


def lists(site: Site, library: Library) -> Iterator[Listed]:
    """Yield every list of articles, facets as the site has them."""
    yield _listed("articles", "", library.every)
    for year, slugs in library.years.items():
        yield Listed(Head("years", year, len(slugs), _counts(library, year)), slugs)
        for month, some in library.months(year).items() if year != UNDATED else ():
            if month:
                yield _listed("years", f"{year}/{month}", some)
    for day, slugs in library.days.items():
        yield _listed(DAYS, day, slugs)
    for facet in site.facets:
        for term in filter(has_page, library.terms[facet]):
            yield _listed(facet, term.key, term.slugs)


def _listed(kind: str, key: str, slugs: Some) -> Listed:
    return Listed(Head(kind, key, len(slugs)), slugs)


def label_of(library: Library, listed: Listed) -> Mapping[str, str]:
    """Return what the term of a list is called, by script key; empty without one."""
    head = listed.head
    if head.kind not in FACETS:
        return {}
    return library.label(Term(head.kind, head.key, listed.slugs))


def page_count(site: Site, listed: Listed) -> int:
    """Return how many pages a list has; one, if it has no articles."""
    return max(1, -(-len(listed.slugs) // site.page_size))


def slugs_on(site: Site, listed: Listed, page: int) -> tuple[str, ...]:
    """Return the articles on a page of a list; pages are counted from 1."""
    end = page * site.page_size
    return tuple(listed.slugs[end - site.page_size : end])


def list_page(theme: Theme, script: Script, one: Sheet) -> ListPage:
    """Return a page of a list as a script has it."""
    heading, head = _heading(one, script, theme.strings[script.key]), one.head
    return ListPage(
        head.kind,
        head.key,
        heading,
        one.entries,
        one.page,
        one.pages,
        head.total,
        months=head.months,
    )


def _heading(one: Sheet, script: Script, strings: Strings) -> str:
    kind, key = one.head.kind, one.head.key
    if kind == "articles":
        return strings["articles"]
    if kind == DAYS:
        return day_name(key, strings)
    if kind == "years":
        year, _, month = key.partition("/")
        return month_name(year, month, strings) if month else year_name(year, strings)
    name = term_name(kind, one.label, script, strings)
    return strings["term_heading"].format(facet=strings[kind], label=name)


def days_page(script: Script, strings: Strings, library: Library) -> ListPage:
    """Return the calendar of all days that have articles."""
    days = calendar(script, strings, library)
    return ListPage(DAYS, "", strings[DAYS], (), 1, 1, len(library.days), days)


def list_pages(
    theme: Theme, site: Site, script: Script, library: Library
) -> Iterator[ListPage]:
    """Yield every page of every list of a script, and of every index."""
    for listed in lists(site, library):
        label, pages = label_of(library, listed), page_count(site, listed)
        for page in range(1, pages + 1):
            entries = library.entries(slugs_on(site, listed, page))
            one = Sheet(listed.head, label, page, pages, entries)
            yield list_page(theme, script, one)
    strings = theme.strings[script.key]
    yield days_page(script, strings, library)
    for facet in site.facets:
        terms = named(library, library.terms[facet])
        yield from index_pages(script, strings, facet, terms)


def listing(theme: Theme, site: Site, script: Script, part: ListPage) -> bytes:
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
        months=_months(part, script),
        page_links=_page_links(part, script),
        feed=urls.feed(script, part.kind, part.key)
        if site.base_url and part.kind == "sources"
        else "",
    )


def _count(part: ListPage, strings: Strings) -> str:
    """Return what a list has, in a few words."""
    if part.index:
        return ""
    count = strings["count_articles"].format(n=f"{part.total:,}")
    return f"{part.heading}{strings['quote_comma']}{count}"


def years(theme: Theme, site: Site, script: Script, library: Library) -> bytes:
    """Return the page of all years, each with its months and counts."""
    strings = theme.strings[script.key]
    groups = [
        (
            year_name(year, strings),
            urls.listing(script, "years", year),
            len(slugs),
            _calendar(year, script, _counts(library, year)),
        )
        for year, slugs in library.years.items()
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


def _counts(library: Library, year: str) -> dict[str, int]:
    """Return how many articles each month of a year has."""
    if year == UNDATED:
        return {}
    return {month: len(some) for month, some in library.months(year).items()}


def _months(part: ListPage, script: Script) -> list[tuple[int, str, int, int]]:
    """Return the calendar of a year's months, on the year's own pages."""
    return _calendar(part.key, script, part.months)


def _calendar(
    year: str, script: Script, counts: Mapping[str, int]
) -> list[tuple[int, str, int, int]]:
    """Return (number, path, count, density) of a year's twelve months.

    Without path and density where there is no article; nothing when no month of the
    year is known.
    """
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
