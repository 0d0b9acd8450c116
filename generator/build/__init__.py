"""Second half of the pipeline: article files to a published site.

`build_site` is the whole story: ingest, gather, plan, make what changed, publish.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.content import Content, gather
from generator.build.publish import OutdatedError, publish_made, published_state
from generator.build.run import Workers
from generator.build.session import Session, Steps, unwatched
from generator.build.shape import shape_of
from generator.build.store import opened
from generator.ingest.outcome import Ingested
from generator.model import Changes
from generator.problems import Report
from generator.site import Site

if TYPE_CHECKING:
    from generator.build.plan import Plan


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

    What earlier builds made is kept in the site's store and not made again. Problems
    of single files go to `report`, and the rest is built.
    Raises WenyuanError when nothing can be published.
    """
    begin = time.monotonic()
    with opened(site.root) as store:
        session = Session(store, report, workers, step)
        plan = plan_site(site, session, force=force)
        content = plan.content
        # public/ may lie in the archive's folder, but must not be it or its content
        changes = _publish(plan, session, out, [site.root, site.content])
        store.commit()
        number, files = len(content.light), content.files
    seconds = time.monotonic() - begin
    return Built(content.ingested, number, files - number, changes, seconds)


def _publish(
    plan: Plan, session: Session, out: Path, protect: Sequence[Path]
) -> Changes:
    """Make what differs from what is published in `out`, and publish it."""
    from generator.build.remake import Remake  # noqa: PLC0415 - heavy

    store, place = session.store, str(out.absolute())
    state = store.setting("state") if store.setting("out") == place else None
    if state != published_state(out):
        state = None
    for base in (state, None):
        remake = Remake(plan, store, whole=base is None)
        made = remake.made(session)
        try:
            done = publish_made(made, out, base=base, gone=remake.gone, protect=protect)
        except OutdatedError:
            continue
        remake.remember()
        store.set("out", place)
        store.set("state", done.state)
        return done.changes
    raise AssertionError("the whole site is never outdated")


def planned(site: Site, report: Report, content: Content, shape: str) -> Plan:
    """Return the plan of a site whose content is at hand."""
    from generator.build.notes import load_notes  # noqa: PLC0415 - heavy
    from generator.build.plan import Plan  # noqa: PLC0415 - heavy
    from generator.render.theme import Theme  # noqa: PLC0415 - heavy

    return Plan(site, Theme(site), content, load_notes(site, report), shape)


def plan_site(
    site: Site, session: Session, *, force: bool = False, writing: bool = True
) -> Plan:
    """Ingest the sources and plan the site; none of its files is made.

    Unless `writing`, no article file is written either.
    """
    shape = shape_of(site)
    content = gather(site, session, shape.content, force=force, writing=writing)
    session.store.commit()
    return planned(site, session.report, content, shape.pages)
