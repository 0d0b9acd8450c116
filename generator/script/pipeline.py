"""Conversions as chains of stages: the library's own, and ours with the overlay."""

from __future__ import annotations

from functools import cache
from operator import eq
from pathlib import Path
from typing import TYPE_CHECKING

from generator.script.cache import keep, recall
from generator.script.cache import key as cache_key
from generator.script.compilation import compile_tables, make_stage
from generator.script.dictionaries import chain, dictionary, file_of, sources
from generator.script.engine import Stage
from generator.script.lexicon import cost, lexicon, source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OVERLAY = Path(__file__).with_name("overlay.tsv")
"""Reviewed corrections; its columns are from, to, direction and reason."""

_RARE = cost(3)
"""Cost of a phrase that the lexicon does not have."""

_REVIEWED = 300
"""Cost of an overlay phrase: that of the commonest words, so it nearly always wins."""

_DIRECTIONS = {"STPhrases": "s2t", "TSPhrases": "t2s", "TWVariantsRevPhrases": "t2s"}
"""The direction of the overlay rows that go before each of these dictionaries.

Those to Simplified go before the regional forms are undone, too: that would turn 著
and 么 of a mixed text into 着 and 幺.
"""


def reference(text: str, config: str) -> str:
    """Convert `text` exactly as opencc-python-reimplemented does with `config`.

    Raises ValueError for a configuration that the library does not have, and
    WenyuanError when its dictionaries are not installed.
    """
    return run(text, stages(config))


def run(text: str, chain_of_stages: Sequence[Stage]) -> str:
    """Convert `text` by each stage in turn."""
    for stage in chain_of_stages:
        text = stage.convert(text)
    return text


@cache
def stages(config: str, *, corrected: bool = False) -> tuple[Stage, ...]:
    """Return the stages of `config`; `corrected`: with overlay and segmentation.

    Corrected stages also keep the length of the text, unless the configuration
    replaces regional vocabulary (its name ends in p). Compiled once, then kept in the
    user's cache folder for as long as everything they are made from stays the same.
    """
    name = f"{config}-corrected" if corrected else config
    key = None
    try:
        key = cache_key(_made_from(config, corrected=corrected))
        if kept := recall(name, key):
            return tuple(map(make_stage, kept))
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        pass  # it is made again, or whatever cannot be read is named
    tables = _tables(config, corrected=corrected)
    if key:
        keep(name, key, tables)
    return tuple(map(make_stage, tables))


def _made_from(config: str, *, corrected: bool) -> Iterator[Path]:
    """Yield every file that decides how the stages of `config` come out."""
    yield from sources(config)
    if corrected:
        yield OVERLAY
        yield file_of("TWVariants")
    if corrected and _is_segmented(config):
        yield source()
    yield from sorted(OVERLAY.parent.glob("*.py"))


def _is_segmented(config: str) -> bool:
    return chain(config)[0][0] == "STPhrases"


def _tables(config: str, *, corrected: bool) -> list[dict[str, bytes]]:
    """Compile the stages of `config`, one of single characters into that before it."""
    segmented = corrected and _is_segmented(config)
    groups = [[dictionary(name) for name in names] for names in chain(config)]
    if corrected:
        named = zip(chain(config), groups, strict=True)
        groups = [_corrected(names, group) for names, group in named]
        if not config.endswith("p"):
            groups = [[_same_length(one) for one in group] for group in groups]
    compiled: list[dict[str, bytes]] = []
    while groups:
        first = groups.pop(0)
        then: Mapping[str, str] = {}
        while groups and (following := _characters_only(groups[0])) is not None:
            del groups[0]
            then = {**following, **{k: following.get(v, v) for k, v in then.items()}}
        costs = _costs(first) if segmented and not compiled else None
        compiled.append(compile_tables(first, then, costs))
    return compiled


def _costs(group: Sequence[Mapping[str, str]]) -> Mapping[str, int]:
    """Return the cost of every word that may be cut from a Simplified text."""
    costs = dict.fromkeys((word for one in group for word in one), _RARE)
    costs.update(lexicon())
    for phrase in overlay("s2t"):
        if len(phrase) > 1:
            costs[phrase] = min(costs[phrase], _REVIEWED)
    return costs


@cache
def overlay(direction: str) -> Mapping[str, str]:
    """Return the overlay's entries for `direction`: s2t or t2s."""
    rows = [line.split("\t") for line in OVERLAY.read_text("utf-8").splitlines()[1:]]
    return {row[0]: row[1] for row in rows if row[2] == direction}


def _corrected(
    names: Sequence[str], group: Sequence[Mapping[str, str]]
) -> list[Mapping[str, str]]:
    """Put the overlay's phrases first; its single characters replace defaults."""
    direction = _DIRECTIONS.get(names[0])
    if direction is None:
        return list(group)
    entries = overlay(direction)
    if direction == "s2t":
        entries = {
            key: value.translate(_inner_forms()) for key, value in entries.items()
        }
    phrases = {key: value for key, value in entries.items() if len(key) > 1}
    characters = {key: value for key, value in entries.items() if len(key) == 1}
    return [phrases, *group[:-1], {**group[-1], **characters}]


@cache
def _inner_forms() -> Mapping[int, str]:
    """Return the table from Taiwan's forms, in which the overlay's rows are written.

    To those that a later stage turns into the forms of any region: 裡 is 裏 here, which
    Hong Kong keeps.
    """
    return str.maketrans({one: key for key, one in dictionary("TWVariants").items()})


def _same_length(entries: Mapping[str, str]) -> Mapping[str, str]:
    if all(map(eq, map(len, entries), map(len, entries.values()))):
        return entries
    return {key: value for key, value in entries.items() if len(key) == len(value)}


def _characters_only(group: Sequence[Mapping[str, str]]) -> dict[str, str] | None:
    """Merge a group that maps single characters to single ones; None for others."""
    if any(len(k) != 1 or len(v) != 1 for one in group for k, v in one.items()):
        return None
    return {key: value for one in reversed(group) for key, value in one.items()}
