"""Facts to metadata: which of the values read is the title, the date, the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from generator import __version__
from generator.ingest.dating import dated
from generator.ingest.draft import Draft
from generator.ingest.places import place_of
from generator.ingest.rules.characters import full_marks
from generator.ingest.shadow import shadow_of
from generator.model import Cleaning, Flag, Metadata, Origin
from generator.script import convert, restore
from generator.value import Struct, replace

GENERIC_SOURCES = frozenset(
    "互联网 网络 网络整理 网络转载 网友投稿 未知 佚名 本站 本站原创 原创 转载 综合 整理".split()
)
_CONVENED = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,3})(?P<what>主持召开[^，。；\n]{4,30}?(?:会议|大会|座谈会))"
)
_COMMITTEE = re.compile(r"(?:主持)?召开(?P<name>[\u4e00-\u9fff]{2,20}?委员会)第")
_OFFICE = re.compile(
    r"(?P<name>[^、，,；;]{3,24}?)(?:党组)?(?:副?(?:主任|局长|处长|书记|会长|校长|院长|馆长|站长|教授|研究员|科长|部长))$"
)


class _Reader(Struct, frozen=True):
    """Reads values of fields in the script of the article file."""

    draft: Draft
    machine: bool

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, once each, stated record values first."""
        own = self.draft.source.stated.get(name.rstrip("s"), ())
        values = self.draft.source.stated.get(name, own)
        listed: list[object] = (
            list(values) if isinstance(values, list | tuple) else [values]
        )
        own_words = [str(one).strip() for one in listed if isinstance(one, str | int)]
        read = [one.value for one in self.draft.facts if one.field == name]
        found = [one for one in own_words if one] or read
        return tuple(dict.fromkeys(self.written(one) for one in found if one))

    def one(self, name: str) -> str | None:
        """Return the value of a field: what the record states, else what was read."""
        value = self.draft.source.stated.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            text = " ".join(str(value).split())
            if text:
                return self.written(text)
        found = self.draft.fact(name)
        return self.written(" ".join(found.split())) if found else None

    def written(self, text: str) -> str:
        """Return a value as the article file writes it."""
        return restore(text) if self.machine else text


def describe(draft: Draft) -> Metadata:
    """Return the metadata of a finished draft: stated, read or inferred, never made up."""
    found_script = draft.fact("found_script") or "hans"
    read = _Reader(draft, machine=found_script == "machine-hant")
    title = _titled(read.one("title"), draft)
    when = dated(draft)
    traditional = _is_traditional(found_script, draft)
    script: Literal["hans", "hant"] = "hant" if traditional else "hans"
    where = _where(draft, read, title, script)
    source = read.one("source")
    inferred = [*where.inferred]
    if when.published and when.published.endswith("?"):
        inferred.insert(0, "date")
    flags = (*draft.flags, *when.flags, *_flags(draft, title, source))
    return Metadata(
        title=title,
        subtitle=_titled(read.one("subtitle"), draft),
        date=when.published,
        event_date=when.event,
        source=source,
        authors=read.all("authors"),
        author_note=read.one("author_note"),
        editors=read.all("editors"),
        staff=dict(_staff(draft, read)),
        places=where.places,
        organisation=where.organisation,
        section=read.one("section"),
        keywords=_keywords(read, title),
        script=script,
        found_script=found_script,
        origin=_origin(draft, read),
        cleaning=Cleaning(
            version=__version__,
            rules=dict(sorted(draft.counts.items())),
            flags=tuple(replace(f, near=read.written(f.near.strip())) for f in flags),
            inferred=tuple(inferred),
        ),
        extra=_extra(draft),
    )


class _Where(Struct, frozen=True):
    """Places and organisation, and which of them are inferred."""

    places: tuple[str, ...]
    organisation: str | None
    inferred: tuple[str, ...]


def _where(draft: Draft, read: _Reader, title: str | None, script: str) -> _Where:
    """Return the place and the organisation an article is about.

    An inferred place is written in the article's script.
    """
    note = read.one("author_note")
    stated = read.one("organisation") or _office(note)
    organisation = stated or _committee(title, draft)
    places = read.all("places")
    if places:
        return _Where(
            places,
            organisation,
            ("organisation",) if not stated and organisation else (),
        )
    credit = " ".join(filter(None, (note, read.one("source"), organisation)))
    label = place_of(shadow_of(title or ""), shadow_of(draft.text), shadow_of(credit))
    named = {"organisation": organisation and not stated, "places": label}
    inferred = tuple(name for name, value in named.items() if value)
    if label and script == "hant":
        label = convert(label, script)
    return _Where((label,) if label else (), organisation, inferred)


def _titled(text: str | None, draft: Draft) -> str | None:
    """Return a title with the marks of its language, as in the body."""
    if text is None or "keep-punctuation" in draft.options:
        return text
    return full_marks(text)


def _is_traditional(found_script: str, draft: Draft) -> bool:
    """Tell whether the body is Traditional; a mixed one goes by what most of it is."""
    if found_script != "mixed":
        return found_script == "hant"
    text = draft.text
    changed = sum(a != b for a, b in zip(text, shadow_of(text), strict=True))
    return changed > len(text) // 10


def _staff(draft: Draft, read: _Reader) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = dict.fromkeys(
        one.field for one in draft.facts if one.field.startswith("staff:")
    )
    for name in names:
        yield name.removeprefix("staff:"), read.all(name)


def _keywords(read: _Reader, title: str | None) -> tuple[str, ...]:
    """Return stated keywords, less the ones that merely repeat the title."""
    whole = title or ""
    return tuple(
        word for word in read.all("keywords") if not (len(word) > 8 and word in whole)
    )


def _office(note: str | None) -> str | None:
    """Return the body an author serves in, from the note on the author."""
    office = _OFFICE.fullmatch(note) if note else None
    return office["name"] if office else None


def _committee(title: str | None, draft: Draft) -> str | None:
    """Return the committee whose meeting is reported."""
    found = _COMMITTEE.search((title or "") + "\n" + draft.text[:300])
    return found["name"] if found else None


def _flags(draft: Draft, title: str | None, source: str | None) -> Iterator[Flag]:
    if not title:
        found = _CONVENED.search(draft.text[:200])
        note = found["who"][-2:] + found["what"] if found else ""
        if found and len(found["who"]) == 3 and found["who"][0] not in "任记员长":
            note = found["who"] + found["what"]
        yield Flag("no-title", "", note)
    if source and shadow_of(source) in GENERIC_SOURCES:
        yield Flag("generic-source", source)
    if "\ufffd" in draft.source.text:
        yield Flag("replacement-characters")


def _origin(draft: Draft, read: _Reader) -> Origin:
    source = draft.source
    url = read.one("url")
    return Origin(
        file=source.path,
        sha256=source.digest,
        encoding=source.encoding,
        url=url if url and re.match(r"https?://[^\s<>\"']+$", url) else None,
        retrieved=read.one("retrieved"),
    )


_KNOWN = frozenset(
    "id title subtitle date source author authors editor editors place places keyword keywords"
    " url retrieved organisation section author_note draft script".split()
)


def _extra(draft: Draft) -> dict[str, object]:
    """Return what a record states beyond the fields we know; kept as it is."""
    return {
        key: value
        for key, value in draft.source.stated.items()
        if key not in _KNOWN and isinstance(value, str | int | float | bool)
    }
