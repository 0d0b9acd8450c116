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
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from generator.script.clues import BETWEEN, clues
from generator.script.segment import reaches, segment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from collections.abc import Set as AbstractSet

SEPARATORS = (
    "\\s　\\-,.?!*，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼"
    "︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼"
)
"""The library matches between these only, so a key that holds one never matches."""

LAST = 0x323AF
"""The last ideograph of Unicode 15; character tables reach up to here."""

MEMORABLE = 32
"""Longest window whose result is remembered; longer ones hardly ever recur."""

_SEPARATOR = re.compile(f"[{SEPARATORS}]")


@cache
def _code_points() -> list[int]:
    return list(range(LAST + 1))


def character_table(characters: Mapping[str, str]) -> list[int]:
    """Return a table for `str.translate` that replaces single characters.

    A list takes half the time of a dict, which raises KeyError inside for each
    character that stays as it is.
    """
    table = _code_points().copy()
    for key, value in characters.items():
        table[ord(key)] = ord(value)
    return table


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A group of dictionaries, ready to convert with."""

    table: list[int]
    """What becomes of each character outside phrases, in the end."""
    characters: list[int]
    """What this group's own dictionaries make of it."""
    then: list[int]
    """What a later stage of single characters makes of that, and of phrases."""
    phrases: Mapping[str, str]
    """Every key that must be matched, and its value."""
    ranks: Mapping[str, int]
    """The dictionary that each phrase is from; the lower, the better."""
    longest: int
    links: AbstractSet[str]
    """Every pair of neighbours inside a phrase."""
    anchors: re.Pattern[str] | None
    """Finds the telling characters of the phrases that differ."""
    hints: AbstractSet[str]
    """The pairs (or lone characters) that make a telling character worth a look."""
    costs: Mapping[str, int]
    """What each word costs a segmentation; empty: the library's order decides."""
    reach: Mapping[str, int]
    """The length of the longest word that begins with a character."""

    def convert(self, text: str) -> str:
        """Convert `text`; linear in its length."""
        plain = text.translate(self.table)
        if self.anchors is None:
            return plain
        hints, pieces, done = self.hints, [], 0
        for found in self.anchors.finditer(text):
            at = found.start()
            if at < done or not (
                text[at : at + 2] in hints
                or text[at - 1 : at + 1] in hints
                or text[at] in hints
            ):
                continue
            start, stop = self._window(text, at, done)
            pieces.append(plain[done:start])
            window = text[start:stop]
            shown = _remembered if stop - start <= MEMORABLE else resolve
            pieces.append(shown(self, window))
            done = stop
        return "".join(pieces) + plain[done:] if pieces else plain

    def _window(self, text: str, at: int, earliest: int) -> tuple[int, int]:
        """Grow a window around `at` for as long as neighbours occur in a phrase."""
        start, stop, links = at, at + 1, self.links
        while start > earliest and text[start - 1 : start + 1] in links:
            start -= 1
        while text[stop - 1 : stop + 1] in links:
            stop += 1
        return start, stop


def resolve(stage: Stage, window: str) -> str:
    """Convert a window: take matches best first, then characters one by one."""
    if stage.costs:
        words = segment(window, stage.costs, stage.reach)
        return "".join([spell(stage, word) for word in words]).translate(stage.then)
    size, longest, phrases = len(window), stage.longest, stage.phrases
    matches = [
        (stage.ranks[key], start - stop, start, phrases[key])
        for start in range(size)
        for stop in range(start + 1, min(size, start + longest) + 1)
        if (key := window[start:stop]) in phrases
    ]
    pieces = list(window.translate(stage.characters))
    taken = bytearray(size)
    for _, shortness, start, value in sorted(matches):
        stop = start - shortness
        if not any(taken[start:stop]):
            taken[start:stop] = b"\1" * (stop - start)
            pieces[start:stop] = [value] + [""] * (stop - start - 1)
    return "".join(pieces).translate(stage.then)


_remembered = lru_cache(maxsize=1 << 17)(resolve)


def spell(stage: Stage, word: str) -> str:
    """Convert one word of a segmentation, before what a later stage makes of it.

    A word that is no phrase of the dictionaries is converted by the words inside it.
    """
    if len(word) == 1:
        return word.translate(stage.characters)
    if (value := stage.phrases.get(word)) is not None:
        return value
    inside = segment(word, stage.costs, stage.reach, whole=False)
    return "".join([spell(stage, one) for one in inside])


def compile_stage(
    dictionaries: Sequence[Mapping[str, str]],
    then: Mapping[str, str],
    costs: Mapping[str, int] | None = None,
) -> Stage:
    """Compile a group of dictionaries, best first.

    `then` is a later stage of single characters only; it is folded into this one.
    With `costs`, words at their cost (each phrase has one), the most probable
    segmentation decides, whatever the rank of a phrase.
    """
    characters, phrases, ranks = _merge(dictionaries)
    _drop_separators(phrases)
    words = costs or phrases
    final = {**then, **{k: then.get(v, v) for k, v in characters.items()}}
    table = character_table(characters)
    anchors, hints = clues(phrases, table)
    return Stage(
        table=character_table(final) if then else table,
        characters=table,
        then=character_table(then),
        phrases=phrases,
        ranks=ranks,
        longest=max(map(len, words), default=0),
        links=_links(words),
        anchors=re.compile(f"[{re.escape(''.join(anchors))}]") if anchors else None,
        hints=hints,
        costs=costs or {},
        reach=reaches(costs or ()),
    )


def _links(words: Collection[str]) -> AbstractSet[str]:
    """Return every pair of neighbours inside a word."""
    links = {word for word in words if len(word) == 2}
    links.update(
        word[i : i + 2] for word in words if len(word) > 2 for i in range(len(word) - 1)
    )
    return links


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


def _drop_separators(phrases: dict[str, str]) -> None:
    held = set(_SEPARATOR.findall(BETWEEN.join(phrases)))
    for key in [key for mark in held for key in phrases if mark in key]:
        phrases.pop(key, None)
