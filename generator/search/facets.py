"""Facets: by what results can be narrowed and counted, and their exact dates.

`facets.<hash>.json` is read after the first results are shown. It holds `scripts`
(keys, in the order in which labels are given); `days`, for each document in order
of numbers the month and day as E(9) of 31 × month + day (0 for an unknown part),
base64; and `facets`: by name a list of `[labels, documents]`, the most frequent
value first, documents as E(4) of the distance to the one before less 1, base64.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from generator.search.bits import exponential, pack
from generator.search.documents import FACETS, Labels

DAY, GAP = 9, 4
"""Orders of the codes for days and for distances."""

_MONTH_DAY = re.compile(r"\d{4}-(\d\d)(?:-(\d\d))?")


class Tagged(Protocol):
    """A document's date and the values of its facets."""

    @property
    def date(self) -> str:
        """EDTF, or empty."""

    @property
    def facets(self) -> tuple[tuple[Labels, ...], ...]:
        """In the order of FACETS."""


def day(date: str) -> int:
    """Return the month and day of an EDTF date as one number that sorts like it."""
    found = _MONTH_DAY.match(date)
    return 31 * int(found[1]) + int(found[2] or 0) if found else 0


def encode_facets(documents: Sequence[Tagged], scripts: Sequence[str]) -> bytes:
    """Write the facets of all documents in order of their numbers."""
    dates = {one.date for one in documents}
    days = {date: exponential(day(date), DAY) for date in dates}
    data = {
        "scripts": scripts,
        "days": _text(days[one.date] for one in documents),
        "facets": dict(zip(FACETS, map(_values, _found(documents)), strict=True)),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def _found(documents: Iterable[Tagged]) -> list[dict[Labels, list[int]]]:
    """Return for each facet which documents have which values."""
    found: list[dict[Labels, list[int]]] = [{} for _ in FACETS]
    for number, one in enumerate(documents):
        # unpacked, and let go of: those of all documents are large
        for of_facet, values in zip(found, one.facets, strict=False):
            for labels in dict.fromkeys(values):
                of_facet.setdefault(labels, []).append(number)
    return found


def _values(found: Mapping[Labels, list[int]]) -> list[tuple[Labels, str]]:
    """Return the values of a facet, the most frequent first, and their documents."""
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [(labels, _text(_gaps(numbers))) for labels, numbers in ordered]


def _gaps(numbers: Sequence[int]) -> list[str]:
    gaps = [after - before - 1 for before, after in pairwise([-1, *numbers])]
    return [exponential(len(gaps), 0), *(exponential(gap, GAP) for gap in gaps)]


def _text(parts: Iterable[str]) -> str:
    return base64.b64encode(pack(parts)).decode("ascii")
