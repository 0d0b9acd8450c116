"""What an article's page says of other articles: small values, complete at birth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from generator.library import Library
from generator.model import Entry
from generator.value import Struct


class Mention(Struct, frozen=True):
    """Another article, as a link to it shows it."""

    slug: str
    date: str | None
    """EDTF, as in the metadata."""
    title: Mapping[str, str]
    """By script key."""
    source: Mapping[str, str]
    """By script key; empty texts when it states none."""

    @classmethod
    def of(cls, entry: Entry) -> Mention:
        """Return the mention of an entry."""
        shown = entry.shown.items()
        return cls(
            entry.slug,
            entry.date,
            {script: one.title for script, one in shown},
            {script: one.source or "" for script, one in shown},
        )


class Kin(Struct, frozen=True):
    """A related article and why it is one."""

    mention: Mention
    shared: tuple[str, ...]
    """Folded words that both texts have."""


class Copy(Struct, frozen=True):
    """An article whose text is the same, or nearly."""

    mention: Mention
    alike: int
    """How much of the text both have, in per cent, estimated; 100 for a reprint."""


class Around(Struct, frozen=True, kw_only=True):
    """The other articles that a page leads to."""

    newer: Mention | None = None
    older: Mention | None = None
    newer_in_source: Mention | None = None
    older_in_source: Mention | None = None
    related: tuple[Kin, ...] = ()
    copies: tuple[Copy, ...] = ()
    lonely: tuple[str, ...] = ()
    """Keys of its keywords that no other article has, and that have no page so."""


class Beside(Struct, frozen=True):
    """The slugs of the articles beside one, in the archive and in its source."""

    newer: str | None = None
    older: str | None = None
    newer_in_source: str | None = None
    older_in_source: str | None = None
    lonely: tuple[str, ...] = ()

    @classmethod
    def of(cls, library: Library, slug: str) -> Beside:
        """Look up what stands beside an article."""
        newer, older = library.neighbours(slug)
        newer_in_source, older_in_source = library.neighbours_in_source(slug)
        lonely = library.lonely.get(slug, ())
        return cls(newer, older, newer_in_source, older_in_source, lonely)

    @property
    def slugs(self) -> tuple[str | None, ...]:
        """The articles that stand beside."""
        return self.newer, self.older, self.newer_in_source, self.older_in_source


class Related(NamedTuple):
    """The key of a related article, and why it is one."""

    slug: str
    shared: tuple[str, ...]
    """Folded words that both texts have."""


Likeness = tuple[str, int]
"""The slug of an article with the same text, and how much of it, in per cent."""


def around(
    library: Library,
    slug: str,
    related: Sequence[Related] = (),
    copies: Sequence[Likeness] = (),
) -> Around:
    """Return what surrounds an article of a library."""

    def mention_of(slug: str) -> Mention:
        return Mention.of(library.entry(slug))

    return surrounded(mention_of, Beside.of(library, slug), related, copies)


def surrounded(
    mention_of: Callable[[str], Mention],
    beside: Beside,
    related: Sequence[Related] = (),
    copies: Sequence[Likeness] = (),
) -> Around:
    """Return what surrounds an article, of which only the keys are known."""

    def mention(slug: str | None) -> Mention | None:
        return mention_of(slug) if slug else None

    return Around(
        newer=mention(beside.newer),
        older=mention(beside.older),
        newer_in_source=mention(beside.newer_in_source),
        older_in_source=mention(beside.older_in_source),
        related=tuple(Kin(mention_of(slug), shared) for slug, shared in related),
        copies=tuple(Copy(mention_of(slug), alike) for slug, alike in copies),
        lonely=beside.lonely,
    )
