"""Forms: templates that are rendered once, with holes, and filled for many pages.

Filling one is joining texts, twenty times as fast as rendering the template again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.render.html import Html
from generator.value import Struct

_FIRST = 0xFDD0
_HOLE = re.compile("([\ufdd0-\ufdef])")


def hole(number: int) -> Html:
    """Return what stands in a template for value `number`, from 0 to 31.

    A noncharacter (Unicode 23.7): no text of an article keeps one, see
    `html.printable`.
    """
    return Html(chr(_FIRST + number))


class Form(Struct, frozen=True):
    """A rendered template in pieces, with a hole between each two."""

    pieces: tuple[str, ...]
    holes: tuple[int, ...]

    @classmethod
    def of(cls, rendered: bytes) -> Form:
        """Return the form that a template with holes in it gave."""
        parts = _HOLE.split(rendered.decode())
        return cls(tuple(parts[::2]), tuple(ord(one) - _FIRST for one in parts[1::2]))

    def filled(self, *values: str) -> Html:
        """Return the HTML with `values`, already escaped, in the holes."""
        if not self.holes:
            return Html(self.pieces[0])
        parts = [""] * (2 * len(self.holes) + 1)
        parts[::2] = self.pieces
        parts[1::2] = [values[number] for number in self.holes]
        return Html("".join(parts))

    def each(self, rows: Iterable[tuple[str, ...]]) -> Html:
        """Return the HTML of all rows, one after the other."""
        return Html("".join([self.filled(*row) for row in rows]))
