"""Keywords that a text suggests, for an editor to take or leave.

A word counts by how often the text has it, times the information it carries in general
Chinese (the tf-idf weight of Sparck Jones, 1972, with the frequencies of jieba's
dictionary for the documents'). Only nouns of that dictionary are proposed, none that
any article has, and none that always stands beside the same character: 家庄 is a part
of 石家庄 (the freedom of neighbours, as in Huang, Chien and Chen, 1994).
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping

from generator.ingest.cleaning import Cleaned
from generator.ingest.places import known_places
from generator.ingest.shadow import shadow_of
from generator.script.lexicon import cost, source
from generator.value import replace

_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_NOUNS = frozenset((b"n", b"nz", b"nt", b"vn", b"j"))
"""Kinds of words in jieba's dictionary: nouns, proper names, institutions, verbal nouns."""
_EMPTY = frozenset(
    "全市 全省 全县 全区 全国 全面 全力 全局 大局 部署 意识 高质量 体系 双方 外方 我方 印发 同志 作者"
    " 小时 本报 本台 总书记 核心 意义 方案 新华社 文章 全文 副主任 副书记 负责人 有关部门".split()
)
"""Nouns that many official texts have and that tell nothing of their subject."""
_SHORTEST, _LONGEST = 2, 4
_COMMONEST = 10_000
"""Frequency from which a word says nothing of a text: 会议, 记者, 问题."""
_LEAST = 3
"""Mentions that make a word a subject; one in the title counts twice."""
_MOST = 5
_LOOSE = frozenset("的了是在和与及等为有对将不这那也就都而中上下里地得着过")
"""Characters that stand beside any word and so tell nothing of its borders."""
_SAME = 0.8
"""Share of mentions beside one character from which a word is part of a longer one."""
_SHARE = 0.6
"""Share of its mentions inside a longer keyword from which a word is left out."""


def with_proposals(cleaned: Cleaned) -> Cleaned:
    """Return a cleaned article whose record of cleaning proposes keywords.

    Only where neither the source nor the page states any.
    """
    metadata = cleaned.metadata
    if metadata.keywords or metadata.cleaning is None:
        return cleaned
    words = proposed(metadata.title or "", cleaned.body)
    cleaning = replace(metadata.cleaning, proposed_keywords=words)
    return replace(cleaned, metadata=replace(metadata, cleaning=cleaning))


def proposed(title: str, body: str) -> tuple[str, ...]:
    """Return at most five keywords that a text suggests, the weightiest first.

    In Simplified characters, whatever the script of the text. Raises WenyuanError when
    jieba's dictionary is not installed.
    """
    head = shadow_of(title)
    shadow = f"\n{head}\n{shadow_of(body)}\n"
    counts = _counted(shadow)
    for word in counts:
        counts[word] += word in head
    often = {
        word: n
        for word, n in counts.items()
        if n >= _LEAST
        and word not in _EMPTY
        and word not in known_places()
        and _is_free(word, shadow)
    }
    whole = {word: n for word, n in often.items() if not _is_part(word, n, often)}
    costs = _nouns()
    ranked = sorted(whole, key=lambda word: (-whole[word] * costs[word], word))
    return tuple(ranked[:_MOST])


def _counted(text: str) -> Counter[str]:
    """Return how often a text has each noun, overlapping ones included.

    Longer ones are looked for only where a pair of characters stands that is repeated.
    """
    nouns = _nouns()
    places = range(len(text) - 1)
    pairs = Counter(text[at : at + 2] for at in places)
    repeated = {pair for pair, count in pairs.items() if count > 1}
    longer = Counter(
        text[at : at + size]
        for at in places
        if text[at : at + 2] in repeated
        for size in range(_SHORTEST + 1, _LONGEST + 1)
    )
    return Counter({w: n for w, n in (pairs + longer).items() if w in nouns})


def _is_free(word: str, text: str) -> bool:
    """Tell whether a word stands beside various characters, on either side."""
    found = [match.span() for match in re.finditer(word, text)]
    for beside in (
        Counter(text[start - 1] for start, _ in found),
        Counter(text[end] for _, end in found),
    ):
        character, count = beside.most_common(1)[0]
        if (
            count >= _SAME * len(found)
            and character not in _LOOSE
            and _RUN.match(character * _SHORTEST)
        ):
            return False
    return True


def _is_part(word: str, count: int, often: Mapping[str, int]) -> bool:
    """Tell whether a word stands mostly inside a longer one."""
    return any(
        word != other and word in other and often[other] >= _SHARE * count
        for other in often
    )


@functools.cache
def _nouns() -> Mapping[str, int]:
    """Return the nouns that can be keywords, and the information of each."""
    found = {}
    for line in source().read_bytes().split(b"\n"):
        word, _, rest = line.partition(b" ")
        if not _SHORTEST * 3 <= len(word) <= _LONGEST * 3:
            continue
        frequency, _, kind = rest.partition(b" ")
        if kind in _NOUNS and int(frequency) < _COMMONEST:
            text = word.decode()
            if _RUN.fullmatch(text):
                found[text] = cost(int(frequency))
    return found
