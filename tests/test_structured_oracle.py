"""JSON-LD is schema.org's: TypeScript checks every block against schema-dts."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from generator.render import structured
from generator.value import replace
from tests.oracles import provision
from tests.rendering import Archive, small_site

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
FILES = ["archive.jsonl.gz", "metadata.csv", "markdown.zip", "SHA256SUMS"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    return Archive(small_site(tmp_path_factory.mktemp("site"), licence=licence))


def blocks(archive: Archive) -> list[object]:
    """Return the JSON-LD of every page, and that of a data page."""
    pages = [
        archive.page(path) for path in archive.files if path.endswith("index.html")
    ]
    found = [json.loads(text) for page in pages for text in BLOCK.findall(page)]
    for script in archive.site.scripts:
        data = structured.dataset_data(archive.site, script, ("2019", "2020"), FILES)
        found.append(data)
    return found


def checked(folder: Path, some: list[object]) -> str:
    """Return what TypeScript says of blocks as values of schema.org's types.

    One more block with a misspelt property proves that it looks: there it must
    find a mistake, or it complains.
    """
    modules = folder / "node_modules"
    modules.mkdir()
    (modules / "schema-dts").symlink_to(provision.npm_package(provision.SCHEMA_DTS))
    wrong = {"@context": "https://schema.org", "@type": "Article", "headlin": "题"}
    lines = ['import { Graph, Thing, WithContext } from "schema-dts";']
    for number, block in enumerate([*some, wrong]):
        text = json.dumps(block, ensure_ascii=False)
        kind = "Graph" if "@graph" in text else "WithContext<Thing>"
        if block is wrong:
            lines.append("// @ts-expect-error")
        lines.append(f"export const block{number}: {kind} = {text};")
    (folder / "blocks.ts").write_text("\n".join(lines), "utf-8")
    compiler = provision.npm_package(provision.TYPESCRIPT) / "bin/tsc"
    options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext"]
    done = subprocess.run(
        ["node", compiler, *options, "blocks.ts"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.stdout + done.stderr


def test_every_block_is_schema_org(archive: Archive, tmp_path: Path) -> None:
    found = blocks(archive)
    kinds = set(re.findall(r'"@type": "(\w+)"', json.dumps(found)))
    assert {"Article", "BreadcrumbList", "Dataset", "DataDownload", "WebSite"} <= kinds
    assert checked(tmp_path, found) == ""


def test_a_site_without_an_address_has_no_data_set(archive: Archive) -> None:
    bare = replace(archive.site, base_url="")
    script = archive.site.scripts[0]
    assert structured.dataset_data(bare, script) is None


@pytest.mark.parametrize(
    ("date", "issued", "highwire", "published"),
    [
        (
            "2020-12-19T10:44",
            "2020-12-19T10:44",
            "2020/12/19",
            "2020-12-19T10:44:00+08:00",
        ),
        ("2020-12-19", "2020-12-19", "2020/12/19", "2020-12-19"),
        ("2020-12?", "2020-12", "2020", None),
        (None, None, None, None),
    ],
)
def test_tags_are_no_more_precise_than_the_date(
    archive: Archive,
    date: str | None,
    issued: str | None,
    highwire: str | None,
    published: str | None,
) -> None:
    entry = replace(archive.entries[0], date=date)
    edition = archive.rendered[entry.slug].editions["hant"]
    tags = structured.citation_tags(archive.site, entry, edition)
    found = dict(re.findall(r'(?:name|property)="([^"]+)" content="([^"]*)"', tags))
    assert found.get("DCTERMS.issued") == issued
    assert found.get("citation_publication_date") == highwire
    assert found.get("article:published_time") == published
    assert found["og:locale"] == "zh_TW"
    assert found["citation_author"] == found["DCTERMS.creator"] == "李靜鵬"


def test_hostile_titles_stay_in_their_attributes(archive: Archive) -> None:
    entry = archive.library.entry("undated-hostile")
    edition = archive.rendered[entry.slug].editions["hans"]
    tags = structured.citation_tags(archive.site, entry, edition)
    assert "<script" not in tags
    assert "<img" not in tags
    assert '"&gt;' not in tags.replace("&quot;&gt;", "")
