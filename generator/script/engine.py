"""The conversion engine: a stage of dictionaries, compiled to run fast.

The result is that of opencc-python-reimplemented, character for character: in
each stretch between separators the match of the best dictionary, then the
longest, then the leftmost is taken first, and what is left is matched again.

What makes it fast: characters are converted by `str.translate`; only phrases
that differ from that are looked for, by a telling character and a neighbour of
it; around such a place a window is grown for as long as each pair of characters
occurs in some phrase. No phrase can cross the edge of a window, so the matches
inside it are exactly those that the whole text would give.

A stage compiled with costs takes the most probable words instead of the longest.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from generator.script.segment import segment
from generator.value import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from generator.script.shelves import Shelves

SEPARATORS = (
    "\\s　\\-,.?!*，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼"
    "︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼"
)
"""The library matches between these only, so a key that holds one never matches."""

LAST = 0x323AF
"""The last ideograph of Unicode 15; character tables reach up to here."""

MEMORABLE = 32
"""Longest window whose result is remembered; longer ones hardly ever recur."""


def character_table(characters: Mapping[str, str]) -> list[int]:
    """Return a table for `str.translate` that replaces single characters.

    A list takes half the time of a dict, which raises KeyError inside for each
    character that stays as it is. All tables share their numbers.
    """
    every = _every_character()
    table = every.copy()
    for key, value in characters.items():
        table[ord(key)] = every[ord(value)]
    return table


@cache
def _every_character() -> list[int]:
    return list(range(LAST + 1))


class Stage(Struct, frozen=True, eq=False, dict=True):
    """A group of dictionaries, ready to convert with."""

    table: list[int]
    """What becomes of each character outside phrases, in the end."""
    characters: Mapping[int, str]
    """What this group's own dictionaries make of it."""
    then: Mapping[int, str]
    """What a later stage of single characters makes of that, and of phrases."""
    phrases: Shelves[tuple[int, str]]
    """Every key that must be matched: the rank of its dictionary, and its value."""
    longest: int
    """The length of the longest word."""
    links: Mapping[str, str]
    """What may follow a character inside a word."""
    anchors: str
    """The telling characters of the phrases that differ."""
    hints: AbstractSet[str]
    """The pairs (or lone characters) that make a telling character worth a look."""
    costs: Shelves[int]
    """What each word costs a segmentation."""
    segmented: bool
    """Whether the most probable words decide, or the library's order."""

    @cached_property
    def lone(self) -> AbstractSet[str]:
        """The hints of one character, which few stages have."""
        return frozenset(hint for hint in self.hints if len(hint) == 1)

    @cached_property
    def finder(self) -> re.Pattern[str]:
        """Finds the telling characters."""
        return re.compile(f"[{re.escape(self.anchors)}]" if self.anchors else r"\Z.")

    @cached_property
    def resolved(self) -> Callable[[str], str]:
        """Convert a window, and remember the result."""
        return lru_cache(maxsize=1 << 17)(partial(resolve, self))

    def value(self, phrase: str) -> str | None:
        """Return what a phrase of the dictionaries becomes, before a later stage."""
        found = self.phrases[phrase[0]].get(phrase)
        return found[1] if found else None

    def convert(self, text: str) -> str:
        """Convert `text`; linear in its length."""
        plain = text.translate(self.table)
        hints, lone, resolved = self.hints, self.lone, self.resolved
        pieces, done = [], 0
        for found in self.finder.finditer(text):
            at = found.start()
            if at < done or not (
                text[at : at + 2] in hints
                or text[at - 1 : at + 1] in hints
                or (lone and text[at] in lone)
            ):
                continue
            start, stop = self.window(text, at, done)
            window = text[start:stop]
            pieces.append(plain[done:start])
            pieces.append(
                resolved(window) if stop - start <= MEMORABLE else resolve(self, window)
            )
            done = stop
        return "".join(pieces) + plain[done:] if pieces else plain

    def window(self, text: str, at: int, first: int = 0) -> tuple[int, int]:
        """Grow a window around `at` for as long as neighbours occur in a word."""
        links, none, last = self.links, "", len(text) - 1
        start = stop = at
        while start > first and text[start] in links.get(text[start - 1], none):
            start -= 1
        while stop < last and text[stop + 1] in links.get(text[stop], none):
            stop += 1
        return start, stop + 1


def resolve(stage: Stage, window: str) -> str:
    """Convert a window: take matches best first, then characters one by one."""
    if stage.segmented:
        words = segment(window, stage.costs, stage.longest)
        return "".join([spell(stage, word) for word in words]).translate(stage.then)
    size, longest = len(window), stage.longest
    matches = [
        (shelf[key][0], start - stop, start, shelf[key][1])
        for start in range(size)
        for shelf in [stage.phrases[window[start]]]
        for stop in range(start + 1, min(size, start + longest) + 1)
        if (key := window[start:stop]) in shelf
    ]
    pieces = [stage.characters.get(ord(one), one) for one in window]
    taken = bytearray(size)
    for _, shortness, start, value in sorted(matches):
        stop = start - shortness
        if not any(taken[start:stop]):
            taken[start:stop] = b"\1" * (stop - start)
            pieces[start:stop] = [value] + [""] * (stop - start - 1)
    return "".join(pieces).translate(stage.then)


def spell(stage: Stage, word: str) -> str:
    """Convert one word of a segmentation, before what a later stage makes of it.

    A word that is no phrase of the dictionaries is converted by the words inside it.
    """
    if len(word) == 1 or not stage.segmented:
        return word.translate(stage.characters)
    if (value := stage.value(word)) is not None:
        return value
    inside = segment(word, stage.costs, stage.longest, whole=False)
    return "".join([spell(stage, one) for one in inside])
