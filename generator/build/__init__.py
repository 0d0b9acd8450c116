"""Second half of the pipeline: article files to a published site.

`build_site` is the whole story: ingest, gather, plan, make what changed, publish.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Generator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.run import Workers
from generator.build.session import Session, Steps, unwatched, within
from generator.build.shape import Shape, shape_of
from generator.build.still import (
    Last,
    Looked,
    is_published,
    is_settled,
    last_build,
    look,
    outdate,
    remember,
)
from generator.build.store import NAME as STORE
from generator.build.store import opened
from generator.build.survey import OutdatedError
from generator.ingest.outcome import Ingested
from generator.model import Changes
from generator.problems import Report
from generator.site import Site
from generator.value import Struct, replace

if TYPE_CHECKING:
    from generator.build.content import Content
    from generator.build.plan import Plan
    from generator.build.publish import Made, Making, Published
    from generator.build.writer import Writer


class Built(Struct, frozen=True):
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
        """Return the counts as plain values, for `--format json`."""
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
    begin, output = time.monotonic(), Output(site, out, in_place)
    known = len(report.problems)
    with opened(site.root) as store:
        session = Session(store, report, workers, step)
        with step.phase("content"):
            shape = shape_of(site)
            looked = look(site, store, shape.content)
            last = None if force else last_build(store, out)
        changes = None
        if last and last.pages == shape.pages and looked.still and is_settled(store):
            with step.phase("publish"):
                changes = output.unchanged(last.state)
        if last and changes is not None:
            report.add(*last.problems)
            store.commit()
        else:
            base = last.state if last else None
            with step.phase("content"):
                content = _gathered(site, session, looked, force=force)
            del looked  # of a first build it has every name and every digest
            changes, last = _rebuilt(output, session, content, shape, base, known=known)
    seconds = time.monotonic() - begin
    return Built(last.ingested, last.articles, last.left_out, changes, seconds)


class Output(Struct, frozen=True):
    """Where a site is published, and how."""

    site: Site
    out: Path
    in_place: bool

    def unchanged(self, state: str) -> Changes | None:
        """Make sure that `state` stands in the output; None if that takes a build."""
        if is_published(self.out, state):
            return Changes()
        with suppress(OutdatedError):
            return self.publish((), base=state).changes
        return None

    def publish(
        self,
        made: Iterable[Made] | Making,
        base: str | None,
        gone: Collection[str] = (),
    ) -> Published:
        """Publish what differs from the state `base`, or everything without one."""
        from generator.build.publish import publish  # noqa: PLC0415 - heavy

        # public/ may lie in the archive's folder, but not in what a build reads there
        protect = (self.site.root, self.site.content)
        return publish(
            made,
            self.out,
            base=base,
            gone=gone,
            protect=protect,
            apart=(self.site.content, self.site.root / STORE),
            in_place=self.in_place,
        )


def _rebuilt(  # noqa: PLR0913 - one value for each thing it goes by
    output: Output,
    session: Session,
    content: Content,
    shape: Shape,
    base: str | None,
    *,
    known: int,
) -> tuple[Changes, Last]:
    """Bring the site up to date, publish it, and say what was found.

    So many problems were `known` before.
    """
    store = session.store
    with session.step.phase("publish"):
        done = _publish(output, session, content, shape, base)
        last = Last(
            pages=shape.pages,
            out=str(output.out.absolute()),
            state=done.state,
            ingested=content.ingested,
            articles=len(content.light),
            left_out=content.files - len(content.light),
            problems=tuple(session.report.problems[known:]),
        )
        remember(store, replace(last, ingested=content.ingested.again()))
        store.commit()
    return done.changes, last


def _gathered(
    site: Site, session: Session, looked: Looked, *, force: bool, writing: bool = True
) -> Content:
    """Return the content, and let the store keep what was found out about it."""
    from generator.build.content import gather  # noqa: PLC0415 - heavy

    content = gather(site, session, looked, force=force, writing=writing)
    if not content.still:
        # What is published shows older content, until a build has published all of
        # this: it may fail before, and a preview never does.
        outdate(session.store)
    session.store.commit()
    return content


def _publish(
    output: Output, session: Session, content: Content, shape: Shape, base: str | None
) -> Published:
    """Make what differs from the state `base` of the output, and publish it."""
    phase, store = session.step.phase, session.store
    with phase("plan"):
        from generator.build.remake import Remake  # noqa: PLC0415 - heavy

        plan = planned(output.site, session.report, content, shape)
    for state in (base, None) if base is not None else (None,):
        remake = Remake(plan, store, output.out, whole=state is None)

        def made(writer: Writer | None, remake: Remake = remake) -> Generator[Made]:
            return within(phase, "shared files", remake.made(session, writer))

        with suppress(OutdatedError):
            done = output.publish(made, state, remake.gone)
            remake.remember()
            return done
    raise AssertionError("the whole site is never outdated")


def planned(
    site: Site,
    report: Report,
    content: Content,
    shape: Shape,
    before: Plan | None = None,
) -> Plan:
    """Return the plan of a site whose content is at hand.

    The theme of the plan `before` serves again, its templates compiled, unless
    something has shaped it anew.
    """
    from generator.build.making import theme_of  # noqa: PLC0415 - heavy
    from generator.build.notes import load_notes  # noqa: PLC0415 - heavy
    from generator.build.plan import Plan  # noqa: PLC0415 - heavy

    theme = before.theme if before and before.shape == shape else theme_of(site)
    return Plan(site, theme, content, load_notes(site, report), shape)


def plan_site(  # noqa: PLR0913 - one value for each thing a caller can decide
    site: Site,
    session: Session,
    *,
    force: bool = False,
    writing: bool = True,
    before: Plan | None = None,
    among: Collection[Path] | None = None,
) -> Plan:
    """Ingest the sources and plan the site; none of its files is made.

    Unless `writing`, no article file is written either. What the plan `before` has
    loaded is used again as far as it is the same. `among` are the paths of all that
    may have changed since then, if somebody watched.
    """
    shape = shape_of(site)
    looked = look(site, session.store, shape.content, among)
    content = _gathered(site, session, looked, force=force, writing=writing)
    return planned(site, session.report, content, shape, before)
