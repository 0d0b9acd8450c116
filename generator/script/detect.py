"""Which script a text is in, and whether a machine wrote it in that script."""

from __future__ import annotations

from functools import cache
from typing import Literal

from generator.script.characters import simplified_only, traditional_only
from generator.script.dictionaries import dictionary
from generator.script.engine import Stage, character_table
from generator.script.pipeline import run, stages
from generator.value import Struct

Verdict = Literal["hans", "hant", "mixed", "machine-hant"]

_S, _T, _NEITHER = "\ue000", "\ue001", " "
"""Stand for simplified-only and traditional-only characters while they are counted."""

_QUOTED = 0.1
"""Up to this share of the other script is a quotation or a name, not a mixture."""

_LONG = 100
"""So many traditional-only characters, and a native writer would have differed."""

_WORD, _PLACES = 6, 2000
"""Longest word looked up around a differing character, and most places looked at."""

_LEFT_SIMPLIFIED = frozenset(
    "干范云筑后里于余制松斗丑谷丰咸仆朴叶吁术据适万机极个么几虫卜涂腊蜡辟系面"
    "党价厂广当种确胜尽历复获签脏钟苏坛摆柜恶戏纤荐药须"
)
"""Characters that both scripts have, but Traditional not in the words at issue.

A character table leaves them (示范, 干部); other words have them in both scripts.
What native writers interchange (台 布 占 游 周 注 了 采 板 表 …) is not among them.
"""

_OVERCONVERTED = frozenset(
    zip(
        "瞭後裡裏麵製幹乾鬆隻誌徵復髮發曆歷鬥穀嚮齣彆纔捲衝係繫餘於雲範鍾葉籲醜嶽",
        "了后里里面制干干松只志征複發髮歷曆斗谷向出別才卷沖系系余于云范鐘叶吁丑岳",
        strict=True,
    )
)
"""What a table wrote, and what is right: pairs that no native writer interchanges."""


class Detection(Struct, frozen=True):
    """A text's script and the evidence for it."""

    script: Verdict
    simplified: int
    """Simplified-only characters, counted."""
    traditional: int
    """Traditional-only characters, counted."""
    left_simplified: tuple[str, ...] = ()
    """Words of the text that a character table left simplified: 示范, 干部."""
    overconverted: tuple[str, ...] = ()
    """Words of the text that a table converted too much: 指明瞭."""
    native: int = 0
    """Places where a native writer chose what no table would: 台灣."""


def detect(text: str) -> Detection:
    """Tell the script of `text`: hans, hant, mixed, or hant made by a machine.

    Characters that both scripts have do not count. Without any that belongs to one
    script only the answer is hant, because it is the one that alters nothing of a
    native text. Up to a tenth of the other script is taken for quotations.

    A hant text is converted to Simplified and back with a phrase table, and the
    places that differ inside known words are looked at. A machine made the text if
    two or more kinds of characters were left simplified, in three or more such words
    and never otherwise, where a native writer would not leave them; or if others were
    converted too much, in two words or more and no fewer than the places that differ
    as native writing does, or in one word of a long text without any such place.
    """
    kinds = text.translate(_kinds())
    simplified, traditional = kinds.count(_S), kinds.count(_T)
    share = simplified / (simplified + traditional) if simplified else 0.0
    if share > _QUOTED:
        verdict: Verdict = "hans" if share >= 1 - _QUOTED else "mixed"
        return Detection(verdict, simplified, traditional)
    return _machine_made(text, simplified, traditional)


def restore(text: str) -> str:
    """Return machine-made Traditional in the Simplified that its author wrote.

    The library's tw2s with our overlay: unlike t2s it also turns 著 into 着 where
    that is meant. The length stays.
    """
    return run(text, stages("tw2s", corrected=True))


@cache
def _kinds() -> list[int]:
    table = {_S: _NEITHER, _T: _NEITHER}
    table.update(dict.fromkeys(simplified_only(), _S))
    table.update(dict.fromkeys(traditional_only(), _T))
    return character_table(table)


@cache
def _taiwan_forms() -> list[int]:
    """Map what Taiwan writes otherwise, and 佈, which native writers interchange."""
    return character_table({**dictionary("TWVariants"), "佈": "布"})


def _machine_made(text: str, simplified: int, traditional: int) -> Detection:
    """Decide between hant and machine-hant."""
    restored = restore(text)
    left, over, native = _artefacts(text, restored)
    converted = {old for old, new in zip(restored, text, strict=True) if old != new}
    never = [kind for kind, _ in left if kind not in converted]
    by_characters = len(set(never)) >= 2 and len(never) >= 3
    alone = len(over) == 1 and not native and traditional >= _LONG
    by_phrases = alone or 2 <= len(over) >= native
    return Detection(
        script="machine-hant" if by_characters or by_phrases else "hant",
        simplified=simplified,
        traditional=traditional,
        left_simplified=tuple(word for _, word in left),
        overconverted=tuple(over),
        native=native,
    )


def _artefacts(
    text: str, restored: str
) -> tuple[list[tuple[str, str]], list[str], int]:
    """List what a native writer would not have written, and count what one would.

    Returns the characters left simplified with their words, the words converted too
    much, and the number of other places that differ from a phrase table's work.
    """
    stage = stages("s2tw", corrected=True)[0]
    again = stage.convert(restored).translate(_taiwan_forms())
    shown = text.translate(_taiwan_forms())
    left: list[tuple[str, str]] = []
    over: list[str] = []
    native = 0
    places = [at for at in range(len(text)) if shown[at] != again[at]]
    for at in places[:_PLACES]:
        was_left = text[at] == restored[at] and text[at] in _LEFT_SIMPLIFIED
        if not was_left and (text[at], again[at]) not in _OVERCONVERTED:
            native += 1
        elif word := _word(stage, restored, again, at):
            if was_left:
                left.append((text[at], text[word]))
            else:
                over.append(text[word])
    return left, over, native


def _word(stage: Stage, restored: str, again: str, at: int) -> slice | None:
    """Find the longest known word around `at` that decided the character there."""
    for size in range(_WORD, 1, -1):
        for start in range(at, max(at - size, -1), -1):
            value = stage.value(restored[start : start + size])
            if value and value[at - start].translate(stage.then) == again[at]:
                return slice(start, start + size)
    return None
