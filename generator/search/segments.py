"""Segments: the postings of some terms, in a few kilobytes of bits.

A term is in segment `(spread(first) + second) mod segments`, where `first` and
`second` are the code points of its characters (second is 0 for a character) and
the number of segments is a power of two, 2^w. So the names of the segments that
a query needs follow from the query alone, without a directory, and in a segment
the first character tells the low w bits of the second. A term whose postings
take more than LARGE bits has files of its own; the manifest lists these.

Layout, version 4. A file is some rows of numbers, and a row is all numbers of one
kind, term after term, field after field, document after document. `E(k)` is an
exponential Golomb code and `R(k)` a Rice code of order k (see `codes.py` for how a row
of them is written), `F(w)` a number of w bits.

    s/<name>.bin
      E(6)            number of terms; not in the file of a large term
      E(7)            of each term: its first code point less that of the term before
      E(max(0,14-w))  of each term: its second code point without its low w bits
      F(1)            of each term: 1 when it is in bodies only
      F(fields)       of each other term: a mask, the first field in the highest bit
      E(0)            of each list (a term in a field): number of documents less 1
      R(k)            of each document in each list: its number less the last one's,
                      less 1; k follows from the lengths of lists, see `gap_order`
      E(0)            of each of these in other fields than the body: the level of
                      the field's length (see `tokens.py`) less that of the last one,
                      0 -1 1 -2 2 … as 0 1 2 3 4 …; the manifest tells that of bodies
      E(0)            of each document in each list: frequency less 1
      E(2)            of each occurrence of a pair in other fields: its position less
                      the last one's in the same field, less 1
      R(k)            of each occurrence in bodies of a pair that more than CHECKED
                      bodies have: its position less the last one's in the same body,
                      less 1; k follows from the length and the frequency, see
                      `place_order`
    p/<name>.bin, of a large pair only: the last row of s/<name>.bin, which is not there

Positions decide whether the terms of a phrase stand together, and which document is
shown first depends on it; so they come with the postings, but for large terms, of which
they would be too much to read before anything is shown. A pair in one body or two has
none: these are checked against their texts, which are fetched to show them anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.search.documents import BODY

CHECKED = 2
"""Positions are left out for a pair in so many bodies."""
LARGE = 262_144
"""Bits above which the postings of a term have a file of their own."""
SPREAD = 0x9E3779B1
"""2^32 divided by the golden ratio: multiples of it are far apart (Knuth 6.4)."""
TERMS, FIRST, SECOND = 6, 7, 14
"""Orders of the codes for the number of terms and for their characters."""
NEAR = 2
"""Order of the code for positions in short fields."""
CHARACTER = 21
"""Bits of a code point."""

Name = int | str
"""Of a segment, or of a large term."""


class Posting(NamedTuple):
    """One document that has a term in one field."""

    number: int
    level: int
    """Of the rounded length of the field's normalised text."""
    frequency: int
    positions: Sequence[int] | None
    """Offsets in the normalised text; None when the index does not tell."""


Postings = Mapping[str, Sequence[Posting]]
"""By field: the postings of one term, in order of document numbers."""


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


def segment_path(name: Name) -> str:
    """Return the path of a segment, or of a large term, below `search/`."""
    return f"s/{_stem(name)}.bin"


def positions_path(name: str) -> str:
    """Return the path of the positions of a large pair in bodies."""
    return f"p/{_stem(name)}.bin"


def _stem(name: Name) -> str:
    if isinstance(name, int):
        return str(name)
    return "-".join(f"{ord(one):x}" for one in name) + ".large"


def term_code(term: str) -> int:
    """Return the code points of a term as one number."""
    second = ord(term[1]) if len(term) > 1 else 0
    return ord(term[0]) << CHARACTER | second


def term_of(code: int) -> str:
    """Return the term of a `term_code`."""
    second = code & ((1 << CHARACTER) - 1)
    return chr(code >> CHARACTER) + (chr(second) if second else "")
