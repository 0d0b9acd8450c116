"""The seeds come out as a careful archivist makes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator.ingest import Cleaned, clean
from generator.ingest.read import read_file
from generator.ingest.shadow import shadow_of
from generator.model import Source

pytestmark = pytest.mark.shared
NUMBERS = ["000", "001", "002", "003", "004"]
FOLD = str.maketrans("，：；！？（）", ",:;!?()")


@pytest.fixture(params=NUMBERS)
def case(
    request: pytest.FixtureRequest, shared: Path, gold: dict[str, dict[str, Any]]
) -> tuple[Cleaned, dict[str, Any]]:
    path = next((shared / "seeds").glob(f"{request.param}_*.txt"))
    source = next(read_file(path, path.name))
    assert isinstance(source, Source)
    return clean(source), gold[request.param]


def paragraphs(cleaned: Cleaned) -> list[str]:
    blocks = cleaned.body.strip().split("\n\n")
    return [re.sub(r"\\(.)", r"\1", re.sub(r"^#+ ", "", one)) for one in blocks]


def test_the_body_is_the_gold_paragraph_by_paragraph(
    case: tuple[Cleaned, dict[str, Any]],
) -> None:
    cleaned, want = case
    body = want.get("body_hans") or want["body"]
    got = [one.translate(FOLD) for one in paragraphs(cleaned)]
    assert got == [one.translate(FOLD) for one in body]


def test_every_field_is_that_of_the_gold(case: tuple[Cleaned, dict[str, Any]]) -> None:
    cleaned, want = case
    found = cleaned.metadata
    assert found.title in [want["title"], *want.get("title_alternatives", [])]
    assert found.date in [
        want["date"],
        *(f"{d}?" for d in want.get("date_alternatives", [])),
    ]
    sources = [
        want["source"],
        want.get("source_hans"),
        *want.get("source_alternatives", []),
    ]
    assert found.source in sources
    assert list(found.authors) == want.get("authors_hans", want["authors"])
    note = want.get("author_note")
    assert found.author_note == (shadow_of(note) if note else None)
    assert list(found.editors) == want["editors"]
    staff = want.get("staff", {})
    assert {k: list(v) for k, v in found.staff.items()} == (
        {"duty": staff["duty_hans"]} if staff else {}
    )
    place = want.get("place_hans") or want["place"]
    assert found.places == ((shadow_of(place),) if place else ())
    assert found.script == "hans"
    machine = want["original_script"].startswith("hans") and want["script"] != "hans"
    assert found.found_script == ("machine-hant" if machine else "hans")


def test_no_furniture_is_left_in_the_body(case: tuple[Cleaned, dict[str, Any]]) -> None:
    cleaned, want = case
    body = "\n".join(paragraphs(cleaned))
    assert [one for one in want["must_not_contain"] if one in body] == []


def test_losses_are_flagged(case: tuple[Cleaned, dict[str, Any]]) -> None:
    cleaned, want = case
    assert cleaned.metadata.cleaning
    flags = cleaned.metadata.cleaning.flags
    lost = [flag.near for flag in flags if flag.code == "lost-digits"]
    sites = want["flags"].get("lost_digits", [])
    assert len(lost) == len(sites)
    for site, near in zip(sites, lost, strict=True):
        assert set(site["context"]) & set(near) == set(site["context"]) or any(
            site["context"][i : i + 4] in near for i in range(len(site["context"]) - 3)
        )
    codes = {flag.code for flag in flags}
    assert ("masked-names" in codes) == ("masked_names" in want["flags"])
    assert ("no-title" in codes) == (want["title"] is None)


def test_pinyin_is_gone_and_parentheses_stay(
    case: tuple[Cleaned, dict[str, Any]],
) -> None:
    cleaned, want = case
    assert cleaned.metadata.cleaning
    expected = want.get("pinyin_annotations", 0)
    assert cleaned.metadata.cleaning.rules.get("pinyin", 0) == expected
    assert not re.search(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+[)）]", cleaned.body)
    if "因公出國(境)" in "".join(want["body"]):
        assert "（境）" in cleaned.body
