"""A source as found, verbatim, with every removal and repair marked in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.model import Edit
from generator.render.html import Html, escape
from generator.render.strings import Strings
from generator.value import Struct, field

LONG_REMOVAL = 300
"""A run of removed text longer than this, in characters, is folded away."""


class _Blocks(Struct):
    """The marked source as it grows: blocks of text, and folded ones of removals."""

    summary: str
    """What a folded block is called, a format of `n`."""
    done: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Pieces of the block that is being written."""
    run: list[str] = field(default_factory=list)
    """Removals at its end, with nothing between them."""
    length: int = 0
    """Of the removals, in characters."""

    def keep(self, html: str) -> None:
        """Write what is not a removal."""
        if self.run:
            self._end_run()
        self.kept.append(html)

    def remove(self, html: str, length: int) -> None:
        """Write a removal."""
        self.run.append(html)
        self.length += length

    def html(self) -> Html:
        """Return all blocks."""
        self._end_run()
        self._end_block()
        return Html("\n".join(self.done))

    def _end_run(self) -> None:
        if self.length > LONG_REMOVAL:
            self._end_block()
            name = escape(self.summary.format(n=f"{self.length:,}"))
            inner = f"<summary>{name}</summary>{_pre(self.run)}"
            self.done.append(f'<details class="removed">{inner}</details>')
        else:
            self.kept += self.run
        self.run, self.length = [], 0

    def _end_block(self) -> None:
        if self.kept:
            self.done.append(_pre(self.kept))
        self.kept = []


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
    blocks = _Blocks(strings["found_removed"])
    numbers = rule_numbers(edits)
    abouts: dict[tuple[str, float], str] = {}
    done = 0
    for edit in edits:
        if edit.start > done:
            blocks.keep(escape(text[done : edit.start]))
        done = edit.end
        rule = edit.rule
        if rule.startswith("markdown-"):
            blocks.keep(escape(edit.text))
        elif rule.startswith("script-"):
            new = escape(edit.replacement)
            blocks.keep(f'<u title="{new}">{escape(edit.text)}</u>')
        else:
            kind = rule, edit.confidence
            if kind not in abouts:
                abouts[kind] = _about(*kind, numbers[rule], strings)
            _mark(blocks, edit, abouts[kind])
    if done < len(text):
        blocks.keep(escape(text[done:]))
    return blocks.html()


def _pre(pieces: Sequence[str]) -> str:
    """Open with a line break: parsers drop the first one, which may be the source's."""
    return f'<pre class="found">\n{"".join(pieces)}</pre>'


def _about(rule: str, confidence: float, number: int, strings: Strings) -> str:
    """Return the attributes that name the rule of a mark."""
    sure = strings["confidence"].format(percent=round(100 * confidence))
    return f' data-rule="{number}" title="{escape(rule)}, {escape(sure)}"'


def _mark(blocks: _Blocks, edit: Edit, about: str) -> None:
    old = escape(edit.text)
    blank = ' class="blank"' if edit.text.isspace() else ""
    if edit.replacement:
        removed = f"<del{blank}>{old}</del>" if old else ""
        blocks.keep(f"{removed}<ins{about}>{escape(edit.replacement)}</ins>")
        return
    shown = old.rstrip("\n") or old  # a mark behind the line break would stand alone
    rest = old[len(shown) :]
    blocks.remove(f"<del{blank}{about}>{shown}</del>{rest}", len(edit.text))
