"""Where every page lives: its path from the site's root, ending in `/`.

A page's file is its path with `index.html` added. Links between pages are
relative, so a site works below any base path.
"""

from __future__ import annotations

from urllib.parse import quote

from generator.model import Script

BOOKS = "books/"
"""The folder of books, from the site's root."""


def root_of(path: str) -> str:
    """Return what leads from the page at `path` back to the site's root."""
    return "../" * path.count("/") or "./"


def home(script: Script) -> str:
    """Return the path of a script's home page."""
    return f"{script.path}/"


def article(script: Script, slug: str) -> str:
    """Return the path of an article in one script."""
    return f"{script.path}/articles/{slug}/"


def found(slug: str) -> str:
    """Return the path of the as-found view, in whose folder `article.json` lies."""
    return f"articles/{slug}/"


def article_json(slug: str) -> str:
    """Return the path of an article's machine-readable twin, a file."""
    return f"articles/{slug}/article.json"


def download(slug: str, kind: str) -> str:
    """Return the path of an article as a file to keep: md, txt, bib, ris or csl."""
    ending = "csl.json" if kind == "csl" else kind
    return f"articles/{slug}/article.{ending}"


def listing(script: Script, kind: str, key: str = "", page: int = 1) -> str:
    """Return the path of a list: kind `years`, key `2020/12`; `articles` has no key."""
    parts = [script.path, kind]
    if key:
        parts.append(key)
    if page > 1:
        parts += ["page", str(page)]
    return "/".join(parts) + "/"


def note(script: Script, name: str) -> str:
    """Return the path of one of the site's notes; `about` is a page of its own."""
    if name == "about":
        return f"{script.path}/about/"
    return f"{script.path}/notes/{name}/" if name else f"{script.path}/notes/"


def search(script: Script) -> str:
    """Return the path of a script's search page."""
    return f"{script.path}/search/"


def query(script: Script, words: str) -> str:
    """Return the path of a search for some words."""
    if words and min(words) > "\x7f":  # mostly, and a fifth of the time
        quoted = f"%{words.encode('utf-8', 'replace').hex('%').upper()}"
    else:
        quoted = quote(words, safe="", errors="replace")
    return f"{script.path}/search/?q={quoted}"


def data(script: Script) -> str:
    """Return the path of a script's data page."""
    return f"{script.path}/data/"


def changes(script: Script) -> str:
    """Return the path of the page of withdrawn and renamed articles."""
    return f"{script.path}/changes/"


def feed(script: Script, kind: str = "", key: str = "") -> str:
    """Return the path of a feed, a file beside the list it belongs to."""
    return (listing(script, kind, key) if kind else home(script)) + "feed.xml"


def json_feed(script: Script, kind: str = "", key: str = "") -> str:
    """Return the path of the same feed as JSON."""
    return feed(script, kind, key).removesuffix("xml") + "json"
