"""Withdrawn articles leave a page that says so; former addresses lead on."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from generator.model import Withdrawal
from generator.render import pages
from generator.render.pages import gone
from generator.value import replace
from tests.rendering import ARTICLES, SCRIPT, Archive, Reader, small_site

BASE = "https://example.org/archive/"
SLUG = ARTICLES[0].slug


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(small_site(tmp_path_factory.mktemp("site")))


def withdrawn(archive: Archive, reason: str = "应作者要求<b>") -> dict[str, str]:
    metadata = replace(ARTICLES[0].metadata, withdrawn=Withdrawal(reason, "2026-11-20"))
    article = replace(ARTICLES[0], metadata=metadata)
    pages = gone.withdrawn(archive.theme, archive.site, article)
    return {path: data.decode() for path, data in pages}


def test_every_address_of_a_withdrawn_article_says_so(archive: Archive) -> None:
    pages = withdrawn(archive)
    assert list(pages) == [
        f"zh-hans/articles/{SLUG}/index.html",
        f"zh-hant/articles/{SLUG}/index.html",
        f"articles/{SLUG}/index.html",
        f"articles/{SLUG}/article.json",
    ]
    page = pages[f"zh-hant/articles/{SLUG}/index.html"]
    assert "這篇文章已經撤回" in page
    assert "應作者要求&lt;b&gt;" in page
    assert "2026年11月20日" in page
    assert "外事工作「更上新臺階」" in page or "外事工作“更上新臺階”" in page
    for path, text in pages.items():
        assert "海岸线" not in text
        assert "海岸線" not in text
        if path.endswith("html"):
            read = Reader(text)
            assert read.faults == []
            assert ("meta", {"name": "robots", "content": "noindex"}) in read.tags
    twin = json.loads(pages[f"articles/{SLUG}/article.json"])
    assert twin["withdrawn"] == {"reason": "应作者要求<b>", "date": "2026-11-20"}


def test_an_article_that_is_there_has_no_such_page(archive: Archive) -> None:
    assert list(gone.withdrawn(archive.theme, archive.site, ARTICLES[0])) == []


def test_a_former_address_leads_to_the_present_one(archive: Archive) -> None:
    pages = dict(gone.moved(archive.theme, archive.site, SLUG, SCRIPT, "jiu-ming"))
    assert list(pages) == [
        "zh-hans/articles/jiu-ming/index.html",
        "zh-hant/articles/jiu-ming/index.html",
        "articles/jiu-ming/index.html",
    ]
    for path, target in zip(
        pages,
        (f"zh-hans/articles/{SLUG}/", f"zh-hant/articles/{SLUG}/", f"articles/{SLUG}/"),
        strict=True,
    ):
        page = Reader(pages[path].decode())
        assert page.faults == []
        away = "../" * path.count("/")
        refresh = {"http-equiv": "refresh", "content": f"0; url={away}{target}"}
        assert ("meta", refresh) in page.tags
        assert ("meta", {"name": "robots", "content": "noindex"}) in page.tags
        assert ("link", {"rel": "canonical", "href": BASE + target}) in page.tags
        assert f"{away}{target}" in page.values("a", "href")
        assert SCRIPT not in pages[path].decode()


ATOM = "{http://www.w3.org/2005/Atom}"
TOMB = "{http://purl.org/atompub/tombstones/1.0}"


def changed(archive: Archive) -> dict[str, str]:
    """Return the pages and feeds of changes: three withdrawn, one without a day."""
    gone = [
        replace(one, metadata=replace(one.metadata, withdrawn=Withdrawal(*why)))
        for one, why in zip(
            ARTICLES,
            (("应作者要求<b>", "2026-11-20"), ("重复", None), ("有误", "2026-12")),
            strict=False,
        )
    ]
    moved = [pages.Moved("jiu-ming", SLUG, SCRIPT)]
    made = pages.changes(archive.theme, archive.site, gone, moved)
    return {path: data.decode() for path, data in made}


def test_changes_are_listed_as_far_as_files_state_them(archive: Archive) -> None:
    made = changed(archive)
    assert list(made) == [
        f"zh-{script}/changes/{name}"
        for script in ("hans", "hant")
        for name in ("index.html", "feed.xml")
    ]
    page = made["zh-hant/changes/index.html"]
    assert Reader(page).faults == []
    assert SCRIPT not in page
    assert "應作者要求&lt;b&gt;" in page
    assert f"<code>jiu-ming → {SLUG}</code>" in page
    reasons = [page.index(one) for one in ("有誤", "應作者要求", "重複")]
    assert reasons == sorted(reasons)  # the newest first, those without a day last


def test_the_feed_of_changes_tells_people_and_programs(archive: Archive) -> None:
    feed = ET.fromstring(changed(archive)["zh-hans/changes/feed.xml"])
    assert feed.findtext(f"{ATOM}title") == "变动 - 文渊文库"
    days = ["2026-12-01T00:00:00+08:00", "2026-11-20T00:00:00+08:00"]
    assert feed.findtext(f"{ATOM}updated") == days[0]
    entries = list(feed.iter(f"{ATOM}entry"))
    assert [one.findtext(f"{ATOM}updated") for one in entries] == days
    assert entries[1].findtext(f"{ATOM}summary") == "应作者要求<b>"
    tombs = list(feed.iter(f"{TOMB}deleted-entry"))
    assert [one.get("when") for one in tombs] == days
    assert tombs[1].get("ref") == f"{BASE}zh-hans/articles/{SLUG}/"


def test_nothing_has_changed(archive: Archive) -> None:
    feed = ET.fromstring(archive.files["zh-hans/changes/feed.xml"])
    assert feed.find(f"{ATOM}entry") is None
    assert "撤回" in archive.page("zh-hans/changes/")
    site = replace(archive.site, base_url="")
    made = dict(pages.changes(archive.theme, site, (), ()))
    assert [path for path in made if path.endswith("xml")] == []
