"""Whole texts from one script to the other, for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from generator.script.detect import Verdict, detect, restore
from generator.script.measures import measures
from generator.script.names import convert_around
from generator.script.persons import as_name, people
from generator.script.pipeline import run, stages
from generator.script.rules import replace_around

if TYPE_CHECKING:
    from collections.abc import Sequence

TARGETS = {"hans": "tw2s", "hant": "s2tw", "hant-hk": "s2hk", "hant-tw": "s2twp"}
"""The library's configuration for each target; the keys are those of SCRIPTS.

s2t is never used: it writes OpenCC's internal forms (爲 衆 羣 裏); nor t2s, which
leaves 著 where 着 is meant.
"""


def convert(
    text: str,
    target: str,
    *,
    names: Sequence[str] = (),
    persons: Sequence[str] = (),
    source: Literal["auto"] | Verdict = "auto",
) -> str:
    """Write the whole of `text` in the script `target`: hans, hant, hant-hk, hant-tw.

    One decision is made for the whole text given: if it is in the target's script
    already it is left alone, since converting native Traditional text again would
    harm it (鄰里 → 鄰裏); a mixture, or Traditional made by a machine, becomes
    Simplified first. `source` states the text's script where it is known, which
    short texts need (干部 alone could be either). `names` keep their characters
    wherever they occur, in either spelling; `persons` are names of people, given in
    Simplified, besides those which the text shows to be such: in them a character
    that Traditional names have stays. The library's dictionaries decide, by the most
    probable segmentation, corrected by our overlay. The result is as long as the text,
    except to hant-tw, which replaces vocabulary. Raises ValueError for an unknown
    target.
    """
    if target not in TARGETS:
        message = f"{target!r} is not a script; there are {', '.join(TARGETS)}"
        raise ValueError(message)
    wanted = "hans" if target == "hans" else "hant"
    found = detect(text).script if source == "auto" else source
    if found == wanted:
        return text
    if wanted == "hant":
        text = text if found == "hans" else restore(text)
    spelled: dict[str, str] = {}
    if wanted == "hant":
        spelled = {name: as_name(name) for name in (*people(text), *persons)}
        spelled.update(measures(text))
    chain = stages(TARGETS[target], corrected=True)

    def converted(part: str) -> str:
        return replace_around(part, spelled, lambda rest: run(rest, chain))

    return convert_around(text, names, wanted, converted)
