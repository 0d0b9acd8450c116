"""What all commands share: options, progress, and how problems are shown."""

from __future__ import annotations

import atexit
import gc
import importlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.build.processes import default_jobs
from generator.problems import Problem, Report, WenyuanError
from generator.site import FIELDS, Site, load_site
from generator.value import as_dict, replace

Command = TypeVar("Command", bound=Callable[..., Any])

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_SHOWN = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
"""How control characters are shown."""
_SHOWN_IN_TEXT = {code: one for code, one in _SHOWN.items() if chr(code) not in "\t\n"}

site_option = click.option(
    "--site",
    "root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=".",
    show_default=True,
    metavar="DIR",
    help="The archive's folder.",
)
quiet_option = click.option(
    "--quiet", is_flag=True, help="Print results and errors only."
)
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="DIR",
    help="The output folder.  [default: public in the archive's folder]",
)

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


class Group(click.Group):
    """Finds commands by name, and words a `WenyuanError` as its problems.

    A command's module is loaded when the command is asked for: a build with nothing
    to do would take three times as long with all of them.
    """

    places: Mapping[str, str] = {
        "new": "archive",
        "ingest": "archive",
        "build": "building",
        "serve": "preview",
        "check": "looking",
        "clean": "text",
        "explain": "text",
        "rules": "text",
        "convert": "text",
        "search": "looking",
    }
    """The module of each command, in the order in which help lists them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, None when there is none."""
        del ctx
        if cmd_name not in self.places:
            return None
        module = importlib.import_module(f"generator.cli.{self.places[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own type
        """Run a command; exit with status 1 when it cannot go on."""
        try:
            return super().invoke(ctx)
        except WenyuanError as wrong:
            show(wrong.problems)
            ctx.exit(1)


def collect_seldom() -> None:
    """Have Python look for rubbish less often than by default, and not at its end.

    What a build or a preview makes lives to its end: the looking took a seventh of an
    edit, and at the end, where all is given back anyway, as much again.
    """
    gc.set_threshold(300_000, 20, 100)
    atexit.register(gc.freeze)


def harmless(text: str) -> str:
    """Return a text for a terminal: control characters are shown, lines and tabs stay.

    A terminal obeys them (ECMA-48), and names and articles come from strangers.
    """
    return text.translate(_SHOWN_IN_TEXT)


def show(problems: Iterable[Problem], *, quiet: bool = False) -> None:
    """Print problems to stderr, compiler style; `quiet` leaves out all but errors."""
    for one in problems:
        if quiet and one.severity != "error":
            continue
        word = f"{one.severity}[{one.code}]"
        styled = click.style(word, fg=_COLOURS[one.severity], bold=True)
        click.echo(str(_on_lines(one)).replace(word, styled, 1), err=True)


def _on_lines(one: Problem) -> Problem:
    """Show the control characters of its texts, line ends too: none has several lines."""
    path, message, hint = (
        text.translate(_SHOWN) for text in (one.path, one.message, one.hint)
    )
    return replace(one, path=path, message=message, hint=hint)


def finish(report: Report, *, strict: bool = False, quiet: bool = False) -> None:
    """Show every problem collected; exit with status 1 when one is an error."""
    show(report.sorted(), quiet=quiet)
    if report.failed(strict=strict):
        raise click.exceptions.Exit(1)


def problems_json(report: Report) -> list[dict[str, object]]:
    """Return the problems as plain values, sorted."""
    return [as_dict(one) for one in report.sorted()]


def print_json(value: object) -> None:
    """Print a value as JSON, Chinese characters as themselves."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=list))


def configured(
    root: Path, report: Report, *, base_url: str | None = None, drafts: bool = False
) -> Site:
    """Return the site's settings with those given on the command line.

    Raises what `load_site` raises, and click.BadParameter for what is no address.
    """
    site = load_site(root, report)
    if base_url is not None:
        try:
            address = FIELDS["base_url"](base_url)
        except ValueError as wrong:
            raise click.BadParameter(f"give {wrong}", param_hint="--base-url") from None
        site = replace(site, base_url=address)
    return replace(site, drafts=True) if drafts else site


def settings_of(root: Path) -> Site:
    """Return the settings of the archive in `root`, or the defaults where there is none."""
    if any((folder / "site.toml").is_file() for folder in (root, root / "content")):
        return load_site(root, Report())
    return Site(root=root, content=root / "content")
