"""Wrong characters per 10,000 of several converters on annotated sentences.

Run: python -m benchmarks.accuracy [--show]

The sentences in tests/accuracy/ are our own; their gold is written by hand, read
a second time. Forms that Taiwan writes side by side (佔 占, 週 周 …) count as equal.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.peers import OPENCC, ZHCONV, peers
from generator.script import convert, reference

SENTENCES = Path(__file__).resolve().parents[1] / "tests/accuracy/sentences.tsv"

EQUAL = (
    "搜蒐 臺台 佈布 佔占 週周 夥伙 汙污 濕溼 彙匯 鑑鑒 跡蹟 嘆歎 讚贊 鉤鈎 別别 湧涌 祕秘 菸煙 鍊煉"
    " 毀燬 洩泄 註注 遊游 裡裏 著着 為爲 床牀 峰峯 線綫 啟啓 眾衆 群羣 麵麪 鑽鉆 痺痹 紮扎 摺折"
    " 唸念 迴回 樑梁 兇凶 瀰彌 艷豔 僱雇 託托 託讬 傢家 溫温 穀榖 恆恒 才纔 說説 產産 脫脱"
    " 衛衞 潛潜 竿桿 鉅巨 吃喫 稜棱 簷檐 賬帳 閒閑 麼么 抬擡 併并 強强 鹼碱 醃腌 閱閲 覆複"
)
"""Pairs of forms; the second is read as the first. 覆核 and 複核 are both written."""

QUOTES = str.maketrans("「」『』", "“”‘’")
_ONE = str.maketrans({pair[1]: pair[0] for pair in EQUAL.split()})


def normalised(text: str) -> str:
    """Return a text with one form for each pair of equal ones."""
    return text.translate(QUOTES).replace("瞭解", "了解").translate(_ONE)


def wrong(found: str, gold: str) -> int:
    """Count characters that differ."""
    if len(found) != len(gold):
        return len(gold)
    pairs = zip(normalised(found), normalised(gold), strict=True)
    return sum(one != other for one, other in pairs)


def sentences() -> list[dict[str, str]]:
    """Read the annotated sentences."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def main() -> None:
    """Print the table."""
    rows = sentences()
    sources = [row["source"] for row in rows]
    found = {
        "reference s2tw": [reference(text, "s2tw") for text in sources],
        "ours": [convert(text, "hant", source="hans") for text in sources],
    }
    with peers(OPENCC, ZHCONV) as running:
        for name, peer in running.items():
            found[name] = peer.convert(sources)[1]
    if "--show" in sys.argv:
        show(rows, found["ours"])
    table(rows, found)


def show(rows: Sequence[Mapping[str, str]], found: Sequence[str]) -> None:
    """Print the sentences that our conversion gets wrong."""
    for row, text in zip(rows, found, strict=True):
        if wrong(text, row["gold"]):
            print(f"{row['source']}\n  gold {row['gold']}\n  ours {text}")


def table(
    rows: Sequence[Mapping[str, str]], found: Mapping[str, Sequence[str]]
) -> None:
    """Print errors per 10,000 characters and sentences fully right, by genre."""
    size: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        for genre in (row["genre"], "all"):
            size[genre] += len(row["source"])
    print(f"{len(rows)} sentences, {size['all']} characters")
    print("| converter | sentences right | " + " | ".join(size) + " |")
    print("| --- " * (len(size) + 2) + "|")
    for name, texts in found.items():
        errors: defaultdict[str, int] = defaultdict(int)
        right = 0
        for row, text in zip(rows, texts, strict=True):
            count = wrong(text, row["gold"])
            right += not count
            errors[row["genre"]] += count
            errors["all"] += count
        rates = (f"{errors[one] / size[one] * 10_000:.1f}" for one in size)
        print(f"| {name} | {right / len(rows):.1%} | " + " | ".join(rates) + " |")


if __name__ == "__main__":
    main()
