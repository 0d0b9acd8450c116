"""Feeds are valid by others' validators, and read as they are meant.

No package that can be installed carries the grammar of RFC 4287, so `atom.rng` is
written from its text and judged by libxml2; feedparser reads what we mean. JSON Feeds
are held to the schema of npm's `jsonfeed-schema`.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.model import Withdrawal
from generator.render import feeds, pages
from generator.value import replace
from tests.oracles import provision
from tests.rendering import ARTICLES, Archive, small_site

ORACLES = Path(__file__).parent / "oracles"
GRAMMAR = ORACLES / "atom.rng"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(small_site(tmp_path_factory.mktemp("site")))


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the readers of PyPI be imported, for one test."""
    monkeypatch.syspath_prepend(str(provision.modules(*provision.FEED_READERS)))
    known = set(sys.modules)
    yield
    for name in set(sys.modules) - known:
        del sys.modules[name]


def atom_feeds(archive: Archive) -> dict[str, bytes]:
    """Return every Atom feed of the archive, and one without entries."""
    script = archive.site.scripts[0]
    empty = feeds.atom(archive.theme, archive.site, script, (), feeds.Feed("空"))
    found = {path: data for path, data in archive.files.items() if "feed.xml" in path}
    assert len(found) > 4
    metadata = replace(ARTICLES[0].metadata, withdrawn=Withdrawal("有误", "2026-12-01"))
    gone = [replace(ARTICLES[0], metadata=metadata)]
    changes = dict(pages.changes(archive.theme, archive.site, gone, ()))
    return {**found, "empty": empty, "changes": changes["zh-hant/changes/feed.xml"]}


def judged(folder: Path, data: bytes) -> list[str]:
    """Return what libxml2 says of an Atom feed under the grammar."""
    (folder / "feed.xml").write_bytes(data)
    package = provision.npm_package(provision.XMLLINT)
    command: list[str | Path] = [
        "node",
        ORACLES / "xmllint.cjs",
        package,
        folder / "feed.xml",
        GRAMMAR,
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60
    )
    return list(json.loads(done.stdout))


def test_every_atom_feed_follows_the_grammar(archive: Archive, tmp_path: Path) -> None:
    for path, data in atom_feeds(archive).items():
        assert judged(tmp_path, data) == [], path


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<updated>2020-12-19T", b"<updated>2020-13-19T"),
        (b"<id>https://example.org/archive/zh-hans/feed.xml</id>", b""),
        (b'rel="self"', b'rel="me"'),
        (b"</entry>", b"<colour/></entry>"),
        (b"+08:00</published>", b"</published>"),
    ],
)
def test_the_grammar_finds_a_mistake(
    archive: Archive, tmp_path: Path, right: bytes, wrong: bytes
) -> None:
    data = archive.files["zh-hans/feed.xml"]
    assert right in data
    assert judged(tmp_path, data.replace(right, wrong, 1)) != []


@pytest.mark.usefixtures("modules")
def test_a_feed_reader_reads_what_is_meant(archive: Archive) -> None:
    feedparser = importlib.import_module("feedparser")
    for path, data in atom_feeds(archive).items():
        read = feedparser.parse(data)
        assert not read.bozo, (path, read.get("bozo_exception"))
        assert read.version == "atom10"
        assert read.feed.id == read.feed.links[0].href
        for entry in read.entries:
            assert entry.summary
            assert entry.updated_parsed is not None
            if path != "changes":
                slug = entry.link.rstrip("/").rpartition("/")[2]
                shown = archive.library.entry(slug).shown
                assert entry.title in {one.title for one in shown.values()}
                assert entry.published_parsed == entry.updated_parsed


@pytest.mark.usefixtures("modules")
def test_json_feeds_follow_the_schema(archive: Archive) -> None:
    fastjsonschema = importlib.import_module("fastjsonschema")
    package = provision.npm_package(provision.JSON_FEED)
    schema = json.loads((package / "schema-v1.1.json").read_text("utf-8"))
    validate = fastjsonschema.compile(schema)
    found = [data for path, data in archive.files.items() if "feed.json" in path]
    assert len(found) == 2
    for data in found:
        feed: dict[str, Any] = json.loads(data)
        validate(feed)
        del feed["items"][0]["id"]
        with pytest.raises(fastjsonschema.JsonSchemaException):
            validate(feed)
