"""Measures what each whole-archive file costs, and an edit of one article in it.

Run: python -m benchmarks.downloads 10000 ../shared/corpus/xwlb.jsonl.xz
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from benchmarks.synthesise import Record, records
from generator.build.content import Content
from generator.build.datapackage import Offered
from generator.build.downloads import downloads
from generator.library import Library
from generator.model import Article, Edition, Entry, Metadata
from generator.render.editions import render
from generator.site import Site
from generator.value import replace


@dataclass(frozen=True)
class Kept:
    """What a build keeps of one article."""

    entry: Entry
    article: Article
    editions: Mapping[str, Edition]


@dataclass(frozen=True)
class Stock:
    """Stands for what a build knows of its articles."""

    newest: tuple[Entry, ...]
    wholes: Mapping[str, Kept]

    def entry(self, slug: str) -> Entry:
        """Return the light part of an article."""
        return self.wholes[slug].entry

    def kept(self, slug: str) -> Kept:
        """Return all that is kept of an article."""
        return self.wholes[slug]


def stock(site: Site, found: Iterable[Record]) -> Stock:
    """Return articles, rendered, the newest first."""
    wholes: dict[str, Kept] = {}
    for one in found:
        metadata = Metadata(title=one["title"], date=one["date"], source=one["source"])
        body = "\n\n".join(filter(None, one["text"].split("\n")))
        article = Article(one["id"], metadata, body, "", one["id"])
        rendered = render(article, site)
        wholes[one["id"]] = Kept(rendered.entry, article, rendered.editions)
    library = Library.of(one.entry for one in wholes.values())
    return Stock(library.entries(library.slugs), wholes)


def timed(
    site: Site, holding: Stock, keep: Callable[[str, str, Callable[[], bytes]], bytes]
) -> tuple[float, list[Offered]]:
    """Return the seconds that all files took, and the files."""
    begin = time.perf_counter()
    made = downloads(site, cast("Content", holding), keep)
    files = [Offered.of(path, data) for path, data in made]
    return time.perf_counter() - begin, files


def main() -> None:
    """Print a row for each choice of files: made anew, and after one edit."""
    wanted, corpus = int(sys.argv[1]), Path(sys.argv[2])
    site = Site(root=Path(), content=Path(), base_url="https://example.org/")
    site = replace(site, contact="editor@example.org")
    holding = stock(site, records(corpus, wanted))
    newest, *others = holding.newest
    after = Stock((replace(newest, digest="edited"), *others), holding.wholes)
    for chosen in ((), ("zip",), ("epub",), ("oai",)):
        known: dict[tuple[str, str], bytes] = {}

        def keep(
            name: str,
            key: str,
            make: Callable[[], bytes],
            known: dict[tuple[str, str], bytes] = known,
        ) -> bytes:
            if (name, key) not in known:
                known[name, key] = make()
            return known[name, key]

        asked = replace(site, archives=chosen)
        first, files = timed(asked, holding, keep)
        edit, _ = timed(asked, after, keep)
        size = sum(one.size for one in files) / 1e6
        print(
            f"{wanted} articles, archives = {list(chosen)}: {first:.2f} s,"
            f" after one edit {edit:.2f} s, {len(files)} files, {size:.1f} MB"
        )


if __name__ == "__main__":
    main()
