"""Latin words that differ in one letter, as a typing error makes them.

Two words are alike when they are equal, or when one becomes the other by putting
in, leaving out or changing one letter: a Levenshtein distance of one at most. Of the
pairs that spell a word one such change touches two, so that a text with a word like
it has all of its pairs but two at most; only such texts need to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

SPARED = 2
"""Pairs of a word that one changed letter touches."""
_WORD = re.compile(r"[a-z0-9]+")


def alike(one: str, other: str) -> bool:
    """Tell whether two words differ in one letter at most."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    pairs = enumerate(zip(one, other, strict=False))
    at = next((place for place, (a, b) in pairs if a != b), len(one))
    rest = one[at + 1 :] if len(one) == len(other) else one[at:]
    return rest == other[at + 1 :]


def words(text: str) -> Iterator[str]:
    """Yield the Latin words and numbers of a normalised text."""
    return (found[0] for found in _WORD.finditer(text))


def alike_in(word: str, texts: Iterable[str]) -> list[str]:
    """Return each word of some texts that is like a word, in order."""
    every = (one for text in texts for one in words(text))
    return list(dict.fromkeys(one for one in every if alike(word, one)))
