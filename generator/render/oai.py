"""The archive for harvesters: an OAI-PMH static repository, one XML file.

Open Archives Initiative, "Specification for an OAI Static Repository and an OAI
Static Repository Gateway" (2.0), which allows up to 5,000 records. Its metadata is
unqualified Dublin Core, in every script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from generator.model import Entry, Script
from generator.render import urls
from generator.render.dates import html_date, timestamp
from generator.render.html import escape
from generator.site import Site

NAME = "oai.xml"
RECORDS = 5_000
"""Most records of a static repository."""

_MAIL = re.compile(r"[^\s<>@]+@[^\s<>@.]+(?:\.[^\s<>@.]+)+")
_OAI = "http://www.openarchives.org/OAI/2.0/"
_EARLIEST = "1970-01-01"


def is_possible(site: Site, records: int) -> bool:
    """Tell whether there can be one: it needs an address, an e-mail and no more records."""
    mail = _MAIL.search(site.contact)
    return bool(site.base_url and mail and 0 < records <= RECORDS)


def repository(site: Site, entries: Sequence[Entry]) -> bytes:
    """Return the static repository; `is_possible` must hold.

    A record's datestamp is the day of its article, the only one known; 1970-01-01
    where that is not known. `baseURL` is the address of this file, since which
    gateway will serve it is not known.
    """
    mail = _MAIL.search(site.contact)
    if not mail:
        raise ValueError("a static repository needs an e-mail address")
    days = sorted(map(_day, entries))
    head = f"""<?xml version="1.0" encoding="UTF-8"?>
<Repository xmlns="{_OAI}static-repository" xmlns:oai="{_OAI}"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="{_OAI}static-repository {_OAI}static-repository.xsd">
<Identify>
<oai:repositoryName>{escape(site.title)}</oai:repositoryName>
<oai:baseURL>{escape(site.base_url + NAME)}</oai:baseURL>
<oai:protocolVersion>2.0</oai:protocolVersion>
<oai:adminEmail>{escape(mail.group())}</oai:adminEmail>
<oai:earliestDatestamp>{days[0]}</oai:earliestDatestamp>
<oai:deletedRecord>no</oai:deletedRecord>
<oai:granularity>YYYY-MM-DD</oai:granularity>
</Identify>
<ListMetadataFormats>
<oai:metadataFormat>
<oai:metadataPrefix>oai_dc</oai:metadataPrefix>
<oai:schema>{_OAI}oai_dc.xsd</oai:schema>
<oai:metadataNamespace>{_OAI}oai_dc/</oai:metadataNamespace>
</oai:metadataFormat>
</ListMetadataFormats>
<ListRecords metadataPrefix="oai_dc">
"""
    host = urlsplit(site.base_url).hostname or ""
    records = "".join(_record(site, host, entry) for entry in entries)
    return f"{head}{records}</ListRecords>\n</Repository>\n".encode()


def _record(site: Site, host: str, entry: Entry) -> str:
    elements = "".join(
        f"<dc:{name}{language}>{escape(value)}</dc:{name}>\n"
        for name, language, value in _elements(site, entry)
        if value
    )
    return f"""<oai:record>
<oai:header>
<oai:identifier>oai:{escape(host)}:{entry.slug}</oai:identifier>
<oai:datestamp>{_day(entry)}</oai:datestamp>
</oai:header>
<oai:metadata>
<oai_dc:dc xmlns:oai_dc="{_OAI}oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xsi:schemaLocation="{_OAI}oai_dc/ {_OAI}oai_dc.xsd">
{elements}</oai_dc:dc>
</oai:metadata>
</oai:record>
"""


def _elements(site: Site, entry: Entry) -> Iterable[tuple[str, str, str]]:
    """Yield element, language attribute and value."""
    for script in site.scripts:
        yield from _of(entry, script)
    yield "date", "", html_date(entry.date or "")
    yield "type", "", "Text"
    yield "format", "", "text/html"
    for script in site.scripts:
        yield "identifier", "", site.base_url + urls.article(script, entry.slug)
    for script in site.scripts:
        yield "language", "", script.tag
    yield "rights", "", site.licence


def _of(entry: Entry, script: Script) -> Iterable[tuple[str, str, str]]:
    shown = entry.shown[script.key]
    language = f' xml:lang="{script.tag}"'
    yield "title", language, shown.title
    for name in shown.authors:
        yield "creator", language, name
    for word in shown.keywords:
        yield "subject", language, word
    yield "description", language, shown.summary
    yield "publisher", language, shown.source or ""
    for place in shown.places:
        yield "coverage", language, place


def _day(entry: Entry) -> str:
    return timestamp(entry.date)[:10] or _EARLIEST
