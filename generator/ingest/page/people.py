"""Who and where from: the lines of credits around the body of a page.

Unlike the grammar of plain text, these lines may hold anything else besides: a page
says by position and by its class names that they are credits.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.ingest.page.chrome import states_date
from generator.ingest.page.lines import PageLine
from generator.ingest.rules.grammar import LABELS, date_of, surnames
from generator.ingest.rules.zones import HAN
from generator.ingest.shadow import shadow_of
from generator.model import Certainty

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
_LABEL = re.compile(
    rf"(?P<word>{_WORDS})\s*(?P<mark>[:丨|/]|\s(?=\S)|(?=[\[{HAN}A-Z]))", re.IGNORECASE
)
_BEFORE = re.compile(rf"[{HAN}A-Za-z]$")
_SOURCE = re.compile(r"[^\s|丨()\[\]【】,;:<>/]{2,30}(?:\s(?=[A-Za-z])[A-Za-z]+)*")
_CODE = re.compile(r"[_\s]*[A-Za-z]{1,4}\d{2,7}")
_NAMES = re.compile(
    rf"(?:[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}|[{HAN}]{{2,12}}|[{HAN}]\s{{1,2}}[{HAN}](?![{HAN}])|[A-Za-z][A-Za-z.'\-]{{1,20}}(?:\s[A-Z][A-Za-z.'\-]{{1,20}})?(?![\w.]))"
)
_ROLE = re.compile(r"(?:记者|作者|通讯员|编辑)$")
_GAP = re.compile(r"[\s、,/;&和]{1,4}")
_REPORTER = re.compile(
    rf"^[(\[]?(?:[图文]{{1,2}}/)?[{HAN}·]{{0,12}}(?:记者|通讯员|作者)\s+(?P<names>[^。!?:]{{2,40}}?)[)\]]?(?:\s*(?:报道|摄|文|发自\S+))?$"
)
_OUTLET = re.compile(
    rf"[{HAN}A-Za-z\d·]{{0,14}}(?:网|报|社|台|新闻|发布|在线|客户端|杂志|周刊|日报|晚报|电视|消息|财经|科技|频道|公众号|APP|快讯)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:网络|互联网|本站|本网|未知|佚名|匿名|原创|转载|综合|整理|网友|管理员|系统|admin|administrator|webmaster|小编|编辑部?|作者|记者|未署名|无)+(?:整理|转载|投稿|管理员|报道|来源)?",
    re.IGNORECASE,
)
_HINTS = (
    (
        "source",
        re.compile(
            r"(?:^|[\s_-])(?:source|laiyuan|article-?source|media-?name|come-?from|js_name|profile_nickname)(?=$|[\s_-])"
        ),
    ),
    (
        "authors",
        re.compile(
            r"(?:^|[\s_-])(?:author|zuozhe|writer|author-?name|byline)(?=$|[\s_-])"
        ),
    ),
    (
        "editors",
        re.compile(r"(?:^|[\s_-])(?:editor-?name|zebian|article-?editor)(?=$|[\s_-])"),
    ),
)
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Credit:
    """A value of a field and the span of the source it was read from."""

    field: str
    value: str
    start: int
    end: int
    certainty: Certainty = "stated"


def credits_in(text: str, line: PageLine) -> Iterator[Credit]:
    """Yield what a line of credits states, whatever else it holds.

    Of running text only what stands in brackets is taken for credits.
    """
    if line.size > _LONGEST:
        return
    shadow = shadow_of(line.text)
    labels = [
        one
        for one in _LABEL.finditer(shadow)
        if _is_label(shadow, one)
        and (not line.prose or shadow[: one.start()].endswith(("(", "[", "【")))
    ]
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(shadow)
        name = _FIELDS.get(label["word"].lower(), "")
        if name in {"", "date", "url", "keywords"}:
            continue
        for start, stop in _values(
            name, shadow, label.end(), end, plain=bool(label["mark"].strip())
        ):
            yield _credit(text, line, name, line.text[start:stop])
    reporter = _REPORTER.match(shadow)
    if reporter:
        for start, stop in _people(
            shadow, reporter.start("names"), reporter.end("names"), strict=True
        ):
            yield _credit(text, line, "authors", line.text[start:stop])


def _is_label(shadow: str, match: re.Match[str]) -> bool:
    """Tell whether a word that can label a value does so here."""
    alone = not _BEFORE.search(shadow[: match.start()])
    marked = bool(match["mark"].strip()) and (alone or match["mark"] != "|")
    return (alone or marked) if len(match["word"]) > 1 else (alone and marked)


def _credit(text: str, line: PageLine, name: str, value: str) -> Credit:
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
        strict = True
        start = gap.end()


@functools.cache
def _person() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{surnames()})[{HAN}]{{1,2}}|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}}|[A-Za-z][A-Za-z.'\- ]+"
    )


def outlet_in(text: str, line: PageLine) -> Iterator[Credit]:
    """Yield the outlet that stands beside a date without a label."""
    shadow = shadow_of(line.text)
    stamp = date_of(shadow)
    if not stamp or line.size > 60:
        return
    for base, part in ((stamp.end, shadow[stamp.end :]), (0, shadow[: stamp.start])):
        match = re.match(
            rf"[\s|·\-]*(?:原创\s)?(?P<name>[{HAN}A-Za-z\d·]{{2,16}})(?=$|[\s|(\[])",
            part,
        )
        if match and _OUTLET.fullmatch(match["name"]):
            at = base + match.start("name")
            yield _credit(text, line, "source", line.text[at : at + len(match["name"])])
            return


def lone_outlets(text: str, lines: Sequence[PageLine]) -> Iterator[Credit]:
    """Yield an outlet, or an author and an outlet, on the line above a date."""
    for line, after in itertools.pairwise(lines):
        shadow = shadow_of(line.text)
        if line.size > 20 or not states_date(after.text):
            continue
        name, slash, outlet = shadow.rpartition("/")
        if _OUTLET.fullmatch(outlet):
            at = len(name) + len(slash)
            yield _credit(text, line, "source", line.text[at:])
            if slash and _person().fullmatch(name):
                yield _credit(text, line, "authors", line.text[: len(name)])


def hinted(text: str, line: PageLine, label: str) -> Iterator[Credit]:
    """Yield a short line, without its label, whose element is named for a field."""
    if line.size > 24 or _LABEL.match(shadow_of(line.text)):
        return
    for name, hint in _HINTS:
        if hint.search(label):
            shadow = shadow_of(line.text)
            fits = (
                _OUTLET.fullmatch(shadow) or re.search("nickname|js_name", label)
                if name == "source"
                else _person().fullmatch(shadow)
            )
            if fits and not _GENERIC.fullmatch(shadow):
                yield _credit(text, line, name, line.text)


def is_generic(value: str) -> bool:
    """Tell whether a name names nobody: 佚名, admin, 网络整理."""
    return bool(_GENERIC.fullmatch(shadow_of(value)))


def is_person(value: str) -> bool:
    """Tell whether a value looks like the name of a person."""
    return len(value) <= 20 and bool(_person().fullmatch(shadow_of(value)))
