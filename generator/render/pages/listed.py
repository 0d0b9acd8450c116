"""What a page of a list shows, as values complete at birth."""

from __future__ import annotations

from collections.abc import Mapping

from generator.library import Some
from generator.model import Entry, Script
from generator.render import urls
from generator.value import Struct, field


class Row(Struct, frozen=True):
    """One list that an index leads to."""

    label: str
    path: str
    """From the site's root."""
    count: int
    """How many articles it has."""
    remark: str = ""
    depth: int = 0
    """How far below its group: 1 for a city of a province, 2 for a county."""


class Group(Struct, frozen=True):
    """Lists below one heading of an index."""

    heading: str
    """Empty where there is nothing to say."""
    anchor: str
    """The id of the heading; empty where the group goes on from the page before."""
    rows: tuple[Row, ...]


class Index(Struct, frozen=True):
    """Lists that a page leads to, where it lists no articles itself."""

    groups: tuple[Group, ...]
    jumps: tuple[tuple[str, str], ...] = ()
    """Each heading of all pages, and the path and anchor it stands at."""


class Head(Struct, frozen=True):
    """What a list of articles is; the same in every script."""

    kind: str
    key: str
    """As in `ListPage`."""
    total: int
    """How many articles it has."""
    months: Mapping[str, int] = field(default_factory=dict)
    """How many each month has, of a year."""


class Listed(Struct, frozen=True):
    """A list of articles."""

    head: Head
    slugs: Some

    @property
    def name(self) -> str:
        """What it is known by among all that a site has."""
        return f"list/{self.head.kind}/{self.head.key}"


class Sheet(Struct, frozen=True):
    """One page of a list of articles, in no script yet."""

    head: Head
    label: Mapping[str, str]
    """What a term is called, by script key; empty where the key says it."""
    page: int
    pages: int
    entries: tuple[Entry, ...]
    """Those on this page."""


class ListPage(Struct, frozen=True):
    """One page of one list: of articles, or of the lists of a facet or of days."""

    kind: str
    """`articles`, `years`, `days` or a facet."""
    key: str
    """Empty for all articles; `2020` or `2020/12` for years; `12-19` for days; a term's
    key. Of an index how it is ordered: empty (by number), `by-name`, `by-region`."""
    heading: str
    entries: tuple[Entry, ...]
    """Those on this page."""
    page: int
    pages: int
    total: int
    """How many articles, or lists, all pages have."""
    index: Index | None = None
    months: Mapping[str, int] = field(default_factory=dict)

    def path(self, script: Script) -> str:
        """Return where the page lies."""
        return urls.listing(script, self.kind, self.key, self.page)
