"""What a page hides: by its tags, and by the styles that stand in them."""

from __future__ import annotations

import re

from generator.ingest.page.tokens import attributes

VISIBLE, SOFT, HARD, NEVER = range(4)
"""How well text is hidden: not, by a script's choice, for good; or it is no text."""


SILENT = frozenset("template select svg math object audio video canvas".split())
NOT_SHOWN = SILENT | {"noscript"}
"""Elements that hide what they hold without saying so."""
_HARD = re.compile(
    r"display\s*:\s*none|font-size\s*:\s*0(?![.\d])|text-indent\s*:\s*-\d{3}"
    r"|(?:left|top|margin-left)\s*:\s*-\d{4}|height\s*:\s*[01](?:px)?\s*(?:;|$)"
    r"|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)
_SOFT = re.compile(r"visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])", re.IGNORECASE)
_MAY_HIDE = re.compile(r"style|hidden", re.IGNORECASE)


def hiding(tag: str, rest: str) -> int:
    """Tell how well an element's own tag hides what it holds."""
    if tag in SILENT:
        return HARD
    if tag == "noscript":
        return SOFT
    if not _MAY_HIDE.search(rest):
        return VISIBLE
    values = attributes(rest)
    style = values.get("style", "")
    if "hidden" in values or (style and _HARD.search(style)):
        return HARD
    soft = values.get("aria-hidden", "").lower() == "true"
    return SOFT if soft or (style and _SOFT.search(style)) else VISIBLE
