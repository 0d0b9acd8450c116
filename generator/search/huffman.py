"""Huffman's code (1952) in canonical form: a few numbers told in the fewest bits.

The code words follow from their lengths alone: in order of length, then of number,
each is the one before plus one, with zeros appended where words grow longer.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.search.bits import pack

Lengths = Sequence[tuple[int, int]]
"""Numbers and how many bits their code words have, in order of these."""


def encode(numbers: Sequence[int]) -> tuple[Lengths, bytes]:
    """Return the lengths of the code words of some numbers, and the numbers coded."""
    lengths = _lengths(Counter(numbers))
    words = _words(lengths)
    return lengths, pack(words[number] for number in numbers)


def decode(lengths: Lengths, data: bytes, count: int) -> list[int]:
    """Read so many numbers back; raises ValueError for anything else."""
    numbers = {word: number for number, word in _words(lengths).items()}
    bits = f"{int.from_bytes(data, 'big'):0{8 * len(data)}b}"
    # no word begins another one, so that the first to match is the one
    found = re.findall("|".join(numbers), bits)[:count] if numbers else []
    if len(found) < count or not bits.startswith("".join(found)):
        raise ValueError("not in this code")
    return [numbers[word] for word in found]


def _words(lengths: Iterable[tuple[int, int]]) -> dict[int, str]:
    words: dict[int, str] = {}
    code = last = 0
    for number, length in lengths:
        code <<= length - last
        words[number] = f"{code:0{length}b}"
        code, last = code + 1, length
    return words


def _lengths(counts: Mapping[int, int]) -> Lengths:
    """Unite the two rarest groups of numbers until one is left."""
    depth = dict.fromkeys(counts, int(len(counts) == 1))
    heap: list[tuple[int, int, tuple[int, ...]]] = [
        (count, number, (number,)) for number, count in counts.items()
    ]
    heapq.heapify(heap)
    while len(heap) > 1:
        one, other = heapq.heappop(heap), heapq.heappop(heap)
        group = one[2] + other[2]
        for number in group:
            depth[number] += 1
        heapq.heappush(heap, (one[0] + other[0], min(group), group))
    return sorted(depth.items(), key=lambda item: (item[1], item[0]))
