"""Related articles: those that keep saying what few others say, and what that is.

An article is marked by the runs of three Han characters that it says more than once,
or in its title too: names and things it is about. Two articles are related by marks
that few have. What relates an article depends on the holders of its own marks only,
so an edit touches no others; the work grows with the archive, not with its square.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from generator.script import fold
from generator.search.documents import BODY_PLACE, Analysed
from generator.search.sets import Sets
from generator.search.variation import code_points

if TYPE_CHECKING:
    # loaded by itself it takes as long as a small edit can spare
    from numpy.typing import NDArray

Related: TypeAlias = "tuple[tuple[int, tuple[str, ...]], ...]"
"""The place of each related article, and the words shared with it."""

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
_SMALL = (
    "的了和与與在是也將将对對为為等这這我一不有把从從到并並及又就都而使向上下中年月日"
)
_HAN = slice(0x4E00, 0xA000)
"""The characters that names are of, but for small ones."""
_CHARACTER = 16
_BATCH = 1_000
"""Articles whose marks are looked up together."""
_TITLE = 0


def marks(one: Analysed) -> array[int]:
    """Return an article's marks in the order of the text, each three characters."""
    counts = Counter(_threes(one.texts[BODY_PLACE]))
    title = counts.keys() & _threes(one.texts[_TITLE])
    for three in title:
        counts[three] += 2
    often = [three for three, count in counts.items() if count > 1]
    chosen = frozenset(sorted(often, key=counts.__getitem__, reverse=True)[:MOST])
    return array("q", [three for three in often if three in chosen])


def _threes(text: str) -> list[int]:
    """Return every three characters in a row that can be of a name, as a number."""
    codes = code_points(text)
    of_name = _names().take(codes, mode="clip")
    wide = codes.astype(np.int64)
    threes = wide[:-2] << 2 * _CHARACTER | wide[1:-1] << _CHARACTER | wide[2:]
    found: list[int] = threes[of_name[:-2] & of_name[1:-1] & of_name[2:]].tolist()
    return found


@cache
def _names() -> NDArray[np.bool_]:
    """Return whether a character can be of a name; the last stands for all others."""
    found = np.zeros(_HAN.stop + 1, bool)
    found[_HAN] = True
    found[list(map(ord, fold(_SMALL)))] = False
    return found


def related(
    every: Sets, only: Collection[int] | None = None
) -> Iterator[tuple[int, Related]]:
    """Yield for each place its related articles, most alike first, with shared words.

    `every` has the marks of all articles; `only` are the places asked for, all
    without. The order of places decides between equals.
    """
    wanted = sorted(range(len(every)) if only is None else only)
    holders = _Holders(every, wanted)
    batches = (wanted[n : n + _BATCH] for n in range(0, len(wanted), _BATCH))
    for batch in batches:
        for place, sharing in zip(batch, holders.sharing(batch), strict=True):
            yield place, tuple(holders.nearest(place, sharing))


class _Holders:
    """Which articles have a mark."""

    def __init__(self, every: Sets, wanted: Sequence[int]) -> None:
        self._every = every
        at, owners = every.shared(wanted)
        marks = every.numbers[at]
        order = np.argsort(marks, kind="stable")
        self._marks, self._places = marks[order], owners[order]
        self._level = len(every).bit_length()

    def sharing(self, places: Sequence[int]) -> Iterator[list[tuple[int, list[int]]]]:
        """Yield for each place its marks that few have, each with who has them."""
        flat = self._every.of_texts(places)
        begins = np.searchsorted(self._marks, flat)
        ends = np.searchsorted(self._marks, flat, "right")
        few = (ends - begins > 1) & (ends - begins <= RARE)
        sizes = (len(self._every.of_text(place)) for place in places)
        for start, end in pairwise(accumulate(sizes, initial=0)):
            at = np.flatnonzero(few[start:end]) + start
            runs = zip(
                flat[at].tolist(), begins[at].tolist(), ends[at].tolist(), strict=True
            )
            yield [
                (mark, self._places[begin:stop].tolist()) for mark, begin, stop in runs
            ]

    def nearest(
        self, place: int, sharing: Iterable[tuple[int, list[int]]]
    ) -> list[tuple[int, tuple[str, ...]]]:
        """Return the articles most alike one, and what they share with it."""
        rare: dict[int, set[int]] = {}
        for mark, others in sharing:
            for other in others:
                rare.setdefault(other, set()).add(mark)
        rare.pop(place, None)
        likely = sorted(rare, key=lambda other: (-len(rare[other]), other))
        mine = self._every.of_text(place).tolist()
        found = [(other, self._words(mine, other, rare[other])) for other in likely[:8]]
        weighed = [(self._weight(words), other, words) for other, words in found]
        weighed.sort(key=lambda one: (-one[0], one[1]))
        return [
            (other, tuple(words[:REASONS]))
            for weight, other, words in weighed[:COUNT]
            if weight >= ENOUGH
        ]

    def _words(
        self, mine: Sequence[int], other: int, rare: Collection[int]
    ) -> list[str]:
        """Return the words that one shares with another, those with something rare."""
        both = set(self._every.of_text(other).tolist())
        shared = [mark for mark in mine if mark in both]
        told = [_spelt(mark) for mark in rare]
        return [word for word in _words(shared) if any(one in word for one in told)]

    def _weight(self, words: Sequence[str]) -> int:
        """Return what shared words say: more, the more articles there are."""
        return sum(len(word) - 1 for word in words[:REASONS]) * self._level


def _spelt(mark: int) -> str:
    return chr(mark >> 32) + chr(mark >> 16 & 0xFFFF) + chr(mark & 0xFFFF)


def _words(marks: Iterable[int]) -> list[str]:
    """Return the words that marks in the order of a text spell, the longest first."""
    found: list[str] = []
    last = -1
    for mark in marks:
        if last & 0xFFFFFFFF == mark >> _CHARACTER:  # begins as the last one ends
            found[-1] += chr(mark & 0xFFFF)
        else:
            found.append(_spelt(mark))
        last = mark
    distinct = sorted(dict.fromkeys(found), key=len, reverse=True)
    return [
        word
        for place, word in enumerate(distinct)
        if not any(word in longer for longer in distinct[:place])
    ]
