"""Structured data of pages: JSON-LD after schema.org, Dublin Core and Highwire tags."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model import Article, Edition, Entry, Script
from generator.render import urls
from generator.render.dates import day_of, html_date, timestamp
from generator.render.html import Html, escape
from generator.render.words import in_script
from generator.site import Site

Data = dict[str, object]

LOCALES = {
    "zh-Hans": "zh_CN",
    "zh-Hant": "zh_TW",
    "zh-Hant-TW": "zh_TW",
    "zh-Hant-HK": "zh_HK",
}
"""How Open Graph names the scripts: by the country where each is at home."""

MEDIA_TYPES = {
    "csv": "text/csv",
    "epub": "application/epub+zip",
    "gz": "application/gzip",
    "json": "application/json",
    "xml": "application/xml",
    "zip": "application/zip",
}


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


def dataset_data(
    site: Site, script: Script, years: Sequence[str] = (), files: Sequence[str] = ()
) -> Data | None:
    """Return the JSON-LD of the data page: the archive as a Dataset to download.

    `years` are the first and the last that it covers.
    After Google's advice on datasets. None while the site has no address.
    """
    if not site.base_url:
        return None
    title = in_script(site.title, script, site.names)
    about = in_script(site.description, script, site.names)
    facts: Data = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": about or title,
        "url": site.base_url + urls.data(script),
        "inLanguage": [one.tag for one in site.scripts],
        "temporalCoverage": "/".join(dict.fromkeys(years)),
        "license": site.licence if is_web(site.licence) else "",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": path,
                "contentUrl": site.base_url + path,
                "encodingFormat": media_type(path),
            }
            for path in files
        ],
    }
    return {key: value for key, value in facts.items() if value}


def citation_tags(site: Site, entry: Entry, edition: Edition) -> Html:
    """Return the meta tags by which Zotero, libraries and networks know an article.

    DCMI Metadata Terms, the Highwire Press tags that Google Scholar names, and Open
    Graph's properties of articles.
    """
    shown = edition.shown
    script = next(one for one in site.scripts if one.key == edition.script)
    title, authors = escape(shown.title), [escape(name) for name in shown.authors]
    source, date = escape(shown.source or ""), html_date(entry.date or "")
    day = day_of(entry.date)
    named = (
        ("DCTERMS.title", title),
        *(("DCTERMS.creator", name) for name in authors),
        ("DCTERMS.issued", date),
        ("DCTERMS.source", source),
        ("DCTERMS.language", script.tag),
        ("DCTERMS.identifier", entry.slug),
        ("citation_title", title),
        *(("citation_author", name) for name in authors),
        ("citation_publication_date", day.replace("-", "/") or entry.year),
        ("citation_publisher", source),
        ("citation_language", script.tag),
    )
    properties = (
        ("og:locale", LOCALES[script.tag]),
        ("article:published_time", _published(entry)),
    )
    lines = [
        '<link rel="schema.DCTERMS" href="http://purl.org/dc/terms/">',
        *(f'<meta name="{name}" content="{one}">' for name, one in named if one),
        *(
            f'<meta property="{name}" content="{one}">'
            for name, one in properties
            if one
        ),
    ]
    return Html("\n".join(lines))


def media_type(path: str) -> str:
    """Return the media type of a file that the site offers, by its name."""
    ending = path.rpartition(".")[2]
    return MEDIA_TYPES.get(ending, "text/plain")


def is_web(address: str | None) -> bool:
    """Tell whether an address is one that we make a link of: http or https."""
    return bool(address) and str(address).startswith(("http://", "https://"))


def _published(entry: Entry) -> str:
    """Return the moment or the day, as it is known; Open Graph has nothing coarser."""
    return timestamp(entry.date) if "T" in (entry.date or "") else day_of(entry.date)


def _organisation(name: str | None) -> Data | None:
    return {"@type": "Organization", "name": name} if name else None
