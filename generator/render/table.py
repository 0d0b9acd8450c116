"""The metadata of all articles as one CSV table, safe to open in a spreadsheet.

RFC 4180, UTF-8 with a byte order mark, by which Excel knows the encoding. A cell
that a spreadsheet would take for a formula begins with an apostrophe instead
(OWASP, CSV injection; full-width signs count too).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

from generator.model import Entry, Script, Shown
from generator.render import urls
from generator.render.html import printable
from generator.site import Site
from generator.value import Struct

NAME = "metadata.csv"
SEPARATOR = ";"
"""Stands between the values of one cell."""
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class Column(Struct, frozen=True):
    """One column of the table."""

    name: str
    kind: str
    """Its type in Table Schema: string, year, integer, boolean."""
    about: str
    value: Callable[[Entry], object]


def columns(site: Site) -> tuple[Column, ...]:
    """Return the columns: what is said once, then what each script says."""
    once = (
        Column("id", "string", "Identifier, part of every address", lambda e: e.slug),
        Column("date", "string", "EDTF (ISO 8601-2), ? if inferred", lambda e: e.date),
        Column("year", "year", "", lambda e: e.year),
        Column("script", "string", "Script of the article file", lambda e: e.script),
        Column("found_script", "string", "Script found", lambda e: e.found_script),
        Column("characters", "integer", "Visible ones", lambda e: e.characters),
        Column(
            "title_supplied",
            "boolean",
            "The source gave no title",
            lambda e: str(e.title_supplied).lower(),
        ),
        Column("flags", "string", "What is doubtful", _flags),
        Column("json", "string", "Everything about it", _twin),
    )
    return once + tuple(one for script in site.scripts for one in _of(site, script))


def header(site: Site) -> bytes:
    """Return the byte order mark and the first line."""
    return b"\xef\xbb\xbf" + _lines([[column.name for column in columns(site)]])


def rows(site: Site, entries: Iterable[Entry]) -> bytes:
    """Return the lines of some entries; those of all make up the table."""
    values = [column.value for column in columns(site)]
    return _lines([_cell(value(entry)) for value in values] for entry in entries)


def schema(site: Site) -> dict[str, object]:
    """Describe the table (Frictionless Table Schema)."""
    fields: list[dict[str, object]] = [
        {"name": one.name, "type": one.kind, "description": one.about}
        if one.about
        else {"name": one.name, "type": one.kind}
        for one in columns(site)
    ]
    fields[0]["constraints"] = {"required": True, "unique": True}
    return {"fields": fields, "primaryKey": "id"}


def _of(site: Site, script: Script) -> Iterable[Column]:
    """Yield the columns of one script."""
    key = script.key

    def column(name: str, value: Callable[[Shown], object]) -> Column:
        def of_entry(entry: Entry) -> object:
            return value(entry.shown[key])

        return Column(f"{name}_{key}", "string", f"In {script.tag}", of_entry)

    yield column("title", lambda shown: shown.title)
    yield column("source", lambda shown: shown.source)
    yield column("authors", lambda shown: SEPARATOR.join(shown.authors))
    yield column("places", lambda shown: SEPARATOR.join(shown.places))
    yield column("keywords", lambda shown: SEPARATOR.join(shown.keywords))
    yield Column(
        f"address_{key}",
        "string",
        "From the site's root, or whole",
        lambda entry: site.base_url + urls.article(script, entry.slug),
    )


def _flags(entry: Entry) -> str:
    return SEPARATOR.join(dict.fromkeys(flag.code for flag in entry.flags))


def _twin(entry: Entry) -> str:
    return urls.article_json(entry.slug)


def _cell(value: object) -> str:
    text = "" if value is None else printable(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _lines(table: Iterable[list[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(table)
    return stream.getvalue().encode()
