"""Most probable segmentation: of all ways to cut a text into words, the likeliest.

Each word is taken to occur independently of the others (a unigram model); the best
cut is found by dynamic programming, as jieba does for its own dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.script.shelves import Shelves

UNKNOWN = 2584
"""Cost of a character that the lexicon does not have: that of one occurrence."""


def segment(
    text: str, costs: Shelves[int], longest: int, *, whole: bool = True
) -> list[str]:
    """Cut `text` into words of `costs` and single characters, at the least cost.

    `longest` is the length of the longest word; without `whole` the text may not be
    one word itself. Of equal cuts the one with the longer last words wins.
    """
    size = len(text)
    best = [0, *[1 << 60] * size]
    begin = [0] * (size + 1)
    for start in range(size):
        so_far = best[start]
        shelf = costs[text[start]]
        end = start + 1
        total = so_far + shelf.get(text[start], UNKNOWN)
        if total < best[end]:
            best[end], begin[end] = total, start
        for end in range(start + 2, min(size, start + longest) + 1):
            own = shelf.get(text[start:end])
            if own is None or (end - start == size and not whole):
                continue
            if so_far + own < best[end]:
                best[end], begin[end] = so_far + own, start
    words = []
    while size:
        words.append(text[begin[size] : size])
        size = begin[size]
    return words[::-1]
