"""An article's page stays light: HTML of at most 8 KB for 2,000 characters, gzip."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from generator.library import Library
from generator.render import pages
from generator.render.editions import render
from generator.value import replace
from tests.rendering import ARTICLES, Archive, small_site

NOTES = Path(__file__).resolve().parents[1] / "content/notes"
LIMIT = 8192


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(small_site(tmp_path_factory.mktemp("site")))


def prose(characters: int) -> str:
    """Return paragraphs of Chinese that no compressor has seen twice: our own notes."""
    lines = [
        re.sub(r"[`*\[\]()|a-zA-Z0-9./_-]+", "", line)
        for page in ("script.md", "cleaning.md", "search.md")
        for line in (NOTES / page).read_text("utf-8").splitlines()
    ]
    text = "\n\n".join(line for line in lines if len(line) > 40)
    assert len(text) > characters
    return text[:characters]


@pytest.mark.parametrize("key", ["hans", "hant"])
def test_a_page_of_two_thousand_characters(archive: Archive, key: str) -> None:
    article = replace(ARTICLES[0], body=prose(2000))
    rendered = render(article, archive.site)
    others = [one for one in archive.entries if one.slug != article.slug]
    library = Library.of([rendered.entry, *others])
    around = pages.around(library, article.slug)
    page = pages.article(
        archive.theme,
        archive.site,
        rendered.entry,
        rendered.editions[key],
        article,
        around,
    )
    assert len(rendered.editions[key].text) > 1950
    assert len(gzip.compress(page, 9, mtime=0)) <= LIMIT
