"""What every page is given: where it is, what it is called, what surrounds it.

Every template may use these values, and those that its page function adds:

- `site`, `site_title`, `site_description`, `version`, `urls`
- `script`; `t`: the interface's words in it
- `root`: what leads from the page to the site's root; `home`: what leads to the
  home page of its script
- `asset(name)`: the address of an asset; `part(name)`: a part of the frame
- `sections`: the navigation as (word, address, value of `aria-current`)
- `path`: the page's own path; `title`, `heading`, `description`
- `found_address`: the as-found view of the article shown, or None
- `structured`: the JSON-LD of the page, or None

A part is a template that is the same on many pages but for the page's address. It
is made once for all of them. It may use the values up to `sections`, and

- `canonical`, `hreflangs`: the absolute address of the page, empty when it has none,
  and (language, absolute address) of it in each script
- `alternates`: (Script, address) of the page in each script; `found_address`;
  `is_found`: whether this is the as-found view itself
- `indexed`: whether search engines may list the page
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

from generator.model import SCRIPTS, Script
from generator.render import urls
from generator.render.forms import Form, hole
from generator.render.html import Html, escape
from generator.render.theme import Theme
from generator.render.words import in_script
from generator.site import Site
from generator.value import Struct

NOT_FOUND = "404.html"

_PATH, _BELOW, _FOUND = hole(0), hole(1), hole(2)
"""Stand in parts for the addresses that differ from page to page."""


class Frame(Struct, frozen=True, kw_only=True):
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


class _Setting(NamedTuple):
    """What the parts of a page depend on besides its address."""

    script: str
    root: str
    section: str
    current: str
    """The value of `aria-current` for the section."""
    original: str
    mirrored: bool
    is_home: bool
    has_found: bool
    is_found: bool
    indexed: bool
    is_page: bool

    @classmethod
    def of(cls, frame: Frame) -> _Setting:
        section, current = _section(frame)
        return cls(
            script=frame.script.key,
            root=frame.root or urls.root_of(frame.path),
            section=section,
            current=current,
            original=frame.original.key if frame.original else "",
            mirrored=frame.below is not None,
            is_home=not frame.below,
            has_found=frame.found_path is not None,
            is_found=frame.path == frame.found_path,
            indexed=frame.indexed,
            is_page=frame.path != NOT_FOUND,
        )


def framed(theme: Theme, site: Site, frame: Frame) -> dict[str, Any]:
    """Return the values that every template may use."""
    setting = _Setting.of(frame)
    shared = theme.once(setting, lambda: _shared(theme, site, setting))
    heading = frame.title or shared["site_title"]
    found = frame.found_path
    return {
        **shared,
        "part": _parts(theme, site, frame, setting),
        "path": frame.path,
        "heading": heading,
        "title": f"{heading} - {shared['site_title']}" if frame.title else heading,
        "description": frame.description or _about(heading, shared),
        "found_address": None if found is None else setting.root + found,
        "structured": frame.structured,
    }


def _about(heading: str, shared: dict[str, Any]) -> str:
    """Return what a page is about that says nothing of itself."""
    told = (heading, shared["site_title"], shared["site_description"])
    comma: str = shared["t"].quote_comma
    return comma.join(filter(None, dict.fromkeys(told)))


def _parts(
    theme: Theme, site: Site, frame: Frame, setting: _Setting
) -> Callable[[str], Html]:
    """Return the function `part` of one page."""
    paths = (frame.path, frame.below or "", frame.found_path or "")
    addresses = [escape(path) for path in paths]
    forms: dict[str, Form] = theme.once(("parts", setting), dict)

    def part(name: str) -> Html:
        if name not in forms:
            forms[name] = _part(theme, site, setting, name)
        return forms[name].filled(*addresses)

    return part


def _part(theme: Theme, site: Site, setting: _Setting, name: str) -> Form:
    """Return a part with holes where the addresses of a page belong."""
    root = setting.root
    below = "" if setting.is_home else _BELOW
    mirrors = site.scripts if setting.mirrored else ()
    paths = [(script, f"{script.path}/{below}") for script in mirrors]
    addressed = bool(site.base_url) and setting.is_page
    rendered = theme.render(
        name,
        **_shared(theme, site, setting),
        canonical=site.base_url + _PATH if addressed else "",
        hreflangs=_hreflangs(site, setting, paths),
        alternates=[(script, root + path) for script, path in paths],
        found_address=root + _FOUND if setting.has_found else None,
        is_found=setting.is_found,
        indexed=setting.indexed,
    )
    return Form.of(rendered)


def _shared(theme: Theme, site: Site, setting: _Setting) -> dict[str, Any]:
    """Return the values that are the same on all pages of a setting."""
    script, root = SCRIPTS[setting.script], setting.root
    return {
        "site": site,
        "site_title": in_script(site.title, script, site.names),
        "site_description": in_script(site.description, script, site.names),
        "script": script,
        "t": theme.words[script.key],
        "root": root,
        "home": root + urls.home(script),
        "asset": functools.partial(theme.asset, root=root),
        "sections": _sections(theme, site, setting),
    }


def _hreflangs(
    site: Site, setting: _Setting, paths: list[tuple[Script, str]]
) -> list[tuple[str, str]]:
    """Return (language, absolute address), reciprocal, with x-default.

    x-default is the page in the script the text was written in, and the script
    chooser for home pages; see Google's advice on localised versions.
    """
    if not site.base_url or not setting.indexed or len(paths) < 2:
        return []
    links = [(script.tag, site.base_url + path) for script, path in paths]
    by_key = {script.key: site.base_url + path for script, path in paths}
    original = setting.original or site.scripts[0].key
    default = site.base_url if setting.is_home else by_key.get(original, links[0][1])
    return [*links, ("x-default", default)]


def _section(frame: Frame) -> tuple[str, str]:
    """Return the section a page is in and the value of `aria-current` for it."""
    inside, _, rest = frame.path.removeprefix(urls.home(frame.script)).partition("/")
    if frame.path == urls.home(frame.script):
        return "home", "page"
    return inside, "true" if rest else "page"


def _sections(
    theme: Theme, site: Site, setting: _Setting
) -> list[tuple[str, str, str]]:
    """Return the navigation: (word, address, value of `aria-current`)."""
    facets = ("sources", "authors", "places", "keywords")
    shown = [facet for facet in facets if facet in site.facets]
    shown += ["search"] if site.search else []
    home = setting.root + urls.home(SCRIPTS[setting.script])
    return [
        (
            name,
            home if name == "home" else f"{home}{name}/",
            setting.current if name == setting.section else "",
        )
        for name in ("home", "years", *shown, *theme.about)
    ]
