"""Measures that are also other words: 海里 behind a numeral, or 'in the sea'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAUTICAL_MILES = re.compile(
    r"[\d零〇一二三四五六七八九十百千万亿两几半数多余来每方] ?海里"
    r"|单位[是为：]?海里|海里(?:的?单位|等于)"
)
"""Behind a numeral or 平方, square, and where a text speaks of the unit."""

_TRADITIONAL = str.maketrans("万亿两几数余来单为于", "萬億兩幾數餘來單為於")
"""Of the characters around it."""


def measures(text: str) -> Mapping[str, str]:
    """Return the measures in a Simplified text, with what shows that they are such.

    Each with its spelling in Traditional. 海里 is the nautical mile (1,852 metres by
    the SI brochure) only there; elsewhere it is 海裡, as the overlay has it.
    """
    if "海里" not in text:
        return {}
    found = dict.fromkeys(_NAUTICAL_MILES.findall(text))
    return {one: one.translate(_TRADITIONAL) for one in found}
