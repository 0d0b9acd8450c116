"""Golden articles: each folder holds a source and what cleaning makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import explain
from generator.ingest import clean, frontmatter
from generator.ingest.read import read_bytes
from generator.model import Source

CORPUS = Path(__file__).parent / "corpus"
CASES = sorted(path.parent.name for path in CORPUS.glob("*/source.*"))


def assert_same_text(got: str, want: str) -> None:
    """Compare texts of long lines, and show only where they begin to differ."""
    if got == want:
        return
    at = next(
        (i for i, (a, b) in enumerate(zip(got, want, strict=False)) if a != b),
        min(len(got), len(want)),
    )
    near = slice(max(0, at - 12), at + 24)
    pytest.fail(f"differs at {at}: got {got[near]!r}, want {want[near]!r}")


@pytest.mark.parametrize("name", CASES)
def test_a_golden_article_is_cleaned_as_expected(name: str, *, accept: bool) -> None:
    folder = CORPUS / name
    (path,) = folder.glob("source.*")
    source = read_bytes(path.read_bytes(), path.name)
    assert isinstance(source, Source)
    cleaned = clean(source)
    text = frontmatter.write(cleaned.metadata, cleaned.body)
    record = explain.as_json(cleaned)
    account = {"edits": record["edits"], "facts": record["facts"]}
    account_text = json.dumps(account, ensure_ascii=False, indent=1) + "\n"
    if accept:
        (folder / "expected.md").write_text(text, "utf-8")
        (folder / "expected.json").write_text(account_text, "utf-8")
    assert_same_text(text, (folder / "expected.md").read_text("utf-8"))
    assert_same_text(account_text, (folder / "expected.json").read_text("utf-8"))


def test_there_are_golden_articles() -> None:
    assert len(CASES) >= 10
