"""Han characters to Latin letters: slugs, URL keys, pinyin readings.

The one door to pypinyin, whose dictionaries are rewritten as text that takes a
twentieth of the memory (`generator/script/cache.py` keeps it); the package itself is
imported for nothing else. Slugs are ASCII because URLs, archives and every file system
keep ASCII names unchanged.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from generator.script.cache import keep, key, recall
from generator.script.shelves import Shelves, shelved
from generator.value import Struct

SLUG_LIMIT = 60
"""Longest romanised part of a slug, in characters."""

_LAST = 0x3FFFF
"""No Han character lies beyond."""
_BLOCK = 256
"""Characters that are kept, and searched, together."""
_REMEMBERED = 1 << 13
"""Labels whose keys are kept at hand."""


def romanise(text: str, limit: int = SLUG_LIMIT) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens.

    Readings follow pypinyin's phrase table (重庆 is chong-qing). The result is cut
    at a word border to at most `limit` characters and may be empty.
    """
    words = text if text.isascii() else "-".join(_sounds().spelt(text))
    joined = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    if len(joined) <= limit:
        return joined
    return joined[: limit + 1].rpartition("-")[0] or joined[:limit]


@functools.lru_cache(_REMEMBERED)
def term_key(label: str) -> str:
    """Return the URL key of a facet's value: romanised, with four digits of a hash.

    The hash keeps values apart that sound alike, and a key never depends on
    which other values exist.
    """
    digest = hashlib.sha256(label.encode()).hexdigest()[:4]
    return f"{romanise(label, 40)}-{digest}".lstrip("-")


@functools.cache
def readings(character: str) -> tuple[str, ...]:
    """Return every reading of one character, most usual first, with tone marks."""
    return tuple(_sounds().told(character)[1:])


class _Sounds(Struct, frozen=True):
    """What pypinyin knows, as text that is searched."""

    runs: re.Pattern[str]
    """Finds Han characters in a row (its group), or others."""
    phrases: Shelves[str]
    """The sound of each phrase, in plain letters with spaces between."""
    longest: int
    """Characters of the longest phrase."""
    characters: Mapping[int, bytes]
    """By the number of a block, a line for each character of it: itself, its sound in
    plain letters, and its readings."""

    def spelt(self, text: str) -> Iterator[str]:
        """Yield the sounds of Han characters, and what is ASCII in the rest.

        As pypinyin's `lazy_pinyin` does: from the left, always the longest phrase.
        """
        for found in self.runs.finditer(text):
            if found.lastindex:
                yield from self._spelt(found[0])
            else:
                yield _ascii(found[0])

    def _spelt(self, run: str) -> Iterator[str]:
        place = 0
        while place < len(run):
            rest, shelf = run[place : place + self.longest], self.phrases[run[place]]
            ends = range(len(rest), 1, -1)
            size = next((end for end in ends if rest[:end] in shelf), 0)
            if size:
                yield shelf[rest[:size]]
            else:
                # What could go on to a phrase at the end is not looked through.
                last = place + len(rest) == len(run)
                size = len(rest) if last and _begins(rest) else 1
                yield from map(_sound, rest[:size])
            place += size

    def told(self, character: str) -> list[str]:
        """Return a character's sound in plain letters, then its readings."""
        lead = f"\n{character}\t".encode("utf-8", "replace")
        block = self.characters.get(ord(character) // _BLOCK, b"")
        begin = block.find(lead)
        if begin < 0:
            return [""]
        begin += len(lead)
        return block[begin : block.index(b"\n", begin)].decode().split(" ")


def _begins(text: str) -> bool:
    """Tell whether a phrase begins with some characters."""
    phrases = _in_order(text[0])
    place = bisect_left(phrases, text)
    return place < len(phrases) and phrases[place].startswith(text)


@functools.cache
def _in_order(character: str) -> Sequence[str]:
    """Return the phrases that begin with a character, in order."""
    return sorted(_sounds().phrases[character])


@functools.cache
def _sound(character: str) -> str:
    return _sounds().told(character)[0] or _ascii(character)


@functools.cache
def _sounds() -> _Sounds:
    spec = find_spec("pypinyin")
    (place,) = (spec and spec.submodule_search_locations) or ("",)
    folder = Path(place)
    made_from = key((*sorted(folder.glob("*.*")), Path(__file__)))
    kept = recall("sounds", made_from)
    tables = kept[0] if kept else _tables()
    if not kept:
        keep("sounds", made_from, [tables])
    han = tables["han"].decode()
    return _Sounds(
        re.compile(f"([{han}]+)|[^{han}]+"),
        Shelves(tables["phrases"], str),
        int(tables["longest"]),
        {int(number): block for number, block in tables.items() if number.isdigit()},
    )


def _tables() -> dict[str, bytes]:
    """Rewrite pypinyin's dictionaries; takes a second."""
    from pypinyin.constants import (  # noqa: PLC0415 - a quarter of a second
        PHRASES_DICT,
        PINYIN_DICT,
        RE_HANS,
    )
    from pypinyin.contrib.tone_convert import to_normal  # noqa: PLC0415 - the same

    plain = functools.cache(to_normal)
    phrases = {
        phrase: " ".join(plain(sounds[0]) for sounds in spelt)
        for phrase, spelt in PHRASES_DICT.items()
        if RE_HANS.match(phrase)
    }
    blocks: defaultdict[str, list[str]] = defaultdict(lambda: [""])
    for code, told in PINYIN_DICT.items():
        character = chr(code)
        every = [unicodedata.normalize("NFC", one) for one in told.split(",") if one]
        sound = phrases.get(character) or plain(told.partition(",")[0])
        line = f"{character}\t{' '.join((sound, *every))}"
        blocks[str(code // _BLOCK)].append(line)
    is_han = groupby(range(_LAST), lambda code: bool(RE_HANS.match(chr(code))))
    runs = [[*codes] for han, codes in is_han if han]
    return {
        "han": "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs).encode(),
        "phrases": shelved(phrases),
        "longest": str(max(map(len, phrases))).encode(),
        **{one: "\n".join((*lines, "")).encode() for one, lines in blocks.items()},
    }


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
