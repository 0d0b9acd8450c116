"""Commands that make an archive: new, ingest, build."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import click

from generator import scaffold
from generator.build import build_site
from generator.build.run import Workers
from generator.cli.common import (
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
    steps,
    strict_option,
)
from generator.ingest.run import ingest as ingest_sources
from generator.problems import Report
from generator.site import load_site


@click.command()
@click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False)
)
@quiet_option
def new(folder: Path, *, quiet: bool) -> None:
    """Start an archive in DIR: settings, folders, a sample, a CI workflow.

    \b
    Example:  wenyuan new my-archive
    """
    made = scaffold.scaffold(folder)
    if not quiet:
        for path in made:
            click.echo(path)
        click.echo(f"next: put articles into {folder}/content/sources, then run")
        click.echo(f"  wenyuan serve --site {folder} --open")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@site_option
@jobs_option
@click.option("--force", is_flag=True, help="Clean again what is up to date.")
@strict_option
@format_option
@quiet_option
def ingest(
    paths: tuple[Path, ...],
    root: Path,
    jobs: int,
    form: str,
    *,
    force: bool,
    strict: bool,
    quiet: bool,
) -> None:
    """Clean sources (files, folders, .jsonl) into article files.

    Without PATH: everything in content/sources. Files from elsewhere are copied
    there. An article file that a person edited is never overwritten.

    \b
    Example:  wenyuan ingest ~/downloads/articles
    """
    report = Report()
    site = load_site(root, report)
    workers = Workers(jobs)
    made = ingest_sources(site, report, paths, mapper=workers.map, force=force)
    if form == "json":
        print_json(
            {**asdict(made), "total": made.total, "problems": problems_json(report)}
        )
    elif not quiet:
        click.echo(
            f"{made.total} sources: {made.written} written, {made.fresh} up to date,"
            f" {made.protected} edited by hand and kept, {made.rejected} rejected"
        )
    finish(report, strict=strict, quiet=quiet)


@click.command()
@site_option
@out_option
@jobs_option
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler, or `local`.")
@click.option("--base-url", metavar="URL", help="Public address of the site.")
@drafts_option
@strict_option
@click.option("--force", is_flag=True, help="Clean all sources again.")
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
    quiet: bool,
) -> None:
    """Ingest, then build the whole site into the output folder.

    \b
    Example:  wenyuan build --base-url https://example.org/archive/
    """
    report = Report()
    site = configured(root, report, base_url=base_url, drafts=drafts)
    target = out or root / "public"
    built = build_site(
        site,
        report,
        out=target,
        workers=Workers(jobs, scheduler),
        force=force,
        step=steps(quiet=quiet),
    )
    if form == "json":
        print_json({**built.summary(), "problems": problems_json(report)})
    elif not quiet:
        click.echo(built.sentence())
        click.echo(f"site in {target}; look at it:  {_again('serve', root)} --open")
    finish(report, strict=strict, quiet=quiet)


def _again(command: str, root: Path) -> str:
    """Return how the person who typed this command would type another."""
    program = os.path.relpath(sys.argv[0])
    if shutil.which("wenyuan") == shutil.which(sys.argv[0]):
        program = "wenyuan"
    place = "" if root == Path() else f" --site {root}"
    return f"{program} {command}{place}"
