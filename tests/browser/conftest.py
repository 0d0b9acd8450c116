"""Sites and a browser for the tests that look at pages as readers do."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from generator.build import build_site
from generator.build.run import Workers
from generator.ingest.run import ingest
from generator.problems import Report
from generator.scaffold import scaffold
from generator.site import load_site
from tests.browser.provision import REMEDY, find_chromium

REPOSITORY = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Served:
    """A built site behind a plain file server."""

    folder: Path
    address: str

    def page(self, path: str) -> str:
        return self.address + path


def _serve(folder: Path) -> Iterator[Served]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Served(folder, f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the sample archive, built below a base path as hosts do."""
    root = tmp_path_factory.mktemp("sample")
    out = root / "archive"
    report = Report()
    site = load_site(REPOSITORY, report)
    build_site(site, report, out=out, workers=Workers())
    assert not report.failed()
    for served in _serve(root):
        yield Served(out, served.address + "archive/")


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Served]:
    """Serve an archive made of the five seeds and nothing else."""
    root = tmp_path_factory.mktemp("seeds")
    scaffold(root / "archive")
    (root / "archive/content/sources/第一篇文章.txt").unlink()
    report = Report()
    site = load_site(root / "archive", report)
    ingest(site, report, [shared / "seeds"])
    build_site(site, report, out=root / "out", workers=Workers())
    assert not report.failed()
    yield from _serve(root / "out")


WITHDRAWN = "zh-hans/articles/2018-05-20-san-shi-feng-xin-he-yi-ke-gan-lan-shu/"
FORMER = "zh-hant/articles/lao-jie/"
"""Pages of the foreign site: of a withdrawn article, at the old address of another."""


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the sample archive in English, in all scripts, with articles gone."""
    root = tmp_path_factory.mktemp("foreign")
    shutil.copytree(REPOSITORY / "content", root / "archive/content")
    with (root / "archive/content/site.toml").open("a") as settings:
        settings.write('interface = "en"\npage_size = 5\narchives = ["epub"]\n')
    for start, line in (
        ("2018-05-20", "withdrawn: {reason: 应作者要求, date: 2026-10-01}"),
        ("2020-09-18", "formerly: [lao-jie]"),
    ):
        (path,) = (root / "archive/content/articles").glob(f"{start}-*.md")
        text = path.read_text("utf-8")
        path.write_text(text.replace("script:", f"{line}\nscript:", 1), "utf-8")
    report = Report()
    site = load_site(root / "archive", report)
    out = root / "out/archive"
    build_site(site, report, out=out, workers=Workers())
    assert not report.failed()
    for served in _serve(out.parent):
        yield Served(out, served.address + "archive/")


STRAINED = f"""---
title: {"关于进一步改进地方外事工作若干事项的通知" * 5}
subtitle: {"副题名也长" * 12}
date: 2024-01-01
source: {"某某市人民政府外事办公室新闻中心" * 3}
authors: [{", ".join(f"作者{n}" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯")}]
keywords: [{", ".join(f"第{n}个关键词" for n in range(60))}]
script: hans
---
开头一段有橄榄树，又有橄榄树，还有一个词：{"Donaudampfschifffahrt" * 8}。

## {"小标题也可以很长" * 8}

- 列表第一项，没有别的
- 列表第二项，写着**渔船码头**的灯塔
  - 下一层写着三把椅子

> 引文里有一头鲸鱼。

|{"|".join(f"Column{n}" for n in range(9))}|
|{"---|" * 9}
|{"|".join(["Donaudampf"] * 8)}|圣贝拉结|

```text
{"一行很长的代码 " * 30}
```
"""
"""An article with all that can be too wide for a page."""


@pytest.fixture(scope="session")
def strained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve an archive in which everything is long and wide."""
    root = tmp_path_factory.mktemp("strained")
    scaffold(root / "archive")
    (root / "archive/content/sources/第一篇文章.txt").unlink()
    (root / "archive/content/articles").mkdir(exist_ok=True)
    (root / "archive/content/articles/strained.md").write_text(STRAINED, "utf-8")
    title = "名字很长的地方文献文库" * 3
    (root / "archive/site.toml").write_text(f'title = "{title}"\n', "utf-8")
    report = Report()
    site = load_site(root / "archive", report)
    build_site(site, report, out=root / "out", workers=Workers())
    assert not report.failed()
    yield from _serve(root / "out")


@pytest.fixture(scope="session")
def unsearched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the sample archive without search."""
    root = tmp_path_factory.mktemp("unsearched")
    shutil.copytree(REPOSITORY / "content", root / "archive/content")
    with (root / "archive/content/site.toml").open("a") as settings:
        settings.write("search = false\n")
    report = Report()
    site = load_site(root / "archive", report)
    build_site(site, report, out=root / "out/archive", workers=Workers())
    assert not report.failed()
    for served in _serve(root / "out"):
        yield Served(root / "out/archive", served.address + "archive/")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for all tests."""
    program = find_chromium()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(f"no Chromium in CI: {REMEDY}")
        pytest.skip(f"needs a Chromium: {REMEDY}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@dataclass
class Reader:
    """A page that remembers what went wrong while it was read."""

    page: Page
    faults: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, context: BrowserContext, home: str) -> Reader:
        reader = cls(context.new_page())
        page, faults = reader.page, reader.faults
        page.on("console", lambda message: faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on(
            "requestfailed",
            lambda request: (
                None
                if request.failure
                == "net::ERR_ABORTED"  # the test went to another page
                else faults.append(f"failed: {request.url}")
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((home, "data:"))
                else faults.append(f"foreign: {request.url}")
            ),
        )
        page.on(
            "response",
            lambda response: (
                faults.append(f"{response.status}: {response.url}")
                if response.status >= 400
                else None
            ),
        )
        return reader


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give each test a browser without memory."""
    made = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    yield made
    made.close()
