"""Places of China: which one an article is about.

`data/divisions.tsv` lists provinces, prefecture-level cities and counties known by
their short names; `data/divisions-counties.tsv` every county by its full name; both in
Simplified characters. A county's full name may be that of several (鼓楼区): then what
stands before it, or the city named elsewhere, decides.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from generator.value import Struct

_LEAST_MENTIONS = 2
_MANY_MENTIONS = 5
"""So often a place is what a text is about though its beginning names it not."""
_LONG = 1200
"""From this length a text may be a digest of many."""
_LEAST_SHARE = 0.5
_OPENING = 120
"""Characters of the body in which a place named only once still counts."""
_BEFORE = 10
"""Characters before a county's name in which its city or province may stand."""
_PEOPLES = re.compile(
    r"(?:(?:回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|土"
    r"|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|阿昌|普米|怒|鄂温克|保安|裕固|独龙|各)族"
    r"|(?:蒙古|维吾尔|哈萨克|柯尔克孜|锡伯|塔吉克)族?)+自治县$"
)
_PLAIN_WORDS = frozenset(
    "新城区 老城区 市中区 市南区 市北区 新市区 港口区 海港区".split()
)
"""Names that are common words; they count behind their city's or province's only."""
_NO_MOUNTAIN = "云湖河海西东江岭"
"""Before 南山区 and its like: 云南山区 is no district."""


class Place(Struct, frozen=True):
    """A division: province (short name), own short name, full name, level."""

    province: str
    name: str
    full: str
    level: str
    city: str = ""
    """Of a county: the prefecture-level city it belongs to, by its short name."""

    @property
    def label(self) -> str:
        """Province and place, as an archivist writes them: 广西防城港, 浙江杭州西湖区."""
        if self.name == self.province:
            return self.name
        is_district = self.level == "county" and self.name == self.full
        between = self.city if is_district and self.city != self.province else ""
        return self.province + between + self.name

    @property
    def seat(self) -> tuple[str, str]:
        """Province and city that the mentions of this place count for."""
        return self.province, self.city if self.level == "county" else self.name


class _Mention(Struct, frozen=True):
    """A place named in a text, and how much that counts."""

    place: Place
    weight: int


def _data(name: str) -> list[str]:
    text = files("generator.ingest").joinpath(f"data/{name}").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@functools.cache
def known_places() -> Mapping[str, Place]:
    """Return the places known by their short names, by short and by full name.

    Cities come before counties of the same name.
    """
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
def counties() -> Mapping[str, tuple[Place, ...]]:
    """Return every county by its full name; several may have the same."""
    known = {
        (place.province, place.full): place
        for place in known_places().values()
        if place.level == "county"
    }
    rows = [line.split("\t") for line in _data("divisions-counties.tsv")]
    taken = Counter((province, city) for province, city, _ in rows)
    taken += Counter(
        (province, _short(full))
        for province, _, names in rows
        for full in names.split()
    )
    found: dict[str, tuple[Place, ...]] = {}
    for province, city, names in rows:
        for full in names.split():
            short = _short(full)
            name = short if taken[province, short] == 1 else full
            made = Place(province, name, full, "county", city)
            place = known.get((province, full), made)
            found[full] = (*found.get(full, ()), place)
    return found


@functools.cache
def _labels() -> Mapping[str, Place]:
    every = [place for places in counties().values() for place in places]
    return {place.label: place for place in (*every, *known_places().values())}


def place_named(label: str) -> Place | None:
    """Return the place that `Place.label` calls so, if there is one."""
    return _labels().get(label)


def _short(full: str) -> str:
    """Return the name of a county without its kind: 昌黎 of 昌黎县; 西湖区 as it is."""
    short = _PEOPLES.sub("", full)
    if short == full and full[-1] in "县市":
        short = full[:-1]
    return short if len(short) > 1 else full


@functools.cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Return every name by its first two characters, longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted({*known_places(), *counties()}, key=len, reverse=True):
        found.setdefault(name[:2], []).append(name)
    return {head: tuple(names) for head, names in found.items()}


def place_of(title: str, body: str, credit: str) -> str | None:
    """Return the one place an article is about, province first, or None.

    All texts in Simplified characters. The title, and the credits (organisation,
    source, author's office) count more than the body. A place must be named twice, or
    alone and in the opening; its city must make up half of all mentions of cities and
    counties, and a long text must name it, or its province, near its beginning. A
    province alone counts only when the title or the credits name it.
    """
    mentions = _mentions(((title, 3), (credit, 3), (body, 1)))
    named: Counter[Place] = Counter()
    for one in mentions:
        if one.place.level != "province":
            named[one.place] += one.weight
    if not named:
        alone = _mentions(((title, 3), (credit, 3)))
        return alone[0].place.label if alone else None
    seats: Counter[tuple[str, str]] = Counter()
    for place, count in named.items():
        seats[place.seat] += count
    seat = max(seats, key=lambda one: (seats[one], one))
    here = {place: n for place, n in named.items() if place.seat == seat}
    share = seats[seat] / seats.total()
    if share < _LEAST_SHARE or not _is_central(here, title + credit, body):
        return None
    if seats[seat] < _LEAST_MENTIONS and not (share == 1 and _opens(here, body)):
        return None
    return _within(seat, here)


def _opens(here: Mapping[Place, int], body: str) -> bool:
    return any(place.name in body[:_OPENING] for place in here)


def _is_central(here: Mapping[Place, int], credit: str, body: str) -> bool:
    """Tell whether a text is about a place, and does not just come to it, as digests do."""
    if len(body) < _LONG or sum(here.values()) >= _MANY_MENTIONS:
        return True
    top = credit + body[: len(body) // 3]
    names = {name for place in here for name in (place.name, *place.seat) if name}
    return any(name in top for name in names)


def _within(seat: tuple[str, str], named: Mapping[Place, int]) -> str:
    """Return the county of a city that is meant, or the city."""
    best = max(named, key=lambda place: (named[place], place.label))
    if named[best] >= _LEAST_SHARE * sum(named.values()):
        return best.label
    city = known_places().get(seat[1])
    return city.label if city and city.seat == seat else best.label


def _mentions(texts: Sequence[tuple[str, int]]) -> list[_Mention]:
    """Return the places that texts name, each with its text's weight."""
    found: list[_Mention] = []
    open_names: list[tuple[tuple[Place, ...], int]] = []
    for text, weight in texts:
        for places in _places_in(text):
            if len(places) == 1:
                found.append(_Mention(places[0], weight))
            else:
                open_names.append((places, weight))
    seats = {one.place.seat for one in found}
    for places, weight in open_names:
        likely = [place for place in places if place.seat in seats]
        if len(likely) == 1:
            found.append(_Mention(likely[0], weight))
    return found


def _places_in(text: str) -> Iterator[tuple[Place, ...]]:
    """Yield what each name of a place in a text can mean, in order."""
    names, known, every = _names(), known_places(), counties()
    at, last = 0, len(text) - 1
    while at < last:
        end = at + 1
        for name in names.get(text[at : at + 2], ()):
            if text.startswith(name, at):
                counts = every.get(name)
                places = _meant(text, at, name, counts) if counts else (known[name],)
                if places:
                    yield places
                    end = at + len(name)
                    break
        at = end


def _meant(
    text: str, start: int, name: str, places: tuple[Place, ...]
) -> tuple[Place, ...]:
    """Return the counties that a name can mean, seen from what stands before it."""
    before = text[max(0, start - _BEFORE) : start]
    if name.endswith("山区") and before[-1:] in _NO_MOUNTAIN and before:
        return ()
    behind = tuple(place for place in places if _ends_with(before, place))
    if behind:
        return behind
    is_plain = len(name) <= len("赵县") or name in _PLAIN_WORDS
    return () if is_plain else places


def _ends_with(before: str, place: Place) -> bool:
    """Tell whether the words before a county's name are its city or province."""
    names = [one for one in (place.city, place.province) if one]
    return any(
        before.endswith((name, name + "市", name + "省", name + "县")) for name in names
    )
