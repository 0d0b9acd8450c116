"""One article in every script of the site: parse once, then convert the text nodes."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.model import (
    FACETS,
    SCRIPTS,
    Article,
    Edition,
    Entry,
    Heading,
    Metadata,
    Script,
    Shown,
)
from generator.problems import Problem, problem
from generator.render.html import plain, prose
from generator.render.markdown import to_html
from generator.romanise import term_key
from generator.script import convert, convert_html, quotes
from generator.site import Site

SUMMARY_CHARACTERS = 100
UNTITLED_CHARACTERS = 18
"""How many of the first words stand in for a missing title."""

_HEADING = re.compile(r'<h([2-6]) id="(h-\d+)">(.*?)</h\1>', re.DOTALL)
_SENTENCE_END = re.compile(r".*[。！？；…](?:[”’」』）》]*)", re.DOTALL)
_CLAUSE_END = re.compile(r"(.*)[，、：,]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the second half of the build needs of one article; picklable."""

    entry: Entry
    editions: Mapping[str, Edition]
    """By script key."""
    problems: tuple[Problem, ...]


def render(article: Article, site: Site) -> Rendered:
    """Show an article in each script of `site.scripts`.

    The edition in the article's own script is the file's text unchanged; the
    others are converted from it, names kept. All editions have equal length.
    """
    markup, limited = to_html(article.body)
    facts, terms = _facts(article.metadata, plain(markup), site)
    editions = {
        script.key: _edition(article, script, markup, facts, site)
        for script in site.scripts
    }
    first = editions[site.scripts[0].key]
    cleaning = article.metadata.cleaning
    entry = Entry(
        slug=article.slug,
        date=article.metadata.date,
        title_supplied=article.metadata.title is None
        or article.metadata.title_supplied,
        script=article.metadata.script,
        found_script=article.metadata.found_script,
        characters=sum(not character.isspace() for character in first.text),
        flags=cleaning.flags if cleaning else (),
        shown={key: edition.shown for key, edition in editions.items()},
        terms=terms,
        digest=article.digest,
    )
    found = (problem("markdown-limit", article.path),) if limited else ()
    return Rendered(entry, editions, found)


def _facts(
    metadata: Metadata, text: str, site: Site
) -> tuple[Shown, dict[str, tuple[str, ...]]]:
    """Return the metadata as the article file has it, and its URL keys by facet.

    A value that differs from an earlier one only in script is dropped: both
    would lead to the same list.
    """
    simplify = _converter(metadata, SCRIPTS["hans"], site)
    values = {
        "sources": (metadata.source,) if metadata.source else (),
        "authors": metadata.authors,
        "places": metadata.places,
        "keywords": metadata.keywords,
    }
    by_key = {
        facet: {term_key(simplify(one)): one for one in reversed(found)}
        for facet, found in values.items()
    }
    terms = {facet: tuple(reversed(found)) for facet, found in by_key.items()}
    kept = {facet: tuple(reversed(found.values())) for facet, found in by_key.items()}
    flags = metadata.cleaning.flags if metadata.cleaning else ()
    terms["flags"] = tuple(dict.fromkeys(flag.code for flag in flags))
    shown = Shown(
        title=metadata.title or _made_up_title(metadata, text),
        summary="",
        subtitle=metadata.subtitle,
        source=metadata.source,
        authors=kept["authors"],
        author_note=metadata.author_note,
        editors=metadata.editors,
        staff=metadata.staff,
        places=kept["places"],
        organisation=metadata.organisation,
        section=metadata.section,
        keywords=kept["keywords"],
    )
    return shown, {facet: terms[facet] for facet in FACETS}


def _made_up_title(metadata: Metadata, text: str) -> str:
    """Return a title in the brackets that archivists put around a supplied one."""
    flags = metadata.cleaning.flags if metadata.cleaning else ()
    for flag in flags:
        if flag.code == "no-title" and flag.note:
            return f"〔{flag.note}〕"
    words = text.partition("\n")[0]
    more = "…" if len(words) > UNTITLED_CHARACTERS else ""
    untitled = "无题" if metadata.script == "hans" else "無題"
    return f"〔{untitled}〕{words[:UNTITLED_CHARACTERS].rstrip('，、：；')}{more}"


def _converter(metadata: Metadata, target: Script, site: Site) -> Callable[[str], str]:
    """Return what turns the article's own text into the target script."""
    if metadata.script == target.key:
        return str
    names = (*metadata.names, *site.names)
    habit: Literal["hans", "hant"] = "hans" if target.key == "hans" else "hant"

    def converted(text: str) -> str:
        changed = convert(text, target.key, names=names)
        return quotes(changed, habit) if site.quotes == "corner" else changed

    return functools.cache(converted)


def _edition(
    article: Article, script: Script, markup: str, facts: Shown, site: Site
) -> Edition:
    """Convert the HTML and the facts; the text follows from the HTML shown."""
    change = _converter(article.metadata, script, site)
    own = article.metadata.script == script.key
    changed = markup if own else convert_html(markup, change)
    headings = tuple(
        Heading(int(level), anchor, plain(inner))
        for level, anchor, inner in _HEADING.findall(changed)
    )
    shown = _shown(facts, change, summarise("".join(prose(changed))))
    return Edition(article.slug, script.key, shown, changed, plain(changed), headings)


def _shown(facts: Shown, change: Callable[[str], str], summary: str) -> Shown:
    def maybe(text: str | None) -> str | None:
        return None if text is None else change(text)

    def each(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(change(text) for text in texts)

    return Shown(
        title=change(facts.title),
        summary=summary,
        subtitle=maybe(facts.subtitle),
        source=maybe(facts.source),
        authors=each(facts.authors),
        author_note=maybe(facts.author_note),
        editors=each(facts.editors),
        staff={change(role): each(people) for role, people in facts.staff.items()},
        places=each(facts.places),
        organisation=maybe(facts.organisation),
        section=maybe(facts.section),
        keywords=each(facts.keywords),
    )


def summarise(text: str, limit: int = SUMMARY_CHARACTERS) -> str:
    """Return the first words of `text`, cut at the end of a sentence or a clause.

    At most `limit` characters and an ellipsis; a sentence end is taken when it
    keeps at least half of them.
    """
    if len(text) <= limit:
        return text
    head = text[:limit]
    sentence = _SENTENCE_END.match(head)
    if sentence and len(sentence.group()) >= limit // 2:
        return sentence.group()
    clause = _CLAUSE_END.match(head)
    return (clause.group(1) if clause else head) + "…"
