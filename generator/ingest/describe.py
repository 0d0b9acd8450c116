"""Facts to metadata: which of the values read is the title, the date, the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator import __version__
from generator.edtf import is_edtf
from generator.ingest.draft import Draft
from generator.ingest.places import place_of
from generator.ingest.rules.characters import full_marks
from generator.ingest.rules.grammar import date_of
from generator.ingest.shadow import shadow_of
from generator.model import Cleaning, Flag, Metadata, Origin
from generator.script import restore

GENERIC_SOURCES = frozenset(
    "互联网 网络 网络整理 网络转载 网友投稿 未知 佚名 本站 本站原创 原创 转载 综合 整理".split()
)
_MONTH_DAY = re.compile(r"(?<!\d)(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])日")
_PLAN = re.compile(
    r"(20\d\d)年(?:度)?(?:[^\d。\n]{0,6})(?:工作要点|工作计划|工作安排|工作任务)"
)
_REVIEW = re.compile(
    r"(20\d\d)年(?:度)?[^\d。\n]{0,12}(?:情况汇报|工作总结|工作报告|情况报告)"
)
_CONVENED = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,3})(?P<what>主持召开[^，。；\n]{4,30}?(?:会议|大会|座谈会))"
)
_COMMITTEE = re.compile(r"(?:主持)?召开(?P<name>[\u4e00-\u9fff]{2,20}?委员会)第")
_OFFICE = re.compile(
    r"(?P<name>[^、，,；;]{3,24}?)(?:党组)?(?:副?(?:主任|局长|处长|书记|会长|校长|院长|馆长|站长|教授|研究员|科长|部长))$"
)


@dataclass(frozen=True, slots=True)
class _Reader:
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
    machine = found_script == "machine-hant"
    read = _Reader(draft, machine)
    title = _titled(read.one("title"), draft)
    date, date_flags = _date(draft, read)
    note = read.one("author_note")
    source = read.one("source")
    organisation = read.one("organisation") or _organisation(note, title, draft)
    stated_places = read.all("places")
    credit = " ".join(filter(None, (note, source, organisation)))
    places = stated_places or _places(title, draft.text, credit)
    inferred = [
        name
        for name, is_inferred in (
            ("date", bool(date and date.endswith("?"))),
            ("places", bool(places and not stated_places)),
        )
        if is_inferred
    ]
    flags = tuple(
        replace(flag, near=read.written(flag.near.strip()))
        for flag in (*draft.flags, *date_flags, *_flags(draft, title, source))
    )
    return Metadata(
        title=title,
        subtitle=_titled(read.one("subtitle"), draft),
        date=date,
        event_date=_event(draft, date),
        source=source,
        authors=read.all("authors"),
        author_note=note,
        editors=read.all("editors"),
        staff=dict(_staff(draft, read)),
        places=places,
        organisation=organisation,
        section=read.one("section"),
        keywords=_keywords(read, title),
        script="hant" if _is_traditional(found_script, draft) else "hans",
        found_script=found_script,
        origin=_origin(draft, read),
        cleaning=Cleaning(
            version=__version__,
            rules=dict(sorted(draft.counts.items())),
            flags=flags,
            inferred=tuple(inferred),
        ),
        extra=_extra(draft),
    )


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


def _date(draft: Draft, read: _Reader) -> tuple[str | None, tuple[Flag, ...]]:
    """Return the date of publication, stated or with its year inferred, and flags."""
    stated = draft.source.stated.get("date")
    for value in (str(stated).strip() if stated else None, draft.fact("date")):
        if value and is_edtf(value):
            return value, ()
        found = date_of(shadow_of(value)) if value else None
        if found and is_edtf(found.text):
            return found.text, ()
    first = _MONTH_DAY.search(shadow_of(draft.text[:60]))
    year = _year(shadow_of(draft.text)) if first else None
    if first and year:
        text = f"{year}-{int(first['m']):02}-{int(first['d']):02}?"
        near = read.written(draft.text[first.start() : first.end() + 2])
        if is_edtf(text):
            return text, (Flag("inferred-year", near, year),)
    return None, (Flag("no-date"),)


def _year(shadow: str) -> str | None:
    """Return the one year that plans for it and reports on the year before agree on."""
    plans = {int(year) for year in _PLAN.findall(shadow)}
    reviews = {int(year) + 1 for year in _REVIEW.findall(shadow)}
    years = plans & reviews or plans or reviews
    return str(years.pop()) if len(years) == 1 else None


def _event(draft: Draft, date: str | None) -> str | None:
    """Return the day of the event reported, where text and publication allow it."""
    if not date or date.endswith("?") or len(date) < len("2020-01-01"):
        return None
    first = _MONTH_DAY.search(shadow_of(draft.text[:40]))
    if not first or shadow_of(draft.text[:40])[: first.start()].strip(" #"):
        return None
    day = f"{int(first['m']):02}-{int(first['d']):02}"
    year = int(date[:4]) - (day > date[5:10])
    text = f"{year}-{day}?"
    return text if is_edtf(text) and text[:10] != date[:10] else None


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


def _places(title: str | None, text: str, credit: str) -> tuple[str, ...]:
    label = place_of(shadow_of(title or ""), shadow_of(text), shadow_of(credit))
    return (label,) if label else ()


def _organisation(note: str | None, title: str | None, draft: Draft) -> str | None:
    """Return the body an author serves in, or whose meeting is reported."""
    office = _OFFICE.fullmatch(note) if note else None
    if office:
        return office["name"]
    committee = _COMMITTEE.search((title or "") + "\n" + draft.text[:300])
    return committee["name"] if committee else None


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
