"""Runs of GBK that are read one byte off, because a byte before them was eaten."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.ingest.draft import Change, Draft, Finding
from generator.ingest.read import by_frequency
from generator.ingest.rule import Example, rule
from generator.model import Flag

_FREQUENT, _KNOWN = 1500, 4200
"""Ranks in the list of frequent characters, both scripts together."""
_MARKS = "，。、：；！？“”（）《》０１２３４５６７８９％\u3000"
_LEAST = 4
_LEAST_GAIN = 3.5
_LIKELY = ((10, 0.55), (6, 0.7), (_LEAST, 0.85))
"""Least mean score of a repaired run by its length; running text has 0.7 to 1."""
_UNLIKELY = 0.2
"""Greatest mean score of the run as found; misread bytes have about -0.4."""
_MARGIN = 0.5
"""A character at either end goes back when it was so much likelier as found."""
_DROP = 3.0
"""A run ends where the evidence has fallen so far below its height."""


class _Run(NamedTuple):
    """Characters `start` to `end` of a text and what their bytes were meant to be."""

    start: int
    end: int
    meant: str


@rule(
    Example(
        "会议要?葱路⒄雇贫\ue1eb酝夤ぷ髟偕闲绿ń",
        "会议要?新发展推动对外工作再上新台",
        flags=("mojibake", "eaten-character"),
    ),
    Example(
        "绾纬蔀榇河鹱髡哒", "何成為春羽作者", flags=("mojibake", "eaten-character")
    ),
    Example.untouched("魑魅魍魉，鳏寡茕独，蟾蜍蝙蝠，苜蓿蒺藜。"),
    Example.untouched("饕餮、狻猊、貔貅、獬豸、麒麟，都是传说里的兽。"),
)
def shifted_bytes(draft: Draft) -> Iterator[Finding]:
    """Repair a run of GBK characters that was read one byte off.

    Where a damaged page lost one byte, all up to the next plain character is misread:
    rare characters and odd symbols whose bytes, taken one further, are ordinary text.
    The halves at both ends of a run are lost and flagged.
    """
    text = draft.text
    done = 0
    for match in _rare_run().finditer(text):
        if match.start() < done:
            continue
        start, end = _double_bytes(text, match.start(), match.end(), done)
        done = end
        for run in _shifted(text, start, end):
            yield Change(run.start, run.end, run.meant, 0.85)
            yield Flag("mojibake", run.meant[:12])
            yield Flag(
                "eaten-character",
                text[max(0, run.start - 4) : run.start] + run.meant[:6],
            )


def _double_bytes(text: str, start: int, end: int, least: int) -> tuple[int, int]:
    """Return the widest span around another whose characters are two bytes of GBK."""
    while start > least and _pair(text[start - 1]):
        start -= 1
    while end < len(text) and _pair(text[end]):
        end += 1
    return start, end


@functools.cache
def _pair(character: str) -> bytes:
    """Return the two bytes of a character, none where it has another number."""
    if character < "\u0080":
        return b""
    data = character.encode("gb18030", "ignore")
    return data if len(data) == 2 else b""


def _shifted(text: str, start: int, end: int) -> Iterator[_Run]:
    """Yield the runs inside a span of two-byte characters that are read one byte off."""
    found = text[start:end]
    data = b"".join(map(_pair, found))
    if len(data) != 2 * len(found):
        return
    meant = [_decoded(data[at : at + 2]) for at in range(1, len(data) - 1, 2)]
    was, would = [*map(_score, found)], [*map(_score, meant)]
    gains = [new - (was[at] + was[at + 1]) / 2 for at, new in enumerate(would)]
    for left, right in _stretches(gains):
        first, last = left, right
        while first < last and would[first] < was[first] - _MARGIN:
            first += 1
        while first < last and would[last - 1] < was[last] - _MARGIN:
            last -= 1
        run = _Run(start + first, start + last + 1, "".join(meant[first:last]))
        gain = sum(gains[first:last])
        if gain >= _LEAST_GAIN and _is_sure(was[first : last + 1], would[first:last]):
            yield run


def _is_sure(was: Sequence[float], would: Sequence[float]) -> bool:
    """Tell whether a run is unlikely as found and likely as repaired."""
    size = len(would)
    least = next((score for length, score in _LIKELY if size >= length), None)
    return (
        least is not None
        and sum(would) >= least * size
        and sum(was) <= _UNLIKELY * (size + 1)
    )


def _stretches(gains: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Yield stretches in which gains add up, in one pass over them."""
    first, height, total, top = 0, 0.0, 0.0, 0
    for at, gain in enumerate(gains):
        total += gain
        if total > height:
            height, top = total, at + 1
        if total <= 0 or total < height - _DROP:
            if top > first:
                yield first, top
            first, height, total, top = at + 1, 0.0, 0.0, at + 1
    if top > first:
        yield first, top


def _decoded(pair: bytes) -> str:
    try:
        return pair.decode("gb18030")
    except UnicodeDecodeError:
        return "\ufffd"


def _score(character: str) -> float:
    """Return how likely a character is in running text: 1 to -1."""
    return _scores().get(character, -1.0)


@functools.cache
def _scores() -> Mapping[str, float]:
    ranked = by_frequency()
    known = dict.fromkeys(ranked[:_KNOWN], 0.3)
    return known | dict.fromkeys(ranked[:_FREQUENT], 1.0) | dict.fromkeys(_MARKS, 1.0)


@functools.cache
def _rare_run() -> re.Pattern[str]:
    """Return the pattern of three characters that are rare, close together."""
    usual = re.escape("".join(sorted(_scores())))
    rare = rf"[^\x00-\xff{usual}\u2014\u2026·「」『』【】]"
    return re.compile(rf"{rare}(?:[{usual}]{{0,3}}{rare}){{2}}")
