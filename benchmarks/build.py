"""Builds the same articles with this program and with Hugo, in alternation.

    python -m benchmarks.build 10000 ../shared/corpus/xwlb.jsonl.xz [--write]
        [--only cold edits sources] [--rounds 3] [--without-hugo]
        [--tags 88] [--setting 'page_size = 20'] [--option=--jobs=1]

cold      from nothing: ours from article files in one script, which it converts,
          renders and indexes; Hugo from ready-made Markdown in both (`hugo.py`)
edits     the same build, then again after each kind of change
sources   ours alone, cleaning sources in one JSON Lines file first

Medians over the rounds; in each round the two take turns, the other one first every
second time. Sites lie in TMPDIR. --tags keeps only so many of the commonest keywords:
those of the corpus are mostly of one article each. --write puts the table into
results-build.md.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import hugo
from benchmarks.measuring import Usage, measured, median_of
from benchmarks.recording import load, record, table
from benchmarks.sites import Subject, fill, hugos, ours
from benchmarks.synthesise import Record, records, with_tags

Change = Callable[[Subject, str], None]


@dataclass(frozen=True)
class Step:
    """A change of the site, after which it is built and measured."""

    label: str
    change: Change
    both: bool = True
    """False for what only our program tells from the step before."""


COLD = (Step("from nothing", lambda site, _: site.lose()),)
EDITS = (
    Step("nothing changed", lambda *_: None),
    Step("fresh checkout", lambda site, _: site.touch()),
    Step("one body, the first edit", Subject.add_sentence, both=False),
    Step("one body", Subject.add_sentence),
    Step("one title", Subject.retitle),
    Step("one date", Subject.redate),
    Step("template of articles", Subject.restyle),
)
SOURCES = (
    Step("ingest and build, from nothing", lambda site, _: site.lose()),
    Step("again, nothing changed", lambda *_: None),
)
Runs = dict[tuple[str, str], list[Usage]]
"""By step and program."""


def alternated(
    sites: Sequence[Subject], steps: Sequence[Step], rounds: int
) -> tuple[Runs, list[tuple[int, int]]]:
    """Return what each step took each program, and the size of what each built."""
    runs: Runs = {}
    sizes: list[tuple[int, int]] = []
    for number in range(rounds):
        for step in steps:
            some = sites if step.both else sites[:1]
            for site in reversed(some) if number % 2 else some:
                step.change(site, f"{number + 1}{len(runs)}")
                time.sleep(0.1)
                used = measured(site.command)
                runs.setdefault((step.label, site.name), []).append(used)
            if not sizes:
                sizes = [site.size() for site in sites]
    return runs, sizes


def rows(
    sites: Sequence[Subject], steps: Sequence[Step], runs: Runs
) -> Iterator[list[str]]:
    """Yield a row for each step: our figures, Hugo's, and what ours are of them."""
    for step in steps:
        found = [median_of(runs[step.label, one.name]) for one in sites if step.both]
        found = found or [median_of(runs[step.label, sites[0].name])]
        row = [step.label]
        for used in found:
            row += [f"{used.wall:.2f}", f"{used.cpu:.2f}", f"{used.memory:.0f}"]
        if len(found) == 2:
            mine, other = found
            row += [f"{mine.wall / other.wall:.2f}", f"{mine.cpu / other.cpu:.2f}"]
        yield row + [""] * (9 * (len(sites) - 1) - len(row))


def material(options: argparse.Namespace) -> Iterator[Record]:
    """Return the articles asked for."""
    found = records(options.corpus, options.number)
    return with_tags(found, options.corpus, options.tags) if options.tags else found


def compared(options: argparse.Namespace, folder: Path) -> str:
    """Measure builds from article files; return the table and what was built."""
    with ExitStack() as stack:
        sites = [ours(folder / "ours", options.setting, options.option)]
        if not options.without_hugo:
            program = stack.enter_context(hugo.installed())
            sites.append(hugos(folder / "hugo", program))
        length = fill(sites, material(options))
        steps = COLD + (EDITS if "edits" in options.only else ())
        runs, sizes = alternated(sites, steps, options.rounds)
    head = [f"{options.number:,} articles"]
    for site in sites:
        head += [f"{site.name}, wall s", "CPU s", "MB"]
    head += ["wall ×", "CPU ×"] if len(sites) == 2 else []
    mean = length / options.number
    told = [
        f"{site.name} {n:,} files, {size / 1e6:.0f} MB"
        for site, (n, size) in zip(sites, sizes, strict=True)
    ]
    return (
        f"{table(head, list(rows(sites, steps, runs)))}\n"
        f"Articles of {mean:.0f} characters on average; {'; '.join(told)}."
    )


def from_sources(options: argparse.Namespace, folder: Path) -> str:
    """Measure builds that clean their sources first."""
    site = ours(folder / "sources", options.setting, options.option)
    with (site.root / "content/sources/corpus.jsonl").open(
        "w", encoding="utf-8"
    ) as file:
        for one in material(options):
            file.write(json.dumps(one, ensure_ascii=False) + "\n")
    runs, _ = alternated([site], SOURCES, 1)
    head = [f"{options.number:,} articles", "wall s", "CPU s", "MB"]
    return table(head, list(rows([site], SOURCES, runs))).strip()


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("number", type=int)
    parser.add_argument("corpus", type=Path)
    parts = ["cold", "edits", "sources"]
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-hugo", action="store_true")
    parser.add_argument("--tags", type=int)
    parser.add_argument("--setting", action="append", default=[])
    parser.add_argument("--option", action="append", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    before = load()
    with tempfile.TemporaryDirectory() as folder:
        found = []
        if {"cold", "edits"} & set(options.only):
            found.append(compared(options, Path(folder)))
        if "sources" in options.only:
            found.append(from_sources(options, Path(folder)))
    tags = [f"{options.tags} keywords"] if options.tags else []
    heading = ", ".join(
        [f"{options.number:,} articles", *tags, *options.setting, *options.option]
    )
    found.append(f"Rounds: {options.rounds}. Before: {before}; after: {load()}.")
    print(f"## {heading}\n\n" + "\n\n".join(found))
    if options.write:
        record(heading, "\n\n".join(found))


if __name__ == "__main__":
    main()
