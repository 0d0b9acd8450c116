"""Structured data of pages: JSON-LD after schema.org, Dublin Core and Highwire tags."""

from __future__ import annotations

from generator.model import Article, Edition, Entry, Script
from generator.render import urls
from generator.render.dates import day_of, html_date
from generator.render.html import Html, escape
from generator.site import Site

Data = dict[str, object]


def article_data(site: Site, entry: Entry, article: Article, edition: Edition) -> Data:
    """Return the JSON-LD of an article's page: an Article and its breadcrumbs."""
    script = next(one for one in site.scripts if one.key == edition.script)
    shown = edition.shown
    path = urls.article(script, entry.slug)
    origin = article.metadata.origin
    facts: Data = {
        "@type": "Article",
        "headline": shown.title,
        "inLanguage": script.tag,
        "identifier": entry.slug,
        "abstract": shown.summary,
        "datePublished": html_date(entry.date or ""),
        "author": [{"@type": "Person", "name": name} for name in shown.authors],
        "sourceOrganization": _organisation(shown.source),
        "contentLocation": [{"@type": "Place", "name": name} for name in shown.places],
        "keywords": list(shown.keywords),
        "url": site.base_url + path if site.base_url else "",
        "isBasedOn": origin.url if origin and is_web(origin.url) else "",
        "isPartOf": {"@type": "Collection", "name": site.title},
        "license": site.licence if is_web(site.licence) else "",
    }
    trail = [(site.title, urls.home(script))]
    if entry.year:
        trail.append((entry.year, urls.listing(script, "years", entry.year)))
    trail.append((shown.title, path))
    graph: list[Data] = [{key: value for key, value in facts.items() if value}]
    if site.base_url:
        graph.append(breadcrumbs(site, trail))
    return {"@context": "https://schema.org", "@graph": graph}


def breadcrumbs(site: Site, trail: list[tuple[str, str]]) -> Data:
    """Return a BreadcrumbList of (name, path); needs the site's address."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": site.base_url + path,
            }
            for position, (name, path) in enumerate(trail, 1)
        ],
    }


def website_data(site: Site, script: Script) -> Data | None:
    """Return the JSON-LD of a home page, or None while the site has no address."""
    if not site.base_url:
        return None
    home = site.base_url + urls.home(script)
    facts: Data = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.title,
        "description": site.description,
        "inLanguage": script.tag,
        "url": home,
    }
    return {key: value for key, value in facts.items() if value}


def citation_tags(site: Site, entry: Entry, edition: Edition) -> Html:
    """Return the meta tags by which Zotero and libraries know an article.

    DCMI Metadata Terms, and the Highwire Press tags that Google Scholar names.
    """
    shown = edition.shown
    script = next(one for one in site.scripts if one.key == edition.script)
    date = html_date(entry.date or "")
    day = day_of(entry.date)
    tags = [
        ("DCTERMS.title", shown.title),
        *(("DCTERMS.creator", name) for name in shown.authors),
        ("DCTERMS.issued", date),
        ("DCTERMS.source", shown.source or ""),
        ("DCTERMS.language", script.tag),
        ("DCTERMS.identifier", entry.slug),
        ("citation_title", shown.title),
        *(("citation_author", name) for name in shown.authors),
        ("citation_publication_date", day.replace("-", "/")),
        ("citation_publisher", shown.source or ""),
        ("citation_language", script.tag),
    ]
    lines = [
        f'<meta name="{name}" content="{escape(content)}">'
        for name, content in tags
        if content
    ]
    schema = '<link rel="schema.DCTERMS" href="http://purl.org/dc/terms/">'
    return Html("\n".join([schema, *lines]))


def is_web(address: str | None) -> bool:
    """Tell whether an address is one that we make a link of: http or https."""
    return bool(address) and str(address).startswith(("http://", "https://"))


def _organisation(name: str | None) -> Data | None:
    return {"@type": "Organization", "name": name} if name else None
