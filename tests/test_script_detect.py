"""The script of a text: native writing is never taken for a machine's."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.script import convert, detect, restore
from generator.script.characters import simplified_only, traditional_only

SHARED = Path(__file__).resolve().parents[1] / "../shared"

NATIVE = {
    "taiwan news": (
        "行政院今天公布最新人口統計，台灣去年出生人數再創新低。內政部表示，政府將持續"
        "加碼育兒補助，並研議延長育嬰留停津貼。學者指出，房價與工時才是年輕人不願生育"
        "的關鍵，光靠發錢恐怕治標不治本。在野黨立委則質疑，預算占比過低，誠意不足。"
    ),
    "taiwan blog": (
        "上週末跟朋友去九份玩，一下車就遇到大雨，只好躲進茶館喝茶。老闆娘很親切，端來"
        "一盤剛出爐的芋圓，還跟我們聊起她小時候在礦區長大的故事。我覺得台灣最美的風景"
        "還是人。"
    ),
    "taiwan software": (
        "安裝程式完成後，請重新啟動電腦。若螢幕出現錯誤訊息，請確認網路連線是否正常，"
        "並檢查硬碟空間是否足夠。使用者可以在設定裡面變更預設的資料夾。"
    ),
    "taiwan recipe": (
        "先把麵粉和鹽放進碗裡，慢慢加水揉成麵糰，蓋上濕布靜置半小時。乾香菇泡軟後切絲"
        "，與豬肉末一起拌炒，起鍋前淋一點醬油。剩餘的餡料可以冷藏兩天。"
    ),
    "taiwan essay": (
        "母親的背影愈來愈小，終於消失在巷口。我站在窗邊，想起她年輕時替人縫補衣裳的夜"
        "晚，燈下那雙手從來沒有停過。後來我才明白，所謂家，就是有人等你回去的地方。"
    ),
    "taiwan sports": (
        "中信兄弟昨天在洲際棒球場以五比三擊敗統一獅，先發投手主投七局只被敲出四支安打"
        "。總教練賽後說，打線在第六局適時串聯，是致勝關鍵。球迷冒雨到場，讓球員相當感"
        "動。"
    ),
    "hong kong news": (
        "運輸署宣布，由下星期一起調整多條巴士路線的班次，以紓緩繁忙時間的擠迫情況。有"
        "區議員認為署方諮詢不足，要求當局於三個月內檢討。巴士公司表示會按實際需求增派"
        "車輛。"
    ),
    "hong kong court": (
        "控方指，被告於前年三月在旺角一間餐廳內與人爭執，其後用玻璃樽襲擊對方頭部。辯"
        "方求情時稱被告已深感後悔，並已向傷者賠償。裁判官押後至下月判刑，期間索取背景"
        "報告。"
    ),
    "hong kong column": (
        "小時候住在公共屋邨，走廊又長又暗，放學後總要跑過去才敢回家。鄰居師奶們在門口"
        "擇菜，收音機播着粵曲。現在那幢樓已經拆卸，改建成商場，連樹也沒有留下一棵。"
    ),
    "hong kong finance": (
        "恒生指數收市報一萬八千點，跌二百三十點，成交額不足八百億元。分析員認為，市場"
        "觀望聯儲局議息結果，資金傾向留在場外。內銀股普遍受壓，只有個別公用股逆市上升"
        "。"
    ),
    "history": (
        "范仲淹少時家貧，斷虀畫粥，後來官至參知政事。他與韓琦共同經略陝西，邊上謠曰："
        "軍中有一范，西賊聞之驚破膽。皇后郭氏被廢時，他率諫官伏閣請對，因而遭貶。"
    ),
    "names": (
        "余光中與于右任的字，他都收藏。沈從文的信則是朋友所贈，鍾理和的手稿由家屬捐出"
        "。展覽裡還有一張茶几，據說是雲門創辦人林懷民用過的。若干部分尚待修復，預計下"
        "個月完成。"
    ),
    "classical": (
        "臣亮言：先帝創業未半，而中道崩殂。今天下三分，益州疲弊，此誠危急存亡之秋也。"
        "然侍衛之臣不懈於內，忠志之士忘身於外者，蓋追先帝之殊遇，欲報之於陛下也。"
    ),
    "curly quotes": (
        "他在信中寫道：“我從來沒有後悔過。”這句話被許多報紙引用，編輯台卻遲遲不肯刊"
        "登全文。直到去年，才由他的兒子在台北出版，書名就叫《沒有後悔》。"
    ),
    "one title": "香港回歸二十五周年慶祝活動綜述",
    "one word": "規範",
}

MACHINE = {
    "character table": (
        "會議強調，各級黨委要加強干部隊伍建設，防范化解重大風險，構筑嚴密防線，推動規"
        "范化管理，發揮示范作用，關于下一步工作，要抓緊落實。"
    ),
    "everything converted": (
        "皇後說，這裡麵的事情隻有她知道，制度也不能控製所有的人，同誌們要對照係統的方"
        "麵加以改進，不要復雜化。"
    ),
}


def without_pinyin(text: str) -> str:
    return re.sub(r"[(（][a-zà-ɏ]+[)）]", "", text)


def shared(path: str) -> Path:
    if not SHARED.is_dir():
        assert not os.environ.get("CI"), "the shared material is missing"
        pytest.skip("the shared material is missing")
    return next((SHARED / path).parent.glob(Path(path).name))


@pytest.mark.parametrize("kind", NATIVE)
def test_native_text_is_hant_and_left_alone(kind: str) -> None:
    text = NATIVE[kind]
    assert detect(text).script == "hant"
    for target in ("hant", "hant-hk", "hant-tw"):
        assert convert(text, target) == text


def test_all_native_texts_together_are_hant() -> None:
    found = detect("\n".join(NATIVE.values()))
    assert found.script == "hant"
    assert found.native > 5


@pytest.mark.parametrize("kind", MACHINE)
def test_machine_made_text_is_seen(kind: str) -> None:
    found = detect(MACHINE[kind])
    assert found.script == "machine-hant"
    assert found.left_simplified or found.overconverted


def test_evidence_names_the_words() -> None:
    assert set(detect(MACHINE["character table"]).left_simplified) >= {"防范", "干部"}
    assert {"皇後", "隻有"} <= set(
        detect(MACHINE["everything converted"]).overconverted
    )


def test_words_that_only_straddle_stay_native() -> None:
    assert detect("若干部門已經說明，若干部門尚未說明。" * 30).script == "hant"


def test_a_slip_makes_no_machine() -> None:
    text = (
        NATIVE["taiwan news"]
        + "該干部表示，幹部們會後討論了規範與模範，關於範圍。干部。"
    )
    assert detect(text).left_simplified == ("干部", "干部")
    assert detect(text).script == "hant"


@pytest.mark.parametrize("name", ["連雲港", "趙雲燕", "范平明", "于是之", "余秋雨"])
def test_a_name_is_no_artefact(name: str) -> None:
    text = f"{name.replace('雲', '云')}先生昨天對記者說，這個問題還沒有討論。"
    assert detect(text).script == "hant"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", "hant"),
        ("外事工作", "hant"),
        ("会议", "hans"),
        ("會議", "hant"),
        ("abc 123", "hant"),
        ("这个会议与那個會議", "mixed"),
        ("他们说这里讲过书里写着的话，" * 5 + "见《後漢書》。", "hans"),
        ("他們說這裡講過書裡寫著的話，" * 5 + "見《后汉书》。", "hant"),
        ("\ue000\ue001會議", "hant"),
    ],
)
def test_a_short_text_is_in_the_script_of_its_telling_characters(
    text: str, script: str
) -> None:
    assert detect(text).script == script


def test_strict_sets_are_apart_and_regional_forms_are_in_neither() -> None:
    assert not simplified_only() & traditional_only()
    assert not set("台着群峰卧温户后干里") & (simplified_only() | traditional_only())
    assert "会" in simplified_only()
    assert "會" in traditional_only()


@given(st.text(alphabet="会會干幹范範后後里裡台臺明瞭了指方向著着 a\n", max_size=60))
def test_any_text_has_a_verdict_and_restoring_keeps_its_length(text: str) -> None:
    found = detect(text)
    assert found.script in {"hans", "hant", "mixed", "machine-hant"}
    assert len(restore(text)) == len(text)


def test_many_differences_take_linear_time() -> None:
    found = detect("台灣公布皇後規范" * 30_000)
    assert found.traditional == 90_000
    assert found.native
    assert found.overconverted
    assert found.left_simplified


@pytest.mark.shared
@pytest.mark.parametrize(
    ("seed", "script"),
    [
        ("000", "hans"),
        ("001", "machine-hant"),
        ("002", "machine-hant"),
        ("003", "hans"),
        ("004", "machine-hant"),
    ],
)
def test_the_seeds_are_in_the_script_that_they_are_known_to_be_in(
    seed: str, script: str
) -> None:
    text = shared(f"seeds/{seed}_*.txt").read_text("utf-8")
    assert detect(without_pinyin(text)).script == script


@pytest.mark.shared
@pytest.mark.parametrize("seed", ["001", "002", "004"])
def test_restoring_gives_the_gold(seed: str) -> None:
    gold = json.loads(shared(f"gold/{seed}.json").read_text("utf-8"))
    assert [restore(paragraph) for paragraph in gold["body"]] == gold["body_hans"]
    body = "\n".join(gold["body"])
    assert convert(body, "hans") == "\n".join(gold["body_hans"])
    assert convert(body, "hant") == convert(restore(body), "hant", source="hans")
