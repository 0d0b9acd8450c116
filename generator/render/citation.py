"""How to cite an article: GB/T 7714 (2025 and 2015), BibTeX, RIS and CSL-JSON.

GB/T 7714—2025 is in force since 2026-07-01; against 2015 it sets the brackets of
the date and the comma between names full width, writes Latin family names in
ordinary letters, and gives a newspaper's article no day of access. The day of
access is the reader's, so citations hold a mark in its place that the page fills in.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.model import Entry, Shown
from generator.render.html import Html, escape
from generator.render.references import ACCESSED, Reference, bibtex, csl_json, ris
from generator.site import Site
from generator.value import Struct

__all__ = ["ACCESSED", "FILES", "Citation", "citation_file", "citations"]

AUTHORS = 3
"""Most authors that GB/T 7714 names; the others are 等."""

FILES = {"bib": bibtex, "ris": ris, "csl": csl_json}
"""The styles that reference managers read, by kind of download."""

_REMEMBERED = 8
"""References whose citations are at hand: a page and its twin in JSON cite alike."""
_INITIAL = re.compile(r"\b(\w)[\w’'.]*")


class Citation(Struct, frozen=True):
    """An article as one citation style writes it."""

    style: str
    """What the style is called."""
    key: str
    text: str
    address: str
    """The address cited; a bare path while the site does not know its own."""

    @property
    def html(self) -> Html:
        """The text with its day of access, and an unknown address, marked."""
        marked = _marked(escape(self.text), ACCESSED, "accessed")
        if self.address.startswith("http"):
            return Html(marked)
        return Html(_marked(marked, escape(self.address), "address"))


def citations(
    entry: Entry, shown: Shown, path: str, site: Site
) -> tuple[Citation, ...]:
    """Return an article's citations in every style; the page at `path` is cited."""
    return _styled(Reference.of(entry, shown, site.base_url + path))


@lru_cache(_REMEMBERED)
def _styled(cited: Reference) -> tuple[Citation, ...]:
    styles = (
        ("GB/T 7714—2025", "gbt-2025", _gbt_2025(cited)),
        ("GB/T 7714—2015", "gbt-2015", _gbt_2015(cited)),
        ("BibTeX", "bibtex", bibtex(cited, ACCESSED)),
        ("RIS", "ris", ris(cited, ACCESSED)),
        ("CSL-JSON", "csl-json", csl_json(cited, ACCESSED)),
    )
    return tuple(
        Citation(style, key, text, cited.address) for style, key, text in styles
    )


def citation_file(
    entry: Entry, shown: Shown, path: str, site: Site, kind: str
) -> bytes:
    """Return a file for reference managers, `kind` one of `FILES`.

    It names no day of access: nobody knows it yet.
    """
    cited = Reference.of(entry, shown, site.base_url + path)
    return (FILES[kind](cited, "") + "\n").encode()


def _gbt_2025(cited: Reference) -> str:
    """Write `责任者. 题名[N/OL]. 报纸，日期. 网址.` or `…[EB/OL]. （日期）[引用日期]. …`."""
    lead = f"{_authors(cited, wide=True)}{cited.title}"
    if cited.newspaper:
        where = f"{cited.newspaper}，{_date(cited)}"
        return f"{lead}[N/OL]. {where}. {cited.address}."
    issued = f"（{_date(cited)}）" if cited.date else ""
    return f"{lead}[EB/OL]. {issued}[{ACCESSED}]. {cited.address}."


def _gbt_2015(cited: Reference) -> str:
    """Write the same with half-width marks, and always the day of access."""
    lead = f"{_authors(cited, wide=False)}{cited.title}"
    if cited.newspaper:
        where = f"{cited.newspaper}, {_date(cited)}"
        return f"{lead}[N/OL]. {where}[{ACCESSED}]. {cited.address}."
    issued = f"({_date(cited)})" if cited.date else ""
    return f"{lead}[EB/OL]. {issued}[{ACCESSED}]. {cited.address}."


def _date(cited: Reference) -> str:
    """Return the date; an estimated one stands in square brackets."""
    return f"[{cited.date}]" if cited.estimated else cited.date


def _authors(cited: Reference, *, wide: bool) -> str:
    """Return the names and a full stop, or nothing: then the title comes first.

    A name of Latin letters is written `Family G`, in 2015 with the family name in
    capitals, which takes a comma in the article file (`Smith, John`) to know.
    """
    names = [_name(name, capitals=not wide) for name in cited.authors[:AUTHORS]]
    if len(cited.authors) > AUTHORS:
        names.append("等")
    text = ("，" if wide else ", ").join(names)
    return text.removesuffix(".") + ". " if text else ""


def _name(name: tuple[str, str], *, capitals: bool) -> str:
    family, given = name
    if not given:
        return family.upper() if capitals else family
    initials = _INITIAL.sub(r"\1", given)
    if capitals:
        return f"{family.upper()} {initials.replace('-', ' ')}"
    return f"{family} {initials}"


def _marked(text: str, part: str, name: str) -> str:
    """Return HTML with the last `part` of it in a span of class `name`."""
    before, found, after = text.rpartition(part)
    return f'{before}<span class="{name}">{found}</span>{after}' if found else after
