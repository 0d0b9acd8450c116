"""Which templates a page is made of: those that its template names, and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

_NAMING = re.compile(r"\{%-?\s*(?:include|extends|import|from)\s+|\bpart\(\s*")
_NAME = re.compile(
    r"""(["'])([^"'\\]+)\1\s*(?=\)|-?%\}|import\b|as\b|with\b|without\b)"""
)


def templates_of(
    template: str, names: Collection[str], source_of: Callable[[str], str]
) -> frozenset[str]:
    """Return the names of all templates that make up a page of one.

    All `names` there are, where a template is named by anything but a plain text.
    """
    found: set[str] = set()
    left = [template]
    while left:
        name = left.pop()
        if name in found or name not in names:
            continue
        found.add(name)
        source = source_of(name)
        for place in _NAMING.finditer(source):
            named = _NAME.match(source, place.end())
            if named is None or named[2] not in names:
                return frozenset(names)
            left.append(named[2])
    return frozenset(found)
