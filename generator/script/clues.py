"""What tells, at a glance, that a phrase which must be looked at may be near."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

BETWEEN = "\0"
"""Stands between phrases where many are handled as one string."""


def clues(phrases: Mapping[str, str], table: list[int]) -> tuple[str, AbstractSet[str]]:
    """Find the characters and pairs which tell that a phrase which differs is near."""
    if not phrases:
        return "", frozenset()
    plain = BETWEEN.join(phrases).translate(table).split(BETWEEN)
    anchors, hints = set(), set()
    for key, value, literal in zip(phrases, phrases.values(), plain, strict=True):
        if value != literal:
            at = _telling(key, value, literal)
            anchors.add(key[at])
            hints.add(key[at : at + 2] if at + 1 < len(key) else key[-2:])
    return "".join(sorted(anchors)), hints


def _telling(key: str, value: str, literal: str) -> int:
    """Choose the place in `key` to look for: where its value is not the literal one.

    Inside the Basic Multilingual Plane if possible: a single character outside
    makes a set of them slow to search for.
    """
    unequal = len(value) != len(literal)
    for at, character in enumerate(key):
        if (unequal or value[at] != literal[at]) and character <= "\uffff":
            return at
    return 0
