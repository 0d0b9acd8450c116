"""Ingest writes an article file for each source, and never over a person's work."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from generator.ingest.articles import SIZE_LIMIT, load_article
from generator.ingest.run import ingest
from generator.problems import Report
from generator.site import Site, load_site

TEXT = """渡口的早晨
2021-03-04 07:05　来源：江州晚报
江州的渡口在城东，每天清晨五点，第一班船载着菜农过江。
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "content/sources").mkdir(parents=True)
    (tmp_path / "site.toml").write_text("")
    (tmp_path / "content/sources/a.txt").write_text(TEXT)
    return load_site(tmp_path, Report())


def articles(site: Site) -> list[str]:
    return sorted(path.name for path in site.articles.glob("*.md"))


def test_a_source_becomes_an_article_file(site: Site) -> None:
    report = Report()
    made = ingest(site, report)
    assert (made.written, made.total, report.problems) == (1, 1, [])
    assert articles(site) == ["2021-03-04-du-kou-de-zao-chen.md"]
    again = ingest(site, report)
    assert (again.written, again.fresh) == (0, 1)


def test_an_edited_article_is_kept_and_said(site: Site) -> None:
    ingest(site, Report())
    (path,) = site.articles.glob("*.md")
    edited = path.read_text().replace("菜农", "菜农和学生")
    path.write_text(edited)
    report = Report()
    made = ingest(site, report, force=True)
    assert made.protected == 1
    assert path.read_text() == edited
    assert [one.code for one in report.problems] == ["edited-article"]
    (site.sources / "a.txt").write_text(TEXT.replace("五点", "四点"))
    report = Report()
    ingest(site, report)
    assert path.read_text() == edited
    assert [one.code for one in report.problems] == ["source-changed"]


def test_an_unedited_article_follows_its_source_and_keeps_its_name(site: Site) -> None:
    ingest(site, Report())
    names = articles(site)
    (site.sources / "a.txt").write_text(TEXT.replace("渡口的早晨", "渡口的黄昏"))
    made = ingest(site, Report())
    assert made.written == 1
    assert articles(site) == names
    assert "渡口的黄昏" in (site.articles / names[0]).read_text()


def test_sources_are_never_altered(site: Site) -> None:
    before = (site.sources / "a.txt").read_bytes()
    ingest(site, Report())
    ingest(site, Report(), force=True)
    assert (site.sources / "a.txt").read_bytes() == before


def test_files_from_elsewhere_are_copied_in(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT.replace("早晨", "夜里"))
    (folder / "b.exe").write_text("x")
    report = Report()
    made = ingest(site, report, [folder])
    assert made.written == 1
    names = sorted(path.name for path in site.sources.iterdir())
    assert len(names) == 2
    assert "a.txt" in names
    assert (site.sources / "a.txt").read_text() == TEXT
    assert [one.code for one in report.problems] == ["unknown-kind"]


def test_an_article_file_that_cannot_be_one_says_why(site: Site) -> None:
    articles = site.articles
    articles.mkdir(exist_ok=True)
    with (articles / "large.md").open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)
    (articles / "link.md").symlink_to(articles / "large.md")
    (articles / "folder.md").mkdir()
    (articles / "Title Case.md").write_text("---\ntitle: 题\n---\n")
    names = ("large", "link", "folder", "Title Case", "missing")
    found = [load_article(articles / f"{name}.md", f"{name}.md") for name in names]
    assert [one.article for one in found] == [None] * len(names)
    codes = [one.code for file in found for one in file.problems]
    assert codes == [
        "too-large",
        "not-regular",
        "not-regular",
        "bad-slug",
        "unreadable",
    ]


def test_one_bad_file_never_stops_the_others(site: Site) -> None:
    (site.sources / "empty.txt").write_bytes(b"")
    (site.sources / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n123")
    (site.sources / "noise.txt").write_bytes(bytes(range(129, 255)) * 9)
    (site.sources / "link.txt").symlink_to("/etc/passwd")
    records = [{"id": 1, "text": TEXT}, {"id": 2}]
    (site.sources / "r.jsonl").write_text("\n".join(map(json.dumps, records)))
    report = Report()
    made = ingest(site, report)
    assert (made.written, made.rejected, made.total) == (2, 5, 7)
    assert [(one.path, one.code) for one in report.sorted()] == [
        ("content/sources/empty.txt", "empty-source"),
        ("content/sources/link.txt", "not-regular"),
        ("content/sources/noise.txt", "undecodable"),
        ("content/sources/picture.txt", "not-text"),
        ("content/sources/r.jsonl", "bad-record"),
    ]
    assert report.failed()


def test_a_name_in_gbk_is_told_and_not_guessed(site: Site, tmp_path: Path) -> None:
    name = os.fsdecode("新闻.txt".encode("gb18030"))
    outside = tmp_path / "outside"
    outside.mkdir()
    for folder in (site.sources, outside):
        (folder / name).write_text(TEXT)
    report = Report()
    made = ingest(site, report, [site.sources, outside])
    assert (made.written, made.rejected) == (1, 1)
    shown = r"\xd0\xc2\xce\xc5.txt"
    inside = f"content/sources/{shown}"
    assert [(one.path, one.code) for one in report.sorted()] == [
        (str(outside / shown), "bad-name"),
        (inside, "bad-name"),
    ]
    assert all("新闻.txt" in one.hint for one in report.problems)
    assert all(str(one).isascii() or "新闻" in str(one) for one in report.problems)
    assert not (site.sources / "新闻.txt").exists()


def test_a_broken_article_file_is_not_made_twice(site: Site) -> None:
    ingest(site, Report())
    (path,) = site.articles.glob("*.md")
    path.write_text(path.read_text().replace("title:", "title: ["))
    ingest(site, Report(), force=True)
    assert len(articles(site)) == 1


def test_two_articles_of_one_name_get_two_slugs(site: Site) -> None:
    (site.sources / "b.txt").write_text(TEXT + "又一句话，写在这里，作为区别。\n")
    ingest(site, Report())
    slug = "2021-03-04-du-kou-de-zao-chen"
    assert articles(site) == [f"{slug}-2.md", f"{slug}.md"]


def test_a_record_s_own_metadata_wins_and_stays(site: Site) -> None:
    record = {
        "id": "x",
        "title": "记录的题目",
        "date": "2019-01-02",
        "authors": ["甲乙"],
        "rights": "公有领域",
        "text": TEXT,
    }
    (site.sources / "r.jsonl").write_text(json.dumps(record))
    ingest(site, Report())
    text = (site.articles / "2019-01-02-ji-lu-de-ti-mu.md").read_text()
    assert "title: 记录的题目" in text
    assert "authors: [甲乙]" in text
    assert "source: 江州晚报" in text
    assert "rights: 公有领域" in text
    assert "渡口的早晨" in text


SHARED_LINE = """渡口的早晨
江州的渡口在城东，每天清晨五点，第一班船载着菜农过江。
后来城里修了桥，渡船仍旧开着。坐船的人说，慢有慢的好处。
分享到：微信 微博
"""


def keep(path: Path, *what: str) -> None:
    text = path.read_text()
    path.write_text(text.replace("origin:", f"keep: [{', '.join(what)}]\norigin:", 1))


def test_an_editor_can_undo_a_rule_or_a_span(site: Site) -> None:
    (site.sources / "a.txt").write_text(SHARED_LINE)
    ingest(site, Report())
    (path,) = site.articles.glob("*.md")
    assert "分享到" not in path.read_text()
    at = SHARED_LINE.index("分享到")
    for what in ("credit-line", f"{at}-{at + 3}"):
        keep(path, what)
        report = Report()
        ingest(site, report)
        assert report.problems == []
        assert "分享到：微信 微博" in path.read_text()
        assert f"keep: [{what}]" in path.read_text()
        again = ingest(site, Report())
        assert (again.fresh, again.written) == (1, 0)
        path.unlink()
        ingest(site, Report())


def test_undoing_a_removal_keeps_the_edits_elsewhere(site: Site) -> None:
    (site.sources / "a.txt").write_text(SHARED_LINE)
    ingest(site, Report())
    (path,) = site.articles.glob("*.md")
    path.write_text(
        path.read_text().replace("菜农", "菜农和学生").replace("早晨", "清晨", 1)
    )
    keep(path, "credit-line")
    report = Report()
    ingest(site, report)
    assert report.problems == []
    text = path.read_text()
    assert "菜农和学生" in text
    assert "title: 渡口的清晨" in text
    assert "分享到：微信 微博" in text
    ingest(site, Report(), force=True)
    assert path.read_text() == text


def test_where_both_changed_the_person_s_paragraph_stays(site: Site) -> None:
    text = SHARED_LINE.replace("好处。\n分享到：微信 微博", "好处。（记者 李远）")
    (site.sources / "a.txt").write_text(text)
    ingest(site, Report())
    (path,) = site.articles.glob("*.md")
    path.write_text(path.read_text().replace("慢有慢的好处", "慢也有好处"))
    keep(path, "signature")
    report = Report()
    ingest(site, report)
    assert [one.code for one in report.problems] == ["keep-clash"]
    assert "慢也有好处。\n" in path.read_text()


@pytest.mark.parametrize(
    "name",
    [
        "a  b.txt",
        " a.txt",
        "a .txt",
        "a\tb.txt",
        "a\nb.txt",
        "a\r.txt",
        "a\x1b[31m.txt",
        "a\x85.txt",
        "a\u2028b.txt",
        "第1期#2 {x}, y: z.txt",
        "x.jsonl#1.txt",
    ],
)
def test_any_name_of_a_file_leads_back_to_it(site: Site, name: str) -> None:
    (site.sources / "a.txt").rename(site.sources / name)
    assert ingest(site, Report()).written == 1
    report = Report()
    again = ingest(site, report)
    assert (again.written, again.fresh, report.problems) == (0, 1, [])
    assert len(articles(site)) == 1


def test_records_of_one_id_are_told_apart(site: Site) -> None:
    (site.sources / "a.txt").unlink()
    records = [{"id": 2, "text": TEXT}, {"text": TEXT}, {"id": "2", "text": TEXT}]
    (site.sources / "r.jsonl").write_text("\n".join(map(json.dumps, records)))
    report = Report()
    assert ingest(site, report).written == 1
    assert [(one.line, one.code) for one in report.sorted()] == [
        (2, "bad-record"),
        (3, "bad-record"),
    ]
    assert all("id 2 is that of line 1" in one.message for one in report.problems)
    assert ingest(site, Report()).fresh == 1


def test_links_and_pipes_from_elsewhere_are_not_copied(
    site: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (tmp_path / "secret").write_text(TEXT)
    (folder / "link.txt").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "pipe.txt")
    report = Report()
    assert ingest(site, report, [folder]).total == 0
    assert [one.code for one in report.problems] == ["not-regular"] * 2
    assert [path.name for path in site.sources.iterdir()] == ["a.txt"]


def test_a_stated_date_that_is_none_is_noted(site: Site) -> None:
    (site.sources / "a.txt").unlink()
    record = {"title": "题", "date": "去年夏天", "text": "渔民们从四面八方赶来。"}
    (site.sources / "r.jsonl").write_text(json.dumps(record))
    ingest(site, Report())
    (path,) = site.articles.glob("*.md")
    assert "- {code: no-date, note: 去年夏天}" in path.read_text()
