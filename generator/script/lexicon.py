"""The door to jieba's dictionary: how often words are used, for segmentation.

The package is never imported, only its dictionary (MIT) is read, found through its
metadata. Of its 349,000 words the 51,000 that can matter are chosen.
"""

from __future__ import annotations

import re
from functools import cache
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING

from generator.installed import files_of
from generator.problems import WenyuanError, problem
from generator.script.dictionaries import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DISTRIBUTION = "jieba"
TOTAL = 60_101_967
"""Sum of all frequencies of jieba 0.42.1; only differences of costs matter."""

_AMBIGUOUS, _NEIGHBOUR = 10, 100
"""Least frequency of a word with a character at issue, and of one beside such."""


def cost(frequency: int) -> int:
    """Return what a word costs a segmentation: its information in hundredths of a bit.

    Whole numbers, so that every machine finds the same segmentation.
    """
    return round(100 * (log2(TOTAL) - log2(max(frequency, 1))))


@cache
def lexicon() -> Mapping[str, int]:
    """Return the words that can matter to converting Simplified, and their costs.

    Choosing them takes some tenths of a second. Raises WenyuanError when jieba's
    dictionary is not installed.
    """
    return dict(_chosen(source().read_text("utf-8")))


def source() -> Path:
    """Locate jieba's dictionary. Raises WenyuanError when there is none."""
    for path in files_of(DISTRIBUTION):
        if path.name == "dict.txt" and path.is_file():
            return path
    raise WenyuanError(problem("no-lexicon"))


def _chosen(text: str) -> Iterator[tuple[str, int]]:
    """Choose words and give their cost.

    Single characters; words with a character that some phrase converts otherwise
    than by itself; and frequent short words that can overlap such a phrase.
    """
    phrases = dictionary("STPhrases")
    characters = str.maketrans(dict(dictionary("STCharacters")))
    differing = {k: v for k, v in phrases.items() if k.translate(characters) != v}
    ambiguous = {
        one
        for key, value in differing.items()
        for one, other in zip(key, value, strict=True)
        if one.translate(characters) != other
    }
    has_ambiguous = re.compile(f"[{''.join(sorted(ambiguous))}]").search
    first = {key[0] for key in differing if len(key) <= 3}
    last = {key[-1] for key in differing if len(key) <= 3}
    for line in text.split("\n"):
        word, _, rest = line.partition(" ")
        if not rest:
            continue
        frequency = int(rest.partition(" ")[0])
        if (
            len(word) == 1
            or (frequency >= _AMBIGUOUS and len(word) <= 4 and has_ambiguous(word))
            or (
                frequency >= _NEIGHBOUR
                and len(word) <= 3
                and (word[-1] in first or word[0] in last)
            )
        ):
            yield word, cost(frequency)
