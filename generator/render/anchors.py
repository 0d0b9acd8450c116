"""Places in a text: a number to each paragraph, a mark where something is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from generator.model import Flag
from generator.render.html import Html, escape, plain
from generator.render.strings import Strings
from generator.value import Struct

_PARAGRAPH = '<p id="p'
"""How `to_html` begins a paragraph; nothing else in a text can look so."""
_MARK = re.compile(r'<mark class="doubt" id="doubt-(\d+)">(.*?)</mark>')
MARKED = 400
"""Most flags of an article whose places are looked for; each costs a look at it all."""


class Doubt(Struct, frozen=True):
    """One kind of flag of an article, in the reader's words."""

    name: str
    code: str
    reason: str
    places: tuple[tuple[str, str], ...]
    """Words around each place that was found, and the id of its mark."""


def numbered(html: str, strings: Strings) -> Html:
    """Return the HTML of a text with a link to itself in each paragraph.

    The link is empty and its number is drawn by the style sheet, so that copying
    and searching meet the article's words only.
    """
    before, _, after = escape(strings["paragraph"]).partition("{n}")
    parts = html.split(_PARAGRAPH)
    for place in range(1, len(parts)):
        n, _, text = parts[place].partition('">')
        parts[place] = (
            f'{_PARAGRAPH}{n}"><a class="n" href="#p{n}" '
            f'aria-label="{before}{n}{after}"></a>{text}'
        )
    return Html("".join(parts))


def mark_doubts(html: str, flags: Iterable[Flag]) -> str:
    """Mark the places that flags speak of, in the HTML of the article's own script.

    Conversion to another script leaves the marks where they are.
    """
    placed = ((n, flag) for n, flag in enumerate(flags, 1) if flag.near)
    for number, flag in islice(placed, MARKED):
        html = _marked(html, escape(flag.near), f"doubt-{number}")
    return html


def doubts(html: str, flags: Sequence[Flag], strings: Strings) -> list[Doubt]:
    """Return the flags in words, with their places in a text so marked."""
    if not flags:
        return []
    marks = {int(number): plain(inner) for number, inner in _MARK.findall(html)}
    places: dict[str, list[tuple[str, str]]] = {}
    notes: dict[str, str] = {}
    for number, flag in enumerate(flags, 1):
        notes.setdefault(flag.code, flag.note)
        found = places.setdefault(flag.code, [])
        if number in marks:
            found.append((marks[number], f"doubt-{number}"))
    return [
        Doubt(
            strings.get(f"flag_names.{code}", code),
            code,
            strings.get(f"flag_reasons.{code}", notes[code]),
            tuple(found),
        )
        for code, found in places.items()
    ]


def _marked(html: str, words: str, anchor: str) -> str:
    """Put a mark around the first of these words that no tag interrupts."""
    start = html.find(words) if words else -1
    while start >= 0:
        if html.rfind("<", 0, start) < html.rfind(">", 0, start):  # not in a tag
            mark = f'<mark class="doubt" id="{anchor}">{words}</mark>'
            return html[:start] + mark + html[start + len(words) :]
        start = html.find(words, start + 1)
    return html
