"""Converting the text of HTML, and nothing else in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.value import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/<>]*+)"
    r"(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
    r"|<"
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)
"""A tag ends at the next `<` at the latest, so that the search is linear."""

_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s=/\"']++)(?:\s*=\s*(?P<value>\"[^\"]*+\"|'[^']*+'|[^\s\"']++))?"
)

_PATH = r"(?:[/?#][^\s，。；：！？、（）《》「」“”]*+)?"
_ADDRESS = re.compile(
    rf"((?:https?|ftp)://[\w.\-~:@\[\]%]++{_PATH}"
    rf"|(?<!\w)www\.[\w.\-]++{_PATH}"
    r"|(?<![\w.+%-])[\w.+%-]{1,64}+@[\w.-]++)",
    re.ASCII | re.IGNORECASE,
)
"""A bare URL or e-mail address; Han characters belong to a path, not to a host."""

_READABLE = frozenset({"title", "alt", "aria-label", "placeholder"})
"""Attributes whose value a reader may see."""

_MAY_SHOW = re.compile("title|alt|aria-label|placeholder|content", re.IGNORECASE)
_MAY_KEEP = re.compile("translate|noconvert|lang", re.IGNORECASE)
"""What a tag must hold before its attributes are worth reading one by one."""

_DESCRIPTION = re.compile(
    r"(?:name|property)\s*=\s*[\"']?(?:(?:og|twitter):)?(?:description|title)\b",
    re.IGNORECASE,
)
"""What a `meta` tag says of itself when its content is for readers."""

_OPAQUE = frozenset(
    {"code", "pre", "kbd", "samp", "script", "style", "textarea", "math", "svg"}
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"}
    | {"source", "track", "wbr"}
)
_ANNOTATION = frozenset({"rt", "rp"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "data", "del", "dfn", "em", "i", "img"}
    | {"ins", "label", "mark", "q", "rb", "rp", "rt", "ruby", "s", "small", "span"}
    | {"strong", "sub", "sup", "time", "u", "var", "wbr"}
)
_CHINESE = re.compile(r"(?:zh|cmn|yue|wuu|lzh|nan|hak|gan|hsn)\b|\Z", re.IGNORECASE)

_BREAK = "\n"
"""Stands where text does not read on; no word spans it."""


class _Page(Struct):
    """An HTML text taken apart: its pieces, and which of them are to be converted."""

    pieces: list[str] = field(default_factory=list)
    flow: list[int | None] = field(default_factory=list)
    """Pieces that read on into each other; None where the text is interrupted."""
    asides: list[int] = field(default_factory=list)
    """Pieces that stand alone: attributes and ruby annotations."""

    def add_aside(self, text: str) -> None:
        self.asides.append(len(self.pieces))
        self.pieces.append(text)

    def add_text(self, text: str) -> None:
        """Add running text; addresses in it stay and interrupt it."""
        may_hold_address = "://" in text or "@" in text or "www." in text
        parts = _ADDRESS.split(text) if may_hold_address else [text]
        for number, part in enumerate(parts):
            self.flow.append(None if number % 2 else len(self.pieces))
            self.pieces.append(part)

    def add_kept(self, html: str) -> None:
        """Add an element that stays as it is."""
        self.flow.append(None)
        self.pieces.append(html)

    def add_tag(self, tag: re.Match[str], name: str) -> None:
        """Add a tag, its readable attributes as pieces of their own."""
        if name not in _INLINE:
            self.flow.append(None)
        html, done, offset = tag[0], 0, tag.start("attributes") - tag.start()
        describing = name == "meta" and _DESCRIPTION.search(html)
        readable = {"content"} if describing else _READABLE
        if "=" in html and _MAY_SHOW.search(html):
            for found in _ATTRIBUTE.finditer(tag["attributes"]):
                value = found["value"]
                if value and found["name"].lower() in readable and "://" not in value:
                    self.pieces.append(html[done : offset + found.start("value")])
                    self.add_aside(value)
                    done = offset + found.end()
        self.pieces.append(html[done:])


def convert_html(html: str, convert: Callable[[str], str]) -> str:
    """Convert the text of well-formed `html` by one call of `convert`.

    Text reads on across inline tags, so that a word with a tag inside is still a
    word, and breaks at block tags. Untouched stay code, pre, kbd, samp, script,
    style, textarea, math, svg, comments, URLs and e-mail addresses, elements with
    translate="no", class "noconvert" or a `lang` other than Chinese, and every
    attribute but title, alt, aria-label, placeholder and the content of a `meta`
    description. Ruby annotations are
    converted apart from the text that they stand over. `<` inside attribute values
    must be escaped. If `convert` changes the length of the whole, each piece is
    converted by itself instead. `convert` must not turn text into markup.
    """
    page = _take_apart(html)
    order = list(page.flow)
    for aside in page.asides:
        order += [None, aside]
    parts = [_BREAK if at is None else page.pieces[at] for at in order]
    joined = "".join(parts)
    converted = convert(joined)
    same_length, start = len(converted) == len(joined), 0
    for at, part in zip(order, parts, strict=True):
        stop = start + len(part)
        if at is not None:
            page.pieces[at] = converted[start:stop] if same_length else convert(part)
        start = stop
    return "".join(page.pieces)


def _take_apart(html: str) -> _Page:
    page = _Page()
    tokens = _TOKEN.finditer(html)
    annotating = False
    for token in tokens:
        close, name, attributes, text = token.groups()
        name = name.lower() if name else ""
        if name and not close and _is_kept(name, attributes):
            stop = _end(name, token, tokens, len(html))
            page.add_kept(html[token.start() : stop])
        elif name:
            if name in _ANNOTATION or name == "ruby":
                annotating = name != "ruby" and not close
            page.add_tag(token, name)
        elif text is None:
            page.pieces.append(token[0])
        elif annotating:
            page.add_aside(text)
        else:
            page.add_text(text)
    return page


def _is_kept(name: str, attributes: str) -> bool:
    """Tell whether an element stays: never prose, not to be translated, not Chinese."""
    if name in _OPAQUE or not _MAY_KEEP.search(attributes):
        return name in _OPAQUE
    given = {
        found["name"].lower(): (found["value"] or "").strip("\"'").strip()
        for found in _ATTRIBUTE.finditer(attributes)
    }
    return (
        given.get("translate", "").lower() == "no"
        or "noconvert" in given.get("class", "").split()
        or not _CHINESE.match(given.get("lang", ""))
    )


def _end(
    name: str, opening: re.Match[str], tokens: Iterator[re.Match[str]], last: int
) -> int:
    """Read on to the end of the element that `opening` begins; return its offset.

    Only elements of the same name can hide its end tag.
    """
    self_closing = name in ("svg", "math") and opening["attributes"].endswith("/")
    if self_closing or name in _VOID:
        return opening.end()
    depth = 1
    for token in tokens:
        if token["name"] and token["name"].lower() == name:
            depth += -1 if token["close"] else 1
            if not depth:
                return token.end()
    return last
