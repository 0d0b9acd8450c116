"""Styles, scripts and pictures of the theme under names that carry their hash.

A changed file gets a new name, so hosts may let browsers keep assets for ever.
References between assets (`import "./x.js"`, `url("./x.svg")`) are literal
relative paths and are rewritten to the hashed names.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from generator.problems import WenyuanError, problem
from generator.render.bundle import bundle, imports, modules
from generator.value import Struct

ONLY_SEARCH = ("js/search/", "js/mark.js")
"""Beginnings of the names of assets that serve searching and nothing else."""
SEARCH = "js/search/page.js"
"""The module of the search page; it is published in one file with all it imports."""
NARROW = "js/search/narrow.js"
"""What it loads when the first results are there; published in the same way."""
COLOURS = "colours.css"
"""The asset made of the colours that a site sets."""
LUNR = "js/search/lunr.js"
"""The asset made from the vendored lunr.js."""

_VENDORED = Path(__file__).parents[1] / "_vendor" / "lunr.js"
_REFERENCES = {
    ".js": re.compile(r"((?:\bfrom|\bimport)\s*\(?\s*)([\"'])(\.{1,2}/[^\"'\n]+)\2"),
    ".css": re.compile(r"(\burl\(|@import\s+)([\"'])(\.{1,2}/[^\"'\n]+)\2"),
}

_CSS_STRING = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CSS_COMMENT = re.compile(rf"{_CSS_STRING}|/\*.*?\*/", re.DOTALL)
_CSS_BLANKS = re.compile(
    rf"{_CSS_STRING}|\s*([{{}};,>~]|(?<=\S):(?=\s))\s*|\s+", re.DOTALL
)


class Asset(Struct, frozen=True):
    """One file of the theme as it is published."""

    name: str
    """Its name in the theme's `assets` folder: `js/theme.js`."""
    path: str
    """Where it is published, relative to the site's root."""
    data: bytes


def load_assets(
    folders: Iterable[Path],
    made: Mapping[str, bytes] | None = None,
    *,
    search: bool = True,
) -> Mapping[str, Asset]:
    """Return the assets by name; a file in a later folder replaces its namesake.

    `made` are assets that no folder holds; those of the search page are left out
    unless there is a `search`.

    Raises WenyuanError (`template`) for a reference to an asset that does not
    exist or that leads back to itself, and (`no-lunr`) without lunr.js.
    """
    files: dict[str, bytes] = {}
    for folder in folders:
        root = folder / "assets"
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not path.is_symlink() and "/." not in f"/{name}":
                files[name] = path.read_bytes()
    files |= made or {}
    if search:
        files[LUNR] = _lunr_module()
        _join_search(files)
    else:
        files = {n: data for n, data in files.items() if not n.startswith(ONLY_SEARCH)}
    done: dict[str, Asset] = {}
    for name in sorted(files):
        _publish(name, files, done, ())
    return {name: done[name] for name in sorted(done)}


def _join_search(files: dict[str, bytes]) -> None:
    """Put the modules of the search page into two files, each fetched in one step."""
    orders = [modules(entry, files) for entry in (SEARCH, NARROW) if entry in files]
    joined = {name for order in orders for name in order}
    others = [name for name in files if name.endswith(".js") and name not in joined]
    wanted = {target for name in others for target in imports(name, files)}
    bundles = {order[-1]: bundle(order, files) for order in orders if order}
    for name in joined - wanted:
        del files[name]
    files.update(bundles)


def _lunr_module() -> bytes:
    """Wrap lunr.js, written for CommonJS, as an ES module."""
    if not _VENDORED.is_file():
        raise WenyuanError(problem("no-lunr"))
    return (
        b"const module={exports:{}},exports=module.exports;\n"
        + _VENDORED.read_bytes()
        + b"\nexport default module.exports;\n"
    )


def _publish(
    name: str,
    files: Mapping[str, bytes],
    done: dict[str, Asset],
    above: tuple[str, ...],
) -> Asset:
    """Return the asset `name`; those it refers to are published first."""
    if name in done:
        return done[name]
    stem, suffix = posixpath.splitext(name)
    folder = posixpath.dirname(name)

    def published(reference: str) -> str:
        target = posixpath.normpath(posixpath.join(folder, reference))
        if target not in files:
            raise _broken(name, f"{reference} does not exist")
        if target in (*above, name):
            raise _broken(name, f"{reference} leads back to itself")
        asset = _publish(target, files, done, (*above, name))
        return "./" + posixpath.relpath(asset.path, f"assets/{folder}")

    data = files[name]
    if name != LUNR and suffix in _REFERENCES:
        data = _rewritten(data, _REFERENCES[suffix], published)
    if suffix == ".css":
        data = _tight(data)
    digest = hashlib.sha256(data).hexdigest()[:8]
    done[name] = Asset(name, f"assets/{stem}.{digest}{suffix}", data)
    return done[name]


def colour_sheet(colours: Mapping[str, tuple[str, str]]) -> bytes:
    """Return the style sheet that sets a site's colours, each as (light, dark)."""
    light, dark = (
        "".join(f"--{name}: {pair[scheme]};" for name, pair in sorted(colours.items()))
        for scheme in (0, 1)
    )
    system = f':root:not([data-scheme="light"]) {{{dark}}}'
    return (
        f":root {{{light}}}"
        f"@media (prefers-color-scheme: dark) {{{system}}}"
        f':root[data-scheme="dark"] {{{dark}}}'
    ).encode()


def _tight(data: bytes) -> bytes:
    """Return a style sheet without comments and blanks that mean nothing.

    Strings stay. A blank before a colon stays too: it can mean a descendant.
    """
    text = data.decode("utf-8", "surrogateescape")
    text = _CSS_COMMENT.sub(lambda found: found[1] or " ", text)
    text = _CSS_BLANKS.sub(lambda found: found[1] or found[2] or " ", text)
    return text.strip().replace(";}", "}").encode("utf-8", "surrogateescape")


def _rewritten(
    data: bytes, references: re.Pattern[str], published: Callable[[str], str]
) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    text = references.sub(
        lambda found: f"{found[1]}{found[2]}{published(found[3])}{found[2]}", text
    )
    return text.encode("utf-8", "surrogateescape")


def _broken(name: str, reason: str) -> WenyuanError:
    return WenyuanError(
        problem("template", f"assets/{name}", reason=reason, output="the assets")
    )
