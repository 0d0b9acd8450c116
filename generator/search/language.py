"""The query language: what a reader types, read without ever failing.

    words             all of them must occur
    "exact phrase"    also “…” and 「…」; may hold blanks
    -word             must not occur
    a OR b            either
    title:word        in that field only; title source author place keyword
    Wen*              Latin words by their beginning, as everything is found by a part
    Beijng~           a Latin word or one that differs from it in one letter
    year:2020..2023   also year:2020, year:2020.. and year:..2023

Whatever fits none of these is a word. The prefixes also have Chinese names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.search.tokens import is_blank, normalise
from generator.value import Struct

LIMIT = 256
"""Characters of a query that are read."""

PREFIXES: Mapping[str, str] = {
    "title": "title",
    "标题": "title",
    "標題": "title",
    "source": "source",
    "来源": "source",
    "來源": "source",
    "author": "authors",
    "作者": "authors",
    "place": "places",
    "地点": "places",
    "地點": "places",
    "keyword": "keywords",
    "关键词": "keywords",
    "關鍵詞": "keywords",
    "year": "year",
    "年份": "year",
}

_QUOTES = {'"': '"', "“": "”", "„": "”", "「": "」"}
_PREFIX = re.compile(r"[A-Za-z0-9]+\*")
_SIMILAR = re.compile(r"([A-Za-z0-9]{4,})[~～]1?")
_YEARS = re.compile(r"(?a:(\d{4})?(\.\.|-|…)(\d{4})?|(\d{4}))")


class Phrase(Struct, frozen=True):
    """Characters that must stand together."""

    text: str
    """As typed."""
    field: str | None = None
    """Name of a Lunr field, or None for any."""


class Years(Struct, frozen=True):
    """Years from one to another, both included."""

    first: str
    last: str


class Similar(Struct, frozen=True):
    """A Latin word that may differ in one letter; looked for in titles and bodies."""

    word: str
    """As typed."""


Alternative = Phrase | Years | Similar


class Clause(Struct, frozen=True):
    """One thing asked for: any of its alternatives must hold, or none of them."""

    alternatives: tuple[Alternative, ...]
    excluded: bool = False


class _Word(Struct, frozen=True):
    """A piece of the query between blanks and quotation marks."""

    text: str
    prefix: str
    excluded: bool
    quoted: bool


def parse(query: str) -> tuple[Clause, ...]:
    """Read a query; an empty one has no clauses. Never raises."""
    clauses: list[Clause] = []
    joining = False
    words = _words(query[:LIMIT])
    for index, word in enumerate(words):
        between = 0 < index < len(words) - 1 and not joining
        if between and word.text == "OR" and not (word.quoted or word.prefix):
            joining = True
            continue
        one = _alternative(word)
        last = clauses[-1] if joining and clauses else None
        if last is not None and last.excluded == word.excluded:
            clauses[-1] = Clause((*last.alternatives, one), word.excluded)
        else:
            clauses.append(Clause((one,), word.excluded))
        joining = False
    return tuple(clauses)


def _alternative(word: _Word) -> Alternative:
    field = PREFIXES.get(word.prefix)
    similar = _SIMILAR.fullmatch(word.text)
    if similar and not word.quoted and not word.prefix:
        return Similar(similar[1])
    if field != "year":
        open_ended = not word.quoted and _PREFIX.fullmatch(word.text)
        return Phrase(word.text[:-1] if open_ended else word.text, field)
    years = _YEARS.fullmatch(word.text)
    if years is None or word.text in ("..", "-", "…"):
        return Phrase(word.text)
    first, _, last, only = years.groups()
    return Years(only or first or "0000", only or last or "9999")


def _words(query: str) -> list[_Word]:
    """Cut a query into words and phrases."""
    found: list[_Word] = []
    at = 0
    while at < len(query):
        if is_blank(query[at]):
            at += 1
            continue
        excluded = query[at] in "-－−" and _starts(query, at + 1)
        at += excluded
        prefix, at = _prefix(query, at)
        text, at, quoted = _piece(query, at)
        if normalise(text):
            found.append(_Word(text, prefix, excluded, quoted))
    return found


def _starts(query: str, at: int) -> bool:
    """Tell whether something to exclude begins at `at`."""
    return at < len(query) and not is_blank(query[at])


def _prefix(query: str, at: int) -> tuple[str, int]:
    """Return the field name before a colon at `at`, and where its word begins."""
    for name in PREFIXES:
        end = at + len(name)
        fits = query[at:end].lower() == name and query[end : end + 1] in (":", "：")
        if fits and _starts(query, end + 1):
            return name, end + 1
    return "", at


def _piece(query: str, at: int) -> tuple[str, int, bool]:
    """Return the word or quoted phrase at `at`, where it ends, and whether quoted."""
    closing = _QUOTES.get(query[at])
    if closing:
        end = query.find(closing, at + 1)
        end = len(query) if end < 0 else end
        return query[at + 1 : end], end + 1, True
    end = at
    while end < len(query) and not is_blank(query[end]):
        if end > at and query[end] in _QUOTES:
            break
        end += 1
    return query[at:end], end, False
