"""The static repository is what the specification asks for, and no larger."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from generator.render import oai
from generator.value import replace
from tests.rendering import ARTICLES, Archive, small_site

STATIC = "{http://www.openarchives.org/OAI/2.0/static-repository}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
ELEMENTS = set(
    "title creator subject description publisher contributor date type format"
    " identifier source language relation coverage rights".split()
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("site")
    return Archive(small_site(folder, contact="编者 <editor@example.org>"))


def names(element: ET.Element) -> list[str]:
    return [child.tag for child in element]


def test_it_has_its_parts_in_their_order(archive: Archive) -> None:
    root = ET.fromstring(oai.repository(archive.site, archive.entries))
    assert root.tag == f"{STATIC}Repository"
    assert names(root) == [
        f"{STATIC}{name}" for name in ("Identify", "ListMetadataFormats", "ListRecords")
    ]
    assert names(root[0]) == [
        f"{OAI}{name}"
        for name in (
            "repositoryName",
            "baseURL",
            "protocolVersion",
            "adminEmail",
            "earliestDatestamp",
            "deletedRecord",
            "granularity",
        )
    ]
    assert root[0].findtext(f"{OAI}adminEmail") == "editor@example.org"
    assert root[2].get("metadataPrefix") == root.findtext(f".//{OAI}metadataPrefix")


def test_every_article_is_a_record(archive: Archive) -> None:
    root = ET.fromstring(oai.repository(archive.site, archive.entries))
    earliest = root[0].findtext(f"{OAI}earliestDatestamp")
    records = list(root.iter(f"{OAI}record"))
    assert len(records) == len(ARTICLES)
    for record in records:
        assert names(record) == [f"{OAI}header", f"{OAI}metadata"]
        assert names(record[0]) == [f"{OAI}identifier", f"{OAI}datestamp"]
        assert re.fullmatch(r"oai:example\.org:[a-z0-9-]+", str(record[0][0].text))
        day = str(record[0][1].text)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
        assert day >= str(earliest)
        (metadata,) = record[1]
        assert metadata.tag.endswith("/oai_dc/}dc")
        assert {child.tag.removeprefix(DC) for child in metadata} <= ELEMENTS


def test_a_record_speaks_both_scripts(archive: Archive) -> None:
    root = ET.fromstring(oai.repository(archive.site, archive.entries))
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    titles = {one.get(lang): one.text for one in root.iter(f"{DC}title")}
    assert titles.keys() == {"zh-Hans", "zh-Hant"}
    assert {one.text for one in root.iter(f"{DC}language")} == titles.keys()


@pytest.mark.parametrize(
    ("settings", "count"),
    [({"contact": "电话 123"}, 4), ({"base_url": ""}, 4), ({}, 5001), ({}, 0)],
)
def test_without_what_it_needs_there_is_none(
    archive: Archive, settings: dict[str, str], count: int
) -> None:
    site = replace(archive.site, **settings)
    assert not oai.is_possible(site, count)
    assert oai.is_possible(archive.site, min(count, 5000)) == bool(count)
