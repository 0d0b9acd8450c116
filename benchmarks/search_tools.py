"""What the benchmark of searches shares: articles, queries, a server, our builds."""

from __future__ import annotations

import gzip
import http.server
import json
import lzma
import pickle
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jieba.posseg
from playwright.sync_api import Page, sync_playwright

from generator.model import SCRIPTS
from generator.render.assets import SEARCH
from generator.render.pages import search_page
from generator.render.theme import Theme
from generator.script import convert
from generator.search.documents import Document, analyse
from generator.search.manifest import MANIFEST
from generator.search.postings import search_files
from generator.site import Site
from tests.browser.provision import find_chromium

REPOSITORY = Path(__file__).resolve().parents[1]
KINDS = ("name", "word", "idiom", "phrase", "run")
EACH = 40
SLUG = "id"
PAGE = "zh-hans/search/index.html"


@dataclass(frozen=True)
class Sample:
    """Some articles and what is asked of them."""

    articles: Sequence[Mapping[str, str]]
    queries: Sequence[str]
    typed_other: Sequence[str]
    """The same queries in the other script."""
    truth: Sequence[set[str]]
    """By query: the ids of the articles that contain it."""

    @classmethod
    def read(cls, corpus: Path, *, every: bool = False) -> list[dict[str, str]]:
        """Return all articles, or each text of 500 to 6,000 characters once."""
        found: dict[str, dict[str, str]] = {}
        with lzma.open(corpus, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                row = {name: value or "" for name, value in row.items()}
                if every:
                    found[row["id"]] = {**row, SLUG: row["id"].lower()}
                elif 500 <= len(row["text"]) <= 6000:
                    found.setdefault(row["text"], {**row, SLUG: row["id"].lower()})
        return list(found.values())

    @classmethod
    def choose(cls, rows: Sequence[Mapping[str, str]], rng: random.Random) -> list[str]:
        """Return 200 substrings that a reader could type, quoted."""
        found: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
        while min(map(len, found.values())) < EACH:
            text = rng.choice(rows)["text"]
            kind, query = candidate(text, rng)
            fits = query and all("\u4e00" <= one <= "\u9fff" for one in query)
            if fits and len(found[kind]) < EACH:
                found[kind][query] = None
        return [f'"{query}"' for some in found.values() for query in some]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, str]], queries: Sequence[str]) -> Sample:
        """Find which articles each query is in."""
        plain = [query.strip('"') for query in queries]
        truth = [
            {row[SLUG] for row in rows if one in row["text"] or one in row["title"]}
            for one in plain
        ]
        return cls(rows, queries, [convert(one, "hant") for one in queries], truth)


def candidate(text: str, rng: random.Random) -> tuple[str, str]:
    """Return a kind and a substring of that kind, empty if the text has none."""
    kind = rng.choice(KINDS)
    if kind == "run":
        start = rng.randrange(len(text))
        return kind, text[start : start + rng.randint(3, 5)]
    tagged = [(one.word, one.flag) for one in jieba.posseg.cut(text[:600])]
    words = [word for word, _ in tagged]
    if kind == "name":
        words = [word for word, flag in tagged if flag in ("nr", "ns", "nrt", "nt")]
        fitting = [word for word in words if len(word) > 1]
    elif kind == "word":
        fitting = [word for word in words if len(word) == 2]
    elif kind == "idiom":
        fitting = [word for word in words if len(word) == 4]
    else:
        joined = ("".join(words[i : i + 3]) for i in range(len(words) - 2))
        fitting = [word for word in joined if 6 <= len(word) <= 8]
    return kind, rng.choice(fitting) if fitting else ""


@dataclass(frozen=True)
class Built:
    """What building our index took and made."""

    cpu: float
    peak: float
    index: int
    fragments: int


def documents(sample: Sample, *, mixed: bool) -> Iterator[Document]:
    """Yield the articles as search sees them; `mixed`: every second is Traditional."""
    for number, row in enumerate(sample.articles):
        hans, hant = row["text"], convert(row["text"], "hant")
        titles = {"hans": row["title"], "hant": convert(row["title"], "hant")}
        turned = mixed and number % 2
        yield Document(
            slug=row[SLUG],
            date=row["date"],
            fields={"title": "\n".join(titles.values()), "source": row["source"] or ""},
            text={"hant": hant, "hans": hans}
            if turned
            else {"hans": hans, "hant": hant},
            shown={
                script: {"title": title, "source": row["source"]}
                for script, title in titles.items()
            },
            facets={"source": ((row["source"] or "", row["source"] or ""),)},
        )


def build_ours(sample: Sample, folder: Path, *, mixed: bool) -> Built:
    """Build the index in a process of its own, with pages around it."""
    folder.mkdir(parents=True)
    given = folder / "documents"
    with given.open("wb") as file:
        for one in documents(sample, mixed=mixed):
            pickle.dump(one, file)
    command = [sys.executable, "-m", "benchmarks.search_tools", str(folder)]
    usage = measured(command, REPOSITORY)
    given.unlink()
    sizes = {"s": 0, "t": 0}
    for path in (folder / "search").rglob("*.*"):
        kind = path.relative_to(folder / "search").parts[0]
        sizes["t" if kind == "t" else "s"] += len(gzip.compress(path.read_bytes(), 6))
    site = Site(root=folder, content=folder)
    theme = Theme(site)
    page = folder / PAGE
    page.parent.mkdir(parents=True)
    manifest = (folder / "search" / MANIFEST).read_bytes()
    page.write_bytes(search_page(theme, site, SCRIPTS["hans"], manifest))
    for asset in theme.assets.values():
        (folder / asset.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / asset.path).write_bytes(asset.data)
    return Built(*usage, sizes["s"], sizes["t"])


def write_index(folder: Path) -> None:
    """Read the documents that wait in a folder, and write their index into it."""

    def waiting() -> Iterator[Document]:
        with (folder / "documents").open("rb") as file:
            while True:
                try:
                    yield pickle.load(file)  # noqa: S301 - we wrote it ourselves
                except EOFError:
                    return

    for path, data in search_files(map(analyse, waiting())):
        place = folder / "search" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


_MEASURE = """
import json, os, subprocess, sys
with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL) as process:
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
seconds = usage.ru_utime + usage.ru_stime
print(json.dumps([process.returncode, seconds, usage.ru_maxrss / 1024]))
"""
"""A process begins with the memory of the one that starts it: a small one, then."""


def measured(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run a command; return CPU seconds and peak memory in MB of its processes."""
    small = [sys.executable, "-c", _MEASURE, *command]
    done = subprocess.run(small, cwd=folder, check=True, stdout=subprocess.PIPE)
    status, seconds, peak = json.loads(done.stdout)
    if status:
        sys.exit(f"{command[0]} ended with status {status}")
    return seconds, peak


def script_bytes() -> int:
    """Return the size of the search page's script as a server with gzip sends it."""
    theme = Theme(Site(root=REPOSITORY, content=REPOSITORY))
    return len(gzip.compress(theme.assets[SEARCH].data, 6))


def in_node(
    folder: Path, queries: Sequence[str], *, counted: bool = False
) -> list[dict[str, Any]]:
    """Ask our search, run by Node."""
    task = {
        "folder": str(folder / "search"),
        "page": str(folder / PAGE),
        "queries": queries,
        "counted": counted,
    }
    (folder / "task.json").write_text(json.dumps(task), "utf-8")
    client = REPOSITORY / "benchmarks" / "search_client.mjs"
    done = subprocess.run(
        ["node", client, folder / "task.json"], check=True, capture_output=True
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


@dataclass
class Served:
    """A folder behind a server with gzip that notes what it sends."""

    address: str
    sent: list[tuple[str, int]] = field(default_factory=list)
    """Paths and bytes of answers."""


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve a folder on this machine."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *arguments: Any) -> None:  # noqa: ANN401
            super().__init__(*arguments, directory=str(folder))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            data = gzip.compress(path.read_bytes(), 6) if path.is_file() else b""
            self.send_response(200 if path.is_file() else 404)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            site.sent.append((self.path, len(data)))

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site = Served(f"http://127.0.0.1:{server.server_port}/")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()


@contextmanager
def chromium_page() -> Iterator[Page]:
    """Open one page of a Chromium without memory."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"]
        )
        yield browser.new_page()
        browser.close()


@dataclass(frozen=True)
class Times:
    """Milliseconds in the browser."""

    start: float
    """Script run before anything is asked, in the median of LOADS new browsers."""
    answers: Sequence[float]
    """From the key press to the first result, query by query."""


LOADS = 9
"""Times that the search page is opened: times differ by half."""

TYPED = """query => new Promise(done => {
  const box = document.querySelector('.search-box');
  const hits = document.querySelector('.hits');
  hits.replaceChildren();
  const begin = performance.now();
  const watch = new MutationObserver(() => {
    if (!hits.children.length) return;
    watch.disconnect();
    done(performance.now() - begin);
  });
  watch.observe(hits, { childList: true });
  box.value = query;
  box.dispatchEvent(new Event('input', { bubbles: true }));
})"""


def browser_times(folder: Path, queries: Sequence[str]) -> Times:
    """Open the search page in Chromium several times, and type queries into it."""
    with served(folder) as site:
        starts = [_started(f"{site.address}zh-hans/search/") for _ in range(LOADS)]
        with chromium_page() as page:
            page.goto(f"{site.address}zh-hans/search/")
            page.wait_for_load_state("networkidle")
            answers = []
            for query in queries:
                answers.append(float(page.evaluate(TYPED, query)))
                time.sleep(0.1)
        return Times(1000 * statistics.median(starts), answers)


def _started(address: str) -> float:
    """Return the seconds that scripts of a page run until it is at rest."""
    with chromium_page() as page:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        page.goto(address)
        page.wait_for_load_state("networkidle")
        metrics = session.send("Performance.getMetrics")["metrics"]
        found = (one["value"] for one in metrics if one["name"] == "ScriptDuration")
        return float(next(found))


@dataclass(frozen=True)
class Peer:
    """What another search did."""

    name: str
    cpu: float
    peak: float
    answers: Mapping[str, Sequence[Sequence[str]]]
    """By how the query was typed: the ids of all results of each query."""
    bytes: Sequence[int]
    requests: Sequence[int]
    start: float = 0.0


if __name__ == "__main__":
    write_index(Path(sys.argv[1]))
