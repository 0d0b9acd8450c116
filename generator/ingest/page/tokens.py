"""The tokens of a page: text, tags and raw elements with their offsets.

Follows the tokenizer of the HTML standard (WHATWG, section 13.2.5) as far as text
and nesting need it. Every pattern stops at the next `<`, so time is linear
whatever a page leaves unclosed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

RAW = frozenset("script style title textarea xmp iframe noembed noframes".split())
"""Elements whose content is text, whatever marks it holds."""

_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/><\"'=]*+)((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
)
_DECLARATION = re.compile(r"<[!?][^<>]*+>?")
_LOOSE = re.compile(
    r"<(/?)([a-zA-Z][^\s/><\"'=]*+)"
    r"((?:[^>\"']{1,500}+|\"[^\"]{0,5000}+\"|'[^']{0,5000}+'){0,200}+)>"
)
_RAGGED = re.compile(r"<(/?)([a-zA-Z][^\s/><\"'=]*+)([^<>]*+)>?")
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?"
)
_LOOSE_BUDGET = 50


Token = tuple[str, str, int, int, str]
"""Kind (`text`, `open`, `close` or `raw`, the content of a raw element), lower-case
name of the element, span, and what an open tag holds behind its name. A plain tuple:
a page has thousands."""


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
    position, size, find, match_tag = 0, len(text), text.find, _TAG.match
    while position < size:
        at = find("<", position)
        if at != position:
            at = size if at < 0 else at
            yield "text", "", position, at, ""
            if at == size:
                return
        match = match_tag(text, at)
        if match is None:
            match, position = reader.other(at)
            if match is None:
                if position == at + 1:
                    yield "text", "", at, position, ""
                continue
        close, name, rest = match.groups()
        position, name = match.end(), name.lower()
        yield "close" if close else "open", name, at, position, rest
        if name in RAW and not close:
            end = reader.raw_end(name, position)
            if end is not None:
                yield "raw", name, position, end, ""
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

    def other(self, at: int) -> tuple[re.Match[str] | None, int]:
        """Return the ragged tag that begins at an offset, or where to go on.

        Behind a comment or a declaration; one character on when it is only a `<`.
        """
        if self.text.startswith("<!--", at):
            found = self._find("-->", at + 4)
            if found:
                return None, found.end()
        declaration = _DECLARATION.match(self.text, at)
        if declaration:
            return None, declaration.end()
        match = None
        if self.budget and self.text[at + 1 : at + 2].isalpha():
            self.budget -= 1
            match = _LOOSE.match(self.text, at)
        match = match or _RAGGED.match(self.text, at)
        return match, at + 1

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
