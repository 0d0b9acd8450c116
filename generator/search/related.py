"""Related articles: those that keep saying what few others say, and what that is.

An article is marked by the runs of three Han characters that it says more than once,
or in its title too: names and things it is about. Two articles are related by marks
that few have. What relates an article depends on the holders of its own marks only,
so an edit touches no others; the work grows with the archive, not with its square.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from generator.script import fold
from generator.search.documents import BODY_PLACE, Analysed

Marks: TypeAlias = "NDArray[np.int64]"

MOST = 32
"""Marks that an article has at most."""
RARE = 12
"""Most articles that may have a mark for it to relate them."""
COUNT = 3
"""Most related articles that are named of one."""
REASONS = 3
"""Most shared words that are told of each."""
ENOUGH = 48
"""What shared words must weigh (chosen by reading the relations of two archives)."""
_SMALL = fold(
    "的了和与與在是也將将对對为為等这這我一不有把从從到并並及又就都而使向上下中年月日"
)
_HAN = 0x4E00, 0x9FFF
_CHARACTER = 16
_TITLE = 0


def marks(one: Analysed) -> Marks:
    """Return an article's marks in the order of the text, each three characters."""
    text, title = _threes(one.texts[BODY_PLACE]), _threes(one.texts[_TITLE])
    every, first, counts = np.unique(text, return_index=True, return_counts=True)
    counts = counts + 2 * np.isin(every, title)
    chosen = np.flatnonzero((counts > 1) & (every > 0))
    ranked = chosen[np.lexsort((first[chosen], -counts[chosen]))][:MOST]
    return np.asarray(every[ranked[np.argsort(first[ranked])]], np.int64)


def _threes(text: str) -> Marks:
    """Return every three characters as one number; 0 unless they can be a name."""
    data = text.encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(data, np.uint32).astype(np.int64)
    fit = (codes >= _HAN[0]) & (codes <= _HAN[1])
    fit &= ~np.isin(codes, [ord(character) for character in _SMALL])
    if len(codes) < 3:
        return np.empty(0, np.int64)
    one, two, three = codes[:-2], codes[1:-1], codes[2:]
    number = (one << 2 * _CHARACTER) | (two << _CHARACTER) | three
    return np.where(fit[:-2] & fit[1:-1] & fit[2:], number, 0)


def numbers(data: bytes) -> Marks:
    """Return numbers that were kept as bytes, eight each."""
    return np.frombuffer(data, np.int64)


def holders(
    every: Sequence[bytes], changed: Iterable[tuple[bytes, bytes]], *, staying: bool
) -> frozenset[int]:
    """Return the places of those that have a number which came or went.

    `every` has the numbers of each, `changed` what some had and what they have;
    `staying` asks for the holders of what those had before and still have, too.
    """
    of_two = np.union1d if staying else np.setxor1d
    different = [of_two(numbers(old), numbers(new)) for old, new in changed]
    wanted = np.concatenate([np.empty(0, np.int64), *different])
    sizes = [len(data) // 8 for data in every]
    places = np.repeat(np.arange(len(every)), sizes)
    return frozenset(places[np.isin(numbers(b"".join(every)), wanted)].tolist())


def related(
    every: Sequence[Marks], only: Collection[int] | None = None
) -> Mapping[int, tuple[tuple[int, tuple[str, ...]], ...]]:
    """Return by place the related articles, most alike first, each with shared words.

    `every` has the marks of all articles; `only` are the places asked for, all
    without. The order of places decides between equals.
    """
    holders = _Holders(every)
    wanted = range(len(every)) if only is None else sorted(only)
    return {place: tuple(holders.nearest(place)) for place in wanted}


class _Holders:
    """Which articles have a mark."""

    def __init__(self, every: Sequence[Marks]) -> None:
        self._every = every
        sizes = [len(some) for some in every]
        flat = np.concatenate([np.empty(0, np.int64), *every])
        order = np.argsort(flat, kind="stable")
        self._marks = flat[order]
        self._places = np.repeat(np.arange(len(every)), sizes)[order]
        self._level = len(every).bit_length()

    def nearest(self, place: int) -> list[tuple[int, tuple[str, ...]]]:
        """Return the articles most alike one, and what they share with it."""
        own = self._every[place]
        begins = np.searchsorted(self._marks, own).tolist()
        ends = np.searchsorted(self._marks, own, "right").tolist()
        rare: dict[int, set[int]] = {}
        for mark, begin, end in zip(own.tolist(), begins, ends, strict=True):
            if 1 < end - begin <= RARE:
                for other in self._places[begin:end].tolist():
                    rare.setdefault(other, set()).add(mark)
        rare.pop(place, None)
        likely = sorted(rare, key=lambda other: (-len(rare[other]), other))
        found = [
            (other, self._words(place, other, rare[other])) for other in likely[:8]
        ]
        weighed = [(self._weight(words), other, words) for other, words in found]
        weighed.sort(key=lambda one: (-one[0], one[1]))
        return [
            (other, tuple(words[:REASONS]))
            for weight, other, words in weighed[:COUNT]
            if weight >= ENOUGH
        ]

    def _words(self, place: int, other: int, rare: Collection[int]) -> list[str]:
        """Return the words that two articles share, those in which something is rare."""
        both = set(self._every[other].tolist())
        shared = [mark for mark in self._every[place].tolist() if mark in both]
        told = {_spelt(mark) for mark in rare}
        return [word for word in _words(shared) if any(one in word for one in told)]

    def _weight(self, words: Sequence[str]) -> int:
        """Return what shared words say: more, the more articles there are."""
        return sum(len(word) - 1 for word in words[:REASONS]) * self._level


def _spelt(mark: int) -> str:
    return "".join(chr(mark >> shift & 0xFFFF) for shift in (32, 16, 0))


def _words(marks: Sequence[int]) -> list[str]:
    """Return the words that marks in the order of a text spell, the longest first."""
    found: list[str] = []
    for text in map(_spelt, marks):
        if found and found[-1].endswith(text[:2]):
            found[-1] += text[2]
        else:
            found.append(text)
    distinct = sorted(dict.fromkeys(found), key=len, reverse=True)
    return [
        word
        for place, word in enumerate(distinct)
        if not any(word in longer for longer in distinct[:place])
    ]
