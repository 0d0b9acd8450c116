"""The command that previews the site."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from generator.build import plan_site
from generator.build.plan import Plan
from generator.build.run import Workers
from generator.build.session import Session
from generator.build.store import opened
from generator.cli.common import (
    collect_seldom,
    configured,
    drafts_option,
    harmless,
    quiet_option,
    site_option,
)
from generator.problems import Report
from generator.serve import Preview
from generator.serve import serve as serve_site
from generator.site import load_site


@click.command()
@site_option
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--open", "open_browser", is_flag=True, help="Open a browser.")
@drafts_option
@quiet_option
def serve(
    root: Path, port: int, *, open_browser: bool, drafts: bool, quiet: bool
) -> None:
    """Preview the site on 127.0.0.1 and reload it when content changes.

    \b
    Example:  wenyuan serve --open
    """
    collect_seldom()
    site = load_site(root, Report())
    watched = [site.content, *site.root.glob("site.toml")]

    def log(line: str) -> None:
        if not quiet:
            click.echo(harmless(line), err=True)

    plan: Plan | None = None
    with opened(site.root) as store:

        def load(changed: Collection[Path] | None) -> Preview:
            nonlocal plan
            report = Report()
            now = configured(root, report, drafts=drafts)
            session = Session(store, report, Workers())
            plan = plan_site(now, session, before=plan, among=changed)
            return Preview(plan.find, plan.key, tuple(report.sorted()))

        serve_site(load, port=port, open_browser=open_browser, watch=watched, log=log)
