"""The sitemap is valid by the schema of sitemaps.org, as libxml2 reads it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.oracles import provision
from tests.rendering import Archive, small_site

SCRIPT = Path(__file__).parent / "oracles/xmllint.cjs"
XSD = "http://www.w3.org/2001/XMLSchema"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MAIN = f"""<schema xmlns="{XSD}">
<import namespace="{SITEMAP}" schemaLocation="sitemap.xsd"/>
<import namespace="http://www.w3.org/1999/xhtml" schemaLocation="link.xsd"/>
</schema>"""
LINK = f"""<schema xmlns="{XSD}" targetNamespace="http://www.w3.org/1999/xhtml">
<element name="link"><complexType>
<attribute name="rel" use="required" fixed="alternate"/>
<attribute name="hreflang" type="language" use="required"/>
<attribute name="href" type="anyURI" use="required"/>
</complexType></element>
</schema>"""
"""The one element of XHTML that Google reads in sitemaps."""


def judged(folder: Path, sitemap: bytes) -> list[str]:
    package = provision.npm_package(provision.SITEMAP)
    files = {"map.xml": sitemap, "main.xsd": MAIN.encode(), "link.xsd": LINK.encode()}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [
            "node",
            SCRIPT,
            provision.npm_package(provision.XMLLINT),
            *(folder / name for name in ("map.xml", "main.xsd", "link.xsd")),
            package / "schema/sitemap.xsd",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return list(json.loads(done.stdout))


@pytest.fixture(scope="module")
def sitemap(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return Archive(small_site(tmp_path_factory.mktemp("site"))).files["sitemap.xml"]


def test_the_sitemap_is_valid(sitemap: bytes, tmp_path: Path) -> None:
    assert judged(tmp_path, sitemap) == []


def test_the_judge_finds_a_mistake(sitemap: bytes, tmp_path: Path) -> None:
    wrong = sitemap.replace(b"<lastmod>2020-12-19", b"<lastmod>2020-13-19", 1)
    (message,) = judged(tmp_path, wrong)
    assert "2020-13-19" in message
