"""One article in every script of the site: parse once, then convert the text nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape

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
from generator.render.anchors import mark_doubts
from generator.render.conversion import Manual, converter, manual
from generator.render.html import plain, prose
from generator.render.markdown import to_html
from generator.romanise import term_key
from generator.script import convert_html, take_inline
from generator.site import Site
from generator.value import Struct, names_of, replace

SUMMARY_CHARACTERS = 100
UNTITLED_CHARACTERS = 18
"""How many of the first words stand in for a missing title."""

_HEADING = re.compile(r'<h([2-6]) id="(h-\d+)">(.*?)</h\1>', re.DOTALL)
_BARE = re.compile(r'(?:<(p|h[2-6]) id="[a-z0-9-]+">[^<>\n]*</\1>\n?)*+')
_ADDRESS = re.compile(r"://|@|www\.", re.IGNORECASE)
_SENTENCE_END = re.compile(r".*[。！？；…](?:[”’」』）》]*)", re.DOTALL)
_CLAUSE_END = re.compile(r"(.*)[，、：,]", re.DOTALL)


class Rendered(Struct, frozen=True):
    """What the second half of the build needs of one article; picklable."""

    entry: Entry
    editions: Mapping[str, Edition]
    """By script key."""
    problems: tuple[Problem, ...]


def render(
    article: Article, site: Site, key_of: Callable[[str], str] = term_key
) -> Rendered:
    """Show an article in each script of `site.scripts`.

    `key_of` returns the URL key of a facet's value in Simplified characters.

    The edition in the article's own script is the file's text unchanged; the
    others are converted from it, names kept. All editions have equal length.
    """
    cleaning = article.metadata.cleaning
    flags = cleaning.flags if cleaning else ()
    markup, limited = to_html(article.body)
    settled = manual(article, site, mark_doubts(markup, flags))
    own = article.metadata.script
    shown = settled.body.shown(settled.body.text, own, own, escape)
    facts, terms = _facts(article.metadata, plain(shown), site, key_of)
    editions = {
        script.key: _edition(article, script, facts, site, settled)
        for script in site.scripts
    }
    first = editions[site.scripts[0].key]
    entry = Entry(
        slug=article.slug,
        date=article.metadata.date,
        title_supplied=article.metadata.title_supplied or not article.metadata.title,
        script=article.metadata.script,
        found_script=article.metadata.found_script,
        characters=len("".join(first.text.split())),
        flags=flags,
        shown={key: edition.shown for key, edition in editions.items()},
        terms=terms,
        digest=article.digest,
    )
    found = (problem("markdown-limit", article.path),) if limited else ()
    return Rendered(entry, editions, (*found, *settled.problems))


def _facts(
    metadata: Metadata, text: str, site: Site, key_of: Callable[[str], str]
) -> tuple[Shown, dict[str, tuple[str, ...]]]:
    """Return the metadata as the article file has it, and its URL keys by facet.

    A value that differs from an earlier one only in script is dropped: both
    would lead to the same list.
    """
    simplify = converter(metadata, SCRIPTS["hans"], site, Manual(), html=False)
    values = {
        "sources": (metadata.source,) if metadata.source else (),
        "authors": metadata.authors,
        "places": metadata.places,
        "keywords": metadata.keywords,
    }
    by_key = {
        facet: {key_of(simplify(one)): one for one in reversed(_lines(found))}
        for facet, found in values.items()
    }
    terms = {facet: tuple(reversed(found)) for facet, found in by_key.items()}
    kept = {facet: tuple(reversed(found.values())) for facet, found in by_key.items()}
    flags = metadata.cleaning.flags if metadata.cleaning else ()
    terms["flags"] = tuple(dict.fromkeys(flag.code for flag in flags))
    shown = Shown(
        title=_line(metadata.title or _made_up_title(metadata, text)),
        summary="",
        subtitle=_maybe_line(metadata.subtitle),
        source=_maybe_line(metadata.source),
        authors=kept["authors"],
        author_note=_maybe_line(metadata.author_note),
        editors=_lines(metadata.editors),
        staff={_line(role): _lines(names) for role, names in metadata.staff.items()},
        places=kept["places"],
        organisation=_maybe_line(metadata.organisation),
        section=_maybe_line(metadata.section),
        keywords=kept["keywords"],
    )
    return shown, {facet: terms[facet] for facet in FACETS}


def _line(text: str) -> str:
    return " ".join(text.split())


def _maybe_line(text: str | None) -> str | None:
    return None if text is None else _line(text)


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_line(text) for text in texts)


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


def _edition(
    article: Article, script: Script, facts: Shown, site: Site, settled: Manual
) -> Edition:
    """Convert the HTML and the facts; the text follows from the HTML shown."""
    metadata = article.metadata
    change = converter(metadata, script, site, settled, html=True)
    changed = settled.body.text
    if change is not str:
        changed = _converted(changed, change, rules=settled.rules)
    changed = settled.body.shown(changed, script.key, metadata.script, escape)
    headings = tuple(
        Heading(int(level), anchor, plain(inner))
        for level, anchor, inner in _HEADING.findall(changed)
    )
    summary = summarise(prose(changed, SUMMARY_CHARACTERS))
    change = converter(metadata, script, site, settled, html=False)
    shown = replace(_shown(facts, change, script, metadata.script), summary=summary)
    return Edition(article.slug, script.key, shown, changed, plain(changed), headings)


def _converted(markup: str, change: Callable[[str], str], *, rules: bool) -> str:
    """Convert the text of HTML.

    Where there are only paragraphs and headings, a line each, and no address, the
    lines are converted as they are: their tags are ASCII, which no dictionary
    changes and no word spans. That is most articles, and costs half.
    """
    bare = not rules and _BARE.fullmatch(markup) and not _ADDRESS.search(markup)
    return change(markup) if bare else convert_html(markup, change)


def _shown(
    facts: Shown, convert_text: Callable[[str], str], script: Script, own: str
) -> Shown:
    """Convert every fact, all in one call: calls cost more than characters."""
    words = list(dict.fromkeys(_words(facts)))
    inline = take_inline("\n".join(words))
    if convert_text is str and not inline.rules:
        return facts
    converted = convert_text(inline.text).split("\n")
    shown = [inline.shown(text, script.key, own, str) for text in converted]
    change = dict(zip(words, shown, strict=True)).__getitem__

    def maybe(text: str | None) -> str | None:
        return None if text is None else change(text)

    def each(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(change(text) for text in texts)

    return Shown(
        title=change(facts.title),
        summary="",
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


def _words(facts: Shown) -> Iterator[str]:
    """Yield every text of the facts; none holds a line break."""
    for name in names_of(Shown):
        value = getattr(facts, name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from value
            yield from (person for people in value.values() for person in people)
        elif value:
            yield from value


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
    enough = clause and len(clause.group(1)) >= limit // 2
    return (clause.group(1) if clause and enough else head) + "…"
