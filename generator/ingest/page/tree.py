"""The tree of a page: elements, and the runs of text and the images in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from generator.ingest.page.tokens import RAW, Token, attributes, tokens

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol"
    " optgroup option p pre section table tbody td tfoot th thead tr ul".split()
)
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param"
    " source track wbr".split()
)
_SILENT = frozenset("template select svg math object audio video canvas".split())
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
_HARD = re.compile(
    r"display\s*:\s*none|font-size\s*:\s*0(?![.\d])|text-indent\s*:\s*-\d{3}"
    r"|(?:left|top|margin-left)\s*:\s*-\d{4}|height\s*:\s*[01](?:px)?\s*(?:;|$)"
    r"|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)
_SOFT = re.compile(r"visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])", re.IGNORECASE)
_DEPTH_LIMIT = 400
_ELEMENT_LIMIT = 200_000
_NEAR = 10

VISIBLE, SOFT, HARD, NEVER = range(4)
"""How well text is hidden: not, by a script's choice, for good; or it is no text."""


@dataclass(slots=True)
class Element:
    """An element: its name, its parent's index, what its start tag says."""

    tag: str
    parent: int
    attributes: Mapping[str, str]
    hidden: int
    linked: bool
    """True inside a link."""
    start: int

    @property
    def label(self) -> str:
        """Class names and id in one lower-case text."""
        values = self.attributes
        return f"{values.get('class', '')} {values.get('id', '')}".lower()


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text between two tags: its span in the page's source."""

    start: int
    end: int
    block: int
    """Number of the block it belongs to; runs of one block are one line."""
    element: int
    """Index of the element that holds it."""
    hidden: int


@dataclass(frozen=True, slots=True)
class Image:
    """An `img`: the span of its tag, and where it stands among the runs."""

    start: int
    end: int
    attributes: Mapping[str, str]
    element: int
    run: int
    """Index of the first run behind it."""
    hidden: int


@dataclass(slots=True)
class Tree:
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
    grower = _Grower(text)
    for token in tokens(text):
        grower.take(token)
    return grower.tree


class _Grower:
    """Builds a tree from tokens: the stack of open elements, and the block counter."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = Tree([Element("", -1, {}, VISIBLE, linked=False, start=0)])
        self.stack: list[tuple[str, int]] = [("", 0)]
        self.open: Counter[str] = Counter()
        self.block = 0
        self.last: Mapping[str, str] = {}

    def take(self, token: Token) -> None:
        """Take one token in."""
        index = self.stack[-1][1]
        if token.kind == "text":
            self._run(token, self.tree.elements[index].hidden, index)
        elif token.kind == "raw":
            self.tree.raw.append((token.name, self.last, token.start, token.end))
            self._run(token, NEVER, index)
        elif token.kind == "open":
            self._open(token)
        elif token.name not in RAW:
            self._close(token.name)

    def _run(self, token: Token, hidden: int, index: int) -> None:
        self.tree.runs.append(Run(token.start, token.end, self.block, index, hidden))

    def _open(self, token: Token) -> None:
        name = token.name
        self.last = attributes(token.rest) if token.rest else {}
        if name in BLOCKS:
            self.block += 1
        if name in {"meta", "link", "base"}:
            self.tree.head.append((name, self.last, token.start, token.end))
        self._imply(name)
        index = self.stack[-1][1]
        if name == "img":
            self._image(token, index)
        if name in VOID or name in RAW:
            return
        if len(self.stack) < _DEPTH_LIMIT and len(self.tree.elements) < _ELEMENT_LIMIT:
            index = self._element(token, index)
        self.stack.append((name, index))
        self.open[name] += 1
        if name not in BLOCKS and token.rest.endswith("/") and "=" not in token.rest:
            self._close(name)

    def _image(self, token: Token, index: int) -> None:
        hidden = max(self.tree.elements[index].hidden, _hiding("img", self.last))
        count = len(self.tree.runs)
        self.tree.images.append(
            Image(token.start, token.end, self.last, index, count, hidden)
        )

    def _element(self, token: Token, parent: int) -> int:
        above = self.tree.elements[parent]
        hidden = max(above.hidden, _hiding(token.name, self.last))
        linked = above.linked or token.name == "a"
        self.tree.elements.append(
            Element(token.name, parent, self.last, hidden, linked, token.start)
        )
        return len(self.tree.elements) - 1

    def _imply(self, name: str) -> None:
        """Close what the start of `name` closes without saying so."""
        if name in _CLOSES_P and self.open["p"]:
            self._close_near({"p"}, BLOCKS - {"p"})
        if name in _IMPLIED:
            self._close_near(*_IMPLIED[name])

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
        if not self.open[name]:
            return
        if name not in BLOCKS and name not in _SILENT:
            self._close_near({name}, BLOCKS)
            return
        while self.stack[-1][0] != name:
            self.open[self.stack.pop()[0]] -= 1
        self.stack.pop()
        self.open[name] -= 1


def _hiding(tag: str, values: Mapping[str, str]) -> int:
    """Tell how well an element's own tag hides what it holds."""
    style = values.get("style", "")
    if tag in _SILENT or "hidden" in values or (style and _HARD.search(style)):
        return HARD
    soft = tag == "noscript" or values.get("aria-hidden", "").lower() == "true"
    return SOFT if soft or (style and _SOFT.search(style)) else VISIBLE


def ancestors(tree: Tree, index: int) -> Iterator[int]:
    """Yield the indices of an element and of those around it, innermost first."""
    while index >= 0:
        yield index
        index = tree.elements[index].parent
