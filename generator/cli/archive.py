"""Commands on a whole archive: new, ingest, build, serve, check, search."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import click

from generator import check as checking
from generator import scaffold
from generator.build import Steps, build_site, site_files
from generator.build.run import Workers, default_jobs
from generator.cli.common import (
    finish,
    out_option,
    print_json,
    problems_json,
    progress,
    quiet_option,
    show,
    site_option,
)
from generator.ingest.run import ingest as ingest_sources
from generator.problems import Report
from generator.search.query import search as search_index
from generator.serve import Preview
from generator.serve import serve as serve_site
from generator.site import Site, load_site

Item = TypeVar("Item")

format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text"
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=default_jobs,
    show_default="processors",
    metavar="N",
    help="Processes to use.",
)
strict_option = click.option("--strict", is_flag=True, help="Fail on warnings too.")
drafts_option = click.option("--drafts", is_flag=True, help="Publish drafts too.")


def _steps(*, quiet: bool) -> Steps:
    """Return the progress bars of a build."""

    def step(label: str, items: Iterable[Item], length: int | None) -> Iterator[Item]:
        return progress(label, items, length, quiet=quiet)

    return step


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
    site = _configured(root, report, base_url=base_url, drafts=drafts)
    target = out or root / "public"
    built = build_site(
        site,
        report,
        out=target,
        workers=Workers(jobs, scheduler),
        force=force,
        step=_steps(quiet=quiet),
    )
    if form == "json":
        print_json({**built.summary(), "problems": problems_json(report)})
    elif not quiet:
        click.echo(built.sentence())
        click.echo(
            f"site in {_shown(target)}; look at it: wenyuan serve --site {root} --open"
        )
    finish(report, strict=strict, quiet=quiet)


def _shown(path: Path) -> str:
    return os.path.relpath(path) if path.is_absolute() else str(path)


def _configured(
    root: Path, report: Report, *, base_url: str | None = None, drafts: bool = False
) -> Site:
    """Return the site's settings with those given on the command line."""
    site = load_site(root, report)
    if base_url is not None:
        if base_url and not urlsplit(base_url).scheme.startswith("http"):
            raise click.BadParameter("begin it with https://", param_hint="--base-url")
        site = replace(site, base_url=base_url.rstrip("/") + "/" if base_url else "")
    return replace(site, drafts=True) if drafts else site


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

    def load() -> Preview:
        report = Report()
        site = _configured(root, report, drafts=drafts)
        ingest_sources(site, report)
        files = {file.path: file for file in site_files(site, report, Workers(1))}
        return Preview(files, tuple(report.sorted()))

    site = load_site(root, Report())
    log: Callable[[str], None] = (
        (lambda _: None) if quiet else functools.partial(click.echo, err=True)
    )
    serve_site(
        load, port=port, open_browser=open_browser, watch=[site.content], log=log
    )


@click.command()
@site_option
@drafts_option
@strict_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text"
)
@quiet_option
def check(root: Path, form: str, *, drafts: bool, strict: bool, quiet: bool) -> None:
    """Find the problems of content, links and templates; write nothing.

    \b
    Example:  wenyuan check --strict --format github
    """
    report = Report()
    site = _configured(root, report, drafts=drafts)
    counts = checking.check(site, report, Workers(default_jobs()), _steps(quiet=quiet))
    if form == "json":
        print_json({**counts, "problems": problems_json(report)})
    elif form == "github":
        for line in checking.github_annotations(report):
            click.echo(line)
    else:
        show(report.sorted(), quiet=quiet)
        if not quiet:
            click.echo(
                f"{counts['articles']} articles, {counts['files']} files checked"
            )
    if report.failed(strict=strict):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("query")
@site_option
@out_option
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option("--script", type=click.Choice(["hans", "hant"]), default="hans")
@format_option
@quiet_option
def search(
    query: str,
    root: Path,
    out: Path | None,
    limit: int,
    script: str,
    form: str,
    *,
    quiet: bool,
) -> None:
    """Search the built site for QUERY, with the same results as in the browser.

    \b
    Example:  wenyuan search '"友好城市" year:2020..2023'
    """
    found = search_index(
        (out or root / "public") / "search", query, limit=limit, script=script
    )
    if form == "json":
        hits = [
            {
                "slug": hit.slug,
                "score": hit.score,
                "title": hit.title,
                "date": hit.date,
                "excerpt": hit.excerpt,
            }
            for hit in found.hits
        ]
        click.echo(
            json.dumps(
                {"query": query, "total": found.total, "hits": hits},
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    for hit in found.hits:
        click.echo(f"{click.style(hit.title, bold=True)}  {hit.date or ''}  {hit.slug}")
        if hit.excerpt:
            click.echo(f"    {hit.excerpt}")
    if not quiet:
        click.echo(f"{found.total} found", err=True)
