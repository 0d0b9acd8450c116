"""Measures how long the page is busy while words are typed into our search.

Chromium tells of every task that keeps the main thread for 50 ms or more.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.search_tools import chromium_page, served

_WATCH = """() => {
  window.tasks = [];
  const note = list => list.getEntries().forEach(one => window.tasks.push(one.duration));
  new PerformanceObserver(note).observe({ type: 'longtask' });
}"""


@dataclass(frozen=True)
class Busy:
    """Tasks of 50 ms or more."""

    presses: int
    """Keys pressed."""
    tasks: Sequence[float]
    """Milliseconds of each of these tasks."""


def while_typing(folder: Path, queries: Sequence[str]) -> Busy:
    """Type queries, a character every half second, on the page in a folder."""
    with served(folder) as site, chromium_page() as page:
        page.goto(site.address + "zh-hans/search/")
        page.wait_for_load_state("networkidle")
        page.evaluate(_WATCH)
        page.click(".search-box")
        for query in queries:
            page.fill(".search-box", "")
            time.sleep(0.3)
            for character in query:
                page.keyboard.insert_text(character)
                time.sleep(0.5)
        tasks = [float(one) for one in page.evaluate("window.tasks")]
        return Busy(sum(map(len, queries)), tasks)
