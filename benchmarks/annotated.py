"""Annotated sentences: Simplified, and the Traditional that a person wrote for it.

- sentences: our own, of several genres, many of them made to be hard;
- readings: our own, for each character of many readings;
- literature: quotations from the public domain, the gold as published;
- news: random sentences of the corpus beside the repository, in two draws. Of these
  only places and the characters that a table of single characters gets wrong are kept
  here. Mistakes in the first draw were mended; the second is for measuring only.
"""

from __future__ import annotations

import csv
import json
import lzma
import re
from dataclasses import dataclass
from pathlib import Path

from generator.script import reference

FOLDER = Path(__file__).resolve().parents[1] / "tests/accuracy"
CORPUS = Path(__file__).resolve().parents[2] / "shared/corpus/xwlb.jsonl.xz"
WRITTEN = ("sentences", "readings", "literature")

EQUAL = (
    "搜蒐 臺台 佈布 佔占 週周 夥伙 汙污 濕溼 彙匯 鑑鑒 跡蹟 嘆歎 讚贊 鉤鈎 別别 湧涌 祕秘 菸煙 鍊煉"
    " 毀燬 洩泄 註注 遊游 裡裏 著着 為爲 床牀 峰峯 線綫 啟啓 眾衆 群羣 麵麪 鑽鉆 痺痹 紮扎 摺折"
    " 唸念 迴回 樑梁 兇凶 瀰彌 艷豔 僱雇 託托 託讬 傢家 溫温 穀榖 恆恒 才纔 說説 產産 脫脱"
    " 衛衞 潛潜 竿桿 竿杆 鉅巨 吃喫 稜棱 簷檐 賬帳 閒閑 麼么 抬擡 併并 強强 鹼碱 醃腌 閱閲 覆複"
    " 嚐嘗 痴癡 嚙齧 裊嫋 弦絃"
)
"""Pairs of forms; the second is read as the first. 覆核 and 複核 are both written."""

_QUOTES = str.maketrans("「」『』", "“”‘’")
_ONE = str.maketrans({pair[1]: pair[0] for pair in EQUAL.split()})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in both scripts; its genre or, of a reading, its character."""

    source: str
    gold: str
    genre: str


def normalised(text: str) -> str:
    """Return a text with one form for each pair of equal ones."""
    return text.translate(_QUOTES).replace("瞭解", "了解").translate(_ONE)


def wrong(found: str, gold: str) -> int:
    """Count characters that differ."""
    if len(found) != len(gold):
        return len(gold)
    pairs = zip(normalised(found), normalised(gold), strict=True)
    return sum(one != other for one, other in pairs)


def written(name: str) -> list[Sentence]:
    """Read a set that the repository holds."""
    return [Sentence(row["source"], row["gold"], row["genre"]) for row in _rows(name)]


def news() -> list[Sentence]:
    """Read the news, from the corpus and what is annotated of it."""
    rows = _rows("news")
    wanted = {int(row["article"]) for row in rows}
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        texts = {
            number: json.loads(line)["text"]
            for number, line in enumerate(lines)
            if number in wanted
        }
    found = []
    for row in rows:
        source = texts[int(row["article"])][int(row["start"]) : int(row["stop"])]
        gold = [reference(one, "s2tw") for one in source]
        for at, character in re.findall(r"(\d+)(\D)", row["gold"]):
            gold[int(at)] = character
        found.append(Sentence(source, "".join(gold), f"draw {row['draw']}"))
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
