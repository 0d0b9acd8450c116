"""The machine-readable twin of an article: everything known about it, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from generator.model import (
    SCRIPTS,
    Article,
    Edit,
    Edition,
    Entry,
    Origin,
    Shown,
    Source,
)
from generator.render import urls
from generator.render.citation import citations
from generator.render.pages.found import Audit
from generator.script import Undecided
from generator.site import Site

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)


def article_json(  # noqa: PLR0913 - one parameter for each part of the record
    site: Site,
    entry: Entry,
    article: Article,
    editions: Mapping[str, Edition],
    audit: Audit,
    *,
    undecided: Sequence[Undecided] = (),
) -> bytes:
    """Return an article's machine-readable twin as UTF-8 JSON.

    It holds the metadata and the plain text in every script, the Markdown body,
    the flags, each edit with its offsets in the decoded source, and the characters
    that conversion could only guess, with their offsets in the Simplified text.
    """
    metadata = article.metadata
    record = {
        "id": entry.slug,
        "date": entry.date,
        "event_date": metadata.event_date,
        "title_supplied": entry.title_supplied,
        "script": entry.script,
        "found_script": entry.found_script,
        "characters": entry.characters,
        "editions": {
            key: _edition_record(site, entry, edition)
            for key, edition in editions.items()
        },
        "body": article.body,
        "flags": [
            {"code": flag.code, "near": flag.near, "note": flag.note}
            for flag in entry.flags
        ],
        "origin": _origin_record(metadata.origin, audit.source),
        "cleaning": metadata.cleaning.version if metadata.cleaning else None,
        "rules": dict(audit.counts),
        "undecided": [_undecided_record(one) for one in undecided],
        "edits": [_edit_record(edit) for edit in audit.edits],
    }
    lines = (f'"{name}": {_json(value)}' for name, value in record.items())
    return ("{" + ",\n".join(lines) + "}\n").encode("utf-8", "replace")


def _json(value: object) -> str:
    """Return one line of JSON, in a quarter of the time that indented JSON takes."""
    return _ENCODER.encode(value)


def _edition_record(site: Site, entry: Entry, edition: Edition) -> dict[str, object]:
    script, shown = SCRIPTS[edition.script], edition.shown
    path = urls.article(script, entry.slug)
    return {
        "language": script.tag,
        "path": path,
        "url": site.base_url + path if site.base_url else None,
        **_shown_record(shown),
        "text": edition.text,
        "citations": {
            citation.key: citation.text
            for citation in citations(entry, shown, path, site)
        },
    }


def _shown_record(shown: Shown) -> dict[str, object]:
    return {
        "title": shown.title,
        "subtitle": shown.subtitle,
        "summary": shown.summary,
        "source": shown.source,
        "authors": list(shown.authors),
        "author_note": shown.author_note,
        "editors": list(shown.editors),
        "staff": {role: list(people) for role, people in shown.staff.items()},
        "places": list(shown.places),
        "organisation": shown.organisation,
        "section": shown.section,
        "keywords": list(shown.keywords),
    }


def _origin_record(origin: Origin | None, source: Source | None) -> dict[str, object]:
    origin = origin or Origin()
    return {
        "file": source.path if source else origin.file,
        "encoding": source.encoding if source else origin.encoding,
        "sha256": source.digest if source else origin.sha256,
        "url": origin.url,
        "retrieved": origin.retrieved,
    }


def _undecided_record(one: Undecided) -> dict[str, object]:
    return {
        "start": one.start,
        "character": one.character,
        "chosen": one.chosen,
        "alternatives": list(one.alternatives),
        "name": one.name,
    }


def _edit_record(edit: Edit) -> dict[str, object]:
    return {
        "rule": edit.rule,
        "start": edit.start,
        "end": edit.end,
        "text": edit.text,
        "replacement": edit.replacement,
        "confidence": edit.confidence,
    }
