"""What search compares: normalised text, its tokens, and the tokens of a query.

A phrase matches a text when the normalised phrase is a substring of the
normalised text. That one sentence is the whole definition; everything else in
this room finds the same answer while reading less.

Tokens are the characters of the normalised text and its pairs of neighbouring
characters, Han or not. Pairs make every substring findable without knowing
where Chinese words begin; characters make a single typed character findable
(the alternative, reading all pairs that begin with it, costs megabytes for a
common character, while its own postings add about a seventh to the index).

Lunr weighs a term by the length of the field that it is in. An exact length takes
eleven bits a document in a file that every search reads, and changes with every
edit. So a text is filled up, with NULs that no query can hold, to the next length
that has three significant bits when counted in units (of UNIT characters in bodies,
of one elsewhere). In rounding lengths this follows Lucene, whose norms do so too. A
text of n characters then has 2 `rounded(n)` - 1 tokens.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from operator import add

_BLANK = re.compile(
    "[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
)
_INVISIBLE = "\xad\u200b\u200c\u200d\u2060\ufeff"
_STAND_INS = {"*": "∗"}
"""`*` is Lunr's wildcard; the same sign from mathematics stands in for it."""

UNIT = 256
"""Characters in which the lengths of bodies are counted."""
FILLING = "\0"
"""What a text is filled up with; `normalise` leaves none in a text or a query."""

_CLEANED = {**dict.fromkeys(_INVISIBLE, ""), **_STAND_INS}
"""What stands for characters that `normalise` leaves out or replaces."""


def is_blank(character: str) -> bool:
    """Tell whether a character is white space or a control character."""
    return _BLANK.fullmatch(character) is not None


def normalise(folded: str) -> str:
    """Bring folded text into the form that search compares.

    Invisible characters vanish, each run of white space or control characters
    becomes one space, and there is none at either end.
    """
    for character, other in _CLEANED.items():
        folded = folded.replace(character, other)  # each is rare, and soon not found
    return _BLANK.sub(" ", folded).strip(" ")


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


def tokens(folded: str, unit: int = 1) -> list[str]:
    """Return the tokens of a folded text: its characters, then its pairs."""
    text = normalise(folded)
    text = text.ljust(length_at(level(len(text), unit), unit), FILLING)
    return [*text, *pairs(text)]


def level(characters: int, unit: int = 1) -> int:
    """Return the place of a text's rounded length among all rounded lengths."""
    units = -(-characters // unit)
    shift = max(0, (units - 1).bit_length() - 3) if units else 0
    return 4 * shift - (-units >> shift)


def length_at(level: int, unit: int = 1) -> int:
    """Return the rounded length at a level: 0 to 8, 10, 12, 14, 16, 20 … units."""
    shift = max(0, (level - 5) // 4)
    return ((level - 4 * shift) << shift) * unit


def field_length(level: int, unit: int = 1) -> int:
    """Return how many tokens a text at a level has."""
    return max(0, 2 * length_at(level, unit) - 1)


def ends(phrase: str, large: Collection[str] = ()) -> list[tuple[int, str]]:
    """Return the tokens that a normalised phrase is looked up by, with offsets.

    That is its first pair and its last of those that are not large terms, where it has
    two of these, and of all otherwise.
    """
    every = list(enumerate(pairs(phrase))) or cover(phrase)
    small = [one for one in every if one[1] not in large]
    some = small if len(small) > 1 else every
    return [some[0], some[-1]] if len(some) > 1 else some


def cover(phrase: str) -> list[tuple[int, str]]:
    """Return the tokens that together spell a normalised phrase, with offsets.

    Every second pair and the last one: each character is in at least one, so
    that finding them all at these distances is finding the phrase.
    """
    if len(phrase) <= 1:
        return [(0, phrase)] if phrase else []
    last = len(phrase) - 2
    return [(at, phrase[at : at + 2]) for at in [*range(0, last, 2), last]]
