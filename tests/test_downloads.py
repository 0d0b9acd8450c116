"""The archive as data: whole, deterministic, harmless, and made in parts."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from generator.build import downloads as offered
from generator.build.catalogue import Light
from generator.build.content import Content
from generator.build.datapackage import Offered, data_package
from generator.build.measured import Measured
from generator.model import Article, Edition, Entry
from generator.problems import Report
from generator.render import table
from generator.render.zipped import zip_file, zipped
from generator.site import Site, load_site
from generator.value import replace
from tests.rendering import ARTICLES, SCRIPT, Archive, small_site

ALL = ("zip", "epub", "oai")


@dataclass(frozen=True)
class Kept:
    """What a build keeps of one article."""

    entry: Entry
    article: Article
    editions: dict[str, Edition]


@dataclass(frozen=True)
class Stock:
    """Stands for what a build knows of its articles."""

    archive: Archive
    newest: tuple[Entry, ...]

    def entry(self, slug: str) -> Entry:
        return next(one for one in self.newest if one.slug == slug)

    def kept(self, slug: str) -> Kept:
        article = next(one for one in ARTICLES if one.slug == slug)
        editions = dict(self.archive.rendered[slug].editions)
        return Kept(self.entry(slug), article, editions)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("site")
    return Archive(small_site(folder, archives=ALL, contact="编者 <a@example.org>"))


def made(archive: Archive, **settings: Any) -> dict[str, bytes]:  # noqa: ANN401 - settings
    site: Site = replace(archive.site, **settings)
    return whole(offered.downloads(site, stock_of(archive)))


def stock_of(archive: Archive) -> Content:
    return cast("Content", Stock(archive, archive.entries))


def whole(files: Iterable[tuple[str, bytes | Measured]]) -> dict[str, bytes]:
    return {
        path: data if isinstance(data, bytes) else b"".join(data)
        for path, data in files
    }


def test_the_default_is_lean(archive: Archive) -> None:
    assert list(made(archive, archives=())) == [
        "archive.jsonl.gz",
        "metadata.csv",
        "datapackage.json",
        "SHA256SUMS",
    ]


def test_everything_is_there_when_asked_for(archive: Archive) -> None:
    files = made(archive)
    assert {"markdown.zip", "books/2020-zh-hans.epub", "oai.xml"} <= set(files)
    assert {"books/undated-zh-hant.epub", "books/2019-zh-hans.epub"} <= set(files)


def test_what_vouches_for_files_does_not_need_them_made(archive: Archive) -> None:
    files = dict(offered.downloads(archive.site, stock_of(archive)))
    assert isinstance(files["archive.jsonl.gz"], Measured)
    assert files["SHA256SUMS"] == made(archive)["SHA256SUMS"]


def test_json_lines_hold_each_article_in_each_script(archive: Archive) -> None:
    data = gzip.decompress(made(archive)["archive.jsonl.gz"])
    records = [json.loads(line) for line in data.splitlines()]
    assert [one["id"] for one in records] == [entry.slug for entry in archive.entries]
    meeting = next(one for one in records if one["id"] == "2019-hui-yi")
    assert meeting["editions"]["hant"]["text"] == "市委會議召開。"
    assert meeting["title_supplied"]


def test_a_part_is_made_only_when_one_of_its_articles_changed(
    archive: Archive,
) -> None:
    stored: dict[str, tuple[str, bytes]] = {}
    again: list[str] = []

    def keep(name: str, key: str, make: Callable[[], bytes]) -> bytes:
        if stored.get(name, ("",))[0] != key:
            stored[name] = (key, make())
            again.append(name)
        return stored[name][1]

    def run(entries: tuple[Entry, ...]) -> dict[str, bytes]:
        stock = Stock(archive, entries)
        again.clear()
        return whole(offered.downloads(archive.site, cast("Content", stock), keep))

    entries = archive.entries
    first = run(entries)
    assert first == made(archive)
    assert "archive.jsonl.gz 2020-12" in again
    assert run(entries) == first
    assert again == []
    changed = (replace(entries[0], digest="other"), *entries[1:])
    assert run(changed) == first
    assert again == [
        "archive.jsonl.gz 2020-12",
        "metadata.csv 2020-12",
        "markdown.zip 2020-12",
        "zh-hans chapters 2020-12",
        "books/2020-zh-hans.epub",
        "zh-hant chapters 2020-12",
        "books/2020-zh-hant.epub",
    ]


def test_parts_follow_the_months() -> None:
    dates = ("2020-12-19T10:44", "2020-12?", "2020", "2019~", None, None)
    slugs = ("a", "b", "c", "d", "li", "ma")
    articles = [
        Light(slug, date, "", "", "", "", "", 0, 0, None, "")
        for slug, date in zip(slugs, dates, strict=True)
    ]
    found = offered.parts(articles)
    assert {name: [one.slug for one in some] for name, _, some in found} == {
        "2020-12": ["a", "b"],
        "2020": ["c"],
        "2019": ["d"],
        "undated-l": ["li"],
        "undated-m": ["ma"],
    }


def test_the_markdown_of_all_articles(archive: Archive) -> None:
    with zipfile.ZipFile(io.BytesIO(made(archive)["markdown.zip"])) as found:
        assert found.testzip() is None
        assert sorted(found.namelist()) == sorted(
            f"articles/{one.slug}.md" for one in ARTICLES
        )
        text = found.read("articles/2019-hui-yi.md").decode()
        assert text == offered.markdown(ARTICLES[2]).decode()
        assert {one.date_time for one in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_zip_files_of_many_members_are_read_by_others() -> None:
    records = [zipped(f"名/{n}.txt", b"%d" % n) for n in range(70_000)]
    with zipfile.ZipFile(io.BytesIO(zip_file(records))) as found:
        assert len(found.namelist()) == 70_000
        assert found.read("名/69999.txt") == b"69999"
    grouped = [b"".join(records[:40]), b"".join(records[40:])]
    assert zip_file(grouped) == zip_file(records)


def read_table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_table_has_a_row_for_each_article(archive: Archive) -> None:
    data = made(archive)["metadata.csv"]
    assert data.startswith(b"\xef\xbb\xbfid,")
    rows = {row["id"]: row for row in read_table(data)}
    row = rows["2020-12-19-fang-cheng"]
    assert row["date"] == "2020-12-19T10:44"
    assert row["keywords_hant"] == "外交;港口"
    assert row["flags"] == "lost-digits;unheard-of"
    assert row["address_hans"].startswith("https://example.org/archive/zh-hans/")
    assert len(rows) == len(ARTICLES)


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠"]
)
def test_no_cell_is_a_formula(archive: Archive, sign: str) -> None:
    one = archive.entries[0]
    nasty = f"{sign}HYPERLINK(1)\x00"
    shown = {
        key: replace(value, title=nasty, source=nasty, authors=(nasty, "乙"))
        for key, value in one.shown.items()
    }
    data = table.header(archive.site) + table.rows(
        archive.site, [replace(one, shown=shown)]
    )
    (row,) = read_table(data)
    assert row["title_hans"] == f"'{sign}HYPERLINK(1)"
    for value in row.values():
        assert not value.startswith(tuple("=+-@\t\r\n＝＋－＠"))


def test_checksums_are_those_of_the_files(archive: Archive) -> None:
    files = made(archive)
    lines = files["SHA256SUMS"].decode().splitlines()
    assert {line[66:]: line[:64] for line in lines} == {
        path: hashlib.sha256(data).hexdigest()
        for path, data in files.items()
        if path != "SHA256SUMS"
    }


def test_the_data_package_describes_every_file(archive: Archive) -> None:
    files = made(archive)
    package = json.loads(files["datapackage.json"])
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    resources = {one["path"]: one for one in package["resources"]}
    assert list(resources) == [
        path for path in files if path not in {"datapackage.json", "SHA256SUMS"}
    ]
    for path, one in resources.items():
        assert one["bytes"] == len(files[path])
        assert one["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
    fields = resources["metadata.csv"]["schema"]["fields"]
    names = files["metadata.csv"].decode("utf-8-sig").partition("\r\n")[0].split(",")
    assert [field["name"] for field in fields] == names
    assert len({one["name"] for one in package["resources"]}) == len(resources)


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "path"),
        ("CC BY 4.0", "name"),
        ("版权所有", None),
        ("", None),
    ],
)
def test_a_licence_is_said_as_the_package_wants_it(
    archive: Archive, licence: str, expected: str | None
) -> None:
    site = replace(archive.site, licence=licence)
    package = json.loads(data_package(site, [Offered.of("a.zip", b"")]))
    licences = package.get("licenses", [])
    assert [list(one) for one in licences] == ([[expected]] if expected else [])


def test_each_kind_of_file_beside_an_article(archive: Archive) -> None:
    article = ARTICLES[0]
    rendered = archive.rendered[article.slug]

    def file(kind: str) -> str:
        return offered.article_file(
            archive.site, rendered.entry, article, rendered.editions, kind
        ).decode()

    assert file("md").startswith("---\ntitle: 外事工作")
    assert file("txt").startswith("外事工作“更上新台阶”\n2020-12-19T10:44\n")
    for kind, mark in (("bib", "@online"), ("ris", "TY  - ELEC"), ("csl", '[{"id"')):
        assert file(kind).startswith(mark)
        assert "YYYY" not in file(kind)


def test_the_same_bytes_every_time(archive: Archive) -> None:
    assert made(archive) == made(archive)


def test_hostile_words_stay_words(archive: Archive) -> None:
    text = gzip.decompress(made(archive)["archive.jsonl.gz"]).decode()
    hostile = json.loads(text.splitlines()[-1])
    assert hostile["editions"]["hans"]["title"].startswith(SCRIPT)


def test_what_is_asked_for_must_exist(tmp_path: Path) -> None:
    text = 'archives = ["zip", "tar"]\ndownloads = ["csl"]\narchive = []\n'
    (tmp_path / "site.toml").write_text(text, "utf-8")
    report = Report()
    site = load_site(tmp_path, report)
    assert (site.archives, site.downloads) == ((), ("csl",))
    assert [(one.code, one.line) for one in report.sorted()] == [
        ("bad-value", 1),
        ("unknown-key", 3),
    ]
    assert report.sorted()[1].hint == "did you mean `archives`?"
