"""Words by their first character, read only where they are needed.

A dictionary of ninety thousand words takes longer to read than most texts to
convert. So it is kept as text, one line for each first character, and a line is
taken apart the first time that its character is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = TypeVar("Value")

_LINE, _ENTRY, _CELL = "\n", "\x1e", "\x1f"
"""Between the lines of a text, the entries of a line, a word's rest and its value."""

_HEAD = b"\x1d"
"""Between a shelf's character and its entries."""


class Shelves(dict[str, dict[str, Value]]):
    """For each character the words that begin with it, and their values.

    Reading one that no word begins with gives an empty shelf.
    """

    def __init__(self, data: bytes, read: Callable[[str], Value]) -> None:
        """Keep what `shelved` has made; `read` makes a value of its cell."""
        super().__init__()
        heads = (line.partition(_HEAD) for line in data.splitlines())
        self._lines = {first.decode(): rest for first, _, rest in heads}
        self._read = read

    def __missing__(self, first: str) -> dict[str, Value]:
        """Read the shelf of one character."""
        shelf: dict[str, Value] = {}
        line = self._lines.pop(first, b"").decode()
        for entry in line.split(_ENTRY) if line else ():
            rest, _, cell = entry.partition(_CELL)
            shelf[first + rest] = self._read(cell)
        self[first] = shelf
        return shelf


def shelved(cells: Mapping[str, str]) -> bytes:
    """Write words with their cells, in UTF-8, for `Shelves`.

    Neither words nor cells may hold a control character.
    """
    entries: defaultdict[str, list[str]] = defaultdict(list)
    for word, cell in cells.items():
        entries[word[0]].append(word[1:] + _CELL + cell)
    shelves = (
        first.encode() + _HEAD + _ENTRY.join(found).encode()
        for first, found in entries.items()
    )
    return b"\n".join(shelves)


def lines(texts: Mapping[str, str]) -> str:
    """Write texts by a character as one, for `by_first`."""
    return _LINE.join(first + text for first, text in texts.items())


def by_first(text: str) -> dict[str, str]:
    """Return what `lines` was given."""
    return {line[0]: line[1:] for line in text.split(_LINE)} if text else {}
