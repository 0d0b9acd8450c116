"""The keys of an article's front matter, and what checks the value of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from generator.edtf import is_edtf
from generator.model import Cleaning, Flag, Origin, Withdrawal
from generator.value import names_of

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?")
"""What can be part of a URL: an article's name, a flag's code."""
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)))
_KEPT = re.compile(r"[a-z][a-z-]{0,40}|\d{1,9}-\d{1,9}")


class MismatchError(ValueError):
    """A value that does not fit; the text says what is expected."""


def _label(text: str) -> str:
    """Return a text on one line, without characters that pages cannot have."""
    return " ".join(text.split()).translate(_CONTROLS)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return _label(str(value)) or None
    raise MismatchError("a text")


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (_label(value),)
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return tuple(_label(str(one)) for one in value)
    raise MismatchError("a list of texts")


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise MismatchError("true or false")


def _date(value: object) -> str | None:
    text = _text(value)
    if text is not None and not is_edtf(text):
        raise MismatchError("a date")
    return text


def _script(value: object) -> str:
    if value not in {"hans", "hant"}:
        raise MismatchError("hans or hant")
    return str(value)


def _kept(value: object) -> tuple[str, ...]:
    texts = _texts(value)
    if not all(_KEPT.fullmatch(text) for text in texts):
        raise MismatchError("a list of rules, or of spans such as 120-134")
    return texts


def _withdrawn(value: object) -> Withdrawal | None:
    if value is None:
        return None
    stated = value if isinstance(value, dict) else {"reason": value}
    try:
        reason, date = _text(stated.get("reason")), _date(stated.get("date"))
    except MismatchError:
        reason, date = None, None
    if reason is None or not stated.keys() <= {"reason", "date"}:
        raise MismatchError("the reason, or {reason: …, date: 2026-11-20}")
    return Withdrawal(reason, date)


def _slugs(value: object) -> tuple[str, ...]:
    texts = _texts(value)
    if not all(SLUG.fullmatch(text) for text in texts):
        raise MismatchError("a list of former names, as in content/articles/<name>.md")
    return texts


def _staff(value: object) -> dict[str, tuple[str, ...]]:
    if value is None:
        return {}
    if isinstance(value, dict):
        return {str(role): _texts(names) for role, names in value.items()}
    raise MismatchError("roles with lists of names")


def _origin(value: object) -> Origin | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise MismatchError("file, sha256, encoding, url, retrieved")
    known = set(names_of(Origin))
    stated = {key: _text(one) for key, one in value.items() if key in known}
    if isinstance(value.get("file"), str):
        stated["file"] = value["file"]  # as it is: a name may hold two spaces in a row
    return Origin(**stated)


def _flag(value: Mapping[str, object]) -> Flag:
    flag = Flag(*(str(value.get(key) or "") for key in ("code", "near", "note")))
    if not SLUG.fullmatch(flag.code):  # it names a list's page
        raise MismatchError("flags, each with a code such as lost-digits")
    return flag


def _cleaning(value: object) -> Cleaning | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise MismatchError("what ingest wrote there")
    rules = value.get("rules") or {}
    flags = value.get("flags") or []
    if not isinstance(rules, dict) or not isinstance(flags, list):
        raise MismatchError("rules with counts and a list of flags")
    return Cleaning(
        version=str(value.get("version", "")),
        rules={str(k): v for k, v in rules.items() if isinstance(v, int)},
        flags=tuple(_flag(one) for one in flags if isinstance(one, dict)),
        inferred=_texts(value.get("inferred")),
        proposed_keywords=_texts(value.get("proposed_keywords")),
        keep=_texts(value.get("keep")),
        digest=str(value.get("digest") or ""),
    )


FIELDS: Mapping[str, Callable[[object], object]] = {
    "title": _text,
    "title_supplied": _boolean,
    "subtitle": _text,
    "date": _date,
    "event_date": _date,
    "source": _text,
    "authors": _texts,
    "author_note": _text,
    "editors": _texts,
    "staff": _staff,
    "places": _texts,
    "organisation": _text,
    "section": _text,
    "keywords": _texts,
    "script": _script,
    "found_script": lambda value: _text(value) or "hans",
    "convert": _texts,
    "names": _texts,
    "keep": _kept,
    "draft": _boolean,
    "withdrawn": _withdrawn,
    "formerly": _slugs,
    "origin": _origin,
    "cleaning": _cleaning,
}
"""Every key of the front matter that we know, and what checks it."""
