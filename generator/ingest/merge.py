"""A person's edits and a new cleaning of the same source, brought together.

A three-way merge of paragraphs, as version control does it for lines: what only
one side changed is taken from that side; where both changed, the person's stays.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from generator.model import Metadata
from generator.value import names_of, replace

_MADE = frozenset(("cleaning", "origin", "keep"))
"""Metadata that cleaning writes, and `keep`, which an editor writes for cleaning."""


def merge_bodies(base: str, theirs: str, new: str) -> tuple[str, bool]:
    """Return the merged body, and whether both had changed the same paragraphs.

    `base`: as cleaning made it; `theirs`: as a person left it; `new`: as cleaning
    makes it now.
    """
    first, mine, made = (text.strip("\n").split("\n\n") for text in (base, theirs, new))
    merged: list[str] = []
    clash = False
    done = (0, 0, 0)
    for block in _shared(first, mine, made):
        gap = (
            first[done[0] : block[0]],
            mine[done[1] : block[1]],
            made[done[2] : block[2]],
        )
        was, is_now, would = gap
        merged += would if is_now == was else is_now
        clash = clash or (is_now != was and would not in (was, is_now))
        size = block[3]
        merged += first[block[0] : block[0] + size]
        done = (block[0] + size, block[1] + size, block[2] + size)
    return "\n\n".join(merged) + "\n", clash


def _shared(
    base: Sequence[str], theirs: Sequence[str], new: Sequence[str]
) -> list[tuple[int, int, int, int]]:
    """Return the runs of paragraphs that all three have: three starts and a length.

    The last one is empty and stands at the ends.
    """
    left = {
        block.a + step: block.b + step
        for block in difflib.SequenceMatcher(
            None, base, theirs, False
        ).get_matching_blocks()
        for step in range(block.size)
    }
    right = {
        block.a + step: block.b + step
        for block in difflib.SequenceMatcher(
            None, base, new, False
        ).get_matching_blocks()
        for step in range(block.size)
    }
    common = [(at, left[at], right[at], 1) for at in sorted(left.keys() & right.keys())]
    return [*common, (len(base), len(theirs), len(new), 0)]


def merge_metadata(base: Metadata, theirs: Metadata, new: Metadata) -> Metadata:
    """Return the new metadata with every field that a person changed as they left it."""
    changed = {
        name: getattr(theirs, name)
        for name in names_of(Metadata)
        if name not in _MADE and getattr(theirs, name) != getattr(base, name)
    }
    return replace(new, **changed)
