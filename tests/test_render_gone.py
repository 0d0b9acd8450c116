"""Withdrawn articles leave a page that says so; former addresses lead on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator.model import Withdrawal
from generator.render.pages import gone
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
