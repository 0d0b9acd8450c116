"""Pagefind and MkDocs-Material on the same articles, installed from their registries."""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.search_tools import SLUG, Peer, Sample, chromium_page, measured, served

PAGEFIND = "pagefind@1.6.0"
MATERIAL = ("mkdocs==1.6.1", "mkdocs-material==9.*", "jieba==0.42.1", "setuptools<81")
EVERY = 5
"""Of so many queries one is asked in a fresh page, where bytes are counted."""

_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<title>{title}</title></head><body><main data-pagefind-body><h1>{title}</h1>
{body}</main></body></html>"""

_BLANK = '<!doctype html><html lang="zh-CN"><title>x</title></html>'
"""Pagefind cuts a query by the rules of the page's language."""

_PAGEFIND_ASK = """async queries => {
  const pagefind = await import('/pagefind/pagefind.js');
  await pagefind.init();
  window.urls ??= new Map();
  const answers = [];
  for (const query of queries) {
    const { results } = await pagefind.search(query);
    for (const one of results) {
      if (!urls.has(one.id)) urls.set(one.id, (await one.data()).url);
    }
    answers.push(results.map(one => urls.get(one.id)));
  }
  return answers;
}"""

_PAGEFIND_FIRST = """async query => {
  const pagefind = await import('/pagefind/pagefind.js');
  await pagefind.init();
  const { results } = await pagefind.search(query);
  if (results.length) await results[0].data();
}"""

_MATERIAL_START = """async ({ worker, index }) => {
  const found = await (await fetch(index)).json();
  const begin = performance.now();
  window.asking = new Worker(worker);
  await new Promise(done => {
    asking.onmessage = ({ data }) => { if (data.type === 1) done(); };
    asking.postMessage({ type: 0, data: { ...found, options: { suggest: false } } });
  });
  return performance.now() - begin;
}"""

_MATERIAL_ASK = """query => new Promise(done => {
  asking.onmessage = ({ data }) => {
    if (data.type === 3) done(data.data.items.map(item => item[0].location));
  };
  asking.postMessage({ type: 2, data: query });
})"""


def pagefind(sample: Sample, folder: Path) -> Peer:
    """Measure Pagefind, extended, as npm installs it."""
    site = folder / "site"
    site.mkdir(parents=True)
    for row in sample.articles:
        body = "".join(f"<p>{html.escape(one)}</p>" for one in row["text"].split("\n"))
        page = _PAGE.format(title=html.escape(row["title"]), body=body)
        (site / f"{row[SLUG]}.html").write_text(page, "utf-8")
    subprocess.run(
        ["npm", "install", "--silent", PAGEFIND],
        cwd=folder,
        check=True,
        stdout=sys.stderr,
    )
    binary = next(folder.glob("node_modules/@pagefind/*/bin/pagefind_extended"))
    cpu, peak = measured([str(binary), "--site", str(site), "--quiet"], folder)
    answers: dict[str, list[list[str]]] = {}
    plain = [query.strip('"') for query in sample.queries]
    asked = {
        "plain, own script": plain,
        "quoted, own script": sample.queries,
        "plain, other script": [query.strip('"') for query in sample.typed_other],
        "quoted, other script": sample.typed_other,
    }
    sizes, requests = [], []
    with served(site) as server:
        (site / "blank.html").write_text(_BLANK)
        with chromium_page() as tab:
            tab.goto(server.address + "blank.html")
            for way, queries in asked.items():
                found = tab.evaluate(_PAGEFIND_ASK, queries)
                answers[way] = [[Path(url).stem for url in some] for some in found]
        for query in plain[::EVERY]:
            with chromium_page() as tab:
                tab.goto(server.address + "blank.html")
                before = len(server.sent)
                tab.evaluate(_PAGEFIND_FIRST, query)
                sent = [one for one in server.sent[before:] if "favicon" not in one[0]]
                sizes.append(sum(size for _, size in sent))
                requests.append(len(sent))
    name = f"Pagefind ({PAGEFIND}, extended)"
    return Peer(name, cpu, peak, answers, sizes, requests)


def material(sample: Sample, folder: Path) -> Peer:
    """Measure the search of MkDocs-Material with jieba."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {name: material, language: zh}\n"
        "plugins: [{search: {lang: zh}}]\n"
    )
    (docs / "index.md").write_text("# x\n")
    for row in sample.articles:
        text = row["text"].replace("\n", "\n\n")
        (docs / f"{row[SLUG]}.md").write_text(f"# {row['title']}\n\n{text}\n", "utf-8")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    pip = [
        str(folder / "venv/bin/python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        *MATERIAL,
    ]
    subprocess.run(pip, check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL)
    mkdocs = str(folder / "venv/bin/mkdocs")
    cpu, peak = measured([mkdocs, "build", "--quiet"], folder)
    site = folder / "site"
    (site / "blank.html").write_text(_BLANK)
    worker = next((site / "assets/javascripts/workers").glob("search.*.min.js"))
    asked: dict[str, Sequence[str]] = {
        "plain, own script": [query.strip('"') for query in sample.queries],
        "quoted, own script": sample.queries,
        "plain, other script": [query.strip('"') for query in sample.typed_other],
    }
    with served(site) as server, chromium_page() as page:
        page.goto(server.address + "blank.html")
        before = len(server.sent)
        place: dict[str, Any] = {
            "worker": "/" + worker.relative_to(site).as_posix(),
            "index": "/search/search_index.json",
        }
        start = float(page.evaluate(_MATERIAL_START, place))
        sent = [one for one in server.sent[before:] if "favicon" not in one[0]]
        answers = {
            way: [_articles(page.evaluate(_MATERIAL_ASK, one)) for one in queries]
            for way, queries in asked.items()
        }
    shutil.rmtree(folder / "venv")
    size = sum(size for _, size in sent)
    name = "MkDocs-Material with jieba (builds pages too)"
    return Peer(name, cpu, peak, answers, [size], [len(sent)], start)


def _articles(locations: Sequence[str]) -> list[str]:
    """Return the ids of the articles at some addresses, each once."""
    return list(dict.fromkeys(one.split("/")[0] for one in locations))
