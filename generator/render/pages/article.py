"""The page of one article in one script."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model import SCRIPTS, Article, Edition, Entry, Script
from generator.render import facts, structured, urls
from generator.render.anchors import doubts, numbered
from generator.render.citation import Citation, citations
from generator.render.dates import shown_date, when
from generator.render.forms import Form, hole
from generator.render.frame import Frame, framed
from generator.render.html import Html, escape, scrollable
from generator.render.pages.around import Around, Mention
from generator.render.strings import Strings
from generator.render.theme import Theme
from generator.search.variation import folded
from generator.site import Site

TOC_HEADINGS = 3
"""Fewest headings for which a table of contents helps."""


def article(  # noqa: PLR0913, PLR0917 - one parameter for each part of the page
    theme: Theme,
    site: Site,
    entry: Entry,
    edition: Edition,
    article: Article,
    around: Around,
) -> bytes:
    """Return the page of an article in the script of `edition`."""
    script = SCRIPTS[edition.script]
    strings = theme.strings[script.key]
    path = urls.article(script, entry.slug)
    terms = facts.terms(site, script, entry, around.lonely)
    rows = facts.rows(strings, edition.shown, entry, article, terms)
    comma, root = strings["list_comma"], urls.root_of(path)
    return theme.render(
        "article.html",
        **framed(theme, site, _frame(site, entry, article, edition)),
        entry=entry,
        shown=edition.shown,
        body=scrollable(numbered(edition.html, strings), strings["table"]),
        contents=edition.headings if len(edition.headings) >= TOC_HEADINGS else (),
        terms={
            name: facts.linked(some, root, comma)
            for name, some in terms.items()
            if some
        },
        facts=facts.box(
            theme,
            script,
            [(label, facts.linked(some, root, comma)) for label, some in rows],
        ),
        doubts=doubts(edition.html, entry.flags, strings),
        converted_from="" if edition.script == entry.script else entry.script,
        cite=_cite(theme, script, citations(entry, edition.shown, path, site)),
        tags=structured.citation_tags(site, entry, edition),
        related=_related(around, edition.text),
        quote=_quote(strings, edition, entry),
        copies=around.copies,
        neighbours=_neighbours(theme, script, root + urls.home(script), around),
    )


def _quote(strings: Strings, edition: Edition, entry: Entry) -> str:
    """Return what quoted words are copied with; {text} and {address} are filled in."""
    shown = edition.shown
    title = strings["quote_title"].format(title=shown.title)
    date = shown_date(entry.date.partition("T")[0], strings) if entry.date else ""
    told = [part for part in (title, shown.source, date) if part]
    whole = strings["quote_comma"].join(told)
    return strings["quote_form"].replace("{source}", whole)


def _neighbours(theme: Theme, script: Script, home: str, around: Around) -> Html:
    """Return the links to the articles before and after.

    Those of the same source are left out where they are the same.
    """
    near = (around.newer, around.older)
    found = (
        ("newer", "next", around.newer),
        ("older", "prev", around.older),
        ("newer_in_source", "", around.newer_in_source),
        ("older_in_source", "", around.older_in_source),
    )
    return Html(
        "".join(
            [
                _link(theme, script, home, (word, rel), one)
                for word, rel, one in found
                if one and (rel or one not in near)
            ]
        )
    )


def _link(
    theme: Theme, script: Script, home: str, kind: tuple[str, str], one: Mention
) -> Html:
    """Return a link to a neighbour of some kind: its word and its `rel`."""
    strings = theme.strings[script.key]

    def make() -> Form:
        word, rel = kind
        rendered = theme.render(
            "_neighbour.html",
            script,
            home=home,
            word=strings[word],
            rel=rel,
            is_older=word.startswith("older"),
            slug=hole(0),
            title=hole(1),
            date=hole(2),
        )
        return Form.of(rendered)

    day = one.date.partition("T")[0] if one.date else None
    form = theme.once(("_neighbour.html", script.key, home, kind), make)
    return form.filled(one.slug, escape(one.title[script.key]), when(day, strings))


def _cite(theme: Theme, script: Script, found: Sequence[Citation]) -> Html:
    def make() -> Form:
        hollow = [
            {"key": one.key, "style": one.style, "html": hole(number)}
            for number, one in enumerate(found)
        ]
        words = theme.words[script.key]
        return Form.of(
            theme.render("_cite.html", script=script, t=words, citations=hollow)
        )

    form = theme.once(("_cite.html", script.key, len(found)), make)
    return form.filled(*[one.html for one in found])


def _frame(site: Site, entry: Entry, article: Article, edition: Edition) -> Frame:
    script = SCRIPTS[edition.script]
    return Frame(
        script=script,
        path=urls.article(script, entry.slug),
        title=edition.shown.title,
        description=edition.shown.summary,
        below=f"articles/{entry.slug}/",
        original=SCRIPTS[entry.script],
        found_path=urls.found(entry.slug),
        structured=structured.article_data(site, entry, article, edition),
    )


def _related(around: Around, text: str) -> list[tuple[Mention, list[str]]]:
    """Return related articles with the words that they share, as a text writes them.

    Folding the text keeps every place.
    """
    compared = folded(text) if around.related else ""

    def words(shared: Sequence[str]) -> list[str]:
        places = [(compared.find(one), len(one)) for one in shared]
        return [text[at : at + size] for at, size in places if at >= 0]

    return [(one.mention, words(one.shared)) for one in around.related]
