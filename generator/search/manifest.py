"""The manifest: the one file that every search reads.

`manifest.json` holds `version`; `documents`, how many; `levels` of the lengths of
their bodies (`tokens.level`) in order of numbers, in Huffman's code: `code`, pairs of
a level and the length of its code word, and `bits`, base64; `fields` (name, boost and
the sum of all field lengths); `years` (year, or an empty text, and its first document
number); `classes` (the fold table, see `write_classes`); `power` and `large` (see
`segments.py`); `facets` (file name).

The search page carries a copy, so that it need not be fetched before the first result;
so it has no `<`.

The other files but the facets have plain names, which an edit does not change, and a
list of hashes would be longer than all that a query reads. Whoever reads them asks
the server whether they have changed; and reads the manifest again now and then,
which changes whenever a number means another document.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from generator.search import huffman
from generator.search.documents import FIELDS
from generator.value import Struct

MANIFEST = "manifest.json"
"""Its path below `search/`."""
VERSION = 4
FOLDER = 256
"""Fragments in a folder."""


class Manifest(Struct, frozen=True):
    """What every search must know."""

    totals: Mapping[str, int]
    """By field: the sum of all field lengths, in tokens."""
    boosts: Mapping[str, float]
    years: Sequence[tuple[str, int]]
    """Year (empty: undated) and the number of its first document, rising."""
    levels: Sequence[int]
    """The level of each document's body, by number."""
    classes: str
    """What `read_classes` reads."""
    power: int
    """There are 2^power segments."""
    large: Sequence[str]
    """Terms with files of their own."""
    facets: str

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.levels)

    def range_of(self, first: str, last: str) -> range:
        """Return the numbers of the documents of the years `first` to `last`."""
        starts = [start for _, start in self.years] + [self.documents]
        inside = [i for i, (year, _) in enumerate(self.years) if first <= year <= last]
        return range(starts[inside[0]], starts[inside[-1] + 1]) if inside else range(0)


def fragment_path(number: int) -> str:
    """Return the path of a document's fragment below `search/`."""
    return f"t/{number // FOLDER}/{number}.txt"


def digest(data: bytes) -> str:
    """Return the short name of some content."""
    return hashlib.sha256(data).hexdigest()[:8]


def compact(value: object) -> bytes:
    """Write JSON without blanks that can stand in HTML as it is, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").encode("utf-8", "backslashreplace")


def encode_manifest(manifest: Manifest) -> bytes:
    """Write `manifest.json`."""
    code, bits = huffman.encode(manifest.levels)
    return compact(
        {
            "version": VERSION,
            "documents": manifest.documents,
            "levels": {"code": code, "bits": base64.b64encode(bits).decode("ascii")},
            "fields": [[name, FIELDS[name], manifest.totals[name]] for name in FIELDS],
            "years": manifest.years,
            "classes": manifest.classes,
            "power": manifest.power,
            "large": manifest.large,
            "facets": manifest.facets,
        }
    )


def decode_manifest(data: bytes) -> Manifest:
    """Read `manifest.json`; raises ValueError, KeyError or TypeError otherwise."""
    found: dict[str, Any] = json.loads(data)
    if found["version"] != VERSION:
        message = f"search format {found['version']}, not {VERSION}"
        raise ValueError(message)
    return Manifest(
        totals={name: total for name, _, total in found["fields"]},
        boosts={name: boost for name, boost, _ in found["fields"]},
        years=[(year, start) for year, start in found["years"]],
        levels=huffman.decode(
            found["levels"]["code"],
            base64.b64decode(found["levels"]["bits"]),
            found["documents"],
        ),
        classes=found["classes"],
        power=found["power"],
        large=found["large"],
        facets=found["facets"],
    )
