"""How lists of names are ordered: by pinyin, or by strokes as Taiwan counts them.

A library of the mainland orders names by sound, one of Taiwan by the strokes of the
first character, then by its radical.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from generator.romanise import romanise

OTHERS = ""
"""The heading of what begins with neither a letter nor a Han character that counts."""

_SURNAMES: Mapping[str, str] = {
    "万俟": "mo-qi", "尉迟": "yu-chi", "尉遲": "yu-chi", "单": "shan", "單": "shan",
    "解": "xie", "区": "ou", "區": "ou", "仇": "qiu", "查": "zha", "曾": "zeng",
    "朴": "piao", "盖": "ge", "蓋": "ge", "缪": "miao", "繆": "miao", "冼": "xian",
    "种": "chong", "尹": "yin", "任": "ren", "洗": "xian", "黑": "he", "召": "shao",
}  # fmt: skip
"""Surnames whose sound is not the usual one of their characters."""

_BLOCKS = (
    (0xA440, 1, ("A442 A454 A4A1 A4FE A5E0 A6EA A8C3 AB45 ADBC B0AE B3C3 B6C3 B9AC BBF5"
     " BEA7 C075 C24F C35F C455 C4D7 C56B C5C8 C5F1 C655 C665 C66C C676 C679 C67D C67E C67E")),
    (0xC940, 2, ("C945 C94D C963 C9AB CA5A CBB1 CDDD D0C8 D44B D851 DCB1 E0F0 E4E6 E8F4"
     " ECB9 EFB7 F1EB F3FD F5C0 F6D6 F7D0 F8A5 F8EE F96B F9A2 F9BA F9C6 F9CC F9D0 F9D1 F9D2 F9D3 F9D3 F9D4")),
)  # fmt: skip
"""Big5 has its common and its rarer characters by strokes, then by radical: where a
block begins, its least strokes, and the first code of each further count."""


@cache
def strokes(character: str) -> int | None:
    """Return the strokes of a Traditional character; None for one not in Big5."""
    try:
        code = int.from_bytes(character.encode("big5"), "big")
    except UnicodeEncodeError:
        return None
    for first, least, begins in reversed(_BLOCKS):
        if code >= first:
            codes = [int(begin, 16) for begin in begins.split()]
            return least + bisect_right(codes, code)
    return None


def by_pinyin(
    names: Iterable[str], sounds: Mapping[str, str] = MappingProxyType({})
) -> list[tuple[str, list[str]]]:
    """Return names by initial letter, in order of their sound; others come last.

    `sounds` are what is known of it already: to romanise thousands takes seconds.
    """
    keys = {name: (_sound(name, sounds.get(name)), name) for name in names}
    groups: dict[str, list[str]] = {}
    for name in sorted(keys, key=keys.__getitem__):
        first = keys[name][0][:1].upper()
        groups.setdefault(first if first.isalpha() else OTHERS, []).append(name)
    return sorted(groups.items(), key=lambda group: (group[0] == OTHERS, group[0]))


def by_strokes(names: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return names by the strokes of their first character, in digits; others last."""
    groups: dict[int, list[str]] = {}
    for name in sorted(names, key=_stroke_key):
        groups.setdefault(strokes(name[:1]) or 0, []).append(name)
    others = groups.pop(0, [])
    counted = [(str(count), some) for count, some in sorted(groups.items())]
    return [*counted, (OTHERS, others)] if others else counted


def _sound(name: str, known: str | None) -> str:
    sound = romanise(name) if known is None else known
    for surname in (name[:2], name[:1]):
        if surname in _SURNAMES and len(name) <= len("尉迟敬德"):
            rest = sound.split("-")[len(surname) :]
            return "-".join((_SURNAMES[surname], *rest))
    return sound


def _stroke_key(name: str) -> tuple[list[tuple[int, bytes]], str]:
    order = [(strokes(one) or 99, one.encode("big5", "replace")) for one in name]
    return order, name
