"""Indexes: all sources, authors, places, keywords or flags, each with its number.

By number, by name as the script's libraries order names, and places by region.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.collation import by_pinyin, by_strokes
from generator.library import Library, Term
from generator.model import SCRIPTS, Script
from generator.render import urls
from generator.render.pages.listed import Group, Index, ListPage, Row
from generator.render.regions import CODES, lineage
from generator.render.strings import Strings
from generator.render.words import in_script

PAGE = 300
"""Most lists on one page of an index."""
BY_NAME, BY_REGION = "by-name", "by-region"


class Named(NamedTuple):
    """A term and what it is called, by script key."""

    term: Term
    label: Mapping[str, str]

    @property
    def total(self) -> int:
        """How many articles carry it."""
        return len(self.term.slugs)


def named(library: Library, terms: Iterable[Term]) -> list[Named]:
    """Look up what terms are called."""
    return [Named(term, library.label(term)) for term in terms]


def orders(facet: str) -> tuple[str, ...]:
    """Return the orders in which a facet's index can be read, by number first."""
    if facet == "flags":
        return ("",)
    return ("", BY_REGION, BY_NAME) if facet == "places" else ("", BY_NAME)


def has_page(term: Term) -> bool:
    """Tell whether a term has a list of its own: a keyword needs two articles."""
    return term.facet != "keywords" or len(term.slugs) > 1


def term_name(
    facet: str, label: Mapping[str, str], script: Script, strings: Strings
) -> str:
    """Return what a term is called; the words of flags are the interface's."""
    name = label[script.key]
    if facet == "flags":
        return strings.get(f"flag_names.{name}", name)
    return name


def index_pages(
    script: Script, strings: Strings, facet: str, terms: Sequence[Named]
) -> Iterator[ListPage]:
    """Yield every page of a facet's index in each of its orders."""
    for order in orders(facet) if terms else ("",):
        groups = _GROUPED[order](script, strings, terms)
        yield from _paged(script, strings[facet], facet, order, groups)


def index_places(facet: str, terms: int) -> Iterator[tuple[str, int]]:
    """Yield the order and the number of every page of a facet's index."""
    for order in orders(facet) if terms else ("",):
        for page in range(1, max(1, -(-terms // PAGE)) + 1):
            yield order, page


def top(
    script: Script, strings: Strings, library: Library, facet: str, count: int
) -> tuple[Row, ...]:
    """Return the values of a facet with the most articles."""
    most = named(library, library.terms[facet][:count])
    return tuple(_row(script, strings, one) for one in most)


def calendar(script: Script, strings: Strings, library: Library) -> Index:
    """Return the days of the year that have articles, by month."""
    months: dict[str, list[Row]] = {}
    for date, slugs in library.days.items():
        month, _, day = date.partition("-")
        path = urls.listing(script, "days", date)
        name = strings["day_short"].format(day=int(day))
        months.setdefault(month, []).append(Row(name, path, len(slugs)))
    return Index(
        tuple(
            Group(strings["month_short"].format(month=int(month)), "", tuple(rows))
            for month, rows in months.items()
        )
    )


def _row(script: Script, strings: Strings, one: Named, depth: int = 0) -> Row:
    term = one.term
    path = urls.listing(script, term.facet, term.key)
    if not has_page(term):
        path = urls.article(script, term.slugs[0])
    remark = ""
    if term.facet == "flags":
        remark = strings.get(f"flag_reasons.{term.key}", "")
    name = term_name(term.facet, one.label, script, strings)
    return Row(name, path, one.total, remark, depth)


def _by_number(
    script: Script, strings: Strings, terms: Iterable[Named]
) -> Iterator[Group]:
    rows = tuple(_row(script, strings, one) for one in terms)
    if rows:
        yield Group("", "", rows)


def _by_name(
    script: Script, strings: Strings, terms: Iterable[Named]
) -> Iterator[Group]:
    found: dict[str, list[Named]] = {}
    for one in terms:
        name = term_name(one.term.facet, one.label, script, strings)
        found.setdefault(name, []).append(one)
    simplified = script.key == "hans"
    # A key is the romanised name and a hash of it: see romanise.term_key.
    sounds = {name: some[0].term.key.rpartition("-")[0] for name, some in found.items()}
    order = by_pinyin(found, sounds) if simplified else by_strokes(found)
    for heading, names in order:
        rows = tuple(
            _row(script, strings, one) for name in names for one in found[name]
        )
        words = heading
        if heading.isdigit():
            words = strings["strokes"].format(n=heading)
        yield Group(words or strings["other_names"], f"n-{heading or 'other'}", rows)


def _by_region(
    script: Script, strings: Strings, terms: Iterable[Named]
) -> Iterator[Group]:
    """Group places by province, cities before their counties; what is none, last."""
    found: dict[str, list[tuple[tuple[str, ...], Named]]] = {}
    for one in terms:
        above = lineage(in_script(one.label[script.key], SCRIPTS["hans"]))
        found.setdefault(above[0] if above else "", []).append((above, one))
    totals = {
        province: sum(one.total for _, one in some) for province, some in found.items()
    }
    for province in sorted(found, key=lambda name: (not name, -totals[name], name)):
        some = sorted(found[province], key=lambda pair: (pair[0], pair[1].term.key))
        rows = tuple(
            _row(script, strings, one, max(0, len(above) - 1)) for above, one in some
        )
        name = (
            in_script(province, script, source="hans")
            if province
            else strings["other_places"]
        )
        yield Group(name, f"r-{CODES.get(province, 'other')}", rows)


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
