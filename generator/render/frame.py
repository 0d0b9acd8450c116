"""What every page is given: where it is, what it is called, what surrounds it.

Every template may use these values, and those that its page function adds:

- `site`, `site_title`, `site_description`, `version`, `urls`
- `script`; `t`: the interface's words in it
- `path`: the page's own path; `root`: what leads from it to the site's root;
  `home`: what leads to the home page of its script
- `asset(name)`: the address of an asset; `part(name)`: a part of the frame
- `title`, `heading`, `description`, `canonical`, `hreflangs`, `indexed`
- `alternates`: (Script, address) of this page in each script; `found_address`;
  `is_found`: whether this is the as-found view itself
- `sections`: the navigation as (word, address, value of `aria-current`)
- `structured`: the JSON-LD of the page, or None

A part is the same on many pages and is made once for all of them. It may use the
first four lines of this list except `path`, and `sections`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from generator.model import Script
from generator.render import urls
from generator.render.html import Html
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
    section = _section(frame)
    sections = _sections(theme, site, frame.script, root, section)
    shared = {**_shared(theme, site, frame.script, root), "sections": sections}
    site_title = shared["site_title"]

    def part(name: str) -> Html:
        def make() -> bytes:
            return theme.render(name, **shared)

        return theme.once((name, frame.script.key, root, section), make)

    heading = frame.title or site_title
    mirrors = () if frame.below is None else site.scripts
    paths = [(script, f"{script.path}/{frame.below}") for script in mirrors]
    found = frame.found_path
    return {
        **shared,
        "path": frame.path,
        "part": part,
        "heading": heading,
        "title": f"{heading} - {site_title}" if frame.title else heading,
        "description": frame.description,
        "canonical": site.base_url + frame.path if site.base_url else "",
        "hreflangs": _hreflangs(site, frame, paths),
        "is_found": frame.path == found,
        "alternates": [(script, root + path) for script, path in paths],
        "found_address": None if found is None else root + found,
        "indexed": frame.indexed,
        "structured": frame.structured,
    }


def _shared(theme: Theme, site: Site, script: Script, root: str) -> dict[str, object]:
    return {
        "site": site,
        "site_title": in_script(site.title, script, site.names),
        "site_description": in_script(site.description, script, site.names),
        "script": script,
        "t": theme.words[script.key],
        "root": root,
        "home": root + urls.home(script),
        "asset": functools.partial(theme.asset, root=root),
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


def _section(frame: Frame) -> tuple[str, str]:
    """Return the section a page is in and the value of `aria-current` for it."""
    inside, _, rest = frame.path.removeprefix(urls.home(frame.script)).partition("/")
    if frame.path == urls.home(frame.script):
        return "home", "page"
    return inside, "true" if rest else "page"


def _sections(
    theme: Theme, site: Site, script: Script, root: str, current: tuple[str, str]
) -> list[tuple[str, str, str]]:
    """Return the navigation: (word, address, value of `aria-current`)."""
    facets = ("sources", "authors", "places", "keywords")
    shown = [facet for facet in facets if facet in site.facets]
    home = root + urls.home(script)
    return [
        (
            name,
            home if name == "home" else f"{home}{name}/",
            current[1] if name == current[0] else "",
        )
        for name in ("home", "years", *shown, "search", *theme.about)
    ]
