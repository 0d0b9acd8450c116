"""The manifest: the one file that every search reads.

`manifest.json` holds `version`; `documents`, how many; `build`, which changes
whenever any segment does; `fields` (name, boost and the sum
of all field lengths); `years` (year, or an empty text, and its first document
number); `lengths` (characters of each normalised body in order of document numbers,
as E(order) of the difference to the one before in the same year, base64); `classes`
(the fold table, see `write_classes`); `fragments` (the folders of `folder_size`
documents each); `power` and `large` (see `segments.py`); and `facets` (file name).

The addresses of segments end in `?` and `build`: names with hashes of their own
would take four bytes a segment in here, more than the segments a query reads.
Folders of fragments are named by their contents: a reader who still has an old
manifest asks for one that is gone wherever a number means another document now.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generator.search.bits import Reader, exponential, pack
from generator.search.documents import FIELDS

VERSION = 1
FOLDERS = 128
"""At most so many folders of fragments; each takes a name in the manifest."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What every search must know."""

    totals: Mapping[str, int]
    """By field: the sum of all field lengths, in tokens."""
    boosts: Mapping[str, float]
    years: Sequence[tuple[str, int]]
    """Year (empty: undated) and the number of its first document, rising."""
    lengths: Sequence[int]
    """Characters of each document's normalised body, by number."""
    classes: str
    """What `read_classes` reads."""
    fragments: Sequence[str]
    build: str
    power: int
    """There are 2^power segments."""
    large: Sequence[str]
    """Terms with a file of their own."""
    facets: str

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.lengths)

    def range_of(self, first: str, last: str) -> range:
        """Return the numbers of the documents of the years `first` to `last`."""
        starts = [start for _, start in self.years] + [self.documents]
        inside = [i for i, (year, _) in enumerate(self.years) if first <= year <= last]
        return range(starts[inside[0]], starts[inside[-1] + 1]) if inside else range(0)

    def fragment(self, number: int) -> str:
        """Return the path of a document's fragment below `search/`."""
        return (
            f"t/{self.fragments[number // folder_size(self.documents)]}/{number}.json"
        )


def folder_size(documents: int) -> int:
    """Return how many documents share a folder of fragments: a power of two."""
    size = 1
    while size * FOLDERS < documents:
        size *= 2
    return size


def digest(data: bytes) -> str:
    """Return the short name of some content."""
    return hashlib.sha256(data).hexdigest()[:8]


def compact(value: object) -> bytes:
    """Write JSON without blanks, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def segment_path(name: int | str) -> str:
    """Return the path of a segment, or of a large term, below `search/`."""
    if isinstance(name, int):
        return f"s/{name}.bin"
    return f"s/{'-'.join(f'{ord(one):x}' for one in name)}.large.bin"


def encode_manifest(manifest: Manifest) -> bytes:
    """Write `manifest.json`."""
    order, packed = _pack_lengths(manifest)
    return compact(
        {
            "version": VERSION,
            "documents": manifest.documents,
            "fields": [[name, FIELDS[name], manifest.totals[name]] for name in FIELDS],
            "years": manifest.years,
            "lengths": {"order": order, "bits": packed},
            "classes": manifest.classes,
            "fragments": manifest.fragments,
            "build": manifest.build,
            "power": manifest.power,
            "large": manifest.large,
            "facets": manifest.facets,
        }
    )


def decode_manifest(data: bytes) -> Manifest:
    """Read `manifest.json`; raises ValueError, KeyError or TypeError otherwise."""
    found: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    if found["version"] != VERSION:
        message = f"search format {found['version']}, not {VERSION}"
        raise ValueError(message)
    return Manifest(
        totals={name: total for name, _, total in found["fields"]},
        boosts={name: boost for name, boost, _ in found["fields"]},
        years=[(year, start) for year, start in found["years"]],
        lengths=_unpack_lengths(found),
        classes=found["classes"],
        fragments=found["fragments"],
        build=found["build"],
        power=found["power"],
        large=found["large"],
        facets=found["facets"],
    )


def _steps(years: Sequence[tuple[str, int]], lengths: Sequence[int]) -> list[int]:
    starts = {start for _, start in years}
    steps = [after - before for before, after in pairwise([0, *lengths])]
    return [lengths[i] if i in starts else step for i, step in enumerate(steps)]


def _pack_lengths(manifest: Manifest) -> tuple[int, str]:
    steps = _steps(manifest.years, manifest.lengths)
    sizes = [
        sum(len(exponential(step, order)) for step in steps) for order in range(12)
    ]
    order = sizes.index(min(sizes))
    packed = pack(exponential(step, order) for step in steps)
    return order, base64.b64encode(packed).decode("ascii")


def _unpack_lengths(found: Mapping[str, Any]) -> list[int]:
    bits = Reader(base64.b64decode(found["lengths"]["bits"]))
    order = found["lengths"]["order"]
    starts = {start for _, start in found["years"]}
    lengths: list[int] = []
    last = 0
    for number in range(found["documents"]):
        last = (0 if number in starts else last) + bits.exponential(order)
        lengths.append(last)
    return lengths
