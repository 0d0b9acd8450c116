"""Compiling dictionaries into the tables of a stage, and making a stage of them.

Tables are nothing but text, in UTF-8, so that they can be kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.script.clues import BETWEEN, clues
from generator.script.engine import SEPARATORS, Stage, character_table
from generator.script.shelves import Shelves, by_first, lines, shelved

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_SEPARATOR = re.compile(f"[{SEPARATORS}]")

_NUMBER = 0x100
"""Small numbers are kept as the characters from here on, quick to read."""


def compile_tables(
    dictionaries: Sequence[Mapping[str, str]],
    then: Mapping[str, str],
    costs: Mapping[str, int] | None = None,
) -> dict[str, bytes]:
    """Compile a group of dictionaries, best first.

    `then` is a later stage of single characters only; it is folded into this one.
    With `costs`, words at their cost (each phrase has one), the most probable
    segmentation decides, whatever the rank of a phrase.
    """
    characters, phrases, ranks = _merge(dictionaries)
    for key in _with_separators(phrases):
        del phrases[key], ranks[key]
    words = costs or phrases
    final = {**then, **{k: then.get(v, v) for k, v in characters.items()}}
    anchors, hints = clues(phrases, character_table(characters))
    return {
        "table": _pairs(final),
        "characters": _pairs(characters),
        "then": _pairs(then),
        "phrases": shelved({k: _number(ranks[k]) + v for k, v in phrases.items()}),
        "longest": str(max(map(len, words), default=0)).encode(),
        "links": _links(words).encode(),
        "anchors": anchors.encode(),
        "hints": BETWEEN.join(sorted(hints)).encode(),
        "costs": shelved({word: _number(cost) for word, cost in (costs or {}).items()}),
    }


def make_stage(tables: Mapping[str, bytes]) -> Stage:
    """Make a stage of tables that `compile_tables` has made.

    Raises ValueError, KeyError, TypeError, IndexError or AttributeError for others.
    """
    return Stage(
        table=character_table(_characters(tables["table"])),
        characters=str.maketrans(_characters(tables["characters"])),
        then=str.maketrans(_characters(tables["then"])),
        phrases=Shelves(tables["phrases"], _ranked),
        longest=int(tables["longest"]),
        links=by_first(tables["links"].decode()),
        anchors=tables["anchors"].decode(),
        hints=frozenset(tables["hints"].decode().split(BETWEEN)) - {""},
        costs=Shelves(tables["costs"], _read),
        segmented=bool(tables["costs"]),
    )


def compile_stage(
    dictionaries: Sequence[Mapping[str, str]],
    then: Mapping[str, str],
    costs: Mapping[str, int] | None = None,
) -> Stage:
    """Compile a group of dictionaries into a stage: see `compile_tables`."""
    return make_stage(compile_tables(dictionaries, then, costs))


def _pairs(characters: Mapping[str, str]) -> bytes:
    return "".join(key + value for key, value in characters.items()).encode()


def _characters(table: bytes) -> dict[str, str]:
    pairs = table.decode()
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def _number(number: int) -> str:
    return chr(_NUMBER + number)


def _read(character: str) -> int:
    return ord(character) - _NUMBER


def _ranked(cell: str) -> tuple[int, str]:
    return _read(cell[0]), cell[1:]


def _links(words: Collection[str]) -> str:
    """Write for each character what may follow it inside a word."""
    following: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        for one, other in pairwise(word):
            following[one].add(other)
    return lines({one: "".join(sorted(others)) for one, others in following.items()})


def _merge(
    dictionaries: Sequence[Mapping[str, str]],
) -> tuple[dict[str, str], dict[str, str], dict[str, int]]:
    """Return what becomes of characters, what must be matched, and its rank."""
    has_phrases = [any(len(key) > 1 for key in one) for one in dictionaries]
    last = max((rank for rank, has in enumerate(has_phrases) if has), default=-1)
    characters: dict[str, str] = {}
    phrases: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for rank in reversed(range(len(dictionaries))):
        single, long = _split(dictionaries[rank])
        characters.update(single)
        # a lone character must be matched only if it can take one from a phrase
        matched = dictionaries[rank] if rank < last else long
        phrases.update(matched)
        ranks.update(dict.fromkeys(matched, rank))
    return characters, phrases, ranks


def _split(entries: Mapping[str, str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Part the entries that replace one character by one from all others."""
    if min(map(len, entries), default=2) > 1:
        return {}, entries
    single = {k: v for k, v in entries.items() if len(k) == 1 and len(v) == 1}
    return single, {k: v for k, v in entries.items() if k not in single}


def _with_separators(phrases: Mapping[str, str]) -> set[str]:
    held = set(_SEPARATOR.findall(BETWEEN.join(phrases)))
    return {key for mark in held for key in phrases if mark in key}
