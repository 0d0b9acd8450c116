"""What machines read is valid and says no more than the archive knows."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from generator.library import Library
from generator.render import feeds
from generator.render.sitemap import sitemap, sitemap_paths
from generator.value import replace
from tests.rendering import ARTICLES, EDITS, SCRIPT, Archive, small_site

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
BASE = "https://example.org/archive/"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(small_site(tmp_path_factory.mktemp("site")))


def parse(data: bytes) -> ET.Element:
    return ET.fromstring(data)


def test_the_feed_holds_dated_articles_newest_first(archive: Archive) -> None:
    feed = parse(archive.files["zh-hant/feed.xml"])
    ids = [str(one.findtext(f"{ATOM}id")) for one in feed.iter(f"{ATOM}entry")]
    slugs = [one.removeprefix(f"{BASE}zh-hant/articles/") for one in ids]
    assert slugs == ["2020-12-19-fang-cheng/", "2020-12-ri-ji/", "2019-hui-yi/"]
    assert feed.findtext(f"{ATOM}updated") == "2020-12-19T10:44:00+08:00"
    assert feed.findtext(f"{ATOM}title") == "文淵文庫"
    assert feed.find(f"{ATOM}author") is not None
    for entry in feed.iter(f"{ATOM}entry"):
        for name in ("title", "id", "updated", "summary"):
            assert entry.findtext(f"{ATOM}{name}"), name


FEED = {"id": 1, "title": 1, "updated": 1, "author": 1, "generator": 1, "link": 2}
"""How many of each element RFC 4287, 4.1.1 wants, of those that we write."""
ENTRY = {"id": 1, "title": 1, "updated": 1, "published": 1, "summary": 1, "link": 1}
MANY = {"entry", "category", "author"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


def faults(element: ET.Element, wanted: dict[str, int]) -> list[str]:
    """Return what RFC 4287 does not allow in a feed or an entry of ours."""
    names = Counter(child.tag.removeprefix(ATOM) for child in element)
    found = [f"{names[name]} {name}" for name in wanted if names[name] != wanted[name]]
    found += [f"unknown {name}" for name in names.keys() - wanted.keys() - MANY]
    for name in ("updated", "published"):
        for child in element.iterfind(f"{ATOM}{name}"):
            if not MOMENT.fullmatch(str(child.text)):
                found.append(f"{name}: {child.text}")
    for person in element.iterfind(f"{ATOM}author"):
        if not person.findtext(f"{ATOM}name"):
            found.append("an author without a name")
    for child in element.iterfind(f"{ATOM}category"):
        if not child.get("term"):
            found.append("a category without a term")
    links = [(one.get("rel"), one.get("type")) for one in element.iter(f"{ATOM}link")]
    if element.tag == f"{ATOM}entry" and len(set(links)) < len(links):
        found.append("two links of one kind")
    return found


@pytest.mark.parametrize("path", ["zh-hans/feed.xml", "zh-hant/feed.xml"])
def test_the_feed_obeys_its_standard(archive: Archive, path: str) -> None:
    feed = parse(archive.files[path])
    entries = list(feed.iter(f"{ATOM}entry"))
    assert faults(feed, FEED) == []
    for entry in entries:
        assert faults(entry, ENTRY) == []
        assert str(entry.findtext(f"{ATOM}id")).startswith("https://")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    (own,) = (one for one in feed.iterfind(f"{ATOM}link") if one.get("rel") == "self")
    assert own.get("href") == BASE + path == feed.findtext(f"{ATOM}id")


def test_a_feed_without_articles_is_valid(archive: Archive) -> None:
    script = archive.site.scripts[0]
    data = feeds.atom(archive.theme, archive.site, script, (), feeds.Feed("空"))
    assert parse(data).findtext(f"{ATOM}title") == "空 - 文渊文库"


def test_the_json_feed_says_the_same(archive: Archive) -> None:
    script, whole = archive.site.scripts[1], feeds.Feed("")
    entries = archive.entries
    data = json.loads(feeds.json_feed(archive.site, script, entries, whole))
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["feed_url"] == f"{BASE}zh-hant/feed.json"
    atom = parse(archive.files["zh-hant/feed.xml"])
    ids = [one.findtext(f"{ATOM}id") for one in atom.iter(f"{ATOM}entry")]
    assert [item["id"] for item in data["items"]] == ids
    assert data["items"][0]["tags"] == ["外交", "港口"]
    assert data["items"][0]["date_published"] == "2020-12-19T10:44:00+08:00"
    for item in data["items"]:
        assert item["title"]
        assert isinstance(item["content_text"], str)


def test_a_feed_is_no_longer_than_asked(archive: Archive) -> None:
    site = replace(archive.site, feed_size=2)
    script = site.scripts[0]
    feed = feeds.Feed("源", "sources", "key")
    data = json.loads(feeds.json_feed(site, script, archive.entries, feed))
    assert len(data["items"]) == 2
    assert data["home_page_url"] == f"{BASE}zh-hans/sources/key/"


def test_hostile_words_stay_words(archive: Archive) -> None:
    entry = archive.library.entry("undated-hostile")
    shown = {
        key: replace(one, title=f"{SCRIPT}\x00\x0b\ud800]]>")
        for key, one in entry.shown.items()
    }
    dated = replace(entry, date="2020", shown=shown)
    script = archive.site.scripts[0]
    data = feeds.atom(archive.theme, archive.site, script, [dated], feeds.Feed(""))
    assert parse(data).findtext(f"{ATOM}entry/{ATOM}title") == f"{SCRIPT}\ufffd]]>"


def test_the_sitemap_names_every_script_of_a_page(archive: Archive) -> None:
    urls = {
        str(url.findtext(f"{MAP}loc")): url
        for url in parse(archive.files["sitemap.xml"]).iter(f"{MAP}url")
    }
    article = urls[f"{BASE}zh-hans/articles/2020-12-ri-ji/"]
    links = {one.get("hreflang"): one.get("href") for one in article.iter(LINK)}
    assert links["x-default"] == f"{BASE}zh-hant/articles/2020-12-ri-ji/"
    assert links["zh-Hans"] == f"{BASE}zh-hans/articles/2020-12-ri-ji/"
    assert len(urls) == 2 * (len(ARTICLES) + 2)


def test_lastmod_is_a_known_day_and_comes_before_the_links(archive: Archive) -> None:
    days = {}
    for url in parse(archive.files["sitemap.xml"]).iter(f"{MAP}url"):
        names = [one.tag for one in url]
        assert names == sorted(names, key=[f"{MAP}loc", f"{MAP}lastmod", LINK].index)
        days[str(url.findtext(f"{MAP}loc"))] = url.findtext(f"{MAP}lastmod")
    assert days[f"{BASE}zh-hans/articles/2020-12-19-fang-cheng/"] == "2020-12-19"
    assert days[f"{BASE}zh-hans/articles/2020-12-ri-ji/"] is None
    assert days[f"{BASE}zh-hans/articles/undated-hostile/"] is None


def test_a_large_sitemap_is_split(archive: Archive) -> None:
    one = archive.library.entry("2019-hui-yi")
    entries = tuple(replace(one, slug=f"a{i}") for i in range(25_000))
    made = sitemap(archive.site, Library.of(entries), ["years/"])
    files = {path: b"".join(pieces()) for path, pieces in made.items()}
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    index = parse(files["sitemap.xml"])
    assert [one.text for one in index.iter(f"{MAP}loc")] == [
        f"{BASE}sitemap-1.xml",
        f"{BASE}sitemap-2.xml",
    ]
    counts = [
        len(list(parse(files[name]).iter(f"{MAP}url")))
        for name in ("sitemap-1.xml", "sitemap-2.xml")
    ]
    assert counts == [50_000, 4]
    assert sitemap_paths(archive.site, 25_002) == list(files)
    assert sitemap_paths(archive.site, 25_000) == ["sitemap.xml"]


def test_robots_name_the_sitemap(archive: Archive) -> None:
    assert archive.page("robots.txt").splitlines()[-1] == f"Sitemap: {BASE}sitemap.xml"
    assert b"Sitemap" not in feeds.robots(replace(archive.site, base_url=""))


def test_the_twin_holds_both_texts_and_every_edit(archive: Archive) -> None:
    twin = json.loads(archive.page("articles/2019-hui-yi/article.json"))
    assert twin["editions"]["hant"]["text"] == "市委會議召開。"
    assert twin["editions"]["hans"]["title"] == "〔全体会议〕"
    assert twin["origin"]["sha256"] == "f" * 64
    assert [one["rule"] for one in twin["edits"]] == [edit.rule for edit in EDITS]
    assert twin["rules"] == {edit.rule: 1 for edit in EDITS}
    assert twin["editions"]["hans"]["url"] == f"{BASE}zh-hans/articles/2019-hui-yi/"
