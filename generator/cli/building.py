"""The command that builds the site."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from generator.build import build_site
from generator.build.run import workers
from generator.build.stopwatch import Stopwatch
from generator.cli.common import (
    collect_seldom,
    configured,
    drafts_option,
    finish,
    format_option,
    jobs_option,
    out_option,
    print_json,
    problems_json,
    quiet_option,
    site_option,
    strict_option,
)
from generator.cli.watching import profile_json, show_profile, steps
from generator.problems import Report


@click.command()
@site_option
@out_option
@jobs_option
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler, or `local`.")
@click.option("--base-url", metavar="URL", help="Public address of the site.")
@drafts_option
@strict_option
@click.option("--force", is_flag=True, help="Clean and make everything again.")
@click.option(
    "--in-place", is_flag=True, help="Replace file by file: a mount point, say."
)
@click.option("--profile", is_flag=True, help="Tell where the time went.")
@format_option
@quiet_option
def build(
    root: Path,
    out: Path | None,
    jobs: int,
    scheduler: str | None,
    base_url: str | None,
    form: str,
    *,
    drafts: bool,
    strict: bool,
    force: bool,
    in_place: bool,
    profile: bool,
    quiet: bool,
) -> None:
    """Ingest, then build the whole site into the output folder.

    \b
    Example:  wenyuan build --base-url https://example.org/archive/
    """
    collect_seldom()
    stopwatch = Stopwatch() if profile else None
    report = Report()
    place = root.absolute()  # a cluster's workers have working folders of their own
    site = configured(place, report, base_url=base_url, drafts=drafts)
    target = out or root / "public"
    with workers(jobs, scheduler, place) as some:
        built = build_site(
            site,
            report,
            out=target,
            workers=some,
            force=force,
            in_place=in_place,
            step=steps(form, quiet=quiet, stopwatch=stopwatch),
        )
    if form == "json":
        told = {"profile": profile_json(stopwatch)} if stopwatch else {}
        print_json({**built.summary(), **told, "problems": problems_json(report)})
    elif not quiet:
        click.echo(built.sentence())
        click.echo(f"site in {target}; look at it:  {_again('serve', root)} --open")
    if stopwatch and form != "json":
        show_profile(stopwatch)
    finish(report, strict=strict, quiet=quiet)


def _again(command: str, root: Path) -> str:
    """Return how the person who typed this command would type another."""
    program = os.path.relpath(sys.argv[0])
    if shutil.which("wenyuan") == shutil.which(sys.argv[0]):
        program = "wenyuan"
    place = "" if root == Path() else f" --site {root}"
    return f"{program} {command}{place}"
