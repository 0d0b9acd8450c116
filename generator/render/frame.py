"""What every page is given: where it is, what it is called, what surrounds it.

Each template may use these values (and those its page function adds):

- `site`, `site_title`, `site_description`, `version`, `urls`
- `script`; `t`: the interface's words in it
- `path`: the page's own path; `root`: what leads from it to the site's root;
  `home`: what leads to the home page of its script; `asset(name)`
- `title`, `heading`, `description`, `canonical`, `hreflangs`, `indexed`
- `alternates`: (Script, address) of this page in each script; `found_address`
- `sections`: (word, address, state) of the navigation
- `structured`: the JSON-LD of the page, or None
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from generator.model import Script
from generator.render import urls
from generator.render.theme import Theme
from generator.render.words import in_script
from generator.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The settings of one page that its surroundings depend on."""

    script: Script
    path: str
    """From the site's root, ending in `/` (or a file's name)."""
    root: str = ""
    """What leads to the site's root; found from the path when empty."""
    title: str = ""
    """Empty for the home page."""
    description: str = ""
    below: str | None = ""
    """The page's path below its script's folder; None when scripts do not mirror it."""
    original: Script | None = None
    """The script it was written in, for `x-default`."""
    found_path: str | None = None
    """The as-found view of the article shown, if there is one."""
    indexed: bool = True
    structured: object = None


def framed(theme: Theme, site: Site, frame: Frame) -> dict[str, object]:
    """Return the values that every template may use."""
    root = frame.root or urls.root_of(frame.path)
    mirrors = () if frame.below is None else site.scripts
    paths = [(script, f"{script.path}/{frame.below}") for script in mirrors]
    found = frame.found_path
    site_title = in_script(site.title, frame.script, site.names)
    return {
        "site": site,
        "site_title": site_title,
        "site_description": in_script(site.description, frame.script, site.names),
        "script": frame.script,
        "t": theme.strings[frame.script.key],
        "path": frame.path,
        "root": root,
        "home": root + urls.home(frame.script),
        "asset": functools.partial(theme.asset, root=root),
        "heading": frame.title or site_title,
        "title": f"{frame.title} - {site_title}" if frame.title else site_title,
        "description": frame.description,
        "canonical": site.base_url + frame.path if site.base_url else "",
        "hreflangs": _hreflangs(site, frame, paths),
        "address_is_page": frame.path != found,
        "alternates": [(script, root + path) for script, path in paths],
        "found_address": None if found is None else root + found,
        "sections": _sections(site, frame, root),
        "indexed": frame.indexed,
        "structured": frame.structured,
    }


def _hreflangs(
    site: Site, frame: Frame, paths: list[tuple[Script, str]]
) -> list[tuple[str, str]]:
    """Return (language, absolute address), reciprocal, with x-default.

    x-default is the page in the script the text was written in, and the script
    chooser for home pages; see Google's advice on localised versions.
    """
    if not site.base_url or not frame.indexed or len(paths) < 2:
        return []
    links = [(script.tag, site.base_url + path) for script, path in paths]
    by_key = {script.key: site.base_url + path for script, path in paths}
    original = frame.original.key if frame.original else site.scripts[0].key
    default = by_key.get(original, links[0][1]) if frame.below else site.base_url
    return [*links, ("x-default", default)]


def _sections(site: Site, frame: Frame, root: str) -> list[tuple[str, str, str]]:
    """Return the navigation: (word's name, address, value of `aria-current`)."""
    shown = [
        facet
        for facet in ("sources", "authors", "places", "keywords")
        if facet in site.facets
    ]
    links = []
    for name in ("home", "years", *shown, "search", "about"):
        path = urls.home(frame.script) + ("" if name == "home" else f"{name}/")
        inside = name != "home" and frame.path.startswith(path)
        state = "page" if frame.path == path else "true" if inside else ""
        links.append((name, root + path, state))
    return links
