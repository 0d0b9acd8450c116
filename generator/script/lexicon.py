"""The door to jieba's dictionary: how often words are used, for segmentation.

The package is never imported, only its dictionary (MIT) is read, found through its
metadata. Of its 349,000 words the 51,000 that can matter are chosen once and kept
in the user's cache folder, because choosing takes longer than all other loading.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING

from generator.problems import WenyuanError, problem
from generator.script.dictionaries import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DISTRIBUTION = "jieba"
METHOD = "1"
"""Changes whenever `_chosen` or `cost` does, so that no old cache file is read."""

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

    Raises WenyuanError when jieba's dictionary is not installed.
    """
    source = _dictionary_file()
    stat = source.stat()
    parts = (METHOD, str(stat.st_size), str(len(dictionary("STPhrases"))))
    kept = _folder() / f"lexicon-{'-'.join(parts)}.txt"
    text = _read(kept)
    if text is None:
        text = "\n".join(_chosen(source.read_text("utf-8")))
        _keep(kept, text)
    cells = text.replace(" ", "\n").split("\n")
    return dict(zip(cells[::2], map(int, cells[1::2]), strict=True))


def _dictionary_file() -> Path:
    try:
        found = distribution(DISTRIBUTION).locate_file("jieba/dict.txt")
    except PackageNotFoundError:
        raise WenyuanError(problem("no-lexicon")) from None
    path = Path(str(found))
    if not path.is_file():
        raise WenyuanError(problem("no-lexicon"))
    return path


def _folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path("~/.cache").expanduser()) / "wenyuan"


def _read(path: Path) -> str | None:
    """Return a kept text, or None if there is none or it is damaged."""
    try:
        digest, _, text = path.read_text("utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return text if digest == _digest(text) else None


def _keep(path: Path, text: str) -> None:
    """Keep a text for the next time; a folder that cannot be written is no matter."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, delete=False
        ) as file:
            file.write(f"{_digest(text)}\n{text}")
        Path(file.name).replace(path)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _chosen(text: str) -> Iterator[str]:
    """Choose words and give their cost: `word cost` lines.

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
            yield f"{word} {cost(frequency)}"
