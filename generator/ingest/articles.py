"""Article files: loading all of them, naming a new one."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from generator import __version__
from generator.ingest import frontmatter
from generator.ingest.fields import SLUG
from generator.model import Article, Metadata
from generator.naming import name_problem, shown_name
from generator.problems import Problem, problem
from generator.romanise import romanise
from generator.site import Site
from generator.value import Struct

_FILE = re.compile(
    r"(?m)^origin:[^\n]*?\bfile: (?P<a>[^\n,}]+)|^  file: (?P<b>[^\n]+)$"
)
SIZE_LIMIT = 20_000_000
"""Largest article file, in bytes."""


class ArticleFile(Struct, frozen=True):
    """An article file as it lies in the content folder, usable or not."""

    path: str
    """Relative to the site's root."""
    text: str
    article: Article | None
    problems: tuple[Problem, ...]
    digest: str = ""
    """SHA-256 of its bytes; empty when they cannot be read."""

    @property
    def source(self) -> str | None:
        """Path of the source it was made from, also of a file that is broken."""
        if self.article:
            origin = self.article.metadata.origin
            return origin.file if origin else None
        match = _FILE.search(self.text)
        found = (match["a"] or match["b"]) if match else None
        return found.strip().strip("'\"") if found else None


def is_current(metadata: Metadata, digest: str) -> bool:
    """Tell whether an article was made from the source of this digest by these rules."""
    if metadata.origin is None or metadata.origin.sha256 != digest:
        return False
    cleaning = metadata.cleaning
    return cleaning is None or (
        cleaning.version == __version__ and cleaning.keep == metadata.keep
    )


def load_articles(site: Site) -> Iterator[ArticleFile]:
    """Yield every article file of a site, in the order of their names."""
    folder = site.articles
    if not folder.is_dir():
        return
    for name in sorted(shown_name(path.name) for path in folder.iterdir()):
        if is_article(name):
            path = folder / name
            yield load_article(path, path.relative_to(site.root).as_posix())


def is_article(name: str) -> bool:
    """Tell whether a file of the articles' folder is meant as an article."""
    return name.endswith(".md") and not name.startswith(".") and "/" not in name


def load_article(path: Path, shown: str) -> ArticleFile:
    """Return one article file; `shown` is its path in messages."""
    text, digest = read_text(path, shown)
    if isinstance(text, Problem):
        return ArticleFile(shown, "", None, (text,), digest)
    if not SLUG.fullmatch(path.stem):
        wrong = problem("bad-slug", shown, slug=path.stem)
        return ArticleFile(shown, text, None, (wrong,), digest)
    parsed = frontmatter.parse(text, shown)
    if isinstance(parsed, list):
        return ArticleFile(shown, text, None, tuple(parsed), digest)
    article = Article(path.stem, *parsed, shown, digest)
    return ArticleFile(shown, text, article, (), digest)


def read_text(path: Path, shown: str) -> tuple[str | Problem, str]:
    """Return the text of a file in UTF-8, or why it has none, and its SHA-256.

    The digest is empty when the bytes cannot be read; `shown` is the path in messages.
    """
    try:
        status = os.lstat(path)
    except OSError as wrong:
        reason = wrong.strerror or "no such file"
        return name_problem(shown) or problem("unreadable", shown, reason=reason), ""
    if not stat.S_ISREG(status.st_mode):
        return problem("not-regular", shown, what="a symbolic link or folder"), ""
    try:
        with path.open("rb") as file:
            if status.st_size > SIZE_LIMIT:
                size, limit = status.st_size, SIZE_LIMIT
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                return problem("too-large", shown, 1, size=size, limit=limit), digest
            data = file.read()
    except OSError as wrong:
        reason = wrong.strerror or "cannot be opened"
        return problem("unreadable", shown, reason=reason), ""
    digest = hashlib.sha256(data).hexdigest()
    try:
        return data.decode().removeprefix("\ufeff"), digest
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        return problem("not-utf-8", shown, line, offset=wrong.start), digest


def new_slug(metadata: Metadata, body: str, taken: Collection[str]) -> str:
    """Return the slug of a new article: its date and romanised title, unique."""
    flags = metadata.cleaning.flags if metadata.cleaning else ()
    suggested = next((flag.note for flag in flags if flag.code == "no-title"), "")
    words = romanise(metadata.title or suggested or body[:16]) or "article"
    day = re.sub(r"T.*|[?~%]", "", metadata.date or "")
    slug = f"{day}-{words}" if day else words
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
