"""Fragments: the text of one document in all scripts, for checking and showing.

A fragment is text in GBK, in which Chinese takes two thirds of the bytes that it takes
in UTF-8, a sixth less when compressed, and which browsers decode (WHATWG Encoding).
A character that GBK lacks is written as escape, its code point in hexadecimal, and `;`.
Form feeds part it. First comes a head of some lines: slug; date; the facts of FACTS that
all scripts write alike; and a line for each script. Then come the texts, each of which
begins with the facts that are not in the head. What there is not is an empty line.

The line of a script is its key alone where its text is written out, as that of the
first one always is. Another one of equal length has only how it differs from the first
behind the key, parted by spaces. Base64 without padding holds a number for each
different character of the first text that has a variant class, in order of appearance:
which member of its class stands for it, in the bits that tell all of these apart. Where
that is not all, places follow, parted by commas, each counted from the one before, the
first from the start; and the characters that stand there.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from generator.search.bits import Reader
from generator.search.classes import Classes, width
from generator.value import Struct

FACTS = ("title", "source", "place")
"""What is shown of a document besides its text."""
_ESCAPE, _END, _BREAK = "\x1b", ";", "\f"
_RESERVED = _ESCAPE + _BREAK
_SURROGATES = frozenset(range(0xD800, 0xE000))
_ESCAPED = re.compile(f"{_ESCAPE}([0-9a-f]{{1,6}}){_END}")


class Fragment(Struct, frozen=True):
    """What a result needs: the facts shown and the body, by script key."""

    slug: str
    date: str | None
    shown: Mapping[str, Mapping[str, object]]
    text: Mapping[str, str]

    def body(self, fold: Callable[[str], str]) -> str:
        """Return the text that is indexed and checked, folded.

        That is the first script's text, then those lines of the others which
        fold to something else (a manual rule made them so).
        """
        folded = list(dict.fromkeys(fold(text) for text in self.text.values()))
        lines: list[str] = []
        for text in folded:
            known = set(lines)
            lines += [line for line in text.split("\n") if line not in known]
        return "\n".join(lines)

    def text_in(self, script: str) -> str:
        """Return the text in a script, or in the first one that there is."""
        return self.text.get(script) or next(iter(self.text.values()), "")

    def titles(self) -> list[str]:
        """Return the title in each script that has one."""
        return [str(one["title"]) for one in self.shown.values() if one.get("title")]

    def shown_in(self, script: str) -> Mapping[str, object]:
        """Return the facts in a script, or in the first one that there is."""
        return self.shown.get(script) or next(iter(self.shown.values()), {})


def encode_fragment(fragment: Fragment, variants: Classes) -> bytes:
    """Write a fragment."""
    common = _common(fragment)
    lines = [fragment.slug, fragment.date or "", *map(_escaped, common)]
    written: list[str] = []
    first: str | None = None
    for script, text in fragment.text.items():
        whole = "\n".join([*_own(fragment.shown.get(script, {}), common), text])
        difference = None if first is None else _difference(first, whole, variants)
        if difference is None:
            written.append(_escaped(whole))
        lines.append(script if difference is None else f"{script} {difference}")
        first = whole if first is None else first
    return _BREAK.join(["\n".join(lines), *written]).encode("gbk", "replace")


def decode_fragment(data: bytes, variants: Classes) -> Fragment:
    """Read a fragment; raises ValueError, KeyError or IndexError for anything else."""
    head, *texts = data.decode("gbk").split(_BREAK)
    slug, date, *lines = head.split("\n")
    common = list(map(_unescaped, lines[: len(FACTS)]))
    written = map(_unescaped, texts)
    wholes: dict[str, str] = {}
    for script, *difference in (line.split(" ") for line in lines[len(FACTS) :]):
        first = next(iter(wholes.values()), "")
        wholes[script] = (
            _apply(first, difference, variants) if difference else next(written, "")
        )
    parts = {script: whole.split("\n", len(FACTS)) for script, whole in wholes.items()}
    shown = {
        script: {
            name: own or shared
            for name, own, shared in zip(FACTS, some, common, strict=False)
            if own or shared
        }
        for script, some in parts.items()
    }
    text = {script: some[len(FACTS)] for script, some in parts.items()}
    return Fragment(slug, date or None, shown, text)


def _common(fragment: Fragment) -> list[str]:
    """Return each fact that all scripts write alike, a line without breaks."""
    found = []
    for name in FACTS:
        every = {_line(fragment.shown.get(one, {}).get(name)) for one in fragment.text}
        found.append(every.pop() if len(every) == 1 else "")
    return found


def _own(shown: Mapping[str, object], common: Sequence[str]) -> list[str]:
    """Return each fact of a script that is not a common one."""
    pairs = zip(FACTS, common, strict=True)
    return ["" if shared else _line(shown.get(name)) for name, shared in pairs]


def _line(fact: object) -> str:
    return str(fact or "").replace("\n", " ")


def _difference(first: str, other: str, variants: Classes) -> str | None:
    """Tell how `other` differs from `first`, when both are equally long."""
    from generator.search.variation import (  # noqa: PLC0415 - readers need no numpy
        difference,
    )

    found = difference(first, other, variants)
    if found is None:
        return None
    coded, gaps, characters = found
    if not gaps:
        return coded
    listed = ",".join(map(str, gaps))
    return f"{coded} {listed} {_escaped(characters, _RESERVED + chr(10))}"


def _apply(first: str, difference: list[str], variants: Classes) -> str:
    """Undo `_difference`."""
    coded, *exceptions = difference
    bits = Reader(base64.b64decode(coded + "=="))
    table = {
        ord(one): variants[one][bits.fixed(width(variants[one]))]
        for one in dict.fromkeys(first)
        if one in variants
    }
    text = list(first.translate(table))
    if exceptions:
        gaps, *characters = exceptions
        places = accumulate(map(int, gaps.split(",")))
        for place, one in zip(places, _unescaped(" ".join(characters)), strict=True):
            text[place] = one
    return "".join(text)


def _escaped(text: str, reserved: str = _RESERVED) -> str:
    """Write what GBK lacks, and what has another meaning here, as escapes."""
    if _in_gbk(text) and not any(one in text for one in reserved):
        return text
    others = {one for one in set(text) if one in reserved or not _in_gbk(one)}
    table = {ord(one): f"{_ESCAPE}{ord(one):x}{_END}" for one in others}
    return text.translate(table | dict.fromkeys(_SURROGATES & table.keys(), "?"))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _in_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
