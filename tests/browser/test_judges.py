"""Every kind of page before judges: accessible to all, and valid HTML."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import judging
from tests.browser.conftest import FORMER, WITHDRAWN, Reader, Served
from tests.conftest import SHARED

pytestmark = pytest.mark.browser

SEARCHES = ["zh-hans/search/?q=的", "zh-hant/search/?q=橄欖樹"]
VARIED = {
    "S/",
    "S/articles/*/",
    "articles/*/",
    "S/list/",
    "S/index/",
    "S/flags/",
    "S/years/",
}
"""The kinds that differ most from archive to archive."""


@pytest.fixture(scope="module", autouse=True)
def judges() -> None:
    """Skip, outside CI, where the judges are not in place."""
    if not judging.is_ready():
        if os.environ.get("CI"):
            pytest.fail(f"the judges are missing in CI: {judging.REMEDY}")
        pytest.skip(judging.REMEDY)


def kind_of(path: str) -> str:
    """Return what is the same in the addresses of all pages of a kind."""
    path = re.sub(r"^zh-\w+/", "S/", path)
    path = re.sub(r"^S/\w+/by-name/.*", "S/by-name/", path)
    path = re.sub(r"^S/(?:sources|authors|places|keywords)/$", "S/index/", path)
    lists = r"sources|authors|places|keywords|flags|days|years/\d+"
    path = re.sub(rf"^S/(?:{lists})/(?!by-region)[^/]+/", "S/list/", path)
    return re.sub(r"(articles|notes|years)/[^/]+/", r"\1/*/", path)


def one_of_each(folder: Path) -> dict[str, str]:
    """Return by kind the address of a page, of both scripts in turn."""
    kinds: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("*.html")):
        path = file.relative_to(folder).as_posix().removesuffix("index.html")
        kinds.setdefault(kind_of(path), []).append(path)
    return {
        kind: paths[len(paths) // 4 if turn % 2 else -len(paths) // 4]
        for turn, (kind, paths) in enumerate(kinds.items())
    }


def files(site: Served) -> list[Path]:
    paths = [site.folder / path for path in one_of_each(site.folder).values()]
    return [path / "index.html" if path.is_dir() else path for path in paths]


def reading(browser: Browser, site: Served, scheme: str) -> Reader:
    """Return a reader: with a phone in the light, with a wide window in the dark."""
    context = browser.new_context(
        locale="en-US",
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": 1280, "height": 900}
        if scheme == "dark"
        else {"width": 390, "height": 844},
    )
    return Reader.at(context, site.address)


def test_the_kinds_are_told_apart(sample: Served) -> None:
    kinds = one_of_each(sample.folder)
    assert kinds.keys() >= VARIED
    assert {"", "404.html", "S/search/", "S/by-name/", "S/notes/*/"} <= kinds.keys()
    assert {"S/places/by-region/", "S/days/", "S/years/*/"} <= kinds.keys()
    assert len(kinds) < 25


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_accessible(
    browser: Browser, sample: Served, scheme: str
) -> None:
    """Hold them to axe's rules and to IBM's for WCAG 2.2; the console stays empty."""
    reader = reading(browser, sample, scheme)
    found: dict[str, list[str]] = {}
    for path in [*one_of_each(sample.folder).values(), *SEARCHES]:
        reader.page.goto(sample.page(path))
        if "?" in path:
            reader.page.wait_for_selector(".hit")
        found[path] = [*judging.axe(reader.page), *judging.ibm(reader.page)]
    assert {path: some for path, some in found.items() if some} == {}
    assert reader.faults == []
    reader.page.context.close()


def test_text_in_columns_is_accessible(browser: Browser, sample: Served) -> None:
    reader = reading(browser, sample, "light")
    reader.page.add_init_script("localStorage.setItem('wenyuan-flow', 'vertical')")
    path = one_of_each(sample.folder)["S/articles/*/"]
    reader.page.goto(sample.page(path.replace("zh-hans", "zh-hant")))
    expect(reader.page.locator(".prose")).to_have_attribute("role", "group")
    assert judging.axe(reader.page) == judging.ibm(reader.page) == []
    reader.page.context.close()


@pytest.mark.shared
def test_the_pages_of_the_seeds_are_accessible(browser: Browser, seeds: Served) -> None:
    kinds = one_of_each(seeds.folder)
    found: dict[str, list[str]] = {}
    for turn, kind in enumerate(sorted(VARIED & kinds.keys())):
        scheme = ("light", "dark")[turn % 2]
        reader = reading(browser, seeds, scheme)
        page = reader.page
        page.goto(seeds.page(kinds[kind]))
        found[f"{kind} {scheme}"] = [*judging.axe(page), *judging.ibm(page)]
        page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
        found[f"{kind} other"] = judging.axe(page, "color-contrast")
        assert reader.faults == []
        page.context.close()
    assert {kind: some for kind, some in found.items() if some} == {}


def test_an_english_interface_is_accessible(browser: Browser, foreign: Served) -> None:
    kinds = one_of_each(foreign.folder)
    found: dict[str, list[str]] = {}
    paths = [kinds[kind] for kind in sorted({*VARIED, "404.html", "S/data/"})]
    for turn, path in enumerate([*paths, WITHDRAWN, SEARCHES[0]]):
        reader = reading(browser, foreign, ("light", "dark")[turn % 2])
        reader.page.goto(foreign.page(path))
        if path in SEARCHES:
            reader.page.wait_for_selector(".hit")
        found[path] = [*judging.axe(reader.page), *judging.ibm(reader.page)]
        assert reader.faults == []
        reader.page.context.close()
    assert {path: some for path, some in found.items() if some} == {}


LINKS = "all => [...new Set(all.map(one => one.href.split('#')[0]))]"


def test_an_archive_without_search_is_whole(
    browser: Browser, unsearched: Served
) -> None:
    """Hold it to the judges; none of its pages asks for, or leads to, what is not there."""
    reader = reading(browser, unsearched, "light")
    page = reader.page
    found: dict[str, list[str]] = {}
    links: set[str] = set()
    for kind, path in one_of_each(unsearched.folder).items():
        page.goto(unsearched.page(path))
        page.wait_for_load_state("networkidle")
        found[kind] = [*judging.axe(page), *judging.ibm(page)]
        expect(page.locator("form, [role=search], [type=search]")).to_have_count(0)
        if path != "404.html":  # its links begin with the base path of the real site
            links.update(page.locator("a[href]").evaluate_all(LINKS))
    assert {kind: some for kind, some in found.items() if some} == {}
    own = {one for one in links if one.startswith(unsearched.address)}
    assert len(own) > 50
    assert not [one for one in own if re.search(r"zh-\w+/search/|[?]", one)]
    gone = [one for one in sorted(own) if not page.request.get(one).ok]
    assert gone == []
    assert reader.faults == []
    page.context.close()


def test_what_is_long_and_wide_is_accessible(
    browser: Browser, strained: Served
) -> None:
    found: dict[str, list[str]] = {}
    for scheme in ("light", "dark"):
        reader = reading(browser, strained, scheme)
        for path in (*one_of_each(strained.folder).values(), *SEARCHES):
            reader.page.goto(strained.page(path))
            found[f"{path} {scheme}"] = [
                *judging.axe(reader.page),
                *judging.ibm(reader.page),
            ]
        assert reader.faults == []
        reader.page.context.close()
    assert {path: some for path, some in found.items() if some} == {}


@pytest.fixture(scope="module")
def every(
    request: pytest.FixtureRequest, sample: Served, foreign: Served
) -> list[Path]:
    """Return a file of each kind of each archive, of the seeds as well if any."""
    names = ["strained", "unsearched", *(["seeds"] if SHARED.is_dir() else [])]
    sites = [sample, foreign, *map(request.getfixturevalue, names)]
    gone = [foreign.folder / path / "index.html" for path in (WITHDRAWN, FORMER)]
    return [*gone, *(path for site in sites for path in files(site))]


def test_every_kind_of_page_is_valid(every: list[Path]) -> None:
    assert list(judging.html_complaints(every)) == []


def test_the_nu_checker_finds_no_error(every: list[Path]) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("the Nu checker needs java")
    assert list(judging.nu_complaints(java, every)) == []
