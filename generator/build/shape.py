"""What shapes pages besides articles: our own program, the theme, the settings.

Only bytes are looked at, nothing is loaded: a build with nothing to do ends here.
"""

from __future__ import annotations

import functools
import hashlib
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from generator import __version__
from generator.site import Site

PACKAGE = Path(__file__).parents[1]
THEME = (
    PACKAGE / "_theme"
    if (PACKAGE / "_theme").is_dir()
    else PACKAGE.parent / "templates"
)
LIBRARIES = ("Markdown", "Jinja2", "opencc-python-reimplemented", "jieba", "pypinyin")
"""Distributions whose version shapes what is made of an article."""
NOT_CONTENT = {
    "root",
    "content",
    "title",
    "description",
    "base_url",
    "facets",
    "page_size",
    "feed_size",
    "downloads",
    "archives",
    "licence",
    "contact",
    "drafts",
}
"""Settings that change nothing of what is made of one article."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Digests of all that shapes the results."""

    content: str
    """Of what shapes the text, metadata and audit of one article."""
    pages: str
    """Of what shapes every page besides."""


def shape_of(site: Site) -> Shape:
    """Return the digests for a site as it is now."""
    settings = asdict(site)
    content = _program().copy()
    content.update(
        repr([(k, v) for k, v in settings.items() if k not in NOT_CONTENT]).encode()
    )
    pages = content.copy()
    pages.update(
        repr(
            [(k, v) for k, v in settings.items() if k not in {"root", "content"}]
        ).encode()
    )
    for folder in (THEME, site.templates, site.notes):
        if folder.is_dir():
            _add(pages, folder, sorted(folder.rglob("*.*")))
    return Shape(content.hexdigest(), pages.hexdigest())


def program_digest() -> str:
    """Return a digest of this program and the libraries that shape articles."""
    return _program().hexdigest()


@functools.cache
def _program() -> hashlib._Hash:
    """Return the hash of this program and the libraries; to be copied."""
    program = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    for name in LIBRARIES:
        program.update(f"\0{name} {_version(name)}".encode())
    _add(program, PACKAGE, sorted(PACKAGE.rglob("*.*")))
    return program


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _add(total: hashlib._Hash, folder: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        if path.suffix != ".pyc" and path.is_file():
            data = path.read_bytes()
            total.update(f"\0{path.relative_to(folder)}\0{len(data)}\0".encode())
            total.update(data)
