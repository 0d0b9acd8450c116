"""Which place an article is about: province, city, county."""

from __future__ import annotations

import pytest

from generator.ingest import clean
from generator.ingest.places import counties, known_places, place_of
from generator.model import Source


@pytest.mark.parametrize(
    ("title", "body", "place"),
    [
        (
            "杭州市西湖区修路",
            "杭州市西湖区今天开工。西湖区的居民等了很久。",
            "浙江杭州西湖区",
        ),
        ("昌黎县的葡萄熟了", "昌黎县今年收成好，昌黎人高兴。", "河北昌黎"),
        ("", "南京市鼓楼区今天开会，鼓楼区的同志来了。", "江苏南京鼓楼区"),
        ("", "天津市和平区今天开会，和平区的同志来了。", "天津和平区"),
        ("", "石家庄市赵县的人种梨，石家庄市赵县的梨甜。", "河北石家庄赵县"),
        ("", "融水苗族自治县办节，融水苗族自治县的人都来。", "广西融水"),
        ("", "台北市大安区的书店，台北市大安区的人去。", "台湾台北大安区"),
        ("", "慈溪市和余姚市归宁波市管，宁波市说，宁波市办。", "浙江宁波"),
        ("港口夜市", "宁波的港口，宁波的夜市。", "浙江宁波"),
        ("浙江的山", "山上有树。", "浙江"),
    ],
)
def test_the_place_an_article_is_about(title: str, body: str, place: str) -> None:
    assert place_of(title, body, "") == place


@pytest.mark.parametrize(
    "body",
    [
        "和平区的居民今天开会，和平区的同志来了。",
        "云南山区的孩子收到了书，西南山区的孩子也收到了。",
        "提高县级医院的水平，建成县城，单县城就花了一年。",
        "老城区和新城区都通了车，老城区更热闹。",
        "上海、北京、广州、深圳、杭州都有。",
        "这个地区的城市都在发展。" * 120 + "雅安市说了，雅安市做了。",
    ],
)
def test_no_place_where_none_is_sure(body: str) -> None:
    assert place_of("", body, "") is None


def test_every_county_belongs_to_a_known_city() -> None:
    cities = {
        place.name for place in known_places().values() if place.level != "province"
    }
    every = [place for places in counties().values() for place in places]
    assert len(every) > 3000
    assert {place.city for place in every} <= cities | {""}
    assert sum(not place.city for place in every) < 60


def test_labels_of_counties_are_unique() -> None:
    labels = [place.label for places in counties().values() for place in places]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("台南市政府今天說，台南的蘭花季開幕了。", "臺灣臺南"),
        ("台南市政府今天说，台南的兰花季开幕了。", "台湾台南"),
    ],
)
def test_an_inferred_place_is_in_the_script_of_the_article(
    body: str, place: str
) -> None:
    cleaned = clean(Source("a.txt", "text", f"台南的花\n\n{body}\n", "utf-8", ""))
    assert cleaned.metadata.places == (place,)
