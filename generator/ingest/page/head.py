"""What a page says about itself out of sight: its head, and JSON-LD."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from generator.ingest.page.tree import Tree
from generator.value import Struct

_JSON_LIMIT = 200_000
_ARTICLE = frozenset(
    "article newsarticle blogposting report webpage socialmediaposting"
    " reportagenewsarticle discussionforumposting".split()
)


class Stated(Struct, frozen=True):
    """A value and the span of the source it stands in."""

    text: str
    start: int
    end: int


class Head(Struct, frozen=True):
    """What the head of a page states, by lower-case name."""

    values: Mapping[str, Stated]
    """`name`, `property` or `itemprop` of `meta`; `title`, `canonical`, `base`; `ld:*`
    for JSON-LD."""

    def first(self, *names: str) -> Stated | None:
        """Return the first of several values that is stated."""
        return next((self.values[name] for name in names if name in self.values), None)

    @property
    def url(self) -> Stated | None:
        """The page's own address, absolute."""
        for name in ("canonical", "og:url", "ld:url", "base"):
            found = self.values.get(name)
            if found and re.match(r"https?://[^\s<>\"]+$", found.text):
                return found
        return None

    def resolved(self, address: str) -> str | None:
        """Return an address as http or https, seen from the page; None if it cannot be."""
        if address.startswith("//"):
            address = "https:" + address
        base = self.url
        try:
            whole = urljoin(base.text, address) if base else address
        except ValueError:
            return None
        return whole if re.match(r"https?://[^/\s]", whole) else None


def head_of(text: str, tree: Tree) -> Head:
    """Return what the head of a page states; the first value of each name counts."""
    found: dict[str, Stated] = {}
    for name, value in _values(text, tree):
        if value.text:
            found.setdefault(name, value)
    return Head(found)


def _values(text: str, tree: Tree) -> Iterator[tuple[str, Stated]]:
    for tag, values, start, end in tree.head:
        if tag == "meta":
            name = (
                values.get("property") or values.get("name") or values.get("itemprop")
            )
            if name and values.get("content"):
                yield name.lower(), _stated(text, values["content"], start, end)
        elif "href" in values:
            rel = values.get("rel", "").lower().split()
            name = "canonical" if "canonical" in rel else tag
            if name in {"canonical", "base"}:
                yield name, _stated(text, values["href"], start, end)
    linked = 0
    for tag, values, start, end in tree.raw:
        if tag == "title":
            shown = " ".join(html.unescape(text[start:end]).split())
            yield "title", Stated(shown, start, end)
        elif values.get("type", "").lower() == "application/ld+json" and linked < 9:
            linked += 1
            for name, value in _linked_data(
                text[start : min(end, start + _JSON_LIMIT)]
            ):
                yield "ld:" + name, _stated(text, value, start, end)


def _stated(text: str, value: str, start: int, end: int) -> Stated:
    """Return a value with its own span where it stands as it is, else the tag's."""
    plain = " ".join(value.split())
    at = text.find(plain, start, end) if plain else -1
    return Stated(plain, at, at + len(plain)) if at >= 0 else Stated(plain, start, end)


def _linked_data(source: str) -> Iterator[tuple[str, str]]:
    """Yield what a JSON-LD block says of an article (schema.org names, lower case)."""
    try:
        data = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return
    queue = [data]
    for node in queue:
        if len(queue) > 1000:
            return
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            queue.extend(v for k, v in node.items() if k == "@graph")
            kind = node.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            is_article = any(str(one).lower() in _ARTICLE for one in kinds)
            if is_article or "pubDate" in node:
                yield from _of_article(node)


def _of_article(node: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    names = (
        "headline",
        "datePublished",
        "pubDate",
        "url",
        "keywords",
        "articleSection",
    )
    for name in names:
        value = node.get(name)
        if isinstance(value, str):
            yield name.lower(), value
    for name in ("author", "publisher", "editor", "sourceOrganization"):
        value = node.get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and isinstance(one.get("name"), str):
                kind = str(one.get("@type", "")).lower()
                yield f"{name.lower()}:{kind}", str(one["name"])
            elif isinstance(one, str):
                yield f"{name.lower()}:", one
