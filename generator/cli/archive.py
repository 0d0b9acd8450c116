"""Commands that begin an archive and feed it: new, ingest."""

from __future__ import annotations

from pathlib import Path

import click

from generator import scaffold
from generator.build.run import workers
from generator.cli.common import (
    finish,
    format_option,
    jobs_option,
    print_json,
    problems_json,
    quiet_option,
    site_option,
    strict_option,
)
from generator.ingest.run import ingest as ingest_sources
from generator.problems import Report
from generator.site import load_site
from generator.value import as_dict


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
    with workers(jobs) as some:
        made = ingest_sources(site, report, paths, mapper=some.map, force=force)
    if form == "json":
        print_json(
            {**as_dict(made), "total": made.total, "problems": problems_json(report)}
        )
    elif not quiet:
        click.echo(
            f"{made.total} sources: {made.written} written, {made.fresh} up to date,"
            f" {made.protected} edited by hand and kept, {made.rejected} rejected"
        )
    finish(report, strict=strict, quiet=quiet)
