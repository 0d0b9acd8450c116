"""The door to lunr: scores documents with a real `lunr.index.Index`.

The index is assembled from the postings of the query's terms only. That changes no
score: Lunr multiplies the query's vector with the fields' vectors, so the
components of other terms meet zeros. Lunr's weights follow from the postings and a
few sums by the formula of lunr 0.8 `Builder` (lunr.js 2.3.9 has the same), in the
same order of operations and with the same rounding.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from lunr.index import Index
from lunr.pipeline import Pipeline
from lunr.query import Query, QueryPresence
from lunr.token_set import TokenSet
from lunr.vector import Vector

from generator.search.documents import FIELDS, UNITS
from generator.search.manifest import Manifest
from generator.search.segments import Postings
from generator.search.tokens import field_length
from generator.value import Struct

K1, B = 1.2, 0.75
"""Lunr's defaults: saturation of the term frequency, weight of the field length."""


class Wanted(Struct, frozen=True):
    """One term of a Lunr query."""

    term: str
    field: str | None = None
    """The only field that counts, or None for all."""
    required: bool = True


def scores(
    terms: Mapping[str, Postings],
    wanted: Sequence[Wanted],
    among: Collection[int],
    manifest: Manifest,
) -> dict[int, float]:
    """Return Lunr's scores of the documents in `among` that match, by number.

    `terms` holds the postings of every wanted term that occurs in the archive.
    """
    index = _index(terms, among, manifest)
    query = Query(list(manifest.boosts))
    for one in wanted:
        presence = QueryPresence.REQUIRED if one.required else QueryPresence.OPTIONAL
        fields = [one.field] if one.field else []
        query.clause(one.term, fields=fields, use_pipeline=False, presence=presence)
    found = index.query(query) if wanted else []
    return {int(match["ref"]): match["score"] for match in found}


def _index(
    terms: Mapping[str, Postings], among: Collection[int], manifest: Manifest
) -> Index:
    inverted: dict[str, dict[str, Any]] = {}
    vectors: dict[str, Vector] = {}
    for place, term in enumerate(sorted(terms)):
        fields: dict[str, Any] = {name: {} for name in manifest.boosts}
        for name, number, weight in weights(terms[term], among, manifest):
            fields[name][str(number)] = {}
            vector = vectors.setdefault(f"{name}/{number}", Vector())
            vector.elements += (place, weight)
        inverted[term] = {"_index": place, **fields}
    return Index(
        inverted_index=inverted,
        field_vectors=vectors,
        token_set=TokenSet.from_list(sorted(terms)),
        fields=list(manifest.boosts),
        pipeline=Pipeline(),
    )


def weights(
    postings: Postings, among: Collection[int], manifest: Manifest
) -> Iterable[tuple[str, int, float]]:
    """Yield field, document number and Lunr's weight of one term."""
    documents = manifest.documents
    having = sum(len(found) for found in postings.values())
    idf = math.log(1 + abs((documents - having + 0.5) / (having + 0.5)))
    for name, found in postings.items():
        mean = manifest.totals[name] / documents
        boost, unit = manifest.boosts[name], UNITS[list(FIELDS).index(name)]
        for number, level, frequency, _ in found:
            if number not in among:
                continue
            relative = field_length(level, unit) / mean
            weight = idf * ((K1 + 1) * frequency)
            weight /= K1 * (1 - B + B * relative) + frequency
            yield name, number, round(weight * boost, 3)
