"""Saved web pages: where their text stands, and which of it is the article.

The one door to lxml and readability-lxml. Text runs are found with the standard
library's tokenizer, which tells their offsets; readability then sees the same page
with every run marked, and the marks that survive tell which runs are the body.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from lxml import html as lxml_html
from lxml.etree import LxmlError
from readability import Document
from readability.readability import Unparseable

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol"
    " option p pre section table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset(
    "script style noscript template textarea head title svg iframe select".split()
)
_VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE
)
_MARK_BASE = 0xF0000
_MARK = re.compile("[\U000f0000-\U000fffff]")
_DEPTH_LIMIT = 400

logging.getLogger("readability").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text between two tags: its span in the page's source."""

    start: int
    end: int
    block: int
    """Number of the block it belongs to; runs of one block are one line."""
    visible: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page: its text runs, which of them are the body, and what its head says."""

    runs: tuple[Run, ...]
    body: frozenset[int]
    """Indices of the runs that are the article."""
    meta: Mapping[str, str]
    """Lower-cased `name`, `property` or `itemprop` to content; `title`; `canonical`."""
    h1: int | None
    """Index of the first run inside the page's only h1, if any."""


class _Tokenizer(HTMLParser):
    """Collects text runs with their offsets, blocks and visibility."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.text = text
        self.runs: list[Run] = []
        self.meta: dict[str, str] = {}
        self.headings: list[int] = []
        self.block = 0
        self.silent: list[str] = []
        self.title: list[str] = []
        self.open_title = False
        self.cursor = -1
        self.feed(text)
        self.close()

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.cursor = -1
        values = {key: value or "" for key, value in attrs}
        if tag in _BLOCKS:
            self.block += 1
        if tag == "h1" and not self.silent:
            self.headings.append(len(self.runs))
        if tag == "title" and "title" not in self.meta:
            self.open_title = True
        self._note_meta(tag, values)
        hidden = "hidden" in values or bool(_HIDDEN.search(values.get("style", "")))
        if tag not in _VOID and (tag in _SILENT or hidden or self.silent):
            self.silent.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.cursor = -1
        if tag in _BLOCKS:
            self.block += 1
        if tag == "title" and self.open_title:
            self.open_title = False
            self.meta.setdefault("title", html.unescape("".join(self.title)).strip())
        if tag in self.silent:
            while self.silent.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._take(len(data), data)

    def handle_entityref(self, name: str) -> None:
        self._reference(len(name) + 1)

    def handle_charref(self, name: str) -> None:
        self._reference(len(name) + 2)

    def _reference(self, size: int) -> None:
        at = self._offset()
        if self.text[at + size : at + size + 1] == ";":
            size += 1
        self._take(size, self.text[at : at + size])

    def _take(self, size: int, data: str) -> None:
        start = self._offset()
        if self.open_title:
            self.title.append(data)
        visible = not self.silent
        last = self.runs[-1] if self.runs else None
        if last and self.cursor == start == last.end and last.visible == visible:
            self.runs[-1] = Run(last.start, start + size, last.block, visible)
        else:
            self.runs.append(Run(start, start + size, self.block, visible))
        self.cursor = start + size

    def _note_meta(self, tag: str, values: dict[str, str]) -> None:
        if tag == "meta":
            name = (
                values.get("property") or values.get("name") or values.get("itemprop")
            )
            if name and values.get("content"):
                self.meta.setdefault(name.lower(), values["content"].strip())
        elif tag == "link" and "canonical" in values.get("rel", "").lower().split():
            self.meta.setdefault("canonical", values.get("href", "").strip())


def read_page(text: str) -> Page:
    """Return the runs of a page and the choice of those that are the article."""
    found = _Tokenizer(text)
    runs = tuple(found.runs)
    body = _body_of(text, runs)
    if not body:
        body = frozenset(
            index
            for index, run in enumerate(runs)
            if run.visible and text[run.start : run.end].strip()
        )
    only = found.headings[0] if len(found.headings) == 1 else None
    return Page(runs, body, found.meta, only)


def _body_of(text: str, runs: tuple[Run, ...]) -> frozenset[int]:
    """Return the runs that readability keeps; empty where it gives up."""
    parts: list[str] = []
    position = 0
    for index, run in enumerate(runs):
        parts.append(text[position : run.start])
        if run.visible and text[run.start : run.end].strip():
            parts.append(chr(_MARK_BASE + index) if index < 0xFFFE else "")
            parts.append(text[run.start : run.end])
        elif not run.visible:
            parts.append(text[run.start : run.end])
        else:
            parts.append(" ")
        position = run.end
    parts.append(text[position:])
    marked = re.sub(r"<\?xml[^>]{0,200}\?>", "", "".join(parts))
    if _too_deep(marked):
        return frozenset()
    try:
        summary = Document(marked, min_text_length=10).summary(html_partial=True)
        kept = "".join(map(str, lxml_html.fromstring(summary).itertext()))
    except (Unparseable, LxmlError, ValueError, RecursionError):
        return frozenset()
    return frozenset(ord(mark) - _MARK_BASE for mark in _MARK.findall(kept))


def _too_deep(text: str) -> bool:
    """Tell whether open tags nest deeper than any page made by people."""
    depth = 0
    for match in re.finditer(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", text):
        if match[2].lower() in _VOID:
            continue
        depth += -1 if match[1] else 1
        if depth > _DEPTH_LIMIT:
            return True
    return False


def lines_of(text: str, runs: tuple[Run, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield each visible block of text: span in the source and plain text."""
    group: list[Run] = []
    for run in (*runs, Run(len(text), len(text), -1, visible=True)):
        if group and run.block != group[-1].block:
            plain = "".join(html.unescape(text[r.start : r.end]) for r in group)
            plain = " ".join(plain.split())
            if plain:
                yield group[0].start, group[-1].end, plain
            group = []
        if run.visible:
            group.append(run)
