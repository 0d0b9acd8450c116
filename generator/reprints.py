"""What tells reprints and near-duplicates: texts that say the same, or nearly.

A text is sampled by its clauses: of their hashes the smallest few are kept, which
are the same few in every text that has the same clauses. How many of them two texts
share estimates how much of both is the same (bottom-k sketches: Broder, "On the
resemblance and containment of documents", 1997); `generator/search/copies.py` counts.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from zlib import crc32

SAMPLE = 15
"""Most clauses that stand for a text."""
LEAST_CLAUSE = 6
"""Fewest characters of a clause that counts: shorter ones are anybody's words."""
LEAST_TEXT = 40
"""Fewest characters of a text that can have a copy."""
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
