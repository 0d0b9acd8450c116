"""Segments: the postings of a range of terms, in a few kilobytes of bits.

Layout, version 1. `E(k)` is an exponential Golomb code of order k, `F(w)` a
number of w bits; n is the length of a field's normalised text.

    segment   E(6) number of terms, then the terms in code point order
    term      1, or 0 E(8) when its first character differs from the last
              term's: the distance of the two code points;
              E(8) its second character: code point, 0 for none, less the last
              term's in the same first character, less 1
              1 when it is in bodies only, else 0 F(fields) a mask, first field
              in the highest bit
              then for each of its fields in order:
    field     E(0) number of postings less 1
    posting   E(k) document number less the last one's, less 1; k follows from the
              number of postings and of documents, see `gap_order`
              E(4) n, except in bodies (the manifest tells theirs)
              E(0) frequency less 1
              frequency times F(bits of n - 1): the positions; only for pairs,
              and in bodies only where more than CHECKED documents have the pair

A term in few bodies needs no positions: so few candidates are checked against
their texts, which are fetched to show them anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.search.bits import Reader, exponential, fixed, pack, width
from generator.search.documents import BODY, FIELDS

CHECKED = 32
"""Positions are left out for a pair in so many bodies: about what a page shows."""


class Posting(NamedTuple):
    """One document that has a term in one field."""

    number: int
    length: int
    """Characters of the field's normalised text."""
    frequency: int
    positions: Sequence[int] | None
    """Offsets in the normalised text; None when the index does not tell."""


Postings = Mapping[str, Sequence[Posting]]
"""By field: the postings of one term, in order of document numbers."""

Occurrence = tuple[int, int, Sequence[int]]
"""As written: document number, length as in Posting, positions (for a character
only how many there are matters)."""

_NAMES = tuple(FIELDS)
_BODIES_ONLY = "".join("1" if name == BODY else "0" for name in _NAMES)


def has_positions(term: str, field: str, documents: int) -> bool:
    """Tell whether the postings of a term in a field carry positions."""
    return len(term) > 1 and (field != BODY or documents > CHECKED)


def gap_order(postings: int, documents: int) -> int:
    """Return the order of the code that writes the gaps of a list shortest, about."""
    return max(0, documents.bit_length() - postings.bit_length() - 1)


def encode_postings(
    term: str, fields: Mapping[str, Sequence[Occurrence]], documents: int
) -> str:
    """Return the bits of a term after its characters: fields and postings."""
    mask = "".join("1" if fields.get(name) else "0" for name in _NAMES)
    parts = ["1" if mask == _BODIES_ONLY else "0" + mask]
    for name in _NAMES:
        if found := fields.get(name):
            _add_field(parts, term, name, found, gap_order(len(found), documents))
    return "".join(parts)


def _add_field(
    parts: list[str], term: str, name: str, found: Sequence[Occurrence], order: int
) -> None:
    """Add the bits of one field of a term."""
    lengths, positions = name != BODY, has_positions(term, name, len(found))
    parts.append(exponential(len(found) - 1, 0))
    last = -1
    for number, length, places in found:
        parts.append(exponential(number - last - 1, order))
        last = number
        if lengths:
            parts.append(exponential(length, 4))
        parts.append(exponential(len(places) - 1, 0))
        if positions:
            size = width(length - 1)
            parts += [fixed(place, size) for place in places]


def encode_segment(terms: Iterable[tuple[str, str]]) -> bytes:
    """Write terms, each with its `encode_postings`, as one segment."""
    parts: list[str] = []
    first = 0
    second = -1
    count = 0
    for term, bits in terms:
        code = ord(term[0])
        if code == first:
            parts.append("1")
        else:
            parts += ("0", exponential(code - first, 8))
            first, second = code, -1
        other = ord(term[1]) if len(term) > 1 else 0
        parts += (exponential(other - second - 1, 8), bits)
        second = other
        count += 1
    return pack([exponential(count, 6), *parts])


@dataclass(frozen=True, slots=True)
class Decoder:
    """Reads segments of one index."""

    lengths: Sequence[int]
    """Characters of each document's normalised body, by number."""

    def terms(self, data: bytes) -> Iterator[tuple[str, Postings]]:
        """Read a segment; raises ValueError or IndexError when it is damaged."""
        bits = Reader(data)
        first = 0
        second = -1
        for _ in range(bits.exponential(6)):
            if not bits.fixed(1):
                first += bits.exponential(8)
                second = -1
            second += bits.exponential(8) + 1
            term = chr(first) + (chr(second) if second else "")
            yield term, self._postings(bits, term)

    def _postings(self, bits: Reader, term: str) -> Postings:
        names = [BODY]
        if not bits.fixed(1):
            names = [name for name in _NAMES if bits.fixed(1)]
        return {name: list(self._field(bits, term, name)) for name in names}

    def _field(self, bits: Reader, term: str, name: str) -> Iterator[Posting]:
        documents = bits.exponential(0) + 1
        order = gap_order(documents, len(self.lengths))
        positions = has_positions(term, name, documents)
        number = -1
        for _ in range(documents):
            number += bits.exponential(order) + 1
            length = self.lengths[number] if name == BODY else bits.exponential(4)
            frequency = bits.exponential(0) + 1
            places = None
            if positions:
                size = width(length - 1)
                places = [bits.fixed(size) for _ in range(frequency)]
            yield Posting(number, length, frequency, places)
