"""What cleaning did to one source, for a terminal, a program or a browser."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterator

from generator.ingest import RULES, Cleaned
from generator.ingest.provenance import provenance
from generator.model import Edit
from generator.value import Struct, as_dict

WHY = {rule.name: rule.why for rule in RULES}
"""The reason of each rule, by name."""

_QUIET = ("script-", "markdown-")
"""Families of edits too many or too formal to mark one by one."""


class Passage(Struct, frozen=True):
    """A stretch of the source: kept as found, or edited."""

    text: str
    edit: Edit | None = None


def passages(cleaned: Cleaned) -> Iterator[Passage]:
    """Yield the source from beginning to end, cut at the edits."""
    text, position = cleaned.source.text, 0
    for edit in cleaned.edits:
        if edit.start > position:
            yield Passage(text[position : edit.start])
        yield Passage(edit.text, edit)
        position = edit.end
    if position < len(text):
        yield Passage(text[position:])


def as_json(cleaned: Cleaned) -> dict[str, object]:
    """Return metadata, body, edits, fields, facts and flags as plain values."""
    metadata = as_dict(cleaned.metadata)
    del metadata["extra"]
    cleaning = cleaned.metadata.cleaning
    return {
        "metadata": {**metadata, **cleaned.metadata.extra},
        "body": cleaned.body,
        "edits": [as_dict(edit) for edit in cleaned.edits],
        "fields": {name: as_dict(one) for name, one in provenance(cleaned).items()},
        "facts": [as_dict(fact) for fact in cleaned.facts],
        "flags": [as_dict(flag) for flag in cleaning.flags] if cleaning else [],
    }


def as_text(cleaned: Cleaned) -> Iterator[tuple[str, str]]:
    """Yield (style, text) pairs; styles: kept, removed, repaired, rule, head."""
    for quiet, group in itertools.groupby(passages(cleaned), _is_quiet):
        for passage in group:
            edit = passage.edit
            if edit is None or quiet:
                yield "kept", edit.replacement if edit else passage.text
                continue
            if edit.text.strip() or not edit.replacement.strip():
                yield "removed", edit.text
            if edit.replacement:
                yield "repaired", edit.replacement
            if edit.text.strip() or edit.replacement.strip():
                yield "rule", f"⟨{edit.rule} {edit.confidence:.2f}⟩"
    yield "head", "\n\nrules\n"
    cleaning = cleaned.metadata.cleaning
    for name, count in (cleaning.rules if cleaning else {}).items():
        yield "kept", f"{count:6}  {name}: {WHY.get(name, '')}\n"
    if cleaning and cleaning.flags:
        yield "head", "\nflags\n"
        for flag in cleaning.flags:
            yield (
                "kept",
                f"        {flag.code}  {flag.near}  {flag.note}".rstrip() + "\n",
            )


def _is_quiet(passage: Passage) -> bool:
    return passage.edit is not None and passage.edit.rule.startswith(_QUIET)


def as_html(cleaned: Cleaned) -> str:
    """Return a page of its own that shows the source with every edit marked."""
    parts = [_marked(passage) for passage in passages(cleaned)]
    rules = "".join(
        f"<tr><td>{count}<td><b>{html.escape(name)}</b><td>{html.escape(WHY.get(name, ''))}"
        for name, count in (
            cleaned.metadata.cleaning.rules if cleaned.metadata.cleaning else {}
        ).items()
    )
    title = html.escape(cleaned.metadata.title or cleaned.source.path)
    return _PAGE.format(title=title, rules=rules, text="".join(parts))


def _marked(passage: Passage) -> str:
    edit = passage.edit
    if edit is None:
        return html.escape(passage.text)
    label = html.escape(f"{edit.rule} {edit.confidence:.2f}")
    gone = f"<del title='{label}'>{html.escape(edit.text)}</del>" if edit.text else ""
    new = html.escape(edit.replacement)
    return gone + (f"<ins title='{label}'>{new}</ins>" if new else "")


_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.8 serif; }}
pre {{ white-space: pre-wrap; font: inherit; }}
del {{ background: #f6c6c066; }}
ins {{ background: #bfe3c466; text-decoration: underline; }}
td {{ padding: .1rem .8rem .1rem 0; vertical-align: top; }}
</style></head><body><h1>{title}</h1>
<table>{rules}</table>
<pre>{text}</pre></body></html>
"""
