"""How to cite an article: GB/T 7714 (2025 and 2015), BibTeX and RIS.

GB/T 7714—2025 is in force since 2026-07-01; against 2015 it sets the brackets of
the date and the comma between names full width in Chinese entries. The day of
access is the reader's, so citations hold a mark in its place that the page fills in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.model import Entry, Shown
from generator.render.dates import day_of
from generator.render.html import Html, escape
from generator.site import Site

ACCESSED = "YYYY-MM-DD"
"""Stands for the day of access, which the reader's own clock fills in."""

_BIBTEX_SPECIAL = re.compile(r"([\\{}%$#&_^~])")
_LINE_BREAKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Citation:
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
        before, mark, after = escape(self.text).rpartition(ACCESSED)
        marked = f'{before}<span class="accessed">{mark}</span>{after}'
        if self.address.startswith("http"):
            return Html(marked)
        before, mark, after = marked.rpartition(escape(self.address))
        return Html(f'{before}<span class="address">{mark}</span>{after}')


def citations(
    entry: Entry, shown: Shown, path: str, site: Site
) -> tuple[Citation, ...]:
    """Return an article's citations in every style; the page at `path` is cited."""
    address = site.base_url + path
    styles = (
        ("GB/T 7714—2025", "gbt-2025", _gbt(entry, shown, address, wide=True)),
        ("GB/T 7714—2015", "gbt-2015", _gbt(entry, shown, address, wide=False)),
        ("BibTeX", "bibtex", _bibtex(entry, shown, address)),
        ("RIS", "ris", _ris(entry, shown, address)),
    )
    return tuple(Citation(style, key, text, address) for style, key, text in styles)


def _gbt(entry: Entry, shown: Shown, address: str, *, wide: bool) -> str:
    """Write author, title, [EB/OL], date, day of access and address.

    More than three authors end in 等; without an author the entry begins with
    the title; an estimated date stands in square brackets (GB/T 7714, 8.8).
    """
    comma = "，" if wide else ", "
    names = list(shown.authors[:3]) + (["等"] if len(shown.authors) > 3 else [])
    author = comma.join(names) + ". " if names else ""
    date = (entry.date or "").partition("T")[0]
    if date.endswith(("?", "~", "%")):
        date = f"[{date[:-1]}]"
    brackets = ("（", "）") if wide else ("(", ")")
    issued = date.join(brackets) if date else ""
    title = _one_line(shown.title)
    return f"{author}{title}[EB/OL]. {issued}[{ACCESSED}]. {address}."


def _bibtex(entry: Entry, shown: Shown, address: str) -> str:
    """Write a biblatex `@online` entry; names in braces are kept whole."""
    fields = {
        "author": " and ".join(f"{{{_braced(name)}}}" for name in shown.authors),
        "title": f"{{{_braced(shown.title)}}}",
        "date": (entry.date or "").partition("T")[0],
        "organization": f"{{{_braced(shown.source)}}}" if shown.source else "",
        "url": address,
        "urldate": ACCESSED,
        "langid": "chinese",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{entry.slug},", *lines, "}"])


def _ris(entry: Entry, shown: Shown, address: str) -> str:
    """Write an RIS record of type ELEC; dates as YYYY/MM/DD."""
    day = day_of(entry.date)
    fields = [
        ("TY", "ELEC"),
        *(("AU", name) for name in shown.authors),
        ("TI", shown.title),
        ("PB", shown.source),
        ("PY", entry.year),
        ("DA", day.replace("-", "/")),
        ("UR", address),
        ("Y2", ACCESSED),
        ("LA", "zh"),
        ("ER", ""),
    ]
    return "\n".join(
        f"{tag}  - {_one_line(str(value))}".rstrip() if tag != "ER" else "ER  - "
        for tag, value in fields
        if value or tag == "ER"
    )


def _braced(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(r"\\\1", _one_line(text))


def _one_line(text: str) -> str:
    return _LINE_BREAKS.sub(" ", text).strip()
