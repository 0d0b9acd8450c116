"""Archives without search: nothing of it in the site, nothing of it in the store."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.build import build_site, plan_site
from generator.build.run import Workers
from generator.build.session import Session
from generator.build.store import opened
from generator.check import check
from generator.problems import Report
from generator.scaffold import scaffold
from generator.site import Site, load_site

SETTINGS = 'title = "试"\nbase_url = "https://a.example/b/"\n'
ARTICLE = """---
title: {title}
date: 2021-03-0{n}
source: 江州晚报
keywords: [渡口, 独有{n}]
script: hans
---
橄榄树节在江州举行。橄榄树节的客人来自友好城市，第{n}篇写的是第{n}天。

友好城市代表团参观友好城市的港口，每天清晨五点，第一班船载着菜农过江，坐船的人说慢。
"""


def archive(root: Path, settings: str = "") -> Site:
    """Lay out an archive of three articles with such settings."""
    if not root.exists():
        scaffold(root)
        (root / "content/sources/第一篇文章.txt").unlink()
    for n in range(1, 4):
        path = root / f"content/articles/{n}.md"
        path.write_text(ARTICLE.format(n=n, title=f"橄榄树节之{n}"), "utf-8")
    (root / "site.toml").write_text(SETTINGS + settings, "utf-8")
    return load_site(root, Report())


def built(site: Site) -> dict[str, bytes]:
    out, report = site.root / "public", Report()
    build_site(site, report, out=out, workers=Workers())
    assert not report.problems
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def off(tmp_path: Path) -> Site:
    return archive(tmp_path / "off", "search = false\n")


def test_no_file_and_no_link_of_a_search(off: Site) -> None:
    files = built(off)
    assert [path for path in files if "search" in path or "lunr" in path] == []
    assert not [path for path in files if path.startswith("assets/js/mark")]
    pages = {path: data for path, data in files.items() if path.endswith(".html")}
    assert "zh-hans/articles/1/index.html" in pages
    for path, data in pages.items():
        assert not re.search(rb'search|name="q"|\?q=', data), path


def test_every_link_leads_somewhere(off: Site) -> None:
    report = Report()
    counts = check(off, report, Workers())
    assert counts["articles"] == 3
    assert not report.problems


def test_relations_are_those_of_an_archive_with_search(
    off: Site, tmp_path: Path
) -> None:
    without, whole = built(off), built(archive(tmp_path / "on"))
    assert "search/manifest.json" in whole
    section = re.compile(r'<section[^>]*class="[^"]*related.*?</section>', re.DOTALL)
    for n in (1, 2, 3):
        path = f"zh-hans/articles/{n}/index.html"
        found = [section.findall(one[path].decode()) for one in (without, whole)]
        assert found[0]
        assert found[0] == found[1]
    for n in (1, 2, 3):
        path = f"articles/{n}/article.json"
        assert without[path] == whole[path]


def test_nothing_of_an_index_is_kept(off: Site) -> None:
    built(off)
    path = off.articles / "1.md"
    path.write_text(path.read_text("utf-8") + "又一句。\n", "utf-8")
    built(off)
    with opened(off.root) as store:
        kept = "SELECT count(*) FROM body WHERE analysed <> x''"
        assert store.rows("SELECT count(*) FROM body") == [(3,)]
        assert store.rows(kept) == [(0,)]
        assert store.rows("SELECT count(*) FROM article WHERE row <> x''") == [(0,)]
        assert store.rows("SELECT count(*) FROM was") == [(0,)]
        assert store.rows("SELECT 1 FROM cached WHERE name = 'indexed'") == []


def test_switched_off_and_on_again(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    first = built(archive(root))
    second = built(archive(root, "search = false\n"))
    assert second == built(archive(tmp_path / "clean", "search = false\n"))
    assert built(archive(root)) == first


def test_the_preview_has_no_search_either(off: Site) -> None:
    with opened(off.root) as store:
        plan = plan_site(off, Session(store, Report(), Workers()))
        assert plan.find("zh-hans/index.html")
        assert plan.find("search/manifest.json") is None
        assert plan.find("zh-hans/search/index.html") is None
