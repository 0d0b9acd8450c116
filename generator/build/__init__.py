"""Second half of the pipeline: article files to a published site.

`build_site` is the whole story: ingest, gather, plan, make what changed, publish.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.content import Content, gather
from generator.build.publish import OutdatedError, Published, publish
from generator.build.run import Workers
from generator.build.session import Session, Steps, unwatched, within
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
    in_place: bool = False,
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
        with step.phase("content"):
            shape = shape_of(site)
            content = _gathered(site, session, shape.content, force=force)
        # public/ may lie in the archive's folder, but must not be it or its content
        protect = [site.root, site.content]
        send = partial(publish, out=out, protect=protect, in_place=in_place)
        if force:
            store.set("state", "")
        with step.phase("publish"):
            changes = _publish(site, session, content, shape.pages, out, send)
            store.commit()
        number, files = len(content.light), content.files
    seconds = time.monotonic() - begin
    return Built(content.ingested, number, files - number, changes, seconds)


def _gathered(
    site: Site, session: Session, shape: str, *, force: bool, writing: bool = True
) -> Content:
    """Return the content, and let the store keep what was found out about it."""
    content = gather(site, session, shape, force=force, writing=writing)
    if not content.still:
        # What is published shows older content, until a build has published all of
        # this: it may fail before, and a preview never does.
        session.store.set("pages", "")
    session.store.commit()
    return content


def _publish(  # noqa: PLR0913, PLR0917 - one value for each thing it goes by
    site: Site,
    session: Session,
    content: Content,
    shape: str,
    out: Path,
    send: Callable[..., Published],
) -> Changes:
    """Make what differs from what is published in `out`, and publish it by `send`."""
    store = session.store
    known = store.setting("out") == str(out.absolute())
    base = (store.setting("state") or None) if known else None
    if base is not None and content.still and store.setting("pages") == shape:
        with suppress(OutdatedError):
            return send((), base=base).changes
    phase = session.step.phase
    with phase("plan"):
        from generator.build.remake import Remake  # noqa: PLC0415 - heavy

        plan = planned(site, session.report, content, shape)
    for state in (base, None) if base is not None else (None,):
        remake = Remake(plan, store, out, whole=state is None)
        made = within(phase, "shared files", remake.made(session))
        try:
            done = send(made, base=state, gone=remake.gone)
        except OutdatedError:
            continue
        remake.remember()
        store.set("out", str(out.absolute()))
        store.set("state", done.state)
        store.set("pages", shape)
        return done.changes
    raise AssertionError("the whole site is never outdated")


def planned(
    site: Site,
    report: Report,
    content: Content,
    shape: str,
    before: Plan | None = None,
) -> Plan:
    """Return the plan of a site whose content is at hand.

    The theme of the plan `before` serves again, its templates compiled, unless
    something has shaped it anew.
    """
    from generator.build.notes import load_notes  # noqa: PLC0415 - heavy
    from generator.build.plan import Plan  # noqa: PLC0415 - heavy
    from generator.render.theme import Theme  # noqa: PLC0415 - heavy

    theme = before.theme if before and before.shape == shape else Theme(site)
    return Plan(site, theme, content, load_notes(site, report), shape)


def plan_site(
    site: Site,
    session: Session,
    *,
    force: bool = False,
    writing: bool = True,
    before: Plan | None = None,
) -> Plan:
    """Ingest the sources and plan the site; none of its files is made.

    Unless `writing`, no article file is written either. What the plan `before` has
    loaded is used again as far as it is the same.
    """
    shape = shape_of(site)
    content = _gathered(site, session, shape.content, force=force, writing=writing)
    return planned(site, session.report, content, shape.pages, before)
