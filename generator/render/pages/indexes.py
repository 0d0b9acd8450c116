"""Indexes: all sources, authors, places, keywords or flags, each with its number.

By number, by name as the script's libraries order names, and places by region.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.collation import by_pinyin, by_strokes
from generator.library import Library
from generator.model import SCRIPTS, Script, Term
from generator.render import urls
from generator.render.pages.listed import Group, Index, ListPage, Row
from generator.render.regions import lineage
from generator.render.strings import Strings
from generator.render.words import in_script
from generator.romanise import romanise

PAGE = 300
"""Most lists on one page of an index."""
BY_NAME, BY_REGION = "by-name", "by-region"


def orders(facet: str) -> tuple[str, ...]:
    """Return the orders in which a facet's index can be read, by number first."""
    if facet == "flags":
        return ("",)
    return ("", BY_REGION, BY_NAME) if facet == "places" else ("", BY_NAME)


def has_page(term: Term) -> bool:
    """Tell whether a term has a list of its own: a keyword needs two articles."""
    return term.facet != "keywords" or len(term.slugs) > 1


def term_name(term: Term, script: Script, strings: Strings) -> str:
    """Return what a term is called; the words of flags are the interface's."""
    label = term.label[script.key]
    if term.facet == "flags":
        return strings.get(f"flag_names.{label}", label)
    return label


def index_pages(
    script: Script, strings: Strings, library: Library, facet: str
) -> Iterator[ListPage]:
    """Yield every page of a facet's index in each of its orders."""
    terms = library.terms[facet]
    for order in orders(facet) if terms else ("",):
        groups = _GROUPED[order](script, strings, terms)
        yield from _paged(script, strings[facet], facet, order, groups)


def top(
    script: Script, strings: Strings, library: Library, facet: str, count: int
) -> tuple[Row, ...]:
    """Return the values of a facet with the most articles."""
    return tuple(_row(script, strings, term) for term in library.terms[facet][:count])


def calendar(script: Script, strings: Strings, library: Library) -> Index:
    """Return the days of the year that have articles, by month."""
    months: dict[str, list[Row]] = {}
    for date, entries in library.days.items():
        month, _, day = date.partition("-")
        path = urls.listing(script, "days", date)
        months.setdefault(month, []).append(Row(str(int(day)), path, len(entries)))
    return Index(
        tuple(
            Group(strings["month_short"].format(month=int(month)), "", tuple(rows))
            for month, rows in months.items()
        )
    )


def _row(script: Script, strings: Strings, term: Term, depth: int = 0) -> Row:
    path = urls.listing(script, term.facet, term.key)
    if not has_page(term):
        path = urls.article(script, term.slugs[0])
    remark = ""
    if term.facet == "flags":
        remark = strings.get(f"flag_reasons.{term.key}", "")
    name = term_name(term, script, strings)
    return Row(name, path, len(term.slugs), remark, depth)


def _by_number(
    script: Script, strings: Strings, terms: Iterable[Term]
) -> Iterator[Group]:
    rows = tuple(_row(script, strings, term) for term in terms)
    if rows:
        yield Group("", "", rows)


def _by_name(
    script: Script, strings: Strings, terms: Iterable[Term]
) -> Iterator[Group]:
    named: dict[str, list[Term]] = {}
    for term in terms:
        named.setdefault(term_name(term, script, strings), []).append(term)
    simplified = script.key == "hans"
    # A key is the romanised name and a hash of it: see romanise.term_key.
    sounds = {name: some[0].key.rpartition("-")[0] for name, some in named.items()}
    order = by_pinyin(named, sounds) if simplified else by_strokes(named)
    for heading, names in order:
        rows = tuple(
            _row(script, strings, term) for name in names for term in named[name]
        )
        words = heading
        if heading.isdigit():
            words = strings["strokes"].format(n=heading)
        yield Group(words or strings["other_names"], f"n-{heading or 'other'}", rows)


def _by_region(
    script: Script, strings: Strings, terms: Iterable[Term]
) -> Iterator[Group]:
    """Group places by province, cities before their counties; what is none, last."""
    found: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
    for term in terms:
        label = in_script(term.label[script.key], SCRIPTS["hans"])
        above = lineage(label)
        found.setdefault(above[0] if above else "", []).append((above, term))
    totals = {
        province: sum(len(term.slugs) for _, term in some)
        for province, some in found.items()
    }
    for province in sorted(found, key=lambda name: (not name, -totals[name], name)):
        some = sorted(found[province], key=lambda one: (one[0], one[1].key))
        rows = tuple(
            _row(script, strings, term, max(0, len(above) - 1)) for above, term in some
        )
        name = (
            in_script(province, script, source="hans")
            if province
            else strings["other_places"]
        )
        yield Group(name, f"r-{romanise(province) or 'other'}", rows)


_GROUPED = {"": _by_number, BY_NAME: _by_name, BY_REGION: _by_region}


def _paged(
    script: Script, heading: str, facet: str, order: str, groups: Iterable[Group]
) -> Iterator[ListPage]:
    """Yield pages of at most PAGE rows; a group may go on from page to page."""
    whole = list(groups)
    pages: list[list[Group]] = [[]]
    jumps: list[tuple[str, str]] = []
    room = PAGE
    for group in whole:
        rows, anchor = group.rows, group.anchor
        if anchor:
            path = urls.listing(script, facet, order, len(pages) + (room == 0))
            jumps.append((group.heading, f"{path}#{anchor}"))
        while rows:
            if room == 0:
                pages.append([])
                room = PAGE
            pages[-1].append(Group(group.heading, anchor, rows[:room]))
            taken = len(pages[-1][-1].rows)
            rows, anchor, room = rows[taken:], "", room - taken
    total = sum(len(group.rows) for group in whole)
    for number, some in enumerate(pages, 1):
        index = Index(tuple(some), tuple(jumps))
        yield ListPage(facet, order, heading, (), number, len(pages), total, index)
