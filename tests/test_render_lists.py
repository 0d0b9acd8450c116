"""Lists and indexes: pages of them, their orders, the calendar, what surrounds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.ingest.places import known_places
from generator.library import Library
from generator.model import FACETS, SCRIPTS, Entry, Shown
from generator.render import pages, urls
from generator.render.pages import indexes
from generator.render.regions import CODES, lineage
from generator.render.theme import Theme
from generator.render.words import in_script
from generator.romanise import term_key
from tests.rendering import Reader, small_site

HANS = SCRIPTS["hans"]


def entry(slug: str, date: str | None = None, **facts: tuple[str, ...]) -> Entry:
    """Return an entry with sources, authors, places or keywords."""
    terms = {facet: facts.get(facet, ()) for facet in FACETS}
    (source,) = terms["sources"] or (None,)
    shown = Shown(
        title=f"题{slug}",
        summary="",
        source=source,
        authors=terms["authors"],
        places=terms["places"],
        keywords=terms["keywords"],
    )
    keys = {facet: tuple(map(term_key, some)) for facet, some in terms.items()}
    return Entry(
        slug,
        date,
        title_supplied=False,
        script="hans",
        found_script="hans",
        characters=1,
        flags=(),
        shown={"hans": shown, "hant": shown},
        terms=keys,
        digest=slug,
    )


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    return Theme(small_site(tmp_path))


def listed(theme: Theme, library: Library) -> dict[str, pages.ListPage]:
    parts = pages.list_pages(theme, theme.site, HANS, library)
    return {part.path(HANS).removeprefix("zh-hans/"): part for part in parts}


def groups(part: pages.ListPage) -> list[tuple[str, list[tuple[str, int, int]]]]:
    assert part.index
    return [
        (group.heading, [(row.label, row.count, row.depth) for row in group.rows])
        for group in part.index.groups
    ]


def test_names_are_in_the_order_of_the_script_s_libraries(theme: Theme) -> None:
    library = Library.of(
        entry(f"a{n}", authors=(name,))
        for n, name in enumerate(["王一", "丁二", "单三", "Bo", "王一"])
    )
    by_name = listed(theme, library)["authors/by-name/"]
    assert groups(by_name) == [
        ("B", [("Bo", 1, 0)]),
        ("D", [("丁二", 1, 0)]),
        ("S", [("单三", 1, 0)]),
        ("W", [("王一", 2, 0)]),
    ]
    hant = pages.list_pages(theme, theme.site, SCRIPTS["hant"], library)
    (strokes,) = [one for one in hant if (one.kind, one.key) == ("authors", "by-name")]
    assert [heading for heading, _ in groups(strokes)] == ["2 畫", "4 畫", "其他"]


def test_places_are_by_province_city_and_county(theme: Theme) -> None:
    places = ["江苏连云港", "江苏灌云", "江苏", "广西防城港", "江苏无锡", "纽约"]
    library = Library.of(entry(f"a{n}", places=(x,)) for n, x in enumerate(places))
    assert groups(listed(theme, library)["places/by-region/"]) == [
        (
            "江苏",
            [
                ("江苏", 1, 0),
                ("江苏无锡", 1, 1),
                ("江苏连云港", 1, 1),
                ("江苏灌云", 1, 2),
            ],
        ),
        ("广西", [("广西防城港", 1, 1)]),
        ("其他地点", [("纽约", 1, 0)]),
    ]


def test_every_province_has_a_code_of_its_own() -> None:
    provinces = {place.province for place in known_places().values()}
    assert CODES.keys() == provinces
    assert len(set(CODES.values())) == len(provinces) == 34


@pytest.mark.parametrize(
    ("label", "above"),
    [
        ("广西壮族自治区防城港市", ("广西", "防城港")),
        ("江苏省连云港市", ("江苏", "连云港")),
        ("江苏连云港灌云", ("江苏", "连云港", "灌云")),
        ("无锡", ("江苏", "无锡")),
        ("北京市", ("北京",)),
        ("纽约", ()),
        ("", ()),
    ],
)
def test_a_place_is_below_its_city_and_province(
    label: str, above: tuple[str, ...]
) -> None:
    assert lineage(label) == above


def test_a_long_index_has_pages_and_leads_to_each_heading(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexes, "PAGE", 3)
    names = ["阿一", "阿二", "包三", "包四", "包五", "曹六", "杜七"]
    library = Library.of(entry(f"a{n}", sources=(x,)) for n, x in enumerate(names))
    parts = listed(theme, library)
    assert {"sources/page/2/", "sources/page/3/", "sources/by-name/page/3/"} <= set(
        parts
    )
    second = parts["sources/by-name/page/2/"]
    assert [heading for heading, _ in groups(second)] == ["B", "C"]
    assert second.index
    assert second.index.jumps == (
        ("A", "zh-hans/sources/by-name/#n-A"),
        ("B", "zh-hans/sources/by-name/#n-B"),
        ("C", "zh-hans/sources/by-name/page/2/#n-C"),
        ("D", "zh-hans/sources/by-name/page/3/#n-D"),
    )
    for part in parts.values():
        page = pages.listing(theme, theme.site, HANS, part).decode()
        assert Reader(page).faults == []
        for anchor in re.findall(r'id="(n-\w)"', page):
            assert part.index
            assert any(place.endswith(f"#{anchor}") for _, place in part.index.jumps)


def test_a_keyword_of_one_article_needs_no_page(theme: Theme) -> None:
    library = Library.of(
        [
            entry("a", keywords=("港口", "海 运?")),
            entry("b", keywords=("港口",), places=("无锡",)),
        ]
    )
    parts = listed(theme, library)
    assert f"keywords/{term_key('港口')}/" in parts
    assert f"keywords/{term_key('海 运?')}/" not in parts
    assert f"places/{term_key('无锡')}/" in parts
    index = pages.listing(theme, theme.site, HANS, parts["keywords/"]).decode()
    assert '<a href="../../zh-hans/articles/a/">海 运?</a>' in index
    assert pages.around(library, "a").lonely == (term_key("海 运?"),)
    assert urls.query(HANS, "海 运?") == "zh-hans/search/?q=%E6%B5%B7%20%E8%BF%90%3F"


def test_the_calendar_has_the_days_and_months_that_have_articles(theme: Theme) -> None:
    library = Library.of(
        entry(slug, date)
        for slug, date in (
            ("a", "2020-12-19T10:44"),
            ("b", "2019-12-19"),
            ("c", "2019-02"),
            ("d", "2019-02-28?"),
            ("e", None),
            ("f", "1998"),
        )
    )
    parts = listed(theme, library)
    assert [one.slug for one in parts["days/12-19/"].entries] == ["a", "b"]
    assert parts["days/12-19/"].heading == "12月19日"
    assert groups(parts["days/"]) == [
        ("2月", [("28日", 1, 0)]),
        ("12月", [("19日", 2, 0)]),
    ]
    years = pages.years(theme, theme.site, HANS, library).decode()
    assert '<a class="d4" href="../../zh-hans/years/2019/02/">2月' in years
    assert '<a class="d2" href="../../zh-hans/years/2019/12/">12月' in years
    assert years.count('<ul class="months">') == 2  # 1998 knows no month


def test_what_surrounds_an_article() -> None:
    library = Library.of(
        [
            entry("a", "2020-01-03", sources=("甲",)),
            entry("b", "2020-01-02", sources=("乙",)),
            entry("c", "2020-01-01", sources=("甲",)),
        ]
    )
    found = pages.around(library, "b", [pages.Related("c", ("外事",))], [("a", 100)])
    assert found.newer
    assert found.older
    assert (found.newer.slug, found.older.slug) == ("a", "c")
    assert (found.newer_in_source, found.older_in_source) == (None, None)
    assert [(one.mention.slug, one.shared) for one in found.related] == [
        ("c", ("外事",))
    ]
    assert [(one.mention.slug, one.alike) for one in found.copies] == [("a", 100)]
    first = pages.around(library, "a")
    assert first.older_in_source == pages.Mention.of(library.entry("c"))
    assert first.newer_in_source is None
    assert pages.around(Library.of([entry("x")]), "x") == pages.Around()


def test_provinces_are_named_in_the_script_of_the_page() -> None:
    assert in_script("广西", SCRIPTS["hant"], source="hans") == "廣西"
