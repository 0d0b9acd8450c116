"""Related articles: those that keep saying what few others say, and what that is.

An article is marked by the runs of three Han characters that it says more than once,
or in its title too: names and things it is about. Two articles are related by marks
that few have. What relates an article depends on the holders of its own marks only,
so an edit touches no others; the work grows with the archive, not with its square.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from generator.script import fold
from generator.search.codes import Numbers, among, sums
from generator.search.documents import BODY_PLACE, Analysed
from generator.search.lists import ranges, starts
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
_END = (1 << 2 * _CHARACTER) - 1
"""The last two characters of a mark."""
_BATCH = 1_000
"""Articles whose marks are looked up together."""
LIKELY = 8
"""Most articles of whose shared words any are looked at."""
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
    for begin in range(0, len(wanted), _BATCH):
        batch = wanted[begin : begin + _BATCH]
        found = holders.likely(np.array(batch, np.int64))
        nearest = _nearest(found, len(every).bit_length())
        for number, place in enumerate(batch):
            yield place, nearest.get(number, ())


class _Likely(NamedTuple):
    """Pairs of articles that share something rare, and all the marks that they share.

    The first of each pair is a number in a batch of articles, and so in order.
    """

    first: Numbers
    second: Numbers
    pair: Numbers
    """Of each mark: the number of the pair that shares it."""
    mark: Numbers
    """In the order of the first one's text."""
    rare: NDArray[np.bool_]
    """Whether few articles have it."""


class _Holders:
    """Which articles have a mark."""

    def __init__(self, every: Sets, wanted: Sequence[int]) -> None:
        self._every = every
        self._sizes = every.ends - every.starts
        at, owners = every.shared(wanted)
        marks = every.numbers[at]
        order = np.argsort(marks, kind="stable")
        self._marks, self._places = marks[order], owners[order]

    def likely(self, batch: Numbers) -> _Likely:
        """Return for each of some articles those with most rare marks in common."""
        every, sizes = self._every, self._sizes[batch]
        marks = every.numbers[ranges(every.starts[batch], sizes)]
        begins = np.searchsorted(self._marks, marks)
        ends = np.searchsorted(self._marks, marks, "right")
        rare = (ends - begins > 1) & (ends - begins <= RARE)
        held = (ends - begins)[rare]
        first = np.repeat(np.repeat(np.arange(len(batch)), sizes)[rare], held)
        second = self._places[ranges(begins[rare], held)]
        others = second != batch[first]
        first, second = _most(first[others], second[others], len(every))
        at = ranges((np.cumsum(sizes) - sizes)[first], sizes[first])
        pair = np.repeat(np.arange(len(first)), sizes[first])
        both = among(_keys(pair, marks[at]), self._of(second))
        return _Likely(first, second, pair[both], marks[at][both], rare[at][both])

    def _of(self, places: Numbers) -> Numbers:
        """Return the marks of articles, each with the number of its article."""
        sizes = self._sizes[places]
        marks = self._every.numbers[ranges(self._every.starts[places], sizes)]
        return _keys(np.repeat(np.arange(len(places)), sizes), marks)


def _keys(number: Numbers, mark: Numbers) -> Numbers:
    return number << 3 * _CHARACTER | mark


def _most(first: Numbers, second: Numbers, places: int) -> tuple[Numbers, Numbers]:
    """Return for each first one those that stand beside it most often, at most LIKELY."""
    every = np.sort(first * places + second)
    begins = starts(every)
    counts = np.diff(begins, append=len(every))
    first, second = np.divmod(every[begins], places)
    order = np.lexsort((-counts, first))
    most = order[_rank(first[order]) < LIKELY]
    return first[most], second[most]


def _rank(owner: Numbers) -> Numbers:
    """Return how many of the same owner are before each, given the owners in order."""
    begins = starts(owner)
    sizes = np.diff(begins, append=len(owner))
    return np.arange(len(owner)) - np.repeat(begins, sizes)


def _nearest(found: _Likely, level: int) -> Mapping[int, Related]:
    """Return by first one the articles that share enough, and in which words."""
    first, second = found.first.tolist(), found.second.tolist()
    weighed: dict[int, list[tuple[int, int, list[str]]]] = {}
    edges = np.searchsorted(found.pair, np.arange(len(first) + 1)).tolist()
    marks, rare = found.mark.tolist(), found.rare.tolist()
    for pair in np.flatnonzero(_at_most(found) * level >= ENOUGH).tolist():
        begin, end = edges[pair : pair + 2]
        words = _words(marks[begin:end], rare[begin:end])[:REASONS]
        # What shared words say: more, the more articles there are.
        weight = sum(len(word) - 1 for word in words) * level
        if weight >= ENOUGH:
            weighed.setdefault(first[pair], []).append((-weight, second[pair], words))
    return {
        one: tuple((other, tuple(words)) for _, other, words in sorted(some)[:COUNT])
        for one, some in weighed.items()
    }


def _at_most(found: _Likely) -> Numbers:
    """Return what the words of each pair can weigh at most: those of all its marks."""
    pair, mark = found.pair, found.mark
    begins = np.ones(len(mark), bool)
    goes_on = mark[:-1] & _END == mark[1:] >> _CHARACTER
    begins[1:] = (pair[1:] != pair[:-1]) | ~goes_on
    size = np.diff(np.flatnonzero(begins), append=len(mark)) + 1
    owner = pair[begins]
    order = np.lexsort((-size, owner))
    counted = order[_rank(owner[order]) < REASONS]
    return sums(size[counted], owner[counted], len(found.first))


def _spelt(mark: int) -> str:
    return chr(mark >> 32) + chr(mark >> 16 & 0xFFFF) + chr(mark & 0xFFFF)


def _words(marks: Iterable[int], rare: Iterable[bool]) -> list[str]:
    """Return the words that marks in the order of a text spell, the longest first.

    Only such as have a rare mark, and none that is part of another.
    """
    found: list[str] = []
    telling: list[bool] = []
    last = -1
    for mark, is_rare in zip(marks, rare, strict=True):
        if last & _END == mark >> _CHARACTER:  # begins as the last one ends
            found[-1] += chr(mark & 0xFFFF)
            telling[-1] |= is_rare
        else:
            found.append(_spelt(mark))
            telling.append(is_rare)
        last = mark
    told = dict(zip(found, telling, strict=True))
    ordered = sorted(told, key=len, reverse=True)
    return [
        word
        for place, word in enumerate(ordered)
        if told[word] and not any(word in longer for longer in ordered[:place])
    ]
