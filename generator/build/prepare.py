"""What is made of one article by itself; runs in worker processes.

The heavy end of a build: it loads dictionaries, rules and the Markdown parser.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from generator.build.store import squeeze
from generator.ingest.articles import is_current, load_article
from generator.ingest.outcome import Trace, options_of
from generator.model import Article, Edition, Entry, Shown, Source
from generator.order import Line
from generator.problems import Problem
from generator.render.conversion import undecided_in
from generator.render.editions import Rendered, render
from generator.render.pages import Mention
from generator.reprints import signature
from generator.romanise import term_key
from generator.script import Undecided
from generator.search.documents import Analysed, Document, analyse
from generator.search.related import marks
from generator.search.table import Row
from generator.site import Site
from generator.value import Struct, field, pack, replace


class Kept(Struct, frozen=True):
    """The heavy part of an article, wanted again when its pages are made."""

    article: Article
    editions: Mapping[str, Edition]
    undecided: tuple[Undecided, ...]
    """Characters that conversion could only guess."""


class Facts(NamedTuple):
    """What a build must know of an article file to decide what becomes of it."""

    name: str
    slug: str
    digest: str
    """SHA-256 of the file."""
    usable: bool
    draft: bool = False
    withdrawn: bool = False
    formerly: str = ""
    """Its former slugs, a space between."""
    origin: str | None = None
    """Path of the source it was made from."""
    origin_digest: str | None = None
    """That source's digest, as the front matter records it."""
    current: bool = False
    """Whether these rules, with what its editor wants kept, made it."""
    options: str = ""
    """Those with which it is cleaned, packed."""
    date: str | None = None
    face: str = ""
    """Digest of what lists show of it."""
    beside: str = ""
    """Digest of what decides which articles stand beside it."""
    listed: str = ""
    """Digest of `line`."""
    characters: int = 0
    flags: int = 0
    """How many doubts are told of it."""
    analysed: str = ""
    """Digest of all that search knows of it; empty without search, like `row`."""
    line: bytes = b""
    """What says where it is listed, packed."""
    marks: bytes = b""
    """What may relate it to others, as numbers of eight bytes."""
    signature: bytes = b""
    """What tells that others have the same text, the same way."""
    row: bytes = b""
    """What search says of it in a table of all, packed."""


class Prepared(Struct, frozen=True):
    """An article file's facts and, if it is usable, all that pages need of it."""

    facts: Facts
    problems: tuple[Problem, ...]
    terms: Mapping[str, str] = field(default_factory=dict)
    """The URL key of each value of its facets, in Simplified characters."""
    entry: bytes = b""
    mention: bytes = b""
    kept: bytes = b""
    analysed: bytes = b""


class prepare(Struct, frozen=True, dict=True):  # noqa: N801 - used as a function that processes can be sent
    """Loads one article file and makes all that needs no other article."""

    site: Site
    known: Callable[[str], str | None] | None = None
    """Returns URL keys that are known: to begin with romanising takes its time."""

    def __call__(self, name: str) -> Prepared:
        """Parse, render, convert and tokenise the article file `name`."""
        file = load_article(self._folder / name, f"{self._shown}/{name}")
        article, slug = file.article, name.removesuffix(".md")
        if article is None:
            facts = Facts(name, slug, file.digest, usable=False, origin=file.source)
            return Prepared(facts, file.problems)
        terms: dict[str, str] = {}

        def key_of(label: str) -> str:
            known = self.known(label) if self.known else None
            terms[label] = known or term_key(label)
            return terms[label]

        rendered = render(article, self.site, key_of)
        entry = rendered.entry
        undecided = tuple(undecided_in(article, rendered.editions, self.site))
        searched = self.site.search
        analysed = analyse(_document(rendered), searched=searched)
        return Prepared(
            _facts(name, article, entry, analysed, self.site),
            rendered.problems,
            terms,
            pack(entry),
            pack(Mention.of(entry)),
            squeeze(Kept(article, rendered.editions, undecided)),
            # not compressed: that takes its time, and leaves two thirds of it
            pack(analysed) if searched else b"",
        )

    @cached_property
    def _folder(self) -> Path:
        """Where article files lie."""
        return self.site.articles

    @cached_property
    def _shown(self) -> str:
        """The folder of article files, relative to the site's root."""
        return self._folder.relative_to(self.site.root).as_posix()


class retrace(Struct, frozen=True):  # noqa: N801 - used as a function that processes can be sent
    """Cleans a source again, to tell what was changed in it."""

    site: Site

    def __call__(self, job: tuple[Source, tuple[str, ...]]) -> Trace:
        """Return what cleaning changes with some options."""
        from generator.ingest import clean  # noqa: PLC0415 - loads the rules
        from generator.ingest.run import trace_of  # noqa: PLC0415 - the same

        return trace_of(clean(*job), job[1])


def _facts(
    name: str, article: Article, entry: Entry, analysed: Analysed, site: Site
) -> Facts:
    metadata = article.metadata
    origin = metadata.origin
    digest = origin.sha256 if origin else None
    face = pack(replace(entry, digest="", characters=entry.roughly))
    line = Line.of(entry)
    beside = (line.date, line.terms["sources"][:1], line.terms["keywords"])
    return Facts(
        name=name,
        slug=article.slug,
        digest=article.digest,
        usable=True,
        draft=metadata.draft,
        withdrawn=metadata.withdrawn is not None,
        formerly=" ".join(metadata.formerly),
        origin=(origin.file or None) if origin else None,
        origin_digest=digest,
        current=is_current(metadata, digest or ""),
        options=" ".join(options_of(site, metadata.keep)),
        date=entry.date,
        face=hashlib.sha256(face).hexdigest()[:32],
        beside=hashlib.sha256(pack(beside)).hexdigest()[:16],
        listed=hashlib.sha256(pack(line)).hexdigest()[:16],
        characters=entry.characters,
        flags=len(entry.flags),
        analysed=(
            hashlib.sha256(pack(analysed)).hexdigest()[:32] if site.search else ""
        ),
        line=pack(line),
        marks=marks(analysed).tobytes(),
        signature=array("q", signature(analysed.body)).tobytes(),
        row=pack(Row.of(analysed)) if site.search else b"",
    )


def _document(rendered: Rendered) -> Document:
    """Return the article as search sees it."""
    entry = rendered.entry
    shown = entry.shown
    fields = {
        "title": [one.title for one in shown.values()],
        "source": [one.source or "" for one in shown.values()],
        "authors": [" ".join(one.authors) for one in shown.values()],
        "places": [" ".join(one.places) for one in shown.values()],
        "keywords": [" ".join(one.keywords) for one in shown.values()],
    }
    return Document(
        slug=entry.slug,
        date=entry.date,
        fields={
            name: "\n".join(dict.fromkeys(texts)) for name, texts in fields.items()
        },
        text={key: edition.text for key, edition in rendered.editions.items()},
        shown={key: _shown(one) for key, one in shown.items()},
        facets={
            "source": _labels([(one.source or "",) for one in shown.values()]),
            "authors": _labels([one.authors for one in shown.values()]),
            "places": _labels([one.places for one in shown.values()]),
        },
    )


def _shown(one: Shown) -> dict[str, object]:
    """Return what a result shows, without what it does not have."""
    facts = {
        "title": one.title,
        "source": one.source,
        "place": "、".join(one.places),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _labels(scripts: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return each value as all scripts write it."""
    return tuple(labels for labels in zip(*scripts, strict=True) if any(labels))
