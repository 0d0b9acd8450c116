"""Quotation marks: the mainland's “ ” ‘ ’ and Taiwan's 「 」 『 』."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from generator.script.characters import CORNERS, HAN, is_han

if TYPE_CHECKING:
    from collections.abc import Iterator

_CURLY = {corner: mark for mark, corner in CORNERS.items()}
_OPENING = {"”": "“", "’": "‘", "」": "「", "』": "『"}
_APOSTROPHES = frozenset("‘’")


_HAN = re.compile(f"[{HAN}]+")
_FINDERS = {
    "hant": re.compile(f"[{''.join(CORNERS)}\\n]"),
    "hans": re.compile(f"[{''.join(_CURLY)}\\n]"),
}


def quotes(text: str, to: Literal["hant", "hans"] = "hant") -> str:
    """Write the quotation marks of `text` as the readers of a script expect them.

    To `hant`, “ ” become 「 」 and ‘ ’ become 『 』, which keeps their nesting; to
    `hans` the other way round. Only a pair that encloses or touches a Han character
    changes, and an unpaired double mark that touches one (a quotation that runs on
    is opened anew in each paragraph); an apostrophe never. The length stays. The
    regional habits are those of the W3C's Requirements for Chinese Text Layout.
    """
    table = CORNERS if to == "hant" else _CURLY
    if not any(mark in text for mark in table):
        return text
    places = list(_chinese_marks(text, _FINDERS[to]))
    if len(places) == sum(map(text.count, table)):
        for mark, other in table.items():
            text = text.replace(mark, other)
        return text
    characters = list(text)
    for at in places:
        characters[at] = table[characters[at]]
    return "".join(characters)


def _chinese_marks(text: str, finder: re.Pattern[str]) -> Iterator[int]:
    """Yield the offsets of the marks that belong to Chinese words."""
    opened: list[int] = []
    last_han, searched = -1, 0
    for found in finder.finditer(text):
        at, mark = found.start(), found[0]
        if mark == "\n":
            yield from _unpaired(text, opened)
            opened = []
        elif mark not in _OPENING:
            opened.append(at)
        elif _is_apostrophe(text, at):
            continue
        elif (start := _close(text, opened, mark)) is None:
            yield from _unpaired(text, [at])
        elif _touches_han(text, start) or _touches_han(text, at):
            yield from (start, at)
        else:  # nothing is searched twice, however deep the pairs are nested
            for han in _HAN.finditer(text, searched, at):
                last_han = han.end() - 1
            searched = at
            if last_han > start:
                yield from (start, at)
    yield from _unpaired(text, opened)


def _close(text: str, opened: list[int], mark: str) -> int | None:
    """Take the opening mark that `mark` closes off the stack of open ones.

    A single mark closes the innermost one only; a double mark also ends what was
    left open inside it.
    """
    wanted = _OPENING[mark]
    innermost_only = mark in _APOSTROPHES
    while opened:
        start = opened[-1]
        if text[start] == wanted:
            return opened.pop()
        if innermost_only or text[start] not in _APOSTROPHES:
            return None
        opened.pop()
    return None


def _unpaired(text: str, places: list[int]) -> Iterator[int]:
    for at in places:
        if text[at] not in _APOSTROPHES and _touches_han(text, at):
            yield at


def _touches_han(text: str, at: int) -> bool:
    around = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
    return any(map(is_han, around))


def _is_apostrophe(text: str, at: int) -> bool:
    """Tell whether ’ stands between two letters or digits that are not Han."""
    around = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
    return (
        text[at] == "’"
        and len(around) == 2
        and all(one.isalnum() and not is_han(one) for one in around)
    )
