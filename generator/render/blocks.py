"""A Markdown body taken apart into blocks, and what each of them may cost.

Most blocks of Chinese articles hold no markup at all; they and fenced code need
no parser. What remains is bounded in size, in marks and in depth, because
Python-Markdown takes quadratic time, or recurses, on hostile blocks.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from generator.render.html import escape

BLOCK_CHARACTERS = 40_000
"""Longest block with markup in it, in characters."""
BLOCK_MARKS = 400
"""Most characters with a meaning in Markdown in one block."""
BLOCK_DEPTH = 8
"""Deepest nesting of lists and quotations."""
BLOCKS = 4_000
"""Most blocks with markup in one article."""

_MARK = re.compile(r"[\\`*_\[<|]|^[ \t]*(?:[#>+=~:-]|\d+\.[ \t])", re.MULTILINE)
_SHAPED = re.compile(r"^[ \t]|[ \t]$", re.MULTILINE)
_DEEP = re.compile(
    r"^(?:[ ]*(?:>|[*+-][ ]|\d{1,9}\.[ ])){"
    rf"{BLOCK_DEPTH + 1}}}|^[ ]{{{4 * BLOCK_DEPTH + 1}}}",
    re.MULTILINE,
)
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[^`]*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def split(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what blank lines part, and fenced code, of which the flag tells."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                yield "\n".join(lines), True
                lines, fence = [], ""
            else:
                lines.append(line)
            continue
        opening = _FENCE.fullmatch(line)
        if lines and (opening or not line.strip()):
            yield "\n".join(lines), False
            lines = []
        if opening:
            fence = opening.group(1)
        elif line.strip():
            lines.append(line)
    if lines or fence:
        yield "\n".join(lines), bool(fence)


def ready(block: str, *, is_code: bool) -> str | None:
    """Return the HTML of a block that needs no parser, else None."""
    if is_code:
        return f"<pre><code>{escape(block)}\n</code></pre>"
    level = len(block) - len(block.lstrip("#"))
    if 0 < level <= 6 and block[level : level + 1] == " ":
        title = block[level:].strip()
        if title and "\n" not in title and not _MARK.search(title) and "#" not in title:
            return f"<h{level}>{escape(title)}</h{level}>"
    if _MARK.search(block) or _SHAPED.search(block):
        return None
    return f"<p>{escape(block)}</p>"


def is_hostile(block: str) -> bool:
    """Tell whether a block is beyond what the parser may be given."""
    marks = itertools.islice(_MARK.finditer(block), BLOCK_MARKS, None)
    return (
        len(block) > BLOCK_CHARACTERS
        or next(marks, None) is not None
        or _DEEP.search(block) is not None
    )


def as_plain(block: str) -> str:
    """Return a block as plain paragraphs, a line each, its escapes undone."""
    text = _ESCAPED.sub(r"\1", block)
    return "\n".join(f"<p>{escape(line.strip())}</p>" for line in text.split("\n"))
