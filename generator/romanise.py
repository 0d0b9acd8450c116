"""Han characters to Latin letters: slugs, URL keys, pinyin readings.

The one door to pypinyin. Slugs are ASCII because URLs, archives and every file
system keep ASCII names unchanged.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata

SLUG_LIMIT = 60
"""Longest romanised part of a slug, in characters."""


def romanise(text: str, limit: int = SLUG_LIMIT) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens.

    Readings follow pypinyin's phrase table (重庆 is chong-qing). The result is cut
    at a word border to at most `limit` characters and may be empty.
    """
    if text.isascii():
        words = [text]
    else:
        from pypinyin import lazy_pinyin  # noqa: PLC0415 - a quarter of a second

        words = lazy_pinyin(text, errors=_ascii)
    joined = re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")
    if len(joined) <= limit:
        return joined
    return joined[: limit + 1].rpartition("-")[0] or joined[:limit]


@functools.cache
def term_key(label: str) -> str:
    """Return the URL key of a facet's value: romanised, with four digits of a hash.

    The hash keeps values apart that sound alike, and a key never depends on
    which other values exist.
    """
    digest = hashlib.sha256(label.encode()).hexdigest()[:4]
    return f"{romanise(label, 40)}-{digest}".lstrip("-")


@functools.cache
def readings(character: str) -> tuple[str, ...]:
    """Return every reading of one character, most usual first, with tone marks."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - as above

    found = PINYIN_DICT.get(ord(character), "")
    return tuple(unicodedata.normalize("NFC", one) for one in found.split(",") if one)


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
