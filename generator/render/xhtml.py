"""Our own HTML as XHTML, for books: well-formed, and whole without the site."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from generator.render.html import escape

_SIMPLE = re.compile(
    r"(?:[^<]|</?(?:p|h[2-6]|em|strong|mark|[uo]l|li)(?: (?:id|class)=\"[^\"<>]*\")*>)*+"
)
_EMPTY = frozenset({"br", "hr"})


def as_xhtml(markup: str, address: str) -> str:
    """Return HTML from `to_html` as XHTML; `address` is the page it stands on.

    An image becomes its description, since a book holds text only. A link within
    the site becomes a whole address, or its words when `address` is empty.
    """
    if _SIMPLE.fullmatch(markup):
        return markup
    writer = _Writer(address)
    writer.feed(markup)
    writer.close()
    return "".join(writer.parts)


class _Writer(HTMLParser):
    """Writes what it reads anew."""

    def __init__(self, address: str) -> None:
        """Begin with nothing."""
        super().__init__(convert_charrefs=True)
        self.address = address
        self.parts: list[str] = []
        self.links: list[bool] = []
        """Of each open link, whether it is written."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a start tag, with the attributes that a book can have."""
        values = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.parts.append(escape(values.get("alt", "")))
            return
        if tag == "a":
            values["href"] = _whole(self.address, values.get("href", ""))
            self.links.append(bool(values["href"]))
            if not self.links[-1]:
                return
        kept = "".join(
            f' {name}="{escape(value)}"'
            for name, value in values.items()
            if name in {"id", "class", "href", "title", "lang", "start"}
        )
        self.parts.append(f"<{tag}{kept}{'/' if tag in _EMPTY else ''}>")

    def handle_endtag(self, tag: str) -> None:
        """Write an end tag, unless its start was left out."""
        if tag not in _EMPTY and (tag != "a" or self.links.pop()):
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Write text."""
        self.parts.append(escape(data))


def _whole(address: str, target: str) -> str:
    """Return where a link leads, seen from anywhere; empty if that is unknown."""
    if target.startswith(("http:", "https:", "mailto:", "#")):
        return target
    return urljoin(address, target) if address else ""
