"""Related articles: those that share what few others say, and what that is.

Two bodies are related by the pairs of Han characters that occur in both and in
at most RARE bodies at all; each counts by how rare it is, as terms do in Lunr. So a
name or a phrase of n characters counts n - 1 times, and no two bodies are compared
that share nothing rare: the work grows with the archive, not with its square.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from generator.script import fold
from generator.search.codes import Numbers
from generator.search.documents import Analysed

Weights: TypeAlias = "NDArray[np.float64]"

PART = 8_000_000
"""Characters whose pairs are in memory at a time, about; 40 bytes each."""
RARE = 8
"""Most bodies that a pair may be in."""
COUNT = 3
"""Most related articles that are shown of one."""
REASONS = 3
"""Most shared words that are shown of each."""
SHORT = 3
"""Fewest characters of a run that is shown."""
ENOUGH = 15
"""What the shared pairs of two articles must weigh: three pairs of a thousand
bodies, six of twenty (chosen by reading the relations of both archives)."""
_SMALL = fold(
    "的了和与與在是也将將对對为為等这這我一不有把从從到并並及又就都而使向上下中"
)
"""Characters that rarely begin or end a name."""

_HAN = 0x4E00, 0x9FFF
_CHARACTER = 21
_DOCUMENT = 22


@dataclass(frozen=True, slots=True)
class Related:
    """An article that shares rare words with another."""

    slug: str
    shared: tuple[str, ...]
    """Folded runs that both bodies have, the longest first."""


def related(documents: Iterable[Analysed]) -> Mapping[str, tuple[Related, ...]]:
    """Return for each slug the related articles, most alike first."""
    bodies = {one.slug: one.body for one in documents}
    slugs = sorted(bodies)
    rare, pairs, weights = _all_shared([bodies[slug] for slug in slugs])
    near = _nearest(pairs, weights)
    made: dict[str, tuple[Related, ...]] = {}
    for number, slug in enumerate(slugs):
        own = _pairs(bodies[slug])
        told = np.flatnonzero(_among(own, rare))
        some: list[Related] = []
        for other in near.get(number, ()):
            both = told[_among(own[told], np.sort(_pairs(bodies[slugs[other]])))]
            shared = _runs(bodies[slug], both)
            if _enough(shared, len(slugs)) and len(some) < COUNT:
                some.append(Related(slugs[other], tuple(shared[:REASONS])))
        made[slug] = tuple(some)
    return made


def _among(some: Numbers, ordered: Numbers) -> NDArray[np.bool_]:
    """Tell which numbers are in a sorted row."""
    if not len(ordered):
        return np.zeros(len(some), np.bool_)
    places = np.minimum(np.searchsorted(ordered, some), len(ordered) - 1)
    return np.asarray(ordered[places] == some)


def _enough(shared: Sequence[str], total: int) -> bool:
    """Tell whether shared runs say that two articles of `total` speak of the same.

    What few bodies have says more, the more bodies there are.
    """
    pairs = sum(len(run) - 1 for run in shared[:REASONS])
    return pairs * math.log(1 + total / 2) >= ENOUGH


def _runs(text: str, places: Numbers) -> list[str]:
    """Return the runs of a text that pairs at some places spell, the longest first.

    Only those of SHORT characters or more, without small words at their ends.
    """
    found: dict[str, None] = {}
    for run in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1):
        if len(run):
            words = text[int(run[0]) : int(run[-1]) + 2].strip(_SMALL)
            if len(words) >= SHORT:
                found[words] = None
    runs = sorted(found, key=len, reverse=True)
    return [run for i, run in enumerate(runs) if not any(run in o for o in runs[:i])]


def _pairs(text: str) -> Numbers:
    """Return each pair of a text as one number; 0 where one is not Han."""
    data = text.encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(data, np.uint32).astype(np.int64)
    han = (codes >= _HAN[0]) & (codes <= _HAN[1])
    return np.where(han[:-1] & han[1:], codes[:-1] << _CHARACTER | codes[1:], 0)


def _all_shared(bodies: Sequence[str]) -> tuple[Numbers, Numbers, Weights]:
    """Return what `_shared` does for all pairs, which pass by a part at a time."""
    parts = 1 + sum(map(len, bodies)) // PART
    found = []
    for part in range(parts):
        keys: list[Numbers] = [np.empty(0, np.int64)]
        for number, body in enumerate(bodies):
            own = _pairs(body)
            keys.append(np.unique(own[own % parts == part]) << _DOCUMENT | number)
        found.append(_shared(np.sort(np.concatenate(keys)), len(bodies)))
    rare, pairs, weights = map(np.concatenate, zip(*found, strict=True))
    every, inverse = np.unique(pairs, return_inverse=True)
    sums = np.bincount(inverse, weights, len(every)).astype(np.float64)
    return np.sort(rare), every, sums


def _shared(keys: Numbers, total: int) -> tuple[Numbers, Numbers, Weights]:
    """Return rare terms, pairs of documents that share some, once for each, with its weight."""
    terms = keys >> _DOCUMENT
    begins = np.flatnonzero(np.diff(terms, prepend=-1))
    counts = np.diff(begins, append=len(keys)) * (terms[begins] > 0)
    documents = keys & ((1 << _DOCUMENT) - 1)
    pairs: list[Numbers] = [np.empty(0, np.int64)]
    weights: list[Weights] = [np.empty(0)]
    for count in range(2, RARE + 1):
        rows = documents[begins[counts == count][:, None] + np.arange(count)]
        weight = math.log(1 + abs(total - count + 0.5) / (count + 0.5))
        for first, second in combinations(range(count), 2):
            pairs.append(rows[:, first] << _DOCUMENT | rows[:, second])
            weights.append(np.full(len(rows), weight))
    rare = terms[begins[(counts > 1) & (counts <= RARE)]]
    return rare, np.concatenate(pairs), np.concatenate(weights)


def _nearest(pairs: Numbers, weights: Weights) -> Mapping[int, Sequence[int]]:
    """Return the documents that share most with each, twice as many as are shown."""
    first, second = pairs >> _DOCUMENT, pairs & ((1 << _DOCUMENT) - 1)
    one, other = np.append(first, second), np.append(second, first)
    order = np.lexsort((other, -np.round(np.append(weights, weights), 9), one))
    bounds = np.flatnonzero(np.diff(one[order], prepend=-1, append=-2)).tolist()
    return {
        int(one[order[start]]): other[
            order[start : min(end, start + 2 * COUNT)]
        ].tolist()
        for start, end in pairwise(bounds)
    }
