"""The shadow of a text: the form in which rules match.

Script and width do not matter to a rule that looks for 来源 or 責任編輯, so each
pattern is written once, in Simplified characters and half-width marks, and is
matched against the shadow, which has the same length as the text. What a rule
reads or cuts is taken from the text at the same offsets.
"""

from __future__ import annotations

import functools

from generator.script import simplify

_WIDE = "，：；！？（）【】｜〔〕／－～．＊＃％＋＝＜＞＆＂＇＠＄＿｛｝　\u00a0\u2002\u2003\u2009\u3000﹕﹔﹐︰"
_HALF = ",:;!?()[]|[]/-~.*#%+=<>&\"'@$_{}" + " " * 6 + ":;,:"


@functools.cache
def _table() -> list[int]:
    """Return, by code point, the character in Simplified form and of half width."""
    narrow = list(range(0x30000))
    for wide, half in zip(_WIDE, _HALF, strict=True):
        narrow[ord(wide)] = ord(half)
    for code in (
        *range(0xFF10, 0xFF1A),
        *range(0xFF21, 0xFF3B),
        *range(0xFF41, 0xFF5B),
    ):
        narrow[code] = code - 0xFEE0
    simple = simplify("".join(map(chr, narrow)))
    return [narrow[ord(one)] if ord(one) < len(narrow) else ord(one) for one in simple]


def shadow_of(text: str) -> str:
    """Return `text` in Simplified characters and half-width marks, of equal length.

    Characters are converted one by one, never by phrase, so offsets coincide.
    """
    return text if text.isascii() else text.translate(_table())
