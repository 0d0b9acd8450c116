"""What search compares: normalised text, its tokens, and the tokens of a query.

A phrase matches a text when the normalised phrase is a substring of the
normalised text. That one sentence is the whole definition; everything else in
this room finds the same answer while reading less.

Tokens are the characters of the normalised text and its pairs of neighbouring
characters, Han or not. Pairs make every substring findable without knowing
where Chinese words begin; characters make a single typed character findable
(the alternative, reading all pairs that begin with it, costs megabytes for a
common character, while its own postings add about a seventh to the index).
A text of n characters has 2n - 1 tokens, which is its field length for Lunr.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import add

_BLANK = re.compile(
    "[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
)
_INVISIBLE = "\xad\u200b\u200c\u200d\u2060\ufeff"
_STAND_INS = {"*": "∗"}
"""`*` is Lunr's wildcard; the same sign from mathematics stands in for it."""

_CLEAN = str.maketrans({**dict.fromkeys(_INVISIBLE), **_STAND_INS})


def is_blank(character: str) -> bool:
    """Tell whether a character is white space or a control character."""
    return _BLANK.fullmatch(character) is not None


def normalise(folded: str) -> str:
    """Bring folded text into the form that search compares.

    Invisible characters vanish, each run of white space or control characters
    becomes one space, and there is none at either end.
    """
    return _BLANK.sub(" ", folded.translate(_CLEAN)).strip(" ")


def offsets(folded: str) -> tuple[str, Sequence[int]]:
    """Return `normalise(folded)` and where in `folded` each of its characters is."""
    text: list[str] = []
    places: list[int] = []
    for place, character in enumerate(folded):
        if character in _INVISIBLE:
            continue
        blank = is_blank(character)
        if blank and (not text or text[-1] == " "):
            continue
        text.append(" " if blank else _STAND_INS.get(character, character))
        places.append(place)
    if text and text[-1] == " ":
        text.pop()
        places.pop()
    return "".join(text), places


def pairs(text: str) -> list[str]:
    """Return each two neighbouring characters of a normalised text, in order."""
    return list(map(add, text, text[1:]))


def tokens(folded: str) -> list[str]:
    """Return the tokens of a folded text: its characters, then its pairs."""
    text = normalise(folded)
    return [*text, *pairs(text)]


def field_length(characters: int) -> int:
    """Return how many tokens a text of so many normalised characters has."""
    return max(0, 2 * characters - 1)


def cover(phrase: str) -> list[tuple[int, str]]:
    """Return the tokens that together spell a normalised phrase, with offsets.

    Every second pair and the last one: each character is in at least one, so
    that finding them all at these distances is finding the phrase.
    """
    if len(phrase) <= 1:
        return [(0, phrase)] if phrase else []
    last = len(phrase) - 2
    return [(at, phrase[at : at + 2]) for at in [*range(0, last, 2), last]]
