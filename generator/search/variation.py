"""Long texts as arrays: folding them, and how one differs from another.

The difference is what `fragments.py` writes, and reads back without numpy.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from operator import sub
from typing import TYPE_CHECKING

import numpy as np

from generator.script import fold, fold_table
from generator.search.bits import pack
from generator.search.classes import Classes

if TYPE_CHECKING:
    from numpy.typing import NDArray

Difference = tuple[str, Sequence[int], str]
"""The bits of the variants in base64; the gaps between other places; their characters."""


def difference(first: str, other: str, variants: Classes) -> Difference | None:
    """Tell how `other` differs from `first`; None when they are not equally long."""
    if len(first) != len(other):
        return None
    before, after = code_points(first), code_points(other)
    table = np.frombuffer(variants.kinds, np.uint16)
    kinds = table.take(before, mode="clip")
    varied = np.flatnonzero(kinds)
    alike = table.take(after[varied], mode="clip") == kinds[varied]
    ones, others = before[varied].tolist(), after[varied].tolist()
    shown = dict(zip(ones, others, strict=True))
    steady = alike.all() and list(map(shown.get, ones)) == others
    if not steady:  # a third of all texts
        usual = _usual(before[varied[alike]].tolist(), after[varied[alike]].tolist())
        others = list(map(usual.get, ones, ones))
        shown = dict(zip(ones, others, strict=True))
    numbers = map(variants.bits.__getitem__, shown.values())
    coded = base64.b64encode(pack(numbers)).decode("ascii").rstrip("=")
    likely = before.copy()
    likely[varied] = others
    places = np.flatnonzero(likely != after)
    characters = after[places].tobytes().decode("utf-32-le", "surrogatepass")
    gaps = list(map(sub, places.tolist(), [0, *places.tolist()]))
    return coded, gaps, characters


def folded(text: str) -> str:
    """Return `fold(text)`, in a third of the time where it is long."""
    try:
        codes = _folding().take(code_points(text))
    except IndexError:  # beyond all characters that change
        return fold(text)
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _folding() -> NDArray[np.uint32]:
    """Return what each character becomes, as far as any changes."""
    changed = {ord(one): ord(other) for one, other in fold_table().items()}
    table = np.arange(max(changed) + 1, dtype="<u4")
    table[list(changed)] = list(changed.values())
    return table


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _usual(ones: list[int], others: list[int]) -> Mapping[int, int]:
    """Return what stands most often for each one; of equals, what does so first."""
    pairs = Counter(zip(ones, others, strict=True)).most_common()
    return dict(pair for pair, _ in reversed(pairs))
