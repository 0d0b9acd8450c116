"""Reprints and near-duplicates: texts that say the same, or nearly.

A text is sampled by its clauses: of their hashes the smallest few are kept, which
are the same few in every text that has the same clauses. How many of them two texts
share estimates how much of both is the same (bottom-k sketches: Broder, "On the
resemblance and containment of documents", 1997).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping
from hashlib import blake2b
from zlib import crc32

SAMPLE = 15
"""Most clauses that stand for a text."""
LEAST_CLAUSE = 6
"""Fewest characters of a clause that counts: shorter ones are anybody's words."""
LEAST_TEXT = 40
"""Fewest characters of a text that can have a copy."""
LEAST_SHARED = 4
"""Fewest clauses that a near-duplicate shares with a text."""
ALIKE = 50
"""The least likeness of a near-duplicate, in per cent."""
COMMON = 40
"""A clause that more texts have is nobody's own and relates none of them."""
SHOWN = 8
"""Most copies that are named of one text."""

_CLAUSES = re.compile(r"[^\W_]+")

Signature = tuple[int, ...]
"""A hash of the whole text, then those of sampled clauses, the smallest first."""


def signature(text: str) -> Signature:
    """Return at most 16 numbers below 2**63 that stand for a text; none for a short one.

    `text` is folded (`generator.script.fold`), so that both scripts sign alike; what
    is neither a letter nor a digit does not matter.
    """
    runs = _CLAUSES.findall(text)
    whole = "".join(runs)
    if len(whole) < LEAST_TEXT:
        return ()
    digest = blake2b(whole.encode("utf-8", "replace"), digest_size=8).digest()
    clauses = {
        crc32(run.encode("utf-8", "replace"))
        for run in runs
        if len(run) >= LEAST_CLAUSE
    }
    return int.from_bytes(digest, "big") >> 1, *sorted(clauses)[:SAMPLE]


def copies(
    signatures: Mapping[str, Signature], only: Collection[str] | None = None
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Return for each slug that has some its copies: slug and likeness in per cent.

    `only` are the slugs asked for, all without. 100 means that the whole text is the
    same. Most alike first, then by slug. The work grows with the number of texts: a
    clause is looked at in COMMON of them.
    """
    same: dict[int, list[str]] = {}
    holders: dict[int, list[str]] = {}
    for slug in sorted(signatures):
        whole, *clauses = signatures[slug] or (None,)
        if whole is not None:
            same.setdefault(whole, []).append(slug)
        for clause in clauses:
            holders.setdefault(clause, []).append(slug)
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for slug, (whole, *clauses) in _signed(signatures, only):
        alike = dict.fromkeys(_near(same[whole], slug), 100)
        shared = Counter(
            other
            for clause in clauses
            if len(holders[clause]) <= COMMON
            for other in holders[clause]
        )
        for other, count in shared.items():
            likeness = _likeness(clauses, signatures[other][1:])
            if other not in alike and count >= LEAST_SHARED and likeness >= ALIKE:
                alike[other] = min(likeness, 99)
        alike.pop(slug, None)
        if alike:
            order = sorted(alike.items(), key=lambda one: (-one[1], one[0]))
            found[slug] = tuple(order[:SHOWN])
    return found


def _signed(
    signatures: Mapping[str, Signature], only: Collection[str] | None
) -> list[tuple[str, Signature]]:
    wanted = sorted(signatures if only is None else signatures.keys() & set(only))
    return [(slug, signatures[slug]) for slug in wanted if signatures[slug]]


def _near(slugs: list[str], slug: str) -> list[str]:
    """Return those of many equal texts that stand beside this one."""
    place = bisect_left(slugs, slug)
    return slugs[max(0, place - SHOWN) : place + SHOWN + 1]


def _likeness(one: list[int], other: Signature) -> int:
    """Return how much of two texts is the same, in per cent.

    Of the smallest hashes of both together, the share that both have.
    """
    both = sorted({*one, *other})[:SAMPLE]
    shared = set(one).intersection(other).intersection(both)
    return 100 * len(shared) // len(both)
