"""The tree of a page: elements, and the runs of text and the images in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from generator.ingest.page.hiding import (
    HARD,
    NEVER,
    NOT_SHOWN,
    SILENT,
    VISIBLE,
    hiding,
)
from generator.ingest.page.tokens import RAW, Token, attributes, tokens
from generator.value import Struct, field

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol"
    " optgroup option p pre section table tbody td tfoot th thead tr ul".split()
)
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param"
    " source track wbr".split()
)
_PLAIN = frozenset("b i u em strong font span small big sub sup mark s".split())
"""Elements that say nothing of their text unless they have attributes."""
_HEAD = frozenset({"meta", "link", "base"})
_P = frozenset({"p"})
_NO_P = BLOCKS - _P
_CLOSES_P = BLOCKS - {"br", "body", "html", "td", "th", "tr", "tbody", "li", "option"}
_IMPLIED: Mapping[str, tuple[AbstractSet[str], AbstractSet[str]]] = {
    "li": ({"li"}, {"ul", "ol"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "option": ({"option"}, {"select"}),
    "a": ({"a"}, BLOCKS),
}
_NAMED = re.compile(
    r"(?<![\w-])(?:class|id)\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))",
    re.IGNORECASE,
)
_DEPTH_LIMIT = 400
_ELEMENT_LIMIT = 200_000
_NEAR = 10


class Element(Struct):
    """An element: its name, its parent's index, what its start tag says."""

    tag: str
    parent: int
    rest: str
    """What the start tag holds behind its name."""
    hidden: int
    linked: bool
    """True inside a link."""
    start: int

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes of the start tag, read when asked for."""
        return attributes(self.rest) if self.rest else {}

    @property
    def label(self) -> str:
        """Class names and id in one lower-case text."""
        if "=" not in self.rest:
            return ""
        return " ".join(map("".join, _NAMED.findall(self.rest))).lower()


class Run(NamedTuple):
    """A run of text between two tags: its span in the page's source."""

    start: int
    end: int
    block: int
    """Number of the block it belongs to; runs of one block are one line."""
    element: int
    """Index of the element that holds it."""
    hidden: int


class Image(Struct, frozen=True):
    """An `img`: the span of its tag, and where it stands among the runs."""

    start: int
    end: int
    attributes: Mapping[str, str]
    element: int
    run: int
    """Index of the first run behind it."""
    hidden: int


class Tree(Struct):
    """A page taken apart; parents come before their children."""

    elements: list[Element] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    head: list[tuple[str, Mapping[str, str], int, int]] = field(default_factory=list)
    """`meta`, `link` and `base` tags: name, attributes, span."""
    raw: list[tuple[str, Mapping[str, str], int, int]] = field(default_factory=list)
    """Raw elements: name, attributes, span of their content."""


def grown(text: str) -> Tree:
    """Return the tree of a page; any text has one."""
    return _Grower().grow(tokens(text))


class _Grower:
    """Builds a tree from tokens: the stack of open elements, and the block counter."""

    def __init__(self) -> None:
        self.tree = Tree([Element("", -1, "", VISIBLE, linked=False, start=0)])
        self.stack: list[tuple[str, int]] = [("", 0)]
        self.open: defaultdict[str, int] = defaultdict(int)
        self.block = 0
        self.last = ""

    def grow(self, found: Iterable[Token]) -> Tree:
        """Take all tokens in and return the tree."""
        elements, runs = self.tree.elements, self.tree.runs
        for kind, name, start, end, rest in found:
            if kind == "text":
                index = self.stack[-1][1]
                hidden = elements[index].hidden
                runs.append(Run(start, end, self.block, index, hidden))
            elif kind == "open":
                self._open(name, start, end, rest)
            elif kind == "close":
                if name not in RAW:
                    self._close(name)
            else:
                self.tree.raw.append((name, attributes(self.last), start, end))
                runs.append(Run(start, end, self.block, self.stack[-1][1], NEVER))
        return self.tree

    def _open(self, name: str, start: int, end: int, rest: str) -> None:
        self.last = rest
        if name in BLOCKS:
            self.block += 1
        self._imply(name)
        index = self.stack[-1][1]
        if name in VOID:
            if name == "img":
                self._image(start, end, rest, index)
            elif name in _HEAD:
                self.tree.head.append((name, attributes(rest), start, end))
            return
        if name in RAW:
            return
        plain = not rest and name in _PLAIN
        if len(self.stack) < _DEPTH_LIMIT and not plain and self._has_room():
            index = self._element(name, start, rest, index)
        self.stack.append((name, index))
        self.open[name] += 1
        if rest.endswith("/") and name not in BLOCKS and "=" not in rest:
            self._close(name)

    def _has_room(self) -> bool:
        return len(self.tree.elements) < _ELEMENT_LIMIT

    def _image(self, start: int, end: int, rest: str, index: int) -> None:
        hidden = max(self.tree.elements[index].hidden, hiding("img", rest))
        count = len(self.tree.runs)
        self.tree.images.append(
            Image(start, end, attributes(rest), index, count, hidden)
        )

    def _element(self, name: str, start: int, rest: str, parent: int) -> int:
        elements = self.tree.elements
        above = elements[parent]
        hidden = above.hidden
        if hidden != HARD and (rest or name in NOT_SHOWN):
            hidden = max(hidden, hiding(name, rest))
        elements.append(
            Element(name, parent, rest, hidden, above.linked or name == "a", start)
        )
        return len(elements) - 1

    def _imply(self, name: str) -> None:
        """Close what the start of `name` closes without saying so."""
        if name in _CLOSES_P and self.open["p"]:
            self._close_near(_P, _NO_P)
        if name in _IMPLIED:
            names, borders = _IMPLIED[name]
            if any(self.open[one] for one in names):
                self._close_near(names, borders)

    def _close_near(self, names: AbstractSet[str], borders: AbstractSet[str]) -> None:
        last = None
        for back in range(1, min(_NEAR, len(self.stack))):
            name = self.stack[-back][0]
            if name in names:
                last = back
                if len(names) == 1:
                    break
            elif name in borders:
                break
        for _ in range(last or 0):
            self.open[self.stack.pop()[0]] -= 1

    def _close(self, name: str) -> None:
        """Close the innermost open element of that name; a stray tag does nothing."""
        if name in BLOCKS:
            self.block += 1
        if self.stack[-1][0] == name and name:
            self.stack.pop()
            self.open[name] -= 1
            return
        if not self.open[name]:
            return
        if name not in BLOCKS and name not in SILENT:
            self._close_near({name}, BLOCKS)
            return
        while self.stack[-1][0] != name:
            self.open[self.stack.pop()[0]] -= 1
        self.stack.pop()
        self.open[name] -= 1


def ancestors(tree: Tree, index: int) -> Iterator[int]:
    """Yield the indices of an element and of those around it, innermost first."""
    while index >= 0:
        yield index
        index = tree.elements[index].parent
