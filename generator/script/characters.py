"""Characters one by one: simplifying, folding for search, and what is Han.

All these keep the length of the text in code points.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from generator.script.cache import keep, recall
from generator.script.cache import key as cache_key
from generator.script.dictionaries import candidates, dictionary, file_of
from generator.script.engine import character_table
from generator.script.pipeline import OVERLAY, overlay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, for use inside a regular expression's brackets: `[{HAN}]`."""

CORNERS = {"“": "「", "”": "」", "‘": "『", "’": "』"}
"""Mainland quotation marks and the Taiwan ones for the same level of quoting."""

_DICTIONARIES = (
    "STCharacters",
    "STPhrases",
    "TSCharacters",
    "TSPhrases",
    "TWVariants",
    "TWVariantsRev",
    "TWVariantsRevPhrases",
    "HKVariants",
    "HKVariantsRev",
    "HKVariantsRevPhrases",
)
"""Everything that a conversion between scripts may apply; not regional vocabulary."""

_KEPT = "fold"
"""What the table of folding is kept under."""

_LATIN = (
    range(0x41, 0x5B),
    range(0xC0, 0x250),
    range(0x1E00, 0x1F00),
)
"""Capital letters that are lowercased are in here, pinyin's among them."""


def is_han(character: str) -> bool:
    """Tell whether `character` is a Han character: an ideograph, 々 or 〇."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or "\U00020000" <= character <= "\U0003ffff"
        or "\uf900" <= character <= "\ufaff"
        or character in ("々", "〇")
    )


def simplify(text: str) -> str:
    """Simplify `text` character by character, whatever the words.

    For matching patterns written in Simplified; `convert` is for readers.
    """
    return text.translate(_simplifying())


def fold(text: str) -> str:
    """Bring `text` to the form in which search compares: one character per class.

    A class is closed over every conversion between the scripts, so both editions
    of an article fold alike; Latin letters become lowercase and half-width, and
    the quotation marks of both scripts the same.
    """
    return text.translate(_folding())


@cache
def fold_table() -> dict[str, str]:
    """Return what `fold` does to each character that it changes, in order.

    Found once, then kept in the user's cache folder for as long as everything it
    follows from stays the same.
    """
    key = None
    with suppress(OSError, ValueError, KeyError, IndexError):
        key = cache_key(_made_from())
        if kept := recall(_KEPT, key):
            text = kept[0]["pairs"].decode()
            return dict(zip(text[::2], text[1::2], strict=True))
    found = {**_folded_han(), **_folded_latin(), **_folded_marks()}
    table = dict(sorted(found.items()))
    if key:
        pairs = "".join(map("".join, table.items()))
        keep(_KEPT, key, [{"pairs": pairs.encode()}])
    return table


def _made_from() -> Iterator[Path]:
    """Yield every file that decides how characters are folded."""
    yield from map(file_of, _DICTIONARIES)
    yield OVERLAY
    yield from sorted(OVERLAY.parent.glob("*.py"))


@cache
def simplified_only() -> frozenset[str]:
    """Return the characters that no Traditional text has, by the dictionaries."""
    regional = {
        value
        for name in ("TWVariants", "HKVariants")
        for values in candidates(name).values()
        for value in values
    }
    found = {key for key, to in candidates("STCharacters").items() if key not in to}
    return frozenset(found - regional - set(candidates("TSCharacters")))


@cache
def traditional_only() -> frozenset[str]:
    """Return the characters that no Simplified text has, by the dictionaries."""
    found = {key for key, to in candidates("TSCharacters").items() if key not in to}
    return frozenset(found - set(candidates("STCharacters")))


@cache
def _simplifying() -> list[int]:
    return character_table(dictionary("TSCharacters"))


@cache
def _folding() -> list[int]:
    return character_table(fold_table())


def _folded_han() -> dict[str, str]:
    """Map each character of a class to its representative, by union and find."""
    parents: dict[str, str] = {}

    def root(character: str) -> str:
        while (parent := parents.setdefault(character, character)) != character:
            parents[character] = parents[parent]
            character = parent
        return character

    for one, other in sorted(_pairs()):
        parents[root(one)] = root(other)
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for character in parents:
        classes[root(character)].append(character)
    return {
        character: representative
        for members in classes.values()
        for representative in [min(members, key=_rarity)]
        for character in members
        if character != representative
    }


def _rarity(character: str) -> tuple[bool, bool, str]:
    """Order characters: the common block first, then the rest of the BMP."""
    return character > "\uffff", not "\u4e00" <= character <= "\u9fff", character


def _pairs() -> set[tuple[str, str]]:
    """Pair every character with what some entry puts in its place."""
    pairs: set[tuple[str, str]] = set()
    for entries in _conversions():
        same = {k: v for k, v in entries.items() if len(k) == len(v)}
        pairs.update(zip("".join(same), "".join(same.values()), strict=True))
    return {(one, other) for one, other in pairs if one != other}


def _conversions() -> Iterator[Mapping[str, str]]:
    yield from map(dictionary, _DICTIONARIES)
    yield from map(overlay, ("s2t", "t2s"))


def _folded_latin() -> dict[str, str]:
    wide = {chr(0xFEE0 + code): chr(code).lower() for code in range(0x21, 0x7F)}
    capitals = [chr(code) for codes in _LATIN for code in codes]
    lowered = {one: one.lower() for one in capitals if len(one.lower()) == 1}
    changed = {one: other for one, other in lowered.items() if one != other}
    return {**changed, **wide, "\u3000": " "}


def _folded_marks() -> dict[str, str]:
    return {corner: mark for mark, corner in CORNERS.items()}
