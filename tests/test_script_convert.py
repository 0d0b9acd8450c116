"""Default mode: equal lengths, kept names, a reviewed overlay, one decision a text."""

from __future__ import annotations

import json
import lzma
import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.script import convert, fold, is_han, reference
from generator.script.dictionaries import dictionary
from generator.script.pipeline import OVERLAY, overlay

if TYPE_CHECKING:
    from generator.script.detect import Verdict

SHARED = Path(__file__).resolve().parents[1] / "../shared"

KEYS = sorted(dictionary("STPhrases"))[::97] + sorted(dictionary("TSPhrases"))
SAME_LENGTH = ("hans", "hant", "hant-hk")
SOURCES: tuple[Literal["auto"] | Verdict, ...]
SOURCES = ("auto", "hans", "hant", "mixed", "machine-hant")

TEXTS = st.lists(
    st.sampled_from(KEYS)
    | st.sampled_from(sorted(overlay("s2t")) + sorted(overlay("t2s")))
    | st.sampled_from("干幹乾后後里裡了瞭发發髮着著，。“”\n aＡ𠮷")
    | st.text(max_size=3),
    max_size=12,
).map("".join)

ROWS = [line.split("\t") for line in OVERLAY.read_text("utf-8").splitlines()]

IN_CONTEXT = [
    ("为我们指明了方向", "為我們指明了方向"),
    ("他的话简单明了", "他的話簡單明瞭"),
    ("充分展示了如何治理", "充分展示了如何治理"),
    ("越南副总理范平明", "越南副總理范平明"),
    ("规范和示范，防范化解", "規範和示範，防範化解"),
    ("踏上新征程，长征精神", "踏上新征程，長征精神"),
    ("牢牢把握发展这一主题", "牢牢把握發展這一主題"),
    ("保护发生地", "保護發生地"),
    ("总理发表讲话", "總理發表講話"),
    ("从龙头发展起来", "從龍頭發展起來"),
    ("他的头发和理发店", "他的頭髮和理髮店"),
    ("落实好干部标准", "落實好幹部標準"),
    ("若干部门", "若干部門"),
    ("全年粮食面积", "全年糧食面積"),
    ("奥巴马表示", "奧巴馬表示"),
    ("进行伟大斗争", "進行偉大鬥爭"),
    ("最多只有五个", "最多只有五個"),
    ("应对疫情采取的措施", "應對疫情採取的措施"),
    ("会见，并发表讲话，防止并发症", "會見，並發表講話，防止併發症"),
    ("两家公司合并为一家，并为此庆祝", "兩家公司合併為一家，並為此慶祝"),
    ("全国妇联系统", "全國婦聯系統"),
    ("放宽市场准入，精准入轨", "放寬市場准入，精準入軌"),
    ("中央广播电视总台", "中央廣播電視總臺"),
    ("皇后的头发在里面", "皇后的頭髮在裡面"),
    ("沿着公路走了三公里", "沿著公路走了三公里"),
    ("跳进大海里游泳", "跳進大海裡游泳"),
    ("花海里、人海里、林海里", "花海裡、人海裡、林海裡"),
    ("离岸200海里，约12 海里，１海里", "離岸200海里，約12 海里，１海里"),
    ("数万平方海里、十余海里", "數萬平方海里、十餘海里"),
    ("每海里、两海里、几百多海里", "每海里、兩海里、幾百多海里"),
    ("海里的单位是米，单位：海里", "海里的單位是米，單位：海里"),
    ("左格里的信和右格里的信", "左格裡的信和右格裡的信"),
    ("香格里拉的格里高利", "香格里拉的格里高利"),
    ("一块布里包着糖，加布里尔说", "一塊布裡包著糖，加布里爾說"),
    ("钟走得不准，不准拆它", "鐘走得不準，不准拆它"),
    ("老师不准我们走，获得不准入境的通知", "老師不准我們走，獲得不准入境的通知"),
    ("鱿鱼干和红薯干", "魷魚乾和紅薯乾"),
    ("果干部队伍、体系着力", "果幹部隊伍、體系著力"),
    ("腰上系着红绳，关系着生计", "腰上繫著紅繩，關係著生計"),
    ("辛丑年丑时，子丑寅卯", "辛丑年丑時，子丑寅卯"),
    ("这张卡里没有钱，卡里莫夫说", "這張卡裡沒有錢，卡里莫夫說"),
]


@pytest.mark.parametrize(("hans", "hant"), IN_CONTEXT)
def test_a_word_is_converted_by_its_context(hans: str, hant: str) -> None:
    assert convert(hans, "hant", source="hans") == hant


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    """Load every table first, so that no example's time holds it."""
    for target in SAME_LENGTH:
        convert("发", target, source="hans")
    convert("发", "hant-tw", source="hans")
    convert("會", "hans", source="mixed")


def test_regions_differ_in_forms_and_words() -> None:
    text = "软件里的信息为群众说着"
    assert convert(text, "hant") == "軟件裡的信息為群眾說著"
    assert convert(text, "hant-hk") == "軟件裏的信息為羣眾説着"
    assert convert(text, "hant-tw") == "軟體裡的資訊為群眾說著"


def test_corrections_are_written_in_the_forms_of_each_region() -> None:
    text = "背着布袋，树叶里有一碗面线糊，跳进海里"
    assert convert(text, "hant") == "背著布袋，樹葉裡有一碗麵線糊，跳進海裡"
    assert convert(text, "hant-hk") == "背着布袋，樹葉裏有一碗麪線糊，跳進海裏"


def test_simplifying_knows_both_regions() -> None:
    assert convert("軟件裏的衞生説明，沿着公路", "hans") == "软件里的卫生说明，沿着公路"
    assert convert("隨著時間，著名的乾隆皇帝", "hans") == "随着时间，著名的乾隆皇帝"


def test_a_text_in_its_own_script_is_left_alone() -> None:
    hant = "鄰里之間，岳飛的後人發表了著作，台灣公布消息。"
    assert reference(hant, "s2tw") != hant
    assert convert(hant, "hant") == hant
    hans = "着急的后人发表了著作，“乾”字写在这里。"
    assert convert(hans, "hans") == hans


def test_a_mixture_goes_through_simplified() -> None:
    assert convert("这里的規范和干部會議，说明了會议", "hant") == (
        "這裡的規範和幹部會議，說明了會議"
    )


def test_what_is_simplified_in_a_mixture_stays() -> None:
    text = "什么成效这么显著，专著和論著，著名的隨著"
    assert convert(text, "hans", source="mixed") == (
        "什么成效这么显著，专著和论著，著名的随着"
    )


def test_a_stated_source_decides_what_no_character_shows() -> None:
    assert convert("干部", "hant") == "干部"
    assert convert("干部", "hant", source="hans") == "幹部"
    assert convert("乾隆后宫", "hans", source="hans") == "乾隆后宫"


def test_an_unknown_target_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="'zh' is not a script"):
        convert("发", "zh")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), "趙雲燕和韋懷餘見了鐘遠"),
        (("",), "趙雲燕和韋懷餘見了鐘遠"),
        (("赵云燕", "韦怀余"), "趙云燕和韋懷余見了鐘遠"),
        (("趙云燕", "鍾遠"), "趙云燕和韋懷餘見了鍾遠"),
        (("赵云", "云燕和"), "趙云燕和韋懷餘見了鐘遠"),
    ],
)
def test_names_keep_their_characters(names: tuple[str, ...], expected: str) -> None:
    text = "赵云燕和韦怀余见了钟远"
    assert convert(text, "hant", names=names, source="hans") == expected


def test_names_are_found_in_either_spelling_and_kept_in_both_scripts() -> None:
    assert convert("張乾與趙雲燕", "hans", names=["张乾"]) == "张乾与赵云燕"
    assert convert("張乾與趙雲燕", "hans", names=["張乾"]) == "张乾与赵云燕"
    assert convert("张乾发言", "hant", names=["張乾"]) == "張乾發言"


def test_a_name_outranks_the_words_around_it() -> None:
    assert convert("方指明了解情况", "hant", names=["方指明"]) == "方指明瞭解情況"


def test_a_name_cannot_bring_markup() -> None:
    text = "发＜b＞发"
    found = convert(text, "hant", names=["<b>", "＜B＞", "发<"], source="hans")
    assert found == "發＜b＞發"


def test_overlay_is_well_formed() -> None:
    assert ROWS[0] == ["from", "to", "direction", "reason"]
    keys = [(row[0], row[2]) for row in ROWS[1:]]
    assert len(set(keys)) == len(keys)
    for one, other, direction, reason in ROWS[1:]:
        assert len(one) == len(other)
        assert direction in {"s2t", "t2s"}
        assert all(is_han(each) or each.isdigit() for each in one + other)
        assert len(reason) > 5


@pytest.mark.parametrize("row", ROWS[1:], ids=lambda row: row[0])
def test_overlay_row_decides(row: list[str]) -> None:
    one, other, direction, _reason = row
    if direction == "s2t":
        assert convert(one, "hant", source="hans") == other
    else:
        assert convert(one, "hans", source="hant") == other


@given(TEXTS)
def test_length_stays_and_both_scripts_fold_alike(text: str) -> None:
    for target in SAME_LENGTH:
        for source in SOURCES:
            found = convert(text, target, source=source)
            assert len(found) == len(text)
            assert fold(found) == fold(text)


@given(TEXTS, st.lists(st.sampled_from(KEYS) | st.text(max_size=3), max_size=3))
def test_names_change_neither_length_nor_folded_form(
    text: str, names: list[str]
) -> None:
    for target in SAME_LENGTH:
        found = convert(text, target, names=names)
        assert len(found) == len(text)
        assert fold(found) == fold(text)


@given(st.text(max_size=40))
def test_any_text_keeps_its_length_except_with_other_vocabulary(text: str) -> None:
    for target in SAME_LENGTH:
        assert len(convert(text, target)) == len(text)
    assert isinstance(convert(text, "hant-tw"), str)


@pytest.mark.shared
def test_news_keeps_length_and_folds_alike() -> None:
    if not SHARED.is_dir():
        assert not os.environ.get("CI"), "the shared material is missing"
        pytest.skip("the shared material is missing")
    with lzma.open(SHARED / "corpus/xwlb.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, 300 * 40, 40):
            hans = json.loads(line)["text"]
            hant = convert(hans, "hant")
            assert len(hant) == len(hans)
            assert hant != hans
            assert fold(hant) == fold(hans) == fold(convert(hant, "hans"))
