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

_LINE, _ENTRY, _CELLS = "\n", "\x1e", "\x1f"
"""Between lines, between entries, and between what follows a shelf's character in its
words and their cells."""

_HEAD = b"\x1d"
"""Between a shelf's character and all else."""


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
        rests, _, cells = self._lines.pop(first, b"").decode().partition(_CELLS)
        words = [first + rest for rest in rests.split(_ENTRY)] if cells else []
        values = map(self._read, cells.split(_ENTRY)) if cells else ()
        shelf = dict(zip(words, values, strict=True))
        self[first] = shelf
        return shelf


def shelved(cells: Mapping[str, str]) -> bytes:
    """Write words with their cells, in UTF-8, for `Shelves`.

    Neither words nor cells may hold a control character.
    """
    shelves: defaultdict[str, list[str]] = defaultdict(list)
    for word in cells:
        shelves[word[0]].append(word)
    return b"\n".join(
        first.encode()
        + _HEAD
        + _ENTRY.join([word[1:] for word in words]).encode()
        + _CELLS.encode()
        + _ENTRY.join([cells[word] for word in words]).encode()
        for first, words in shelves.items()
    )


def lines(texts: Mapping[str, str]) -> str:
    """Write texts by a character as one, for `by_first`."""
    return _LINE.join(first + text for first, text in texts.items())


def by_first(text: str) -> dict[str, str]:
    """Return what `lines` was given."""
    return {line[0]: line[1:] for line in text.split(_LINE)} if text else {}
