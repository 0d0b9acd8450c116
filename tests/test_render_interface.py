"""The interface speaks its language and no other; what is Chinese says so."""

from __future__ import annotations

import re
from pathlib import Path

from generator.library import Counts, Library
from generator.model import SCRIPTS
from generator.render import pages
from generator.render.strings import load_strings
from generator.render.theme import Theme
from generator.site import SHIPPED
from tests.rendering import small_site

HANS, HANT = SCRIPTS["hans"], SCRIPTS["hant"]


def test_english_has_every_word() -> None:
    hans = load_strings(HANS, [SHIPPED])
    english = load_strings(HANS, [SHIPPED], "en")
    assert list(hans) == list(english)
    for key, words in hans.items():
        names = re.compile(r"\{(\w*)")
        assert sorted(names.findall(words)) == sorted(names.findall(english[key])), key
        assert english[key] != words or key == "quote_title", key


def test_an_english_interface_says_what_is_chinese(tmp_path: Path) -> None:
    site = small_site(tmp_path, interface="en")
    theme = Theme(site)
    page = pages.years(theme, site, HANT, Library()).decode()
    assert '<html lang="zh-Hant">' in page
    assert '<header class="site-header" lang="en">' in page
    assert '<a class="brand" href="../../zh-hant/" lang="zh-Hant">' in page
    assert '<main id="main" tabindex="-1" class="page" lang="en">' in page
    assert ">Years</h1>" in page
    page = pages.not_found(theme, site).decode()
    assert page.count("There is no such page") == 1
    assert '<section lang="en">' in page
    assert '>Home: <span lang="zh-Hant">繁體</span></a>' in page
    page = pages.search_page(theme, site, HANT, b"{}").decode()
    assert 'class="page" lang="en">' in page
    assert '<ol class="hits" lang="zh-Hant"></ol>' in page
    page = pages.chooser(theme, site).decode()
    assert page.count("Choose a script") == 1
    assert page.count("data-switch") == 2


def test_scripts_with_the_same_words_share_them(tmp_path: Path) -> None:
    scripts = tuple(SCRIPTS[key] for key in ("hans", "hant", "hant-hk"))
    site = small_site(tmp_path, scripts=scripts)
    page = pages.not_found(Theme(site), site).decode()
    assert page.count("沒有這一頁") == 1
    assert page.count("首頁：") == 2


def test_books_are_listed_by_script_and_year(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    books = [f"books/{name}.epub" for name in ("2020-zh-hant", "undated-zh-hant")]
    made = ["markdown.zip", *books]
    page = pages.data_page(
        Theme(site), site, HANT, Counts(2, 9, 1, 0, ()), made
    ).decode()
    assert '<dt lang="zh-Hant">繁體</dt><dd><a href="../../books/2020' in page
    assert ">2020年</a> <a " in page
    assert ">日期不詳</a>" in page
    assert page.count('<a href="../../books/') == 2
