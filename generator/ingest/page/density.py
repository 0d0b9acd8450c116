"""Where running text is densest: the element that holds the article.

The container of the article is the element whose text has the greatest balance of
running text over links and scraps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.ingest.page.chrome import is_chrome
from generator.ingest.page.lines import PageLine
from generator.ingest.page.tree import Tree
from generator.value import Struct

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|cmt|repl(?:y|ies)|pinglun|side(?:bar)?|aside|related|relate|xiangguan"
    r"|recommend\w*|tuijian|foot(?:er)?|copyright|banquan|nav\w*|menu|breadcrumbs?|crumbs?|share\w*|fenxiang"
    r"|hot\w*|rank\w*|paihang|ads?|advert\w*|guanggao|login|dialog|modal|popup|pop|toolbar|statement|disclaimer"
    r"|shengming|qr-?code|erweima|subscribe|pager?|pagination|tags?|toolbox|post-?tool|prev-?next"
    r"|summary|abstract|zhaiyao|digest|standfirst|zebian|hidden|sr-only|app-?download|feedback|report)(?=$|[\s_-]|\d)"
)
_ASIDE_TAGS = frozenset({"nav", "aside", "footer", "button", "select", "textarea"})
_WHOLE = frozenset({"", "html", "head", "body", "form"})
_PARAGRAPHS = frozenset(
    "p h2 h3 h4 h5 h6 center blockquote li ul ol br section".split()
)
_LEAST_VERSE, _LONGEST_VERSE, _MANY = 3, 40, 8
_QUOTED = frozenset({"pre", "code"})
_SCRAP, _LINK = 0.25, 1.0


class _Balance(Struct):
    """What the lines inside an element amount to, in characters."""

    prose: float = 0
    scraps: float = 0
    links: float = 0

    def add(self, other: _Balance) -> None:
        """Add what a child holds."""
        self.prose += other.prose
        self.scraps += other.scraps
        self.links += other.links

    @property
    def worth(self) -> float:
        """Running text less what does not belong to an article."""
        return self.prose - _SCRAP * self.scraps - _LINK * self.links


class Inside:
    """Answers, once for each element, whether it is inside another, or an aside in it."""

    def __init__(self, tree: Tree, holder: int, asides: frozenset[int]) -> None:
        """Ask about one holder; `asides` are elements that are no article."""
        self.tree = tree
        self.asides = asides
        self.holder = holder
        self.state: dict[int, tuple[bool, bool]] = {-1: (False, False)}

    def _of(self, index: int) -> tuple[bool, bool]:
        path = []
        while index not in self.state:
            if index == self.holder:
                self.state[index] = (True, False)
                break
            path.append(index)
            index = self.tree.elements[index].parent
        for one in reversed(path):
            inside, aside = self.state[self.tree.elements[one].parent]
            self.state[one] = (inside, inside and (aside or one in self.asides))
        return self.state[path[0] if path else index]

    def holds(self, index: int) -> bool:
        """Tell whether an element is the holder or inside it."""
        return self._of(index)[0]

    def aside(self, index: int) -> bool:
        """Tell whether something between an element and the holder is an aside."""
        return self._of(index)[1]


def texts_in(tree: Tree, lines: Sequence[PageLine]) -> frozenset[int]:
    """Return the indices of the lines that are text: prose, and runs of short lines.

    Verse, and the broken lines of public accounts, have no marks; what tells them
    from scraps is that many stand in one place without a link among them.
    """
    places: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        places.setdefault(parent_of(tree, line.element), []).append(index)
    found = {index for index, line in enumerate(lines) if line.prose}
    for here in places.values():
        short = [i for i in here if not lines[i].prose and not lines[i].linked]
        words = [i for i in short if _LEAST_VERSE <= lines[i].size <= _LONGEST_VERSE]
        if len(words) >= _MANY and len(words) > 0.8 * len(here):
            found.update(
                i for i in words if ">" not in lines[i].text and not is_chrome(lines[i])
            )
    return frozenset(found)


def parent_of(tree: Tree, index: int) -> int:
    """Return what holds a paragraph: the division around it, or that itself."""
    elements = tree.elements
    while elements[index].tag in _PARAGRAPHS and elements[index].parent >= 0:
        index = elements[index].parent
    return index


def densest(
    tree: Tree,
    lines: Sequence[PageLine],
    shown: Iterable[int],
    texts: frozenset[int],
) -> tuple[int, frozenset[int]]:
    """Return the element of the greatest worth, and the asides of the page.

    An element named like an aside that holds half of the text is none.
    """
    own: list[_Balance | None] = [None] * len(tree.elements)
    total = 0.0
    for index in shown:
        line = lines[index]
        balance = _balance(own, line.element)
        if index in texts and not is_chrome(line):
            balance.prose += line.size - line.linked
            total += line.size - line.linked
        elif tree.elements[line.element].tag not in _QUOTED:
            balance.scraps += line.size - line.linked
        balance.links += line.linked
    best, worth = 0, 0.0
    asides = set()
    for index in range(len(own) - 1, -1, -1):
        one = own[index]
        if one is None:
            continue
        if one.prose < 0.5 * total and is_aside(tree, index):
            asides.add(index)
            one.scraps, one.prose = one.scraps + one.prose, 0
        if one.worth > worth:
            best, worth = index, one.worth
        if index:
            _balance(own, tree.elements[index].parent).add(one)
    if tree.elements[best].tag in _WHOLE:
        best = _dominant(own, best)
    return best, frozenset(asides)


def _balance(own: list[_Balance | None], index: int) -> _Balance:
    """Return the balance of an element, a new one if it has none yet."""
    found = own[index]
    if found is None:
        found = own[index] = _Balance()
    return found


def _dominant(own: Sequence[_Balance | None], whole: int) -> int:
    """Return the smallest element that still holds most running text of a page."""
    least = 0.75 * (one.prose if (one := own[whole]) else 0)
    enough = (
        index
        for index, one in enumerate(own)
        if one and one.prose >= least and one.worth > 0
    )
    return max(enough, default=whole)


def is_aside(tree: Tree, index: int) -> bool:
    """Tell whether an element says that it is not the article."""
    element = tree.elements[index]
    return element.tag in _ASIDE_TAGS or bool(_ASIDE.search(element.label))
