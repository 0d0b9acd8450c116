"""The box of metadata beside an article: what is known, and where it leads."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from generator.model import Article, Entry, Script, Shown
from generator.render import urls
from generator.render.dates import shown_date
from generator.render.forms import Form, hole
from generator.render.html import Html, escape
from generator.render.strings import Strings
from generator.render.structured import is_web
from generator.render.theme import Theme
from generator.site import Site
from generator.value import Struct


class Fact(Struct, frozen=True):
    """One value of a field."""

    text: str
    path: str = ""
    """The list it leads to, from the site's root; empty for none."""
    url: str = ""
    """The address elsewhere that it leads to; empty for none."""
    code: bool = False
    """True for hashes and identifiers."""


Row = tuple[str, list[Fact]]
"""A field's label and its values."""


def terms(
    site: Site, script: Script, entry: Entry, lonely: Container[str] = ()
) -> Mapping[str, list[Fact]]:
    """Return the values of an entry's facets, each with the list it leads to.

    A keyword whose key is in `lonely` has no list and leads to a search for it, or
    nowhere where there is no search.
    """
    shown = entry.shown[script.key]
    labels = {
        "sources": (shown.source,) if shown.source else (),
        "authors": shown.authors,
        "places": shown.places,
        "keywords": shown.keywords,
    }

    def path(facet: str, label: str, key: str) -> str:
        if facet not in site.facets:
            return ""
        if facet == "keywords" and key in lonely:
            return urls.query(script, label) if site.search else ""
        return urls.listing(script, facet, key)

    return {
        facet: [
            Fact(label, path(facet, label, key))
            for label, key in zip(texts, entry.terms[facet], strict=True)
        ]
        for facet, texts in labels.items()
    }


def rows(
    strings: Strings,
    shown: Shown,
    entry: Entry,
    article: Article,
    listed: Mapping[str, list[Fact]],
) -> list[Row]:
    """Return every field that has a value, in the order of the box.

    `listed` are the article's `terms`.
    """
    authors = listed["authors"]
    if authors and shown.author_note:
        authors = [*authors, Fact(f"（{shown.author_note}）")]
    found = strings.get(f"found_scripts.{entry.found_script}", entry.found_script)
    fields: list[Row] = [
        ("subtitle", _plain(shown.subtitle)),
        ("date", _date(entry.date, strings)),
        ("event_date", _date(article.metadata.event_date, strings)),
        ("source", listed["sources"]),
        ("authors", authors),
        ("editors", _plain(*shown.editors)),
        *((role, _plain(*people)) for role, people in shown.staff.items()),
        ("places", listed["places"]),
        ("organisation", _plain(shown.organisation)),
        ("section", _plain(shown.section)),
        ("keywords", listed["keywords"]),
        ("characters", _plain(f"{entry.characters:,}")),
        ("found_script", _plain(found)),
        ("identifier", [Fact(entry.slug, code=True)]),
        *_provenance(article),
    ]
    cleaning = article.metadata.cleaning
    inferred = (
        set(cleaning.inferred) - {"date"} if cleaning else set()
    )  # a date has its ?
    remark = [Fact(strings["inferred_remark"])]
    return [
        (
            strings.get(f"{name}_field", strings.get(f"staff.{name}", name)),
            facts + remark if name in inferred else facts,
        )
        for name, facts in fields
        if facts
    ]


def box(theme: Theme, script: Script, rows: Iterable[tuple[str, Html]]) -> Html:
    """Return rows of a label and its values as `_fact.html` writes them."""

    def make() -> Form:
        return Form.of(theme.render("_fact.html", script, name=hole(0), values=hole(1)))

    form = theme.once(("_fact.html", script.key), make)
    return form.each((escape(label), values) for label, values in rows)


def linked(facts: list[Fact], root: str, comma: str) -> Html:
    """Return values as HTML, linked where they lead somewhere, `comma` between them.

    A remark in brackets follows its value without one. Written here, not in a
    template, because an article has a dozen fields and an archive many articles.
    """
    parts: list[str] = []
    for fact in facts:
        text = escape(fact.text)
        if parts and not text.lstrip().startswith(("（", "(")):
            parts.append(comma)
        if fact.path:
            parts.append(f'<a href="{root}{fact.path}">{text}</a>')
        elif fact.url:
            address = escape(fact.url)
            parts.append(f'<a href="{address}" rel="external nofollow">{text}</a>')
        else:
            parts.append(f"<code>{text}</code>" if fact.code else text)
    return Html("".join(parts))


def _provenance(article: Article) -> list[Row]:
    origin, cleaning = article.metadata.origin, article.metadata.cleaning
    fields: list[Row] = []
    if origin:
        url, sha256 = origin.url, origin.sha256
        web = url if url and is_web(url) else ""
        fields = [
            ("url", [Fact(url, url=web)] if url else []),
            ("retrieved", _plain(origin.retrieved)),
            ("digest", [Fact(sha256, code=True)] if sha256 else []),
        ]
    if cleaning:
        fields.append(("cleaning", _plain(cleaning.version)))
    return fields


def _plain(*texts: str | None) -> list[Fact]:
    return [Fact(text) for text in texts if text]


def _date(edtf: str | None, strings: Strings) -> list[Fact]:
    return _plain(shown_date(edtf, strings) if edtf else None)
