"""What shapes pages besides articles: our own program, the theme, the settings.

Only bytes are looked at, nothing is loaded: a build with nothing to do ends here.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from generator import __version__
from generator.installed import versions
from generator.site import SHIPPED, Site
from generator.value import Struct, as_dict

PACKAGE = Path(__file__).parents[1]
LIBRARIES = ("markdown", "jinja2", "opencc-python-reimplemented", "jieba", "pypinyin")
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


class Shape(Struct, frozen=True):
    """Digests of all that shapes the results."""

    content: str
    """Of what shapes the text, metadata and audit of one article."""
    settings: str
    """Of that and the settings, which shape every page besides."""
    pages: str
    """Of that, the theme and the site's own pages."""


def shape_of(site: Site) -> Shape:
    """Return the digests for a site as it is now."""
    settings = as_dict(site)
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
    settled = pages.copy()
    for folder in (SHIPPED, site.templates, site.notes):
        _add(pages, folder)
    return Shape(content.hexdigest(), settled.hexdigest(), pages.hexdigest())


def program_digest() -> str:
    """Return a digest of this program and the libraries that shape articles."""
    return _program().hexdigest()


@functools.cache
def _program() -> hashlib._Hash:
    """Return the hash of this program and the libraries; to be copied."""
    program = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    installed = versions()
    for name in LIBRARIES:
        program.update(f"\0{name} {installed.get(name, '')}".encode())
    _add(program, PACKAGE)
    return program


def _add(total: hashlib._Hash, folder: Path) -> None:
    """Add every file below a folder but compiled modules: its name and its bytes."""
    for path in sorted(_files(str(folder), "")):
        with open(f"{folder}/{path}", "rb") as file:  # noqa: PTH123 - as above
            data = file.read()
        total.update(f"\0{path}\0{len(data)}\0".encode())
        total.update(data)


def _files(folder: str, prefix: str) -> Iterator[str]:
    """Yield the files below a folder, links to folders not followed."""
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as found:
        for one in found:
            if one.is_dir(follow_symlinks=False):
                if one.name != "__pycache__":
                    yield from _files(one.path, f"{prefix}{one.name}/")
            elif one.is_file():
                yield prefix + one.name
