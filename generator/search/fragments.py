"""Fragments: the text of one document in all scripts, for checking and showing.

A fragment is a JSON object with `slug`, `date`, `shown` (by script key) and
`text`. The first script's text is written out; another one of equal length is
`[places, characters, gaps]`: each different character of the first text that
belongs to a variant class has, in order of appearance, a digit of base 36 that
says which member of its class stands for it; at the places that `gaps` leads to
(each counted from the one before, the first from the start) stands the next of
`characters` instead. A text of another length is written out too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import Any

from generator.search.classes import Classes
from generator.value import Struct

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


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
    """Write a fragment as JSON in UTF-8."""
    texts: dict[str, object] = {}
    first: str | None = None
    for script, text in fragment.text.items():
        if first is None:
            first, texts[script] = text, text
        else:
            texts[script] = _difference(first, text, variants)
    data = {
        "slug": fragment.slug,
        "date": fragment.date,
        "shown": fragment.shown,
        "text": texts,
    }
    line = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=list)
    return line.encode("utf-8", "replace")


def decode_fragment(data: bytes, variants: Classes) -> Fragment:
    """Read a fragment; raises ValueError, KeyError or TypeError for anything else."""
    found: dict[str, Any] = json.loads(data)
    texts: dict[str, str] = {}
    first: str | None = None
    for script, text in found["text"].items():
        if first is None:
            first = text
        texts[script] = text if isinstance(text, str) else _apply(first, text, variants)
    return Fragment(found["slug"], found["date"], found["shown"], texts)


def _difference(first: str, other: str, variants: Classes) -> object:
    """Describe `other` by how it differs from `first`, when both are equally long."""
    if len(first) != len(other):
        return other
    pairs = Counter(zip(first, other, strict=True)).items()
    varied = [pair for pair in pairs if pair[0][0] in variants]
    usual: dict[str, str] = {}
    for (before, after), _ in sorted(varied, key=lambda pair: -pair[1]):
        if after in variants[before][: len(_DIGITS)]:
            usual.setdefault(before, after)
    digits = [
        _DIGITS[variants[before].index(usual.get(before, before))]
        for before in dict.fromkeys(first)
        if before in variants
    ]
    likely = first.translate({ord(one): other for one, other in usual.items()})
    places = [
        place
        for place, (before, after) in enumerate(zip(likely, other, strict=True))
        if after != before
    ]
    gaps = [place - last for last, place in zip([0, *places], places, strict=False)]
    return "".join(digits), "".join(other[place] for place in places), gaps


def _apply(first: str, difference: tuple[str, str, list[int]], of: Classes) -> str:
    """Undo `_difference`."""
    digits, characters, gaps = difference
    varied = (before for before in dict.fromkeys(first) if before in of)
    table = {
        ord(before): of[before][int(digit, 36)]
        for before, digit in zip(varied, digits, strict=True)
    }
    text = list(first.translate(table))
    for place, character in zip(accumulate(gaps), characters, strict=True):
        text[place] = character
    return "".join(text)
