"""The command that builds the site."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.build import build_site
from generator.build.run import workers
from generator.build.session import Steps
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
from generator.model import Changes
from generator.problems import Report, WenyuanError
from generator.site import Site

if TYPE_CHECKING:
    from generator.build.upload import Remote


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
@click.option("--upload", metavar="URL", help="Bring this address up to date, too.")
@click.option("--profile", is_flag=True, help="Tell where the time went.")
@format_option
@quiet_option
def build(
    root: Path,
    out: Path | None,
    jobs: int,
    scheduler: str | None,
    base_url: str | None,
    upload: str | None,
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
    target = _folder(out) if out else root / "public"
    remote = _remote(upload, site, target) if upload else None
    watch = steps(form, quiet=quiet, stopwatch=stopwatch)
    note = stopwatch.told if stopwatch else None
    with workers(jobs, scheduler, place, note) as some:
        built = build_site(
            site,
            report,
            out=target,
            workers=some,
            force=force,
            in_place=in_place,
            step=watch,
        )
    sent = _uploaded(target, remote, report, watch) if remote else None
    if form == "json":
        told: dict[str, object] = (
            {"profile": profile_json(stopwatch)} if stopwatch else {}
        )
        told |= {"upload": _counts(sent)} if sent else {}
        print_json({**built.summary(), **told, "problems": problems_json(report)})
    elif not quiet:
        click.echo(built.sentence())
        click.echo(f"site in {target}; look at it:  {_again('serve', root)} --open")
        if remote and sent:
            counts = (f"{number} {word}" for word, number in _counts(sent).items())
            click.echo(f"{remote.url}: {', '.join(counts)}")
    if stopwatch and form != "json":
        show_profile(stopwatch)
    finish(report, strict=strict, quiet=quiet)


def _folder(out: Path) -> Path:
    """Return the output folder, which an address cannot be."""
    if ":/" in str(out):
        raise click.BadParameter(
            "this is an address: give it to --upload", param_hint="--out"
        )
    return out


def _remote(url: str, site: Site, tree: Path) -> Remote:
    """Return the place to upload to, found before an hour is spent on building."""
    from generator.build.exchange import safe_output  # noqa: PLC0415 - loads much
    from generator.build.upload import remote_at  # noqa: PLC0415 - the same

    if "://" not in url:
        raise click.BadParameter(
            "give an address such as s3://bucket/folder", param_hint="--upload"
        )
    remote = remote_at(url)
    if remote.url.startswith(("file:", "local:")):
        protected = (site.root, site.content)
        safe_output(Path(remote.root), protected, (site.content, tree))
    return remote


def _uploaded(
    tree: Path, remote: Remote, report: Report, step: Steps
) -> Changes | None:
    """Upload a site; what was found while it was built is told even if that fails."""
    from generator.build.upload import upload  # noqa: PLC0415 - as above

    try:
        with step.phase("upload"):
            return upload(tree, remote, step)
    except WenyuanError as wrong:
        report.add(*wrong.problems)
        return None


def _counts(sent: Changes) -> Mapping[str, int]:
    """Return how many files were treated how."""
    return {
        "written": len(sent.written),
        "unchanged": len(sent.kept),
        "removed": len(sent.removed),
    }


def _again(command: str, root: Path) -> str:
    """Return how the person who typed this command would type another."""
    program = os.path.relpath(sys.argv[0])
    if Path(sys.argv[0]).name == "__main__.py":
        program = "python -m generator"
    elif shutil.which("wenyuan") == shutil.which(sys.argv[0]):
        program = "wenyuan"
    place = "" if root == Path() else f" --site {root}"
    return f"{program} {command}{place}"
