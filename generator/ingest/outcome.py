"""What ingest tells of the sources it has read; loads nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model import Edit, Source
from generator.site import Site
from generator.value import Struct


class Trace(Struct, frozen=True):
    """What cleaning a source with some options changed."""

    options: tuple[str, ...]
    edits: tuple[Edit, ...]
    counts: Mapping[str, int]
    """How often each rule acted."""


class Record(Struct, frozen=True):
    """A source that was read, and how it was cleaned if it was just now."""

    source: Source
    trace: Trace | None = None


class Ingested(Struct, frozen=True):
    """What became of sources; the four counts add up to all of them."""

    written: int = 0
    fresh: int = 0
    """Article file present and made from this very source by these rules."""
    protected: int = 0
    """Article file edited by a person; left alone."""
    rejected: int = 0

    def again(self) -> Ingested:
        """Return the counts that the next run will have if nothing changes until then."""
        return Ingested(0, self.written + self.fresh, self.protected, self.rejected)

    @property
    def total(self) -> int:
        """Number of sources found."""
        return self.written + self.fresh + self.protected + self.rejected

    def __add__(self, other: Ingested) -> Ingested:
        """Return the counts of both."""
        return Ingested(
            self.written + other.written,
            self.fresh + other.fresh,
            self.protected + other.protected,
            self.rejected + other.rejected,
        )


def options_of(site: Site, keep: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the cleaning options that the settings of site and article ask for."""
    whole = ("keep-punctuation",) if site.punctuation == "keep" else ()
    return (*whole, *(f"keep:{one}" for one in keep))
