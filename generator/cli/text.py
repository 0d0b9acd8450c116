"""Commands on single texts: clean, explain, rules, convert."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, cast

import click

from generator import explain as explaining
from generator.cli.common import (
    harmless,
    print_json,
    quiet_option,
    settings_of,
    site_option,
)
from generator.ingest import RULES, Cleaned, frontmatter
from generator.ingest import clean as cleaned_from
from generator.ingest.articles import load_article
from generator.ingest.keywords import with_proposals
from generator.ingest.outcome import options_of
from generator.ingest.read import read_bytes, read_file
from generator.model import Source
from generator.problems import Problem, Report, WenyuanError, problem
from generator.script import CONFIGS, convert_html, detect, reference
from generator.script import convert as converted
from generator.script.detect import Verdict
from generator.site import load_site
from generator.value import replace

file_argument = click.argument(
    "file",
    required=False,
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
)
punctuation_option = click.option(
    "--punctuation",
    type=click.Choice(["restore", "keep"]),
    default=None,
    help="What to do with half-width marks between Han characters."
    "  [default: as site.toml says, else restore]",
)


@click.command()
@file_argument
@click.option("--format", "form", type=click.Choice(["md", "json"]), default="md")
@punctuation_option
@site_option
@quiet_option
def clean(
    file: Path | None, form: str, punctuation: str | None, root: Path, *, quiet: bool
) -> None:
    """Clean one dirty article (FILE or stdin) and print it.

    \b
    Example:  wenyuan clean page.html > page.md
              wenyuan clean --format json page.txt
    """
    del quiet
    settings = settings_of(root)
    site = replace(settings, punctuation=punctuation or settings.punctuation)
    options = options_of(site)
    for source in _sources(file):
        result = with_proposals(cleaned_from(source, options))
        if form == "json":
            print_json(explaining.as_json(result))
        else:
            click.echo(frontmatter.write(result.metadata, result.body), nl=False)


@click.command()
@click.argument("name", metavar="FILE|SLUG")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html"]), default="text"
)
@site_option
@quiet_option
def explain(name: str, form: str, root: Path, *, quiet: bool) -> None:
    """Show what cleaning did to FILE or to the article SLUG, and why.

    \b
    Example:  wenyuan explain content/sources/page.txt
              wenyuan explain 2020-12-19-gang-kou --format html > explained.html
    """
    del quiet
    for result in _explained(name, root):
        if form == "json":
            print_json(explaining.as_json(result))
        elif form == "html":
            click.echo(explaining.as_html(result))
        else:
            for style, part in explaining.as_text(result):
                click.echo(click.style(harmless(part), **_STYLES[style]), nl=False)


_STYLES: dict[str, dict[str, Any]] = {
    "kept": {},
    "removed": {"fg": "red", "strikethrough": True},
    "repaired": {"fg": "green", "underline": True},
    "rule": {"fg": "bright_black"},
    "head": {"bold": True},
}


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@quiet_option
def rules(form: str, *, quiet: bool) -> None:
    """List the cleaning rules in order, each with its reason and examples.

    \b
    Example:  wenyuan rules --format json
    """
    if form == "json":
        print_json(
            [
                {
                    "name": one.name,
                    "family": one.family,
                    "why": one.why,
                    "examples": [
                        {"before": e.before, "after": e.after, "facts": dict(e.facts)}
                        for e in one.examples
                    ],
                }
                for one in RULES
            ]
        )
        return
    for one in RULES:
        click.secho(one.name, bold=True)
        if quiet:
            continue
        click.echo(f"  {one.why}")
        for example in one.examples:
            same = example.before == example.after
            left = _short(example.before)
            click.echo(
                f"    {left}  {'stays' if same else '→ ' + _short(example.after)}"
            )


def _short(text: str, limit: int = 60) -> str:
    line = text.replace("\n", "⏎")
    return line if len(line) <= limit else line[: limit - 1] + "…"


@click.command()
@file_argument
@click.option("--to", type=click.Choice(["hans", "hant", "hant-tw", "hant-hk"]))
@click.option(
    "--from", "origin", type=click.Choice(["auto", "hans", "hant"]), default="auto"
)
@click.option("--html", "is_html", is_flag=True, help="Convert the text of HTML only.")
@click.option("--reference", "config", metavar="CONFIG", type=click.Choice(CONFIGS))
@site_option
@quiet_option
def convert(
    file: Path | None,
    to: str | None,
    origin: str,
    config: str | None,
    root: Path,
    *,
    is_html: bool,
    quiet: bool,
) -> None:
    """Convert FILE or stdin between Simplified and Traditional, line for line.

    --from auto leaves a text alone that is in the target script already.
    --reference s2t (s2tw, tw2s …) gives exactly what opencc-python-reimplemented gives.

    \b
    Example:  echo 汉字 | wenyuan convert --to hant
    """
    del quiet
    if (to is None) == (config is None):
        raise click.UsageError("give either --to or --reference")
    data = _bytes(file)
    source = read_bytes(data, str(file or "stdin"))
    if isinstance(source, Problem):
        if source.code == "empty-source":
            click.echo(data, nl=False)
            return
        raise WenyuanError(source)
    text = source.text.removeprefix("\ufeff")
    names = settings_of(root).names
    script = _script_of(text) if origin == "auto" else cast("Verdict", origin)

    def change(part: str) -> str:
        if config:
            return reference(part, config)
        return converted(part, str(to), names=names, source=script)

    out = convert_html(text, change) if is_html else change(text)
    click.echo(out.encode(), nl=False)  # bytes, so that line ends stay as they are


def _script_of(text: str) -> Verdict:
    """Return the script of a text; one without any Traditional character is Simplified."""
    found = detect(text)
    return found.script if found.traditional else "hans"


def _bytes(file: Path | None) -> bytes:
    if file is None or str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as wrong:
        reason = wrong.strerror or "cannot be opened"
        raise WenyuanError(problem("unreadable", str(file), reason=reason)) from None


def _sources(file: Path | None) -> list[Source]:
    """Return the sources in a file or on stdin; raises WenyuanError for bad ones."""
    if file is None or str(file) == "-":
        found = [read_bytes(sys.stdin.buffer.read(), "stdin")]
    else:
        found = list(read_file(file, str(file)))
    wrong = [one for one in found if isinstance(one, Problem)]
    if wrong:
        raise WenyuanError(*wrong)
    return [one for one in found if isinstance(one, Source)]


def _file_of(source: str, content: Path) -> str:
    """Return the file of a source: for a record, what stands before one of its `#`."""
    ends = [at for at, one in enumerate(source) if one == "#"]
    names = [source, *(source[:end] for end in reversed(ends))]
    return next((name for name in names if _is_file(content / name)), source)


def _is_file(path: Path) -> bool:
    """Tell whether there is a file; its name may be too long for there to be one."""
    try:
        return path.is_file()
    except OSError:
        return False


def _explained(name: str, root: Path) -> list[Cleaned]:
    """Return the cleaning of a file, or of the source of an article."""
    path = Path(name)
    if _is_file(path) and path.suffix != ".md":
        return [cleaned_from(source) for source in _sources(path)]
    site = load_site(root, Report())
    target = site.articles / f"{path.stem}.md"
    if _is_file(path) and path.resolve() != target.resolve():
        return [cleaned_from(source) for source in _sources(path)]
    shown = target.relative_to(site.root).as_posix()
    file = load_article(target, shown) if _is_file(target) else None
    if file is None or file.source is None:
        raise WenyuanError(problem("no-such-article", name=name))
    where = _file_of(file.source, site.content)
    place = site.content / where
    # An article from a stranger may name any file of ours as its source.
    inside = place.resolve().is_relative_to(site.sources.resolve())
    for found in read_file(place, where) if inside else ():
        if isinstance(found, Source) and found.path == file.source:
            keep = file.article.metadata.keep if file.article else ()
            return [cleaned_from(found, options_of(site, keep))]
    raise WenyuanError(problem("source-gone", file.path, 1, source=file.source))
