"""The undecided report: what conversion could only guess, for an editor to settle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.script.characters import fold
from generator.script.convert import TARGETS, convert
from generator.script.dictionaries import candidates
from generator.script.persons import KEPT, persons
from generator.script.pipeline import stages
from generator.script.segment import segment
from generator.value import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.script.engine import Stage

_WIDEST = 40
"""How far to each side of a character its words are looked for."""

_AMBIGUOUS = re.compile("[余云干谷斗钟丰松郁咸卷舍冲复汇杰范姜]")
"""Characters that outside phrases are often enough the other one."""


class Undecided(Struct, frozen=True):
    """A character that may be written otherwise, and no phrase decided how."""

    start: int
    """Its offset in the text."""
    character: str
    """As the text has it."""
    chosen: str
    """As the conversion writes it."""
    alternatives: tuple[str, ...]
    """What it could also have been."""
    name: bool
    """True inside the name of a person."""


def undecided(
    text: str,
    target: str,
    *,
    names: Sequence[str] = (),
    converted: str | None = None,
) -> tuple[Undecided, ...]:
    """List the characters of a Simplified text that conversion to `target` guessed.

    Those in names of people come first, then by place. Characters inside `names`
    are settled. `converted` is the converted text where it is known already, else
    it is made. To hans nothing is listed: there one character has one form.
    Raises ValueError for an unknown target.
    """
    if converted is None:
        converted = convert(text, target, names=names, source="hans")
    if target == "hans" or len(converted) != len(text):
        return ()
    settled = _places(text, names)
    personal = _places(text, persons(text)) - settled
    found = [
        _guess(text, converted, at, target, name=True)
        for at in sorted(personal)
        if text[at] in KEPT and text[at] != "岩"
    ]
    found += [
        _guess(text, converted, at, target, name=False)
        for at in _undecided_places(text, target)
        if at not in settled and at not in personal
    ]
    return tuple(found)


def _places(text: str, names: Sequence[str]) -> set[int]:
    folded = fold(text) if names else ""
    return {
        at
        for name in names
        if name
        for match in re.finditer(re.escape(fold(name)), folded)
        for at in range(*match.span())
    }


def _guess(text: str, converted: str, at: int, target: str, *, name: bool) -> Undecided:
    chosen = converted[at]
    then = stages(TARGETS[target], corrected=True)[0].then
    forms = [form.translate(then) for form in candidates("STCharacters")[text[at]]]
    others = tuple(dict.fromkeys(form for form in forms if form != chosen))
    return Undecided(at, text[at], chosen, others, name)


def _undecided_places(text: str, target: str) -> Iterator[int]:
    """Yield the offsets of ambiguous characters that stand in no phrase."""
    stage = stages(TARGETS[target], corrected=True)[0]
    for match in _AMBIGUOUS.finditer(text):
        at = match.start()
        if not _in_phrase(stage, text, at):
            yield at


def _in_phrase(stage: Stage, text: str, at: int) -> bool:
    """Tell whether the word around a character is one of the dictionaries' phrases."""
    first = max(at - _WIDEST, 0)
    start, stop = stage.window(text[first : at + _WIDEST], at - first)
    start += first
    word, whole = text[start : first + stop], True
    while len(word) > 1 and (not whole or stage.value(word) is None):
        for part in segment(word, stage.costs, stage.longest, whole=whole):
            if start + len(part) > at:
                break
            start += len(part)
        word, whole = part, stage.value(part) is not None
        if whole:
            return True
    return len(word) > 1
