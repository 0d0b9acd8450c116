"""Places in a text: a number to each paragraph, a mark where something is in doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from generator.model import Entry, Script
from generator.render.html import Html, escape
from generator.render.strings import Strings
from generator.render.words import in_script

_PARAGRAPH = re.compile(r'<p id="p(\d+)">')
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One kind of flag of an article, in the reader's words."""

    name: str
    code: str
    reason: str
    places: tuple[tuple[str, str], ...]
    """Words around each place and the id of its mark, empty when not found."""


def numbered(html: str, strings: Strings) -> Html:
    """Return the HTML of a text with a link to itself in each paragraph.

    The link is empty and its number is drawn by the style sheet, so that copying
    and searching meet the article's words only.
    """
    label = escape(strings["paragraph"])

    def link(tag: re.Match[str]) -> str:
        number = tag.group(1)
        name = label.replace("{n}", number)
        return f'{tag.group()}<a class="n" href="#p{number}" aria-label="{name}"></a>'

    return Html(_PARAGRAPH.sub(link, html))


def with_doubts(
    html: str, entry: Entry, script: Script, strings: Strings
) -> tuple[str, list[Doubt]]:
    """Mark the places that flags speak of; return the HTML and the flags in words."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    notes: dict[str, str] = {}
    source: Literal["hans", "hant"] = "hant" if entry.script == "hant" else "hans"
    for number, flag in enumerate(entry.flags, 1):
        places = grouped.setdefault(flag.code, [])
        notes.setdefault(flag.code, flag.note)
        if flag.near:
            near = in_script(flag.near, script, source=source)
            html, anchor = _marked(html, near, f"doubt-{number}")
            places.append((near, anchor))
    doubts = [
        Doubt(
            strings.get(f"flag_names.{code}", code),
            code,
            strings.get(f"flag_reasons.{code}", notes[code]),
            tuple(places),
        )
        for code, places in grouped.items()
    ]
    return html, doubts


def _marked(html: str, near: str, anchor: str) -> tuple[str, str]:
    """Put a mark around the first words `near` that no tag interrupts."""
    words = escape(near)
    for text in _TEXT.finditer(html):
        at = text.group().find(words)
        if at >= 0:
            start = text.start() + at
            end = start + len(words)
            mark = f'<mark class="doubt" id="{anchor}">{html[start:end]}</mark>'
            return html[:start] + mark + html[end:], anchor
    return html, ""
