"""The as-found view: the source verbatim, and an account of every change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from generator.model import SCRIPTS, Article, Edit, Entry, Source
from generator.render import urls
from generator.render.facts import box
from generator.render.frame import Frame, framed
from generator.render.html import Html, escape
from generator.render.marking import marked_source, rule_numbers
from generator.render.strings import Strings
from generator.render.theme import Theme
from generator.site import Site
from generator.value import Struct


class Audit(Struct, frozen=True):
    """A source and what cleaning did to it."""

    source: Source | None
    """None when the source is gone."""
    edits: Sequence[Edit]
    """Sorted, not overlapping; offsets into the source's text."""
    counts: Mapping[str, int]
    """How often each rule acted."""
    reasons: Mapping[str, str]
    """Why each rule exists, in one sentence."""


class _RuleRow(Struct, frozen=True):
    """One rule in the legend."""

    name: str
    number: int | None
    """The small number beside its marks; None when it has none."""
    count: int
    reason: str

    @property
    def english(self) -> bool:
        """Whether the reason is in the words of a program, not in Chinese."""
        return bool(self.reason) and self.reason.isascii()


def found(
    theme: Theme, site: Site, entry: Entry, article: Article, audit: Audit
) -> bytes:
    """Return the as-found view; its language is that of the source's script."""
    traditional = entry.found_script in {"hant", "machine-hant"}
    script = next(
        (one for one in site.scripts if (one.key != "hans") == traditional),
        site.scripts[0],
    )
    strings = theme.strings[script.key]
    shown = entry.shown[script.key]
    tags = {"hans": "zh-Hans", "mixed": "zh"}
    frame = Frame(
        script=script,
        path=urls.found(entry.slug),
        title=strings["found_of"].format(title=shown.title),
        description=shown.summary,
        below=f"articles/{entry.slug}/",
        original=SCRIPTS[entry.script],
        found_path=urls.found(entry.slug),
        indexed=False,
    )
    text = (
        marked_source(audit.source.text, audit.edits, strings) if audit.source else ""
    )
    return theme.render(
        "found.html",
        **framed(theme, site, frame),
        entry=entry,
        shown=shown,
        facts=box(theme, script, _facts(strings, article, audit.source)),
        rules=_rules(audit, strings),
        edited=bool(audit.edits),
        restored=any(edit.rule.startswith("script-") for edit in audit.edits),
        text=text,
        text_language=tags.get(entry.found_script, "zh-Hant"),
    )


def _facts(
    strings: Strings, article: Article, source: Source | None
) -> list[tuple[str, Html]]:
    origin = article.metadata.origin
    file = source.path if source else origin.file if origin else None
    encoding = source.encoding if source else origin.encoding if origin else None
    digest = source.digest if source else origin.sha256 if origin else None
    fields = (("file", file), ("encoding", encoding), ("digest", digest))
    return [
        (strings[f"{name}_field"], Html(f"<code>{escape(value)}</code>"))
        for name, value in fields
        if value
    ]


def _rules(audit: Audit, strings: Strings) -> list[_RuleRow]:
    """Return the legend: numbered rules first, in the order of their numbers.

    The catalogue words the shipped rules; others say what their author wrote.
    """
    numbers = rule_numbers(audit.edits)
    names = [*numbers, *(name for name in audit.counts if name not in numbers)]
    acted = Counter(edit.rule for edit in audit.edits)
    return [
        _RuleRow(
            name,
            numbers.get(name),
            audit.counts.get(name, acted[name]),
            strings.get(f"rule_reasons.{name}", audit.reasons.get(name, "")),
        )
        for name in names
    ]
