"""Second half of the pipeline: article files to a published site.

`build_site` is the whole story: ingest, gather, plan, publish.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from generator.build.content import Content, gather
from generator.build.notes import load_notes
from generator.build.plan import Plan
from generator.build.publish import publish
from generator.build.run import Workers
from generator.ingest.run import Ingested, ingest
from generator.model import Changes, OutputFile
from generator.problems import Report
from generator.render.theme import Theme
from generator.site import Site

Item = TypeVar("Item")


class Steps(Protocol):
    """Watches items go by, to show progress: label, items, how many if known."""

    def __call__(
        self, label: str, items: Iterable[Item], length: int | None, /
    ) -> Iterator[Item]:
        """Yield the items."""
        ...


def unwatched(
    _label: str, items: Iterable[Item], _length: int | None, /
) -> Iterator[Item]:
    """Yield the items and show nothing."""
    return iter(items)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; sources = written + fresh + protected + rejected."""

    ingested: Ingested
    articles: int
    left_out: int
    """Article files that could not be used, or are drafts."""
    changes: Changes
    seconds: float

    def sentence(self) -> str:
        """Say it in two lines."""
        made, changes = self.ingested, self.changes
        return (
            f"{made.total} sources: {made.written} written, {made.fresh} up to date,"
            f" {made.protected} edited by hand and kept, {made.rejected} rejected\n"
            f"{self.articles} articles published, {self.left_out} left out;"
            f" {len(changes.written)} files written, {len(changes.kept)} unchanged,"
            f" {len(changes.removed)} removed, {len(changes.protected)} not ours;"
            f" {self.seconds:.1f} s"
        )

    def summary(self) -> dict[str, object]:
        """Return the same as plain values."""
        made, changes = self.ingested, self.changes
        return {
            "sources": {
                "total": made.total,
                "written": made.written,
                "fresh": made.fresh,
                "protected": made.protected,
                "rejected": made.rejected,
            },
            "articles": self.articles,
            "left_out": self.left_out,
            "files": {
                "written": len(changes.written),
                "unchanged": len(changes.kept),
                "removed": len(changes.removed),
                "not_ours": len(changes.protected),
            },
            "seconds": round(self.seconds, 3),
        }


def build_site(  # noqa: PLR0913 - one value for each thing a caller can decide
    site: Site,
    report: Report,
    *,
    out: Path,
    workers: Workers,
    force: bool = False,
    step: Steps = unwatched,
) -> Built:
    """Ingest the sources, then build and publish the whole site into `out`.

    Problems of single files go to `report`, and the rest is built.
    Raises WenyuanError when nothing can be published.
    """
    begin = time.monotonic()
    ingested = ingest(site, report, mapper=workers.map, force=force)
    content = gather(site, report, workers, step)
    plan = planned(site, report, content)
    files = step("publish", plan.files(), None)
    # public/ may lie in the archive's folder, but must not be it or its content
    changes = publish(files, out, protect=[site.root, site.content])
    number = len(content.library.entries)
    left_out = content.files - number
    return Built(ingested, number, left_out, changes, time.monotonic() - begin)


def planned(site: Site, report: Report, content: Content) -> Plan:
    """Return the plan of a site whose content is at hand."""
    return Plan(site, Theme(site), content, load_notes(site, report))


def site_files(site: Site, report: Report, workers: Workers) -> Iterator[OutputFile]:
    """Yield every file of a site and how it is made, without making or writing any."""
    return planned(site, report, gather(site, report, workers, unwatched)).files()
