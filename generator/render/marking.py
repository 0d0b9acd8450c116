"""A source as found, verbatim, with every removal and repair marked in place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model import Edit
from generator.render.html import Html, escape
from generator.render.strings import Strings

LONG_REMOVAL = 300
"""A run of removed text longer than this, in characters, is folded away."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some characters of the source; `removed` is how many of them went."""

    html: str
    removed: int = 0


def rule_numbers(edits: Sequence[Edit]) -> Mapping[str, int]:
    """Return the number of each rule whose edits are marked, by first appearance.

    Rules of the families `script-` (restored characters, only underlined) and
    `markdown-` (escapes, not shown) have no number.
    """
    marked = dict.fromkeys(
        edit.rule
        for edit in edits
        if not edit.rule.startswith(("script-", "markdown-"))
    )
    return {rule: number for number, rule in enumerate(marked, 1)}


def marked_source(text: str, edits: Sequence[Edit], strings: Strings) -> Html:
    """Return the source in `pre` elements, edits as `del` and `ins`.

    `edits` are sorted and do not overlap. Long removals are folded into
    `details`; a `pre` may not hold one, so it is closed before and opened after.
    """
    parts = []
    for removed, group in itertools.groupby(
        _pieces(text, edits, strings), key=lambda piece: piece.removed > 0
    ):
        pieces = list(group)
        html = "".join(piece.html for piece in pieces)
        length = sum(piece.removed for piece in pieces)
        if removed and length > LONG_REMOVAL:
            summary = escape(strings["found_removed"].format(n=f"{length:,}"))
            parts.append((True, f"<summary>{summary}</summary>{_pre(html)}"))
        elif parts and not parts[-1][0]:
            parts[-1] = (False, parts[-1][1] + html)
        else:
            parts.append((False, html))
    return Html(
        "\n".join(
            f'<details class="removed">{html}</details>' if folded else _pre(html)
            for folded, html in parts
        )
    )


def _pre(html: str) -> str:
    """Open with a line break: parsers drop the first one, which may be the source's."""
    return f'<pre class="found">\n{html}</pre>'


def _pieces(text: str, edits: Sequence[Edit], strings: Strings) -> Iterator[_Piece]:
    numbers = rule_numbers(edits)
    done = 0
    for edit in edits:
        if edit.start > done:
            yield _Piece(escape(text[done : edit.start]))
        yield _piece(edit, numbers, strings)
        done = edit.end
    if done < len(text):
        yield _Piece(escape(text[done:]))


def _piece(edit: Edit, numbers: Mapping[str, int], strings: Strings) -> _Piece:
    old, new = escape(edit.text), escape(edit.replacement)
    if edit.rule.startswith("markdown-"):
        return _Piece(old)
    if edit.rule.startswith("script-"):
        return _Piece(f'<u title="{new}">{old}</u>')
    sure = strings["confidence"].format(percent=round(100 * edit.confidence))
    about = (
        f' data-rule="{numbers[edit.rule]}" title="{escape(edit.rule)}, {escape(sure)}"'
    )
    blank = ' class="blank"' if edit.text.isspace() else ""
    if not edit.replacement:
        shown = (
            old.rstrip("\n") or old
        )  # a mark behind the line break would stand alone
        rest = old[len(shown) :]
        return _Piece(f"<del{blank}{about}>{shown}</del>{rest}", len(edit.text))
    removed = f"<del{blank}>{old}</del>" if old else ""
    return _Piece(f"{removed}<ins{about}>{new}</ins>")
