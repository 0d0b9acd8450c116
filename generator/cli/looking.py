"""Commands that look at an archive: check, search."""

from __future__ import annotations

from pathlib import Path

import click

from generator import check as checking
from generator.build.run import workers
from generator.cli.common import (
    configured,
    drafts_option,
    format_option,
    harmless,
    jobs_option,
    out_option,
    print_json,
    problems_json,
    quiet_option,
    settings_of,
    show,
    site_option,
    strict_option,
)
from generator.cli.watching import steps
from generator.problems import Report, WenyuanError, problem
from generator.search.query import search as search_index


@click.command()
@site_option
@drafts_option
@strict_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text"
)
@jobs_option
@quiet_option
def check(
    root: Path, form: str, jobs: int, *, drafts: bool, strict: bool, quiet: bool
) -> None:
    """Find the problems of content, links and templates; write nothing.

    \b
    Example:  wenyuan check --strict --format github
    """
    report = Report()
    site = configured(root, report, drafts=drafts)
    with workers(jobs) as some:
        counts = checking.check(site, report, some, steps(form, quiet=quiet))
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
    if out is None and not settings_of(root).search:
        raise WenyuanError(problem("no-search"))
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
        print_json({"query": query, "total": found.total, "hits": hits})
        return
    for hit in found.hits:
        title = click.style(harmless(hit.title), bold=True)
        click.echo(f"{title}  {hit.date or ''}  {hit.slug}")
        if hit.excerpt:
            click.echo(f"    {harmless(hit.excerpt)}")
    if not quiet:
        click.echo(f"{found.total} found", err=True)
