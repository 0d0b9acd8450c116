"""Building: the whole site from article files, the same bytes every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.build import build_site, plan_site
from generator.build import plan as planning
from generator.build.plan import Plan
from generator.build.run import ALONE, Workers, workers
from generator.build.session import Session
from generator.build.store import opened
from generator.check import check
from generator.problems import Report, WenyuanError
from generator.scaffold import scaffold
from generator.site import Site, load_site

REPOSITORY = Path(__file__).resolve().parents[1]
TEXT = """渡口的早晨{n}
2021-03-0{n} 07:05　来源：江州晚报　作者：周晓江
江州的渡口在城东，每天清晨五点，第一班船载着菜农过江。这是第{n}篇，写的是第{n}天。
后来城里修了桥，渡船仍旧开着。坐船的人说，桥上快，船上慢，慢有慢的好处。
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "archive"
    scaffold(root)
    (root / "site.toml").write_text('title = "试"\nbase_url = "https://a.example/b/"\n')
    for number in range(1, 6):
        path = root / f"content/sources/{number}.txt"
        path.write_text(TEXT.format(n=number))
    return load_site(root, Report())


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(site: Site, out: Path, jobs: int = 1) -> tuple[dict[str, bytes], Report]:
    report = Report()
    with workers(jobs) as some:
        build_site(site, report, out=out, workers=some)
    return tree(out), report


def test_three_views_of_every_article_and_the_lists(site: Site, tmp_path: Path) -> None:
    files, report = build(site, tmp_path / "out")
    assert report.problems == []
    slug = "2021-03-01-du-kou-de-zao-chen-1"
    for path in (
        f"zh-hans/articles/{slug}/index.html",
        f"zh-hant/articles/{slug}/index.html",
        f"articles/{slug}/index.html",
        f"articles/{slug}/article.json",
        "zh-hans/years/2021/03/index.html",
        "zh-hant/feed.xml",
        "sitemap.xml",
        "robots.txt",
        "404.html",
        "archive.jsonl.gz",
        "datapackage.json",
        "search/manifest.json",
    ):
        assert path in files, path
    assert "渡船" in files[f"zh-hans/articles/{slug}/index.html"].decode()
    assert "每天清晨五點" in files[f"zh-hant/articles/{slug}/index.html"].decode()
    manifest = b'id="search-manifest">' + files["search/manifest.json"] + b"</script>"
    assert manifest in files["zh-hant/search/index.html"]
    record = json.loads(files[f"articles/{slug}/article.json"])
    assert record["origin"]["sha256"]
    assert {edit["rule"] for edit in record["edits"]} >= {"title", "credit-line"}


def test_a_withdrawn_article_leaves_its_reason_and_a_renamed_one_its_address(
    site: Site, tmp_path: Path
) -> None:
    build(site, tmp_path / "first")
    slug, other = (f"2021-03-0{n}-du-kou-de-zao-chen-{n}" for n in (1, 2))
    for name, line in (
        (slug, "withdrawn: {reason: 应作者要求, date: 2026-11-20}"),
        (other, "formerly: [lao-ming]"),
    ):
        path = site.articles / f"{name}.md"
        path.write_text(path.read_text().replace("script:", f"{line}\nscript:", 1))
    files, report = build(site, tmp_path / "second")
    assert report.problems == []
    page = files[f"zh-hans/articles/{slug}/index.html"].decode()
    assert "应作者要求" in page
    assert "渡船" not in page + files[f"articles/{slug}/article.json"].decode()
    assert slug not in files["sitemap.xml"].decode()
    former = files["zh-hant/articles/lao-ming/index.html"].decode()
    assert f'content="0; url=../../../zh-hant/articles/{other}/"' in former


def test_the_same_bytes_for_any_workers_zone_and_hash_seed(
    site: Site, tmp_path: Path
) -> None:
    first, _ = build(site, tmp_path / "one")
    program = (
        "import sys; from pathlib import Path; from generator.build import build_site;"
        "from generator.build import run; from generator.problems import Report;"
        "from generator.site import load_site; run.ALONE = 1; run.CHUNK = 2; r = Report();"
        "s = load_site(Path(sys.argv[1]), r);"
        "p = run.workers(2); w = p.__enter__();"
        "build_site(s, r, out=Path(sys.argv[2]), workers=w); p.__exit__(None, None, None)"
    )
    for seed, zone in (("1", "Asia/Shanghai"), ("77", "America/New_York")):
        out = tmp_path / f"seed{seed}"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        subprocess.run(
            [sys.executable, "-c", program, str(site.root), str(out)],
            check=True,
            env=environment,
            cwd=REPOSITORY,
        )
        assert tree(out) == first


def test_an_incremental_build_equals_a_clean_one(site: Site, tmp_path: Path) -> None:
    build(site, tmp_path / "old")
    (path,) = site.articles.glob("2021-03-02-*.md")
    path.write_text(path.read_text().replace("渡船仍旧开着", "渡船还开着"))
    (site.sources / "6.txt").write_text(TEXT.format(n=6))
    (site.sources / "5.txt").unlink()
    (gone,) = site.articles.glob("2021-03-05-*.md")
    gone.unlink()
    updated, _ = build(site, tmp_path / "old")
    clean, _ = build(site, tmp_path / "new")
    assert updated == clean
    assert not any("2021-03-05" in path for path in updated)


def test_one_broken_article_is_named_and_the_others_are_built(
    site: Site, tmp_path: Path
) -> None:
    build(site, tmp_path / "out")
    (path,) = site.articles.glob("2021-03-03-*.md")
    path.write_text(path.read_text().replace("title: ", "title: [", 1))
    (site.sources / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n0000")
    files, report = build(site, tmp_path / "out")
    assert [(one.path, one.code) for one in report.sorted()] == [
        (f"content/articles/{path.name}", "front-matter"),
        ("content/sources/picture.txt", "not-text"),
    ]
    assert all(one.line and one.hint for one in report.problems)
    assert not any("2021-03-03" in name for name in files)
    assert any("2021-03-02" in name for name in files)


def test_names_in_gbk_are_told_by_every_build_and_stop_none(
    site: Site, tmp_path: Path
) -> None:
    for folder, name in ((site.sources, "新闻.txt"), (site.articles, "新闻.md")):
        folder.mkdir(exist_ok=True)
        bad = os.fsdecode(name.encode("gb18030"))
        (folder / bad).write_text(f"---\ntitle: 标题\n---\n\n{TEXT.format(n=9)}")
    expected = [
        (r"content/articles/\xd0\xc2\xce\xc5.md", "bad-name"),
        (r"content/sources/\xd0\xc2\xce\xc5.txt", "bad-name"),
    ]
    for _ in range(2):
        files, report = build(site, tmp_path / "out")
        assert [(one.path, one.code) for one in report.sorted()] == expected
    assert sum("/articles/2021-03-0" in name for name in files)
    checked = Report()
    check(site, checked, Workers())
    found = [(one.path, one.code) for one in checked.sorted()]
    assert [one for one in found if one[1] == "bad-name"] == expected


def test_a_missing_source_is_said_and_the_article_stays(
    site: Site, tmp_path: Path
) -> None:
    build(site, tmp_path / "out")
    (site.sources / "2.txt").unlink()
    files, report = build(site, tmp_path / "out")
    assert [one.code for one in report.problems] == ["source-gone"]
    assert any(name.startswith("zh-hans/articles/2021-03-02") for name in files)


def test_drafts_and_doubles_are_left_out(site: Site, tmp_path: Path) -> None:
    build(site, tmp_path / "out")
    (path,) = site.articles.glob("2021-03-03-*.md")
    path.write_text(
        path.read_text().replace("script: hans", "script: hans\ndraft: true")
    )
    (other,) = site.articles.glob("2021-03-04-*.md")
    (site.articles / "z-copy.md").write_text(other.read_text())
    files, report = build(site, tmp_path / "out")
    assert not any("2021-03-03" in name or "z-copy" in name for name in files)
    assert [one.code for one in report.problems] == ["duplicate-origin"]


@pytest.mark.parametrize("count", [ALONE - 1, ALONE, ALONE + 1])
def test_few_articles_and_just_enough_for_processes(site: Site, count: int) -> None:
    site.articles.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = f"---\ntitle: 第{number}篇\n---\n文\n"
        (site.articles / f"a{number}.md").write_text(text)
    with workers(2) as some:
        assert check(site, Report(), some)["articles"] == count


def test_a_source_that_cannot_be_read_is_not_just_gone(site: Site) -> None:
    build(site, site.root / "public")
    (site.sources / "1.txt").write_text("")
    _, report = build(site, site.root / "public")
    told = [(one.code, one.message.partition(";")[0]) for one in report.sorted()]
    assert told == [
        ("source-gone", "its source sources/1.txt is gone or unusable"),
        ("empty-source", "the file is empty"),
    ]


def test_check_finds_dead_links_and_writes_nothing(site: Site) -> None:
    build(site, site.root / "public")
    before = tree(site.root)
    report = Report()
    counts = check(site, report, Workers())
    assert report.problems == []
    assert counts["articles"] == 6
    (site.notes / "about.md").write_text(
        "---\ntitle: 关于\n---\n[去](nowhere.md) [页](#none)\n"
    )
    report = Report()
    check(site, report, Workers())
    assert [(one.code, one.path, one.line, one.message) for one in report.sorted()] == [
        ("dead-link", "content/notes/about.md", 4, f"the link {link} leads nowhere")
        for link in ("#none", "nowhere.md")
    ]
    before["content/notes/about.md"] = (site.notes / "about.md").read_bytes()
    assert tree(site.root) == before


HOSTILE = """<script>alert(1)</script>题目<img src=x onerror=alert(1)>
2021-03-09 07:05　来源：<b onmouseover=alert(1)>报</b>
正文<script src="//evil.example/x.js"></script>，[链接](javascript:alert(1))，＜script＞alert(2)＜/script＞。
{{ config }} {% raw %} <iframe src="https://evil.example"></iframe> &lt;script&gt;alert(3)&lt;/script&gt;。
"""


def test_a_hostile_article_harms_nobody(site: Site, tmp_path: Path) -> None:
    (site.sources / "../sources/evil;rm -rf.txt").write_text(HOSTILE)
    (site.sources / "long.txt").write_text(
        "题目\n" + "[" * 60_000 + "。\n" + "<p>" * 20_000
    )
    (site.sources / "deep.html").write_text(
        "<div>" * 50_000 + "深处的文字，很长很长。" * 9
    )
    files, report = build(site, tmp_path / "out")
    assert not report.failed()
    for path, data in files.items():
        if path.endswith(".html"):
            assert Suspicions.of(data.decode()) == [], path


class Suspicions(HTMLParser):
    """Collects what must not stand in a page: handlers, foreign or inline code."""

    @classmethod
    def of(cls, text: str) -> list[str]:
        parser = cls()
        parser.found = []
        parser.feed(text)
        parser.close()
        return parser.found

    found: list[str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if any(name.startswith("on") or name == "style" for name in values):
            self.found.append(f"{tag} {values}")
        if tag in {"iframe", "object", "embed", "base", "style"}:
            self.found.append(tag)
        data = {"application/ld+json", "application/json"}
        if tag == "script" and values.get("type") not in data:
            address = values.get("src", "inline")
            if address == "inline" or "//" in address:
                self.found.append(f"script {address}")
        for name in ("href", "src", "action"):
            if (
                values.get(name, "")
                .lower()
                .lstrip()
                .startswith(("javascript:", "data:"))
            ):
                self.found.append(values[name])


def test_no_article_is_left_out_without_a_word(site: Site, tmp_path: Path) -> None:
    build(site, tmp_path / "out")
    (article,) = list(site.articles.glob("*-1.md"))
    for name in ("2021/x.md", "Y.MD", "z.txt", "notes.markdown", "Thumbs.db", ".a.md"):
        path = site.articles / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(article.read_bytes())
    for _ in range(2):  # found, and told again when nothing changed
        _, report = build(site, tmp_path / "out")
        told = {one.path for one in report.problems if one.code == "stray-article"}
        names = {"2021/x.md", "Y.MD", "z.txt", "notes.markdown"}
        assert told == {f"content/articles/{name}" for name in names}


def test_an_output_that_would_swallow_the_content_is_refused(site: Site) -> None:
    report = Report()
    inside = (site.articles, site.content / "new", site.notes / "a/b")
    for out in (site.root, site.content, *inside, site.root / ".wenyuan"):
        with pytest.raises(WenyuanError) as wrong:
            build_site(site, report, out=out, workers=Workers())
        assert wrong.value.problems[0].code == "unsafe-output"
        assert not list(out.glob("**/index.html"))


def test_a_plan_takes_over_the_theme_unless_something_shapes_it_anew(
    site: Site,
) -> None:
    def planned(before: Plan | None) -> Plan:
        now = load_site(site.root, Report())
        return plan_site(now, Session(store, Report(), Workers()), before=before)

    with opened(site.root) as store:
        first = planned(None)
        article = next(site.articles.iterdir())
        article.write_text(article.read_text() + "\n又一句。\n")
        second = planned(first)
        assert second.theme is first.theme
        assert second.key != first.key
        page = site.root / "content/templates/404.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text(
            '{% extends "theme/404.html" %}{% block main %}甲{% endblock %}'
        )
        third = planned(second)
        assert third.theme is not second.theme
        found = third.find("404.html")
        assert found
        assert "甲" in found.make().decode()


def test_a_file_is_found_without_making_the_index_or_the_downloads(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planned() -> Plan:
        return plan_site(site, Session(store, Report(), Workers()))

    with opened(site.root) as store:
        whole = planned()
        files = {file.path: file for file in whole.files()}
        plan = planned()
        for path, file in files.items():
            found = plan.find(path)
            assert found, path
            assert (found.path, found.inputs) == (path, file.inputs)
        for path in ("nothing", "zh-hans/articles/nothing/index.html", "search/s/x"):
            assert plan.find(path) is None

        def unwanted(*_: object) -> Iterator[tuple[str, bytes]]:
            raise AssertionError("nobody asked for it")

        for name in ("search_files", "downloads"):
            monkeypatch.setattr(planning, name, unwanted)
        plan = planned()
        for path in files:
            kind = path.removeprefix("zh-hans/").partition("/")[0]
            if kind in {"index.html", "articles", "years", "sources", "days", "about"}:
                assert plan.find(path), path


def test_a_note_that_cannot_be_read_is_told_and_left_out(
    site: Site, tmp_path: Path
) -> None:
    (site.notes / "folder.md").mkdir()
    os.mkfifo(site.notes / "pipe.md")
    (site.notes / "link.md").symlink_to(site.root / "site.toml")
    (site.notes / "bytes.md").write_bytes("说明".encode("gb18030"))
    files, report = build(site, tmp_path / "public")
    assert {path.split("/")[1] for path in files if "/notes/" in path} == {"notes"}
    assert [(Path(one.path).name, one.code) for one in report.sorted()] == [
        ("bytes.md", "not-utf-8"),
        ("folder.md", "not-regular"),
        ("link.md", "not-regular"),
        ("pipe.md", "not-regular"),
    ]


@pytest.mark.parametrize("code", ["../../x", "", "A B", "缺页", "a/b", "."])
def test_a_flag_that_no_list_can_be_named_by_harms_no_other_article(
    site: Site, tmp_path: Path, code: str
) -> None:
    site.articles.mkdir(exist_ok=True)
    flags = f'cleaning: {{version: "1", flags: [{{code: "{code}"}}]}}'
    text = f"---\ntitle: 题\n{flags}\n---\n正文。\n"
    (site.articles / "hostile.md").write_text(text, "utf-8")
    files, report = build(site, tmp_path / "public")
    assert [one.code for one in report.problems] == ["bad-value"]
    assert sum("/articles/2021-03-0" in path for path in files) == 10
    assert not any("hostile" in path for path in files)


def test_a_link_that_cannot_be_read_is_told(site: Site) -> None:
    site.articles.mkdir(exist_ok=True)
    origin = 'origin: {url: "http://[x"}'
    text = f"---\ntitle: 题\n{origin}\n---\n正文。\n"
    (site.articles / "odd.md").write_text(text, "utf-8")
    report = Report()
    check(site, report, Workers())
    dead = [one for one in report.sorted() if one.code == "dead-link"]
    assert [one.path for one in dead] == [
        "zh-hans/articles/odd/index.html",
        "zh-hant/articles/odd/index.html",
    ]
    assert all("http://[x" in one.message for one in dead)
