"""Places of China: which one an article is about.

The gazetteer (`data/divisions.tsv`) lists provinces, prefecture-level cities and
a choice of counties by their short and full names, in Simplified characters.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

_LEAST_MENTIONS = 2
_LEAST_SHARE = 0.5
_OPENING = 120
"""Characters of the body in which a place named only once still counts."""


@dataclass(frozen=True, slots=True)
class Place:
    """A division: province (short name), own short name, full name, level."""

    province: str
    name: str
    full: str
    level: str
    city: str = ""
    """Of a county: the prefecture-level city it belongs to, by its short name."""

    @property
    def label(self) -> str:
        """Province and place, as an archivist writes them: 广西防城港."""
        return self.name if self.name == self.province else self.province + self.name


def _data(name: str) -> list[str]:
    text = files("generator.ingest").joinpath(f"data/{name}").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@functools.cache
def known_places() -> Mapping[str, Place]:
    """Return every division by short and by full name, cities before counties."""
    found: dict[str, Place] = {}
    ambiguous = set(_data("divisions-ambiguous.txt"))
    rows = [line.split("\t") for line in _data("divisions.tsv")]
    for level in ("city", "province", "county"):
        for province, name, full, kind, *city in rows:
            if kind == level:
                place = Place(province, name, full, kind, *city[:1])
                found.setdefault(full, place)
                if name not in ambiguous and len(name) > 1:
                    found.setdefault(name, place)
    return found


@functools.cache
def _pattern() -> re.Pattern[str]:
    names = sorted(known_places(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def place_of(title: str, body: str, credit: str) -> str | None:
    """Return the one place an article is about, province first, or None.

    All texts in Simplified characters. The title, and the credits (organisation,
    source, author's office) count more than the body; a place must be named
    twice, or alone and in the opening, and make up half of all mentions of cities
    and counties. A province
    alone counts only when the title or the credits name it.
    """
    known = known_places()
    tally: Counter[Place] = Counter()
    for text, weight in ((title, 3), (credit, 3), (body, 1)):
        for name in _pattern().findall(text):
            tally[known[name]] += weight
    cities = {p: n for p, n in tally.items() if p.level != "province"}
    if cities:
        best = max(cities, key=lambda place: (cities[place], place.label))
        alone = len(cities) == 1 and bool(re.search(best.name, body[:_OPENING]))
        enough = cities[best] >= _LEAST_MENTIONS or alone
        if enough and cities[best] >= _LEAST_SHARE * sum(cities.values()):
            return best.label
        return None
    named = [known[name] for name in _pattern().findall(title + "\n" + credit)]
    return named[0].label if named else None
