"""Where a place belongs: province, city, county."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from generator.ingest.places import Place, counties, known_places


def lineage(label: str) -> tuple[str, ...]:
    """Return the short names of province, city and county that a label names.

    As many as are known; none for what is no division of China. The label is in
    Simplified characters: 广西, 广西防城港, 江苏省连云港市, 无锡.
    """
    place = _labels().get(label)
    if place is None:
        return ()
    if place.level == "province" or place.name == place.province:
        return (place.province,)
    above = (place.province, place.city) if place.city else (place.province,)
    return (*dict.fromkeys(above), place.name)


@functools.cache
def _labels() -> Mapping[str, Place]:
    """Return each division by every way of writing it that archivists use."""
    known = known_places()
    full = {place.name: place.full for place in known.values() if _is_province(place)}
    found: dict[str, Place] = {}
    for written, place in known.items():
        for province in ("", place.province, full.get(place.province, "")):
            found.setdefault(province + written, place)
            found.setdefault(province + place.city + written, place)
            found.setdefault(province + place.full, place)
            if province:
                found.setdefault(province + place.name, place)
    for places in counties().values():
        for place in places:
            found.setdefault(place.label, place)
    return found


def _is_province(place: Place) -> bool:
    return place.level == "province" or place.name == place.province
