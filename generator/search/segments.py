"""Segments: the postings of some terms, in a few kilobytes of bits.

A term is in segment `(spread(first) + second) mod segments`, where `first` and
`second` are the code points of its characters (second is 0 for a character) and
the number of segments is a power of two, 2^w. So the names of the segments that
a query needs follow from the query alone, without a directory, and in a segment
the first character tells the low w bits of the second. A term whose postings
take more than LARGE bits has a file of its own; the manifest lists these.

Layout, version 1. `E(k)` is an exponential Golomb code of order k, `F(w)` a
number of w bits, `T(c)` the truncated binary code of a number below c; n is the length of a field's normalised text.

    segment   E(6) number of terms, then the terms in code point order
    large     the postings of the one term
    term      E(7) first code point less that of the term before
              E(max(0, 14 - w)) second code point without its low w bits
              postings
    postings  1 when the term is in bodies only, else 0 F(fields) a mask, first field
              in the highest bit
              then for each of its fields in order:
    field     E(0) number of documents less 1
    document  E(k) its number less the last one's, less 1; k follows from the
              number of postings and of documents, see `gap_order`
              E(4) n, except in bodies (the manifest tells theirs)
              E(0) frequency less 1
              frequency times T(n - 1): the positions; only for pairs,
              and in bodies only where more than CHECKED documents have the pair

A term in few bodies needs no positions: so few candidates are checked against
their texts, which are fetched to show them anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.search.bits import Reader
from generator.search.documents import BODY, FIELDS

CHECKED = 32
"""Positions are left out for a pair in so many bodies: about what a page shows."""
LARGE = 32_768
"""Bits above which the postings of a term have a file of their own."""
SPREAD = 0x9E3779B1
"""2^32 divided by the golden ratio: multiples of it are far apart (Knuth 6.4)."""
TERMS, FIRST, SECOND, LENGTH = 6, 7, 14, 4
"""Orders of the codes for the number of terms, for characters and for lengths."""


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


_NAMES = tuple(FIELDS)


def segment_of(term: str, power: int) -> int:
    """Return the number of the segment, of 2^power, that holds a term."""
    second = ord(term[1]) if len(term) > 1 else 0
    return (spread(ord(term[0])) + second) & ((1 << power) - 1)


def spread(first: int) -> int:
    """Return the part of a segment's number that the first character gives."""
    return (first * SPREAD & 0xFFFFFFFF) >> 16


def has_positions(term: str, field: str, documents: int) -> bool:
    """Tell whether the postings of a term in a field carry positions."""
    return len(term) > 1 and (field != BODY or documents > CHECKED)


def gap_order(postings: int, documents: int) -> int:
    """Return the order of the code that writes the gaps of a list shortest, about."""
    return max(0, documents.bit_length() - postings.bit_length() - 1)


@dataclass(frozen=True, slots=True)
class Decoder:
    """Reads segments of one index."""

    lengths: Sequence[int]
    """Characters of each document's normalised body, by number."""
    power: int
    """There are 2^power segments."""

    def segment(self, data: bytes, number: int) -> Iterator[tuple[str, Postings]]:
        """Read a segment; raises ValueError or IndexError when it is damaged."""
        bits = Reader(data)
        low = (1 << self.power) - 1
        first = 0
        for _ in range(bits.exponential(TERMS)):
            first += bits.exponential(FIRST)
            high = bits.exponential(max(0, SECOND - self.power))
            second = high << self.power | (number - spread(first)) & low
            term = chr(first) + (chr(second) if second else "")
            yield term, self._postings(bits, term)

    def large(self, data: bytes, term: str) -> Postings:
        """Read the file of a large term; raises as `segment` does."""
        return self._postings(Reader(data), term)

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
            length = self.lengths[number] if name == BODY else bits.exponential(LENGTH)
            frequency = bits.exponential(0) + 1
            places = None
            if positions:
                places = [bits.truncated(length - 1) for _ in range(frequency)]
            yield Posting(number, length, frequency, places)
