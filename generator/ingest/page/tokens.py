"""The tokens of a page: text, tags and raw elements with their offsets.

Follows the tokenizer of the HTML standard (WHATWG, section 13.2.5) as far as text
and nesting need it. Every pattern stops at the next `<`, so time is linear
whatever a page leaves unclosed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

RAW = frozenset("script style title textarea xmp iframe noembed noframes".split())
"""Elements whose content is text, whatever marks it holds."""

_TAG = re.compile(
    r"<(?:[!?][^<>]*+>?"
    r"|(?P<close>/?)(?P<name>[a-zA-Z][^\s/><\"'=]*+)"
    r"(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>)"
)
_LOOSE = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/><\"'=]*+)"
    r"(?P<rest>(?:[^>\"']{1,500}+|\"[^\"]{0,5000}+\"|'[^']{0,5000}+'){0,200}+)>"
)
_RAGGED = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/><\"'=]*+)(?P<rest>[^<>]*+)>?"
)
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?"
)
_LOOSE_BUDGET = 50


class Token(NamedTuple):
    """Text, a tag, or the content of a raw element: its kind and its span."""

    kind: str
    """`text`, `open`, `close`, or `raw`."""
    name: str
    """Lower-case name of the element; empty for text."""
    start: int
    end: int
    rest: str = ""
    """What an open tag holds behind its name."""


def attributes(rest: str) -> Mapping[str, str]:
    """Return the attributes of a tag, names in lower case; the first of each counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(rest):
        value = double or single or bare
        found.setdefault(name.lower(), html.unescape(value) if "&" in value else value)
    return found


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a page in order; comments and declarations are left out.

    Every character is in a token or between two of them; text is never lost to a
    mark that is not closed.
    """
    reader = _Reader(text)
    position = 0
    while position < len(text):
        at = text.find("<", position)
        at = len(text) if at < 0 else at
        if at > position:
            yield Token("text", "", position, at)
        if at == len(text):
            return
        after = reader.comment_end(at)
        match = None if after else reader.tag(at)
        if after or not match:
            position = after or at + 1
            if not after:
                yield Token("text", "", at, position)
            continue
        position = match.end()
        close, name, rest = match.group("close", "name", "rest")
        if not name:
            continue
        name = name.lower()
        yield Token("close" if close else "open", name, at, position, rest)
        if name in RAW and not close:
            end = reader.raw_end(name, position)
            if end is not None:
                yield Token("raw", name, position, end)
                position = end


class _Reader:
    """Finds tags, and what closes comments and raw elements.

    Looks in vain only once for each, and goes past a `<` inside quotation marks only
    so often, so that time stays linear.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.missing: set[str] = set()
        self.budget = _LOOSE_BUDGET

    def tag(self, at: int) -> re.Match[str] | None:
        """Return the tag or declaration that begins at an offset, if one does."""
        match = _TAG.match(self.text, at)
        if not match and self.budget and self.text[at + 1 : at + 2].isalpha():
            self.budget -= 1
            match = _LOOSE.match(self.text, at)
        return match or _RAGGED.match(self.text, at)

    def comment_end(self, at: int) -> int | None:
        """Return where a comment that begins at an offset ends, if one does."""
        if not self.text.startswith("<!--", at):
            return None
        found = self._find("-->", at + 4)
        return found.end() if found else None

    def raw_end(self, name: str, start: int) -> int | None:
        """Return where the content of a raw element ends, if anything closes it."""
        found = self._find(f"</{name}", start)
        return found.start() if found else None

    def _find(self, closer: str, start: int) -> re.Match[str] | None:
        if closer in self.missing:
            return None
        found = re.compile(re.escape(closer), re.IGNORECASE).search(self.text, start)
        if not found:
            self.missing.add(closer)
        return found
