"""Where a place belongs: province, city, county."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from generator.ingest.places import Place, counties, known_places

CODES: Mapping[str, str] = dict(
    one.split("=")
    for one in (
        "安徽=AH 北京=BJ 重庆=CQ 福建=FJ 广东=GD 甘肃=GS 广西=GX 贵州=GZ 河南=HA 湖北=HB"
        " 河北=HE 海南=HI 香港=HK 黑龙江=HL 湖南=HN 吉林=JL 江苏=JS 江西=JX 辽宁=LN"
        " 澳门=MO 内蒙古=NM 宁夏=NX 青海=QH 四川=SC 山东=SD 上海=SH 陕西=SN 山西=SX"
        " 天津=TJ 台湾=TW 新疆=XJ 西藏=XZ 云南=YN 浙江=ZJ"
    ).split()
)
"""Short codes of the provinces (ISO 3166-2:CN); 山西 and 陕西 sound alike."""


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
