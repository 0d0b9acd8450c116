"""Variant classes: the characters that stand for one another, as a manifest tells them.

A table of classes is a row of bits in base64. It holds the number of classes as
E(COUNT), and then each class, in order of their canonical characters: the code point
of that less the one before as E(GAP); how many others there are less 1 as E(0); and of
each the code point less that of the last one, as E(STEP), 0 -1 1 -2 2 … as 0 1 2 3 4 ….
Characters of one radical stand together in both scripts, so that steps are short:
half the bytes that the characters themselves take, compressed.
"""

from __future__ import annotations

import base64
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property

from generator.search.bits import Reader, exponential, pack
from generator.search.tokens import normalise

COUNT, GAP, STEP = 10, 2, 7
"""Orders of the codes."""


class Classes(dict[str, str]):
    """By character: its variant class, the canonical character first."""

    @cached_property
    def bits(self) -> Mapping[int, str]:
        """By code point: the bits that tell which of its class it is."""
        return {
            ord(one): bits
            for group in dict.fromkeys(self.values())
            for one, bits in zip(group, _numbers(len(group)), strict=True)
        }

    @cached_property
    def kinds(self) -> array[int]:
        """By code point: the number of its class, 0 without one, as the last has none."""
        table = array("H", bytes(2 * ord(max(self, default="\0")) + 4))
        for number, group in enumerate(dict.fromkeys(self.values()), 1):
            for one in group:
                table[ord(one)] = number
        return table


def width(group: str) -> int:
    """Return how many bits tell the members of a class apart."""
    return (len(group) - 1).bit_length()


@cache
def _numbers(size: int) -> tuple[str, ...]:
    """Return the bits of each member of a class of some size."""
    return tuple(f"{place:0{(size - 1).bit_length()}b}" for place in range(size))


def classes(table: Iterable[tuple[str, str]]) -> Classes:
    """Return the variant classes of a fold table given as (character, canonical).

    Blanks are left out: `normalise` makes them equal anyway.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for character, canonical in table:
        if character != canonical and not canonical.isspace():
            groups[canonical].append(character)
    members = [to + "".join(sorted(found)) for to, found in groups.items()]
    return Classes((character, group) for group in members for character in group)


def write_classes(variants: Classes, characters: Collection[str]) -> str:
    """Write the classes that have one of `characters`."""
    groups = sorted(
        group for group in set(variants.values()) if normalise(group[0]) in characters
    )
    parts = [exponential(len(groups), COUNT)]
    canonical = last = 0
    for first, others in ((group[0], group[1:]) for group in groups):
        parts.append(exponential(ord(first) - canonical, GAP))
        parts.append(exponential(len(others) - 1, 0))
        canonical = ord(first)
        for other in map(ord, others):
            step = other - last
            parts.append(exponential(max(2 * step, -2 * step - 1), STEP))
            last = other
    return base64.b64encode(pack(parts)).decode("ascii")


def read_classes(text: str) -> Classes:
    """Read what `write_classes` wrote; raises ValueError for anything else."""
    found = Classes()
    for group in _groups(Reader(base64.b64decode(text))):
        found.update(dict.fromkeys(group, group))
    return found


def _groups(bits: Reader) -> Iterator[str]:
    canonical = last = 0
    for _ in range(bits.exponential(COUNT)):
        canonical += bits.exponential(GAP)
        group = chr(canonical)
        for _ in range(bits.exponential(0) + 1):
            step = bits.exponential(STEP)
            last += -(step + 1) // 2 if step & 1 else step // 2
            group += chr(last)
        yield group
