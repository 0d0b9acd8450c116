"""The nouns: every value that one stage of the pipeline hands to the next.

All are frozen and complete at birth. Relations between them are keys (a slug,
a path), never references. Nothing else of ours is imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from generator.value import Struct, field

Kind = Literal["text", "html", "markdown"]
Certainty = Literal["stated", "inferred", "supplied"]


class Script(Struct, frozen=True):
    """One way of writing Chinese in which the site can be read."""

    key: str
    """Our short name, also the target name of `wenyuan convert`: hans, hant."""
    tag: str
    """The BCP 47 language tag of pages in this script: zh-Hans."""
    path: str
    """The first segment of its URLs: zh-hans."""
    label: str
    """What the script switch calls it, in the script itself."""


SCRIPTS: Mapping[str, Script] = {
    "hans": Script("hans", "zh-Hans", "zh-hans", "简体"),
    "hant": Script("hant", "zh-Hant", "zh-hant", "繁體"),
    "hant-tw": Script("hant-tw", "zh-Hant-TW", "zh-hant-tw", "繁體（臺灣用語）"),
    "hant-hk": Script("hant-hk", "zh-Hant-HK", "zh-hant-hk", "繁體（香港）"),
}


class Source(Struct, frozen=True):
    """A source as found: decoded, otherwise untouched."""

    path: str
    """Relative to the content folder, `/`-separated; `file.jsonl#id` for a record."""
    kind: Kind
    text: str
    encoding: str
    digest: str
    """SHA-256 of the bytes, hexadecimal; of the record's line in a JSON Lines file."""
    stated: Mapping[str, object] = field(default_factory=dict)
    """Metadata that the record itself states (JSON Lines, Markdown front matter)."""
    record: str = ""
    """The id of a record in a JSON Lines file; empty for a file that is one source."""

    @property
    def file(self) -> str:
        """Path of the file that it is, or is a record of; `#` may be part of it."""
        return self.path.removesuffix(f"#{self.record}") if self.record else self.path


class Edit(Struct, frozen=True):
    """One removal or repair: `source[start:end]` became `replacement`.

    Edits are sorted and do not overlap. Applying all of them to the decoded
    source gives the body; undoing them gives back the source.
    """

    rule: str
    start: int
    end: int
    text: str
    """What stood in the source: `source[start:end]`."""
    replacement: str
    confidence: float
    """0 to 1: how sure the rule is that this is damage or page furniture."""


class Flag(Struct, frozen=True):
    """Something a reader must be told because it cannot be mended."""

    code: str
    near: str = ""
    """Words of the body around the place; empty when the whole article is meant."""
    note: str = ""


class Origin(Struct, frozen=True):
    """Where an article came from."""

    file: str | None = None
    sha256: str | None = None
    encoding: str | None = None
    url: str | None = None
    retrieved: str | None = None


class Cleaning(Struct, frozen=True):
    """What cleaning did, as the article's front matter records it."""

    version: str
    rules: Mapping[str, int] = field(default_factory=dict)
    """How often each rule acted."""
    flags: tuple[Flag, ...] = ()
    inferred: tuple[str, ...] = ()
    """Names of the metadata fields whose value is inferred, not stated."""
    proposed_keywords: tuple[str, ...] = ()
    """Words that the text suggests; an editor may take them into `keywords`."""
    keep: tuple[str, ...] = ()
    """The `keep` list with which the body was made."""
    digest: str = ""
    """Fingerprint of the generated article file; it differs once a person edits."""


class Withdrawal(Struct, frozen=True):
    """Why an article is no longer shown; its page stays and says so."""

    reason: str
    date: str | None = None
    """The day it was withdrawn, EDTF."""


class Metadata(Struct, frozen=True, kw_only=True):
    """The front matter of an article (Dublin Core in spirit)."""

    title: str | None = None
    title_supplied: bool = False
    subtitle: str | None = None
    date: str | None = None
    """EDTF level 0 or 1: 2020, 2020-12, 2020-12-19T10:44, `2022-04-28?` if inferred."""
    event_date: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    author_note: str | None = None
    editors: tuple[str, ...] = ()
    staff: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    organisation: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    script: Literal["hans", "hant"] = "hans"
    """The script of the body in the article file."""
    found_script: str = "hans"
    """What the source was in: hans, hant, mixed, machine-hant."""
    convert: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    """Changes that an editor undid: names of rules, or spans of the source `120-134`."""
    draft: bool = False
    withdrawn: Withdrawal | None = None
    formerly: tuple[str, ...] = ()
    """Slugs under which the article was published before; they lead to it."""
    origin: Origin | None = None
    cleaning: Cleaning | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
    """Keys we do not know; they survive a round trip."""


class Article(Struct, frozen=True):
    """An article file: metadata and Markdown body."""

    slug: str
    metadata: Metadata
    body: str
    path: str
    """Relative to the site's root, `/`-separated."""
    digest: str
    """SHA-256 of the article file's bytes, hexadecimal."""


class Heading(Struct, frozen=True):
    """A heading of an article, for its table of contents."""

    level: int
    id: str
    text: str


class Shown(Struct, frozen=True, kw_only=True):
    """The facts of an article as one script shows them."""

    title: str
    """Never empty: an untitled article shows a bracketed title and says so."""
    summary: str
    subtitle: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    author_note: str | None = None
    editors: tuple[str, ...] = ()
    staff: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    organisation: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()


class Edition(Struct, frozen=True):
    """One article in one script."""

    slug: str
    script: str
    shown: Shown
    html: str
    """The body, safe to place in a page: escaped, sanitised, converted."""
    text: str
    """The body as plain text, one paragraph a line; equal in length in all scripts."""
    headings: tuple[Heading, ...]


FACETS: tuple[str, ...] = ("sources", "authors", "places", "keywords", "flags")
"""Kinds of list besides the years; each is the first URL segment of its pages."""


def roughly(count: int, digits: int = 3) -> int:
    """Return a count with its first digits only, rounded."""
    unit = int(10 ** max(0, len(str(count)) - digits))
    return round(count / unit) * unit


class Entry(Struct, frozen=True):
    """The light part of an article: all that a list, feed or sitemap shows of it."""

    slug: str
    date: str | None
    """EDTF, as in the metadata."""
    title_supplied: bool
    """True when the source gave no title and the shown one is made up from it."""
    script: str
    """The script of the article file: hans or hant."""
    found_script: str
    characters: int
    """Han characters and other visible characters of the body."""
    flags: tuple[Flag, ...]
    shown: Mapping[str, Shown]
    """By script key."""
    terms: Mapping[str, tuple[str, ...]]
    """By facet: the URL keys under which lists show this article."""
    digest: str
    """Of the article file; changes whenever anything in it does."""

    @property
    def roughly(self) -> int:
        """The first two digits of `characters`: what lists show changes rarely."""
        return roughly(self.characters, 2)

    @property
    def year(self) -> str | None:
        """The four-digit year of `date`, or None."""
        return self.date[:4] if self.date else None


class OutputFile(Struct, frozen=True):
    """One file of the site: where it goes, what shapes it, and how to make it."""

    path: str
    """Relative to the output folder, `/`-separated."""
    inputs: str
    """Digest of everything that shapes the bytes."""
    make: Callable[[], bytes]
    pieces: Callable[[], Iterable[bytes]] | None = None
    """Gives the same bytes piece by piece, where they may be too many to hold."""


class Changes(Struct, frozen=True):
    """What publishing did, by output path."""

    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
