"""A small plot as SVG: lines over logarithmic axes, drawn by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 360, 64, 150, 30, 40
COLOURS = ("#a1301c", "#2b5c8a", "#3f7d3a", "#7a5195")

Points = Sequence[tuple[float, float]]


def _ticks(low: float, high: float) -> list[float]:
    """Return 1, 2 and 5 times each power of ten that lies between two numbers."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found = [step * 10.0**power for power in powers for step in (1, 2, 5)]
    return [one for one in found if low <= one <= high]


@dataclass(frozen=True)
class _Axis:
    """A logarithmic axis between two places of the drawing."""

    low: float
    high: float
    begin: float
    end: float

    @classmethod
    def of(cls, values: Sequence[float], begin: float, end: float) -> _Axis:
        """Return the axis between the two ticks between which some numbers lie."""
        ticks = _ticks(min(values) / 10, max(values) * 10)
        low = max(one for one in ticks if one <= min(values))
        high = min(one for one in ticks if one >= max(values))
        return cls(low, high, begin, end)

    def at(self, value: float) -> float:
        """Return the place of a number."""
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.begin + share * (self.end - self.begin)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield the place and the words of each tick."""
        for one in _ticks(self.low, self.high):
            yield self.at(one), f"{one:,g}"


def plotted(title: str, across: str, lines: Mapping[str, Points]) -> str:
    """Return a plot of lines by name; all numbers are above nought."""
    xs, ys = zip(*(point for points in lines.values() for point in points), strict=True)
    x = _Axis.of(xs, LEFT, WIDTH - RIGHT)
    y = _Axis.of(ys, HEIGHT - BOTTOM, TOP)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="12">'
    )
    parts = [
        head,
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, 18, title, weight="bold"),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, across, anchor="middle"),
    ]
    for place, words in x.ticks():
        parts.append(_line([(place, TOP), (place, HEIGHT - BOTTOM)], "#ddd", 1))
        parts.append(_text(place, HEIGHT - BOTTOM + 16, words, anchor="middle"))
    for place, words in y.ticks():
        parts.append(_line([(LEFT, place), (WIDTH - RIGHT, place)], "#ddd", 1))
        parts.append(_text(LEFT - 6, place + 4, words, anchor="end"))
    for colour, (name, points) in zip(COLOURS, lines.items(), strict=False):
        parts += _curve(name, [(x.at(a), y.at(b)) for a, b in points], colour)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _curve(name: str, places: Points, colour: str) -> Iterator[str]:
    yield _line(places, colour, 2)
    for a, b in places:
        yield f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>'
    yield _text(places[-1][0] + 8, places[-1][1] + 4, name, colour=colour)


def _text(  # noqa: PLR0913 - an element's attributes
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    weight: str = "normal",
    colour: str = "#222",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}"'
        f' fill="{colour}">{escape(words)}</text>'
    )


def _line(places: Points, colour: str, width: int) -> str:
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
