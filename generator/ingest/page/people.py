"""Who and where from: the lines of credits around the body of a page.

Unlike the grammar of plain text, these lines may hold anything else besides: a page
says by position and by its class names that they are credits.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from generator.ingest.page.lines import PageLine, parted
from generator.ingest.page.tree import Tree
from generator.ingest.rules.grammar import LABELS, date_of, surnames
from generator.ingest.rules.zones import HAN
from generator.ingest.shadow import shadow_of
from generator.model import Certainty
from generator.value import Struct

_FIELD_OF = {word: name for name, words in LABELS.items() for word in words.split("|")}
_MORE = {
    "来源于": "source",
    "本文来源": "source",
    "资料来源": "source",
    "信息提供": "source",
    "供稿单位": "source",
    "发布机构": "source",
    "采写": "authors",
    "见习记者": "authors",
    "实习记者": "authors",
    "首席记者": "authors",
    "本网记者": "authors",
    "特约撰稿": "authors",
    "执笔": "authors",
    "值班编辑": "editors",
    "执行编辑": "editors",
    "本版编辑": "editors",
    "视觉编辑": "",
    "原标题": "",
    "编辑推荐": "",
    "作者单位": "",
    "来源链接": "",
    "责任主编": "editors",
    "字号": "",
    "字体": "",
    "分享": "",
    "评论": "",
    "打印": "",
    "我要": "",
    "收藏": "",
    "发布": "date",
    "更新": "",
    "最后更新": "",
    "更新时间": "",
}
_FIELDS = {**_FIELD_OF, **_MORE}
_WORDS = "|".join(sorted(map(re.escape, _FIELDS), key=len, reverse=True)).replace(
    r"tags\?", "tags?"
)
LABEL = re.compile(
    rf"(?P<word>{_WORDS})\s*(?P<mark>[:丨|/]|(?<=作者),|\s(?=\S)|(?=[\[{HAN}A-Z]))",
    re.IGNORECASE,
)
_OF_OUTLET = re.compile(r"(?:网|报|社|台|刊|新闻|周末|晚报|在线)$")
_BEFORE = re.compile(rf"[{HAN}A-Za-z]$")
_SOURCE = re.compile(r"[^\s|丨()\[\]【】,;:<>/]{2,30}(?:\s(?=[A-Za-z])[A-Za-z]+)*")
_CODE = re.compile(r"[_\s]*[A-Za-z]{1,4}\d{2,7}")
_NAMES = re.compile(
    rf"(?:[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}|[{HAN}]{{2,12}}|[{HAN}]\s{{1,2}}[{HAN}](?![{HAN}])|[A-Za-z][A-Za-z.'\-]{{1,20}}(?:\s[A-Z][A-Za-z.'\-]{{1,20}})?(?![\w.]))"
)
_ROLE = re.compile(r"(?:记者|作者|通讯员|编辑)$")
_DEED = re.compile(r"(?:整合|综合|报道|编译|整理|摄影?|文)$")
_GAP = re.compile(r"[\s、,/;&和]{1,4}")
_REPORTER = re.compile(
    rf"^[(\[【]?(?:[图文]{{1,2}}/)?(?:《[^《》\n]{{1,12}}》)?(?:采写\s?:\s?)?[{HAN}·]{{0,12}}(?:记者|通讯员|作者|撰稿人?)\s+(?P<names>[^。!?:]{{2,40}}?)[)\]】]?(?:\s?报道|\s+(?:摄影?|文|图)|\s+发自\S+)?$"
)
_GENERIC = re.compile(
    r"(?:网络|互联网|本站|本网|未知|佚名|匿名|原创|转载|综合|整理|网友|管理员|系统|admin|administrator|webmaster|小编|编辑部?|作者|记者|未署名|无)+(?:整理|转载|投稿|管理员|报道|来源)?"
    r"|(?:android|iphone|ipad|pc|手机|电脑|微博)?\s?(?:客户端|网页版|手机版|网页|安卓版)",
    re.IGNORECASE,
)
_LONGEST = 160


class Credit(Struct, frozen=True):
    """A value of a field and the span of the source it was read from."""

    field: str
    value: str
    start: int
    end: int
    certainty: Certainty = "stated"


def credits_in(text: str, tree: Tree, line: PageLine) -> Iterator[Credit]:
    """Yield what a line of credits states, whatever else it holds.

    Of running text only what stands in brackets is taken for credits. A value ends
    where its element ends, so the line is read with a blank for each tag first.
    """
    if line.size > _LONGEST:
        return
    apart = parted(text, tree, line)
    found = list(_credits(text, line, apart))
    yield from found or (() if apart == line.text else _credits(text, line, line.text))


def _credits(text: str, line: PageLine, shown: str) -> Iterator[Credit]:
    shadow = shadow_of(shown)
    labels = [
        one
        for one in LABEL.finditer(shadow)
        if _is_label(shadow, one)
        and (not line.prose or shadow[: one.start()].endswith(("(", "[", "【")))
    ]
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(shadow)
        name = _FIELDS.get(label["word"].lower(), "")
        if name in {"", "date", "url", "keywords"}:
            continue
        if name == "authors" and _OF_OUTLET.search(shadow[label.end() : end]):
            continue  # 作者：江边周末记者 周晓江
        for start, stop in _values(
            name, shadow, label.end(), end, plain=bool(label["mark"].strip())
        ):
            yield located(text, line, name, shown[start:stop])
    reporter = _REPORTER.match(shadow)
    if reporter:
        for start, stop in _people(
            shadow, reporter.start("names"), reporter.end("names"), strict=True
        ):
            yield located(text, line, "authors", shown[start:stop])


def _is_label(shadow: str, match: re.Match[str]) -> bool:
    """Tell whether a word that can label a value does so here."""
    before = shadow[: match.start()]
    alone = not _BEFORE.search(before) or (
        match["word"] in {"记者", "通讯员"} and bool(_OF_OUTLET.search(before))
    )
    marked = bool(match["mark"].strip()) and (alone or match["mark"] != "|")
    return (alone or marked) if len(match["word"]) > 1 else (alone and marked)


def located(text: str, line: PageLine, name: str, value: str) -> Credit:
    """Return a credit with the span of its own words where they stand unbroken."""
    at = text.find(value, line.start, line.end)
    value = re.sub(rf"^([{HAN}])\s+([{HAN}])$", r"\1\2", value.strip())
    if at < 0:
        return Credit(name, value, line.start, line.end)
    return Credit(name, value, at, at + len(value))


def _values(
    name: str, shadow: str, start: int, end: int, *, plain: bool
) -> Iterator[tuple[int, int]]:
    if name != "source":
        strict = not plain or name.startswith("staff:")
        yield from _people(shadow, start, end, strict=strict)
        return
    while start < end and shadow[start] in " \t:《\"'于自":
        start += 1
    match = _SOURCE.match(shadow, start, end)
    if match and not date_of(match.group()) and not _GENERIC.fullmatch(match.group()):
        yield match.start(), match.end()


def _people(
    shadow: str, start: int, end: int, *, strict: bool
) -> Iterator[tuple[int, int]]:
    """Yield the names that a value begins with; strict ones need a surname."""
    while start < end and shadow[start] in " \t:":
        start += 1
    for _ in range(6):
        match = _NAMES.match(shadow, start, end)
        if not match:
            return
        name = re.sub(r"\s", "", match.group())
        role = _ROLE.search(name)
        if role and match.end() < end:
            start, strict = match.end(), True
            while start < end and shadow[start] in " \t:":
                start += 1
            continue
        person = bool(_person().fullmatch(name))
        if (
            _GENERIC.fullmatch(name)
            or _DEED.fullmatch(name)
            or (strict and not person)
            or (len(name) > 4 and strict)
        ):
            return
        yield match.start(), match.end()
        code = _CODE.match(shadow, match.end(), end)
        after = code.end() if code else match.end()
        gap = _GAP.match(shadow, after, end)
        if not gap:
            return
        strict = strict or not re.search("[、&]", gap.group())
        start = gap.end()


@functools.cache
def _person() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{surnames()})[{HAN}]{{1,2}}|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}|[A-Za-z][A-Za-z.'\- ]+"
    )


def is_generic(value: str) -> bool:
    """Tell whether a name names nobody: 佚名, admin, 网络整理."""
    return bool(_GENERIC.fullmatch(shadow_of(value)))


def is_person(value: str) -> bool:
    """Tell whether a value looks like the name of a person."""
    return len(value) <= 20 and bool(_person().fullmatch(shadow_of(value)))
