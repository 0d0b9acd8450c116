"""The manifest: the one file that every search reads, and the directory in it.

`manifest.json` holds `version`; `fields` (name, boost and the sum of all field
lengths); `years` (year, or an empty text, and its first document number);
`lengths` (characters of each normalised body in order of document numbers, as
E(order) of the difference to the one before in the same year, base64); `fold`
(file name); `fragments` (the folders of FRAGMENTS documents each); and `segments`,
the root of the directory.

A directory node is `{"height", "from", "names"}`: below height 0 are segments,
else further nodes; entry i covers the terms from `from[i]` up to the next one.
"""

from __future__ import annotations

import base64
import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generator.search.bits import Reader, exponential, pack
from generator.search.documents import FIELDS

VERSION = 1
FRAGMENTS = 256
"""Documents that share a folder of fragments; one name in the manifest for each."""
DIRECT, FAN = 1024, 128
"""A directory up to DIRECT segments is in the manifest; else nodes of FAN entries."""


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
    fold: str
    fragments: Sequence[str]
    segments: Mapping[str, Any]

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
        return f"t/{self.fragments[number // FRAGMENTS]}/{number}.json"


def digest(data: bytes) -> str:
    """Return the short name of some content."""
    return hashlib.sha256(data).hexdigest()[:12]


def compact(value: object) -> bytes:
    """Write JSON without blanks, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def find(node: Mapping[str, Any], term: str) -> str | None:
    """Return the name of the entry whose range holds `term`, if any does."""
    index = bisect_right(node["from"], term) - 1
    return node["names"][index] if index >= 0 else None


def directory(
    entries: Sequence[tuple[str, str]],
) -> Iterator[tuple[str, bytes] | Mapping[str, object]]:
    """Yield the files of a directory of (first term, segment name), then its root."""
    height = 0
    while len(entries) > DIRECT:
        above: list[tuple[str, str]] = []
        for start in range(0, len(entries), FAN):
            part = entries[start : start + FAN]
            data = compact(_node(height, part))
            name = digest(data)
            above.append((part[0][0], name))
            yield f"d/{name}.json", data
        entries, height = above, height + 1
    yield _node(height, entries)


def _node(height: int, entries: Sequence[tuple[str, str]]) -> dict[str, object]:
    return {
        "height": height,
        "from": [first for first, _ in entries],
        "names": [name for _, name in entries],
    }


def read_node(data: bytes) -> Mapping[str, Any]:
    """Read a directory node."""
    node: Mapping[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    return node


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
            "fold": manifest.fold,
            "fragments": manifest.fragments,
            "segments": manifest.segments,
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
        fold=found["fold"],
        fragments=found["fragments"],
        segments=found["segments"],
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
