"""An article as reference managers want it: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from generator.model import Entry, Shown
from generator.value import Struct

ACCESSED = "YYYY-MM-DD"
"""Stands for the day of access, which the reader's own clock fills in."""

_BIBTEX_SPECIAL = re.compile(r"([\\{}%$#&_^~])")
_NEWSPAPER = re.compile(r"(?:.+[^通简簡公海情电電月年季学學画畫壁预預警]|.*大公)[报報]")
"""Every name that ends so, but for the kinds of writing that do: 简报, 学报, 公报 …"""
_LATIN = r"([^\W\d_][^,⺀-\U0003ffff]*), ([^\W\d_][^,⺀-\U0003ffff]*)"
"""Compiled, which takes three milliseconds, for a name with a comma only: few have."""

_REMEMBERED = 1 << 10
"""Names of publishers that are known: an archive has few."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)

Name = tuple[str, str]
"""Family and given name; a name that is not told apart is all in the first."""


class Reference(Struct, frozen=True):
    """What every citation style says of an article, each text on one line."""

    slug: str
    title: str
    authors: tuple[Name, ...]
    publisher: str
    """The newspaper, website or body that the source names; may be empty."""
    newspaper: str
    """The publisher when it is a newspaper and the day of issue is known."""
    date: str
    """`2020-12-19`, `2020-12`, `2020` or empty."""
    estimated: bool
    """True when the date was inferred."""
    address: str

    @classmethod
    def of(cls, entry: Entry, shown: Shown, address: str) -> Reference:
        """Gather the facts of an article in one script."""
        date = (entry.date or "").partition("T")[0]
        known = date.rstrip("?~%")
        publisher = _line(shown.source or "")
        newspaper = publisher if known and is_newspaper(publisher) else ""
        return cls(
            slug=entry.slug,
            title=_line(shown.title),
            authors=tuple(_parts(_line(name)) for name in shown.authors),
            publisher=publisher,
            newspaper=newspaper.replace(".", ""),
            date=known,
            estimated=known != (entry.date or "").partition("T")[0],
            address=address,
        )


@lru_cache(_REMEMBERED)
def is_newspaper(name: str) -> bool:
    """Tell whether a publisher is a newspaper by its name: 无锡日报, not 简报 or 学报."""
    return bool(_NEWSPAPER.fullmatch(name))


def bibtex(cited: Reference, accessed: str) -> str:
    """Write a biblatex entry; names in braces are kept whole, dates are EDTF."""
    publisher = f"{{{_braced(cited.publisher)}}}" if cited.publisher else ""
    fields = {
        "author": " and ".join(map(_bibtex_name, cited.authors)),
        "title": f"{{{_braced(cited.title)}}}",
        "journaltitle": publisher if cited.newspaper else "",
        "entrysubtype": "newspaper" if cited.newspaper else "",
        "date": cited.date + ("?" if cited.estimated else ""),
        "organization": "" if cited.newspaper else publisher,
        "url": cited.address,
        "urldate": accessed,
        "langid": "chinese",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = "article" if cited.newspaper else "online"
    return "\n".join([f"@{kind}{{{cited.slug},", *lines, "}"])


def ris(cited: Reference, accessed: str) -> str:
    """Write an RIS record of type NEWS or ELEC; dates as `YYYY/MM/DD/`."""
    year, _, rest = cited.date.partition("-")
    month, _, day = rest.partition("-")
    fields = [
        *(("AU", ", ".join(filter(None, name))) for name in cited.authors),
        ("TI", cited.title),
        ("T2" if cited.newspaper else "PB", cited.publisher),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}" + ("" if day else "/") if month else ""),
        ("UR", cited.address),
        ("Y2", accessed),
        ("LA", "zh"),
    ]
    kind = "NEWS" if cited.newspaper else "ELEC"
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\n".join([f"TY  - {kind}", *lines, "ER  - "])


def csl_json(cited: Reference, accessed: str) -> str:
    """Write CSL-JSON, a list of one item, after the schema of CSL 1.0.2."""
    numbers = [int(part) for part in cited.date.split("-")] if cited.date else []
    item = {
        "id": cited.slug,
        "type": "article-newspaper" if cited.newspaper else "webpage",
        "title": cited.title,
        "author": [
            {"family": family, "given": given} if given else {"literal": family}
            for family, given in cited.authors
        ],
        "container-title": cited.publisher,
        "issued": _issued(numbers, estimated=cited.estimated),
        "accessed": {"raw": accessed} if accessed else None,
        "URL": cited.address,
        "language": "zh",
    }
    known = {name: value for name, value in item.items() if value}
    return _ENCODER.encode([known])


def _issued(numbers: list[int], *, estimated: bool) -> dict[str, object]:
    if not numbers:
        return {}
    return {"date-parts": [numbers], **({"circa": True} if estimated else {})}


def _parts(name: str) -> Name:
    """Tell family and given name apart where a comma does: `Smith, John`."""
    found = re.fullmatch(_LATIN, name) if ", " in name else None
    return (found[1], found[2]) if found else (name, "")


def _bibtex_name(name: Name) -> str:
    family, given = name
    return f"{_braced(family)}, {_braced(given)}" if given else f"{{{_braced(family)}}}"


def _braced(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(r"\\\1", text)


def _line(text: str) -> str:
    return " ".join(text.split())
