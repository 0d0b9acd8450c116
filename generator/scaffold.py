"""A new archive: settings, folders, one sample source, a workflow for CI."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.problems import WenyuanError, problem
from generator.writing import write_file

_SITE = """\
# Settings of the archive. Every key is explained in the documentation page `site`.
title = "我的文库"
description = ""
# Public address; needed for feeds, sitemap and canonical links.
base_url = ""
scripts = ["zh-Hans", "zh-Hant"]
# corner: quotation marks become 「」 in Traditional views; keep: they stay
quotes = "corner"
# restore: half-width marks between Han characters become full width; keep
punctuation = "restore"
"""

_SAMPLE = """\
当前位置: 首页 > 文章 > 第一篇文章
第一篇文章
2026-01-01 09:30  来源：我的文库  作者：文小渊
这是一篇样文。把网上存下来的文章放进 content/sources 文件夹，再运行 wenyuan build，它们就会被清理干净。
每一处删改都可以查：在文章页上点“原文”，就能看到来源文件当时的样子，以及哪条规则删去了什么。
分享到：微信 微博
"""

_ABOUT = """\
---
title: 关于本文库
---

在这里写明文库收些什么、从哪里来、怎样引用、怎样联系。
"""

_IGNORE = "/public/\n/.public.*\n/.wenyuan/\n/.venv/\n"

_WORKFLOW = """\
# Builds the archive on every push; problems stop it and are shown beside the change.
name: site
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install wenyuan
      - run: wenyuan check --format github
      - run: wenyuan build
      - uses: actions/upload-pages-artifact@v3
        if: github.ref == 'refs/heads/main'
        with:
          path: public
  deploy:
    if: github.ref == 'refs/heads/main'
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment: github-pages
    steps:
      - uses: actions/deploy-pages@v4
"""

FILES: Mapping[str, str] = {
    "site.toml": _SITE,
    "content/sources/第一篇文章.txt": _SAMPLE,
    "content/notes/about.md": _ABOUT,
    ".gitignore": _IGNORE,
    ".gitattributes": "content/sources/** -text\n",
    ".github/workflows/site.yml": _WORKFLOW,
}
"""What a new archive begins with."""


def scaffold(folder: Path) -> list[Path]:
    """Write a new archive into `folder` and return the files made.

    Raises WenyuanError when the folder exists and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WenyuanError(problem("exists", path=str(folder)))
    made = []
    for name, text in FILES.items():
        path = folder / name
        write_file(path, text.encode())
        made.append(path)
    (folder / "content/articles").mkdir(parents=True, exist_ok=True)
    return made
