"""Citations as the standard sets them; the expected ones were checked by citeproc."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.model import Entry, Shown
from generator.render.citation import citations
from generator.render.references import is_newspaper
from generator.site import Site

HERE = Path(__file__).parent
SITE = Site(root=HERE, content=HERE, base_url="https://example.org/")


def cited(
    style: str,
    *,
    date: str | None = "2020-12-19T10:44",
    authors: tuple[str, ...] = (),
    source: str | None = None,
) -> str:
    shown = Shown(title=TITLE, summary="", authors=authors, source=source)
    entry = Entry("a-1", date, False, "hans", "hans", 9, (), {}, {}, "")
    found = {one.key: one.text for one in citations(entry, shown, "zh-hans/a/", SITE)}
    return found[style].replace("YYYY-MM-DD", "2026-11-20")


ONE = ("防城港市外事办",)
TITLE = "党建引领防城港外事工作更上新台阶"
URL = "https://example.org/zh-hans/a/"


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "gbt-2025",
            f"防城港市外事办. {TITLE}[EB/OL]. （2020-12-19）[2026-11-20]. {URL}.",
        ),
        (
            "gbt-2015",
            f"防城港市外事办. {TITLE}[EB/OL]. (2020-12-19)[2026-11-20]. {URL}.",
        ),
    ],
)
def test_an_article_with_an_author(style: str, expected: str) -> None:
    assert cited(style, authors=ONE) == expected


def test_without_an_author_it_begins_with_the_title() -> None:
    expected = f"{TITLE}[EB/OL]. （2020-12-19）[2026-11-20]. {URL}."
    assert cited("gbt-2025") == expected


def test_without_a_date_only_the_day_of_access_is_left() -> None:
    assert cited("gbt-2025", date=None) == f"{TITLE}[EB/OL]. [2026-11-20]. {URL}."


def test_more_than_three_authors() -> None:
    four = ("张三", "李四", "王五", "赵六")
    assert cited("gbt-2025", authors=four).startswith("张三，李四，王五，等. ")
    assert cited("gbt-2015", authors=four).startswith("张三, 李四, 王五, 等. ")


def test_an_inferred_date_stands_in_brackets() -> None:
    assert "（[2022-04-28]）" in cited("gbt-2025", date="2022-04-28?")


def test_bibtex_keeps_names_whole_and_escapes() -> None:
    text = cited("bibtex", authors=ONE, source="日报 & 社_{50%}")
    assert text.splitlines() == [
        "@online{a-1,",
        "  author = {{防城港市外事办}},",
        f"  title = {{{{{TITLE}}}}},",
        "  date = {2020-12-19},",
        r"  organization = {{日报 \& 社\_\{50\%\}}},",
        f"  url = {{{URL}}},",
        "  urldate = {2026-11-20},",
        "  langid = {chinese},",
        "}",
    ]


def test_ris_has_a_line_for_each_fact_and_author() -> None:
    text = cited("ris", authors=("张三", "李四"), source="日报")
    assert text.splitlines() == [
        "TY  - ELEC",
        "AU  - 张三",
        "AU  - 李四",
        f"TI  - {TITLE}",
        "PB  - 日报",
        "PY  - 2020",
        "DA  - 2020/12/19",
        f"UR  - {URL}",
        "Y2  - 2026-11-20",
        "LA  - zh",
        "ER  - ",
    ]


def test_an_article_of_a_newspaper_names_it() -> None:
    bibtex = cited("bibtex", source="无锡日报", date="2020-06?")
    assert bibtex.startswith("@article{a-1,")
    assert "  journaltitle = {{无锡日报}},\n  entrysubtype = {newspaper}," in bibtex
    assert "  date = {2020-06?}," in bibtex
    ris = cited("ris", source="无锡日报", date="2020-06?").splitlines()
    assert ris[:5] == [
        "TY  - NEWS",
        f"TI  - {TITLE}",
        "T2  - 无锡日报",
        "PY  - 2020",
        "DA  - 2020/06//",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("人民日报", True),
        ("文匯報", True),
        ("大公报", True),
        ("每日电讯报", True),
        ("国务院公报", False),
        ("工作简报", False),
        ("北京大学学报", False),
        ("新华月报", False),
        ("人民日报社", False),
        ("报", False),
        ("", False),
    ],
)
def test_newspapers_are_known_by_their_names(name: str, *, expected: bool) -> None:
    assert is_newspaper(name) == expected


def test_csl_json_says_what_is_known() -> None:
    (item,) = json.loads(
        cited("csl-json", date="1986-05~", authors=("Smith, John", "张三"))
    )
    assert item["type"] == "webpage"
    assert item["issued"] == {"date-parts": [[1986, 5]], "circa": True}
    assert item["author"] == [
        {"family": "Smith", "given": "John"},
        {"literal": "张三"},
    ]
    assert "container-title" not in item


def test_the_page_can_fill_in_what_only_the_reader_knows() -> None:
    shown = Shown(title="<YYYY-MM-DD>", summary="")
    entry = Entry("a", None, False, "hans", "hans", 9, (), {}, {}, "")
    bare = Site(root=HERE, content=HERE)
    html = citations(entry, shown, "zh-hans/a/", bare)[0].html
    assert html == (
        '&lt;YYYY-MM-DD&gt;[EB/OL]. [<span class="accessed">YYYY-MM-DD</span>]. '
        '<span class="address">zh-hans/a/</span>.'
    )
