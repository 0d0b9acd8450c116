"""What an article's page says of other articles: small values, complete at birth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.library import Library
from generator.model import Entry
from generator.search.related import Related


@dataclass(frozen=True, slots=True)
class Mention:
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


@dataclass(frozen=True, slots=True)
class Kin:
    """A related article and why it is one."""

    mention: Mention
    shared: tuple[str, ...]
    """Folded words that both texts have."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An article whose text is the same, or nearly."""

    mention: Mention
    alike: int
    """How much of the text both have, in per cent, estimated; 100 for a reprint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The other articles that a page leads to."""

    newer: Mention | None = None
    older: Mention | None = None
    newer_in_source: Mention | None = None
    older_in_source: Mention | None = None
    related: tuple[Kin, ...] = ()
    copies: tuple[Copy, ...] = ()
    lonely: tuple[str, ...] = ()
    """Keys of its keywords that no other article has, and that have no page so."""


def around(
    library: Library,
    slug: str,
    related: Sequence[Related] = (),
    copies: Sequence[tuple[str, int]] = (),
) -> Around:
    """Return what surrounds an article; `copies` are (slug, per cent alike)."""

    def mention(entry: Entry | None) -> Mention | None:
        return Mention.of(entry) if entry else None

    newer, older = library.neighbours(slug)
    newer_in_source, older_in_source = library.neighbours_in_source(slug)
    return Around(
        newer=mention(newer),
        older=mention(older),
        newer_in_source=mention(newer_in_source),
        older_in_source=mention(older_in_source),
        related=tuple(
            Kin(Mention.of(library.entry(one.slug)), one.shared) for one in related
        ),
        copies=tuple(
            Copy(Mention.of(library.entry(other)), alike) for other, alike in copies
        ),
        lonely=tuple(
            key
            for key in library.entry(slug).terms["keywords"]
            if key in library.lonely_keywords
        ),
    )
