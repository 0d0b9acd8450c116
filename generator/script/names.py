"""Names whose characters conversion must leave alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.script.characters import (
    fold,
    is_han,
    simplified_only,
    traditional_only,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def convert_around(
    text: str, names: Sequence[str], target: str, convert: Callable[[str], str]
) -> str:
    """Convert `text` except where one of `names` occurs, in either script's spelling.

    Inside a name, a character that the target script has stays as it is (云 in
    赵云燕) and only one that it does not have is converted (赵); a name given in the
    target script's own spelling is written so. Longer names win. `target` is hans
    or hant, and every name keeps its length.
    """
    given = {fold(name): name for name in names if name}
    if not given:
        return convert(text)
    longest_first = sorted(given, key=lambda name: (-len(name), name))
    finder = re.compile("|".join(map(re.escape, longest_first)))
    pieces, done = [], 0
    for match in finder.finditer(fold(text)):
        start, stop = match.span()
        pieces.append(convert(text[done:start]))
        pieces.append(_spell(given[match[0]], text[start:stop], target, convert))
        done = stop
    return "".join(pieces) + convert(text[done:])


def _spell(given: str, found: str, target: str, convert: Callable[[str], str]) -> str:
    """Spell a name in the target script, from how it was given and how it was found.

    Only Han characters are taken from `given`: whoever writes a list of names must
    not be able to bring, say, a < into a page where the text has ＜.
    """
    foreign = traditional_only() if target == "hans" else simplified_only()

    def spell(wanted: str, character: str) -> str:
        if not is_han(character):
            return character
        fitting = [one for one in (wanted, character) if one not in foreign]
        return fitting[0] if fitting else convert(character)

    return "".join(map(spell, given, found))
