"""Pinyin that a hijacked site injected behind Traditional characters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from generator.ingest.draft import Change, Draft, Finding
from generator.ingest.rule import Example, rule
from generator.ingest.rules.zones import HAN
from generator.model import Flag
from generator.romanise import readings
from generator.script import simplify
from generator.value import Struct

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_ANNOTATION = re.compile(
    rf"(?P<han>[{HAN}])(?P<note>[(（](?P<reading>[a-zɑɡü{_TONED}\u0300-\u030c]{{1,9}})"
    r"[)）])"
)
_EATEN = re.compile(rf"\?[(（]?[a-zü{_TONED}]{{1,7}}[)）]")
_DENSITY = 0.015
_LEAST = 8
_LEAST_TYPES = 6
_FRAGMENT_LEAST = 3
_FRAGMENT_DENSITY = 0.06


class Annotation(Struct, frozen=True):
    """A reading in parentheses behind a Han character."""

    han: str
    reading: str
    start: int
    end: int


_INJECTED = (
    "會(huì)議強(qiáng)調(diào)，國(guó)際會(huì)議應(yīng)當(dāng)開(kāi)得務(wù)實(shí)，"
    "會(huì)議認(rèn)為國(guó)際會(huì)議應(yīng)當(dāng)務(wù)實(shí)（境）。"
)


@rule(
    Example(
        _INJECTED, "會議強調，國際會議應當開得務實，會議認為國際會議應當務實（境）。"
    ),
    Example.untouched("他住在石库门的巷(xiàng)子里，那巷子叫懿(yì)德里。"),
    Example.untouched("因公出國(境)團組 (José) (WHO) 單(shàn)縣"),
)
def pinyin(draft: Draft) -> Iterator[Finding]:
    """Remove readings injected behind Traditional characters across a whole page.

    A page is injected when annotations are dense, many, of many types, and stand
    at nearly every occurrence of their characters. A single reading guide is left.
    """
    found = [one for one in _annotations(draft.text) if _is_reading(one)]
    toned = [one for one in found if _is_toned(one)]
    if len(toned) < _FRAGMENT_LEAST:
        return
    tally = Counter(one.han for one in found)
    consistency = {han: count / draft.text.count(han) for han, count in tally.items()}
    if not _is_injected(draft.text, found, tally):
        return
    pairs = Counter((one.han, one.reading) for one in found)
    for one in found:
        sure = one.reading == _plain(next(iter(readings(one.han)), ""))
        if (
            _is_traditional(one.han)
            and consistency[one.han] >= 0.5
            and (sure or pairs[one.han, one.reading] > 1)
        ):
            yield Change(one.start, one.end, "", 0.99)
        else:
            yield Flag("pinyin-doubtful", f"{one.han}({one.reading})")
    for match in _EATEN.finditer(draft.text):
        yield Flag(
            "eaten-character", draft.text[max(0, match.start() - 4) : match.end()]
        )


def _annotations(text: str) -> Iterator[Annotation]:
    for match in _ANNOTATION.finditer(text):
        reading = _plain(match["reading"])
        yield Annotation(match["han"], reading, match.start("note"), match.end("note"))


def _plain(reading: str) -> str:
    return unicodedata.normalize("NFC", reading).replace("ɑ", "a").replace("ɡ", "g")


def _is_reading(one: Annotation) -> bool:
    """Tell whether the annotation is a toned reading of its character."""
    known = {*readings(one.han), *readings(simplify(one.han))}
    return one.reading in {_plain(reading) for reading in known}


def _is_toned(one: Annotation) -> bool:
    return any(mark in one.reading for mark in _TONED)


def _is_traditional(han: str) -> bool:
    return simplify(han) != han


def _is_injected(text: str, found: list[Annotation], tally: Counter[str]) -> bool:
    """Weigh the document: number, density, types, consistency, share of Traditional."""
    size = len(re.findall(f"[{HAN}]", text)) or 1
    everywhere = sum(text.count(han) for han in tally)
    consistent = len(found) / everywhere
    traditional = sum(_is_traditional(one.han) for one in found) / len(found)
    whole = (
        len(found) >= _LEAST
        and len(found) >= _DENSITY * size
        and len(tally) >= _LEAST_TYPES
        and consistent >= 0.7
        and traditional >= 0.9
    )
    fragment = (
        len(found) >= _FRAGMENT_DENSITY * size
        and consistent >= 0.9
        and traditional == 1
    )
    return whole or fragment
