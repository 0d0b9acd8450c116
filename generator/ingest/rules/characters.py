"""Damaged characters: wrong decoding, entities, invisible and full-width forms."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator

from generator.ingest.draft import Change, Draft, Finding
from generator.ingest.read import decode
from generator.ingest.rule import Example, rule
from generator.model import Flag

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_NESTED = re.compile(r"&(?:amp;)+(?=#?\w{1,31};)")
_INVISIBLE = re.compile(
    "[\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u00ad\ufff9-\ufffb"
    "\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0e-\x1f\x7f]+"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_HARD_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]+")
_MARGIN = re.compile(r"(?m)^[^\S\n]+|[^\S\n]+$")
_BYTES = "\u0080-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_SPRINKLED = "\u200b\u2060\ufeff\ue000-\uf8ff"
_MOJIBAKE_LINE = re.compile(
    f"(?:(?<=[\r\n])|\\A)[^\\S\r\n]*+(?P<line>(?=[^\r\n]*[\u00a1-\u00ff])"
    f"[\x20-\x7e\t{_BYTES}{_SPRINKLED}]+)(?=[\r\n]|\\Z)"
)
_CHINESE = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”‘’—…·]")
_LEAST_WIDE = 0.4
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?:[．％－／＋][０-９Ａ-Ｚａ-ｚ]+)*％?")


@rule(
    Example(
        "ÖÐ¹úµÄ³ÇÊÐÓë½ÖµÀ\n正文在此。",
        "中国的城市与街道\n正文在此。",
        flags=("mojibake",),
    ),
    Example("å¸‚å›¾ä¹¦é¦†å¤œè¯»", "市图书馆夜读", flags=("mojibake",)),
    Example.untouched("Café Müller à la carte"),
    Example.untouched("价格为 50 € 左右"),
)
def mojibake(draft: Draft) -> Iterator[Finding]:
    """Repair a line of GBK, Big5 or UTF-8 bytes that was read as Latin-1.

    Only where the line holds no Han, at least 40 % of it is high Latin-1, and the
    bytes decode strictly into frequent Han characters.
    """
    for match in _MOJIBAKE_LINE.finditer(draft.text):
        line = re.sub(f"[{_SPRINKLED}]", "", match["line"])
        wide = sum(character >= "\x80" for character in line)
        repaired = _redecoded(line) if wide >= _LEAST_WIDE * len(line) else None
        if repaired:
            yield Change(match.start("line"), match.end("line"), repaired, 0.95)
            yield Flag("mojibake", repaired[:12])


def _redecoded(line: str) -> str | None:
    """Return the line its bytes were meant to be, or None."""
    found = decode(bytes(_byte(character) for character in line))
    if isinstance(found, tuple) and "\ufffd" not in found[0]:
        text = found[0]
        han = len(_CHINESE.findall(text))
        if han and han >= 0.9 * sum(c >= "\x80" for c in text):
            return text
    return None


def _byte(character: str) -> int:
    """Return the byte a browser showed so: Windows-1252, or Latin-1 where it has none."""
    try:
        return character.encode("cp1252")[0]
    except UnicodeEncodeError:
        return ord(character)


@rule(
    Example("天气&nbsp;晴&ldquo;好&rdquo;", "天气\u00a0晴“好”"),
    Example("&amp;amp;lt;", "<"),
    Example.untouched("AT&T 与 R&D；部门"),
)
def entities(draft: Draft) -> Iterator[Finding]:
    """Decode character references that were left in the text, also doubly escaped."""
    if "&" not in draft.text:
        return
    position = 0
    text = draft.text
    while (at := text.find("&", position)) >= 0:
        nested = _NESTED.match(text, at)
        start = nested.end() - 1 if nested else at
        match = _ENTITY.match("&" + text[start + 1 : start + 40])
        position = at + 1
        if match:
            end = start + match.end()
            plain = _INVISIBLE.sub("", html.unescape(match.group()))
            if plain != match.group():
                yield Change(at, end, plain)
                position = end


@rule(
    Example("\ufeff文\u200b字", "文字"),
    Example("图\ue5e5书", "图书"),
    Example.untouched("字 与 字"),
)
def invisible(draft: Draft) -> Iterator[Finding]:
    """Remove what no reader can see: zero-width, control and private-use characters."""
    for match in _INVISIBLE.finditer(draft.text):
        yield Change(match.start(), match.end())


@rule(
    Example("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
    Example.untouched("一\n\n二"),
)
def line_ends(draft: Draft) -> Iterator[Finding]:
    """Write every kind of line break as a line feed."""
    for match in _BREAKS.finditer(draft.text):
        yield Change(match.start(), match.end(), "\n")


@rule(
    Example("　　第一段。　\n\u00a0\u00a0第二段", "第一段。\n第二段"),
    Example("五\u00a0月", "五 月"),
    Example.untouched("李 静"),
)
def blanks(draft: Draft) -> Iterator[Finding]:
    """Drop indents and trailing blanks made of characters; write hard spaces plain."""
    if draft.source.kind == "markdown":
        return
    margins = [(m.start(), m.end(), "") for m in _MARGIN.finditer(draft.text)]
    hard = [(m.start(), m.end(), " ") for m in _HARD_SPACE.finditer(draft.text)]
    for start, end, text in sorted(margins + hard):
        yield Change(start, end, text)


@rule(
    Example("到２０２３年，ＧＤＰ增长５．２％", "到2023年，GDP增长5.2%"),
    Example.untouched("第一，第二。"),
)
def full_width(draft: Draft) -> Iterator[Finding]:
    """Write full-width Latin letters and digits in their ordinary width."""
    for match in _WIDE.finditer(draft.text):
        yield Change(match.start(), match.end(), match.group().translate(_narrow()))


@functools.cache
def _narrow() -> dict[int, int]:
    return {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@rule(
    Example("他说,今天很好;明天(周六)呢?", "他说，今天很好；明天（周六）呢？"),
    Example("增长5%,达到12家", "增长5%，达到12家"),
    Example.untouched("时间 10:30 见 https://example.org/a,b (in English)"),
    Example.untouched("用 Python,Java 写成"),
)
def punctuation(draft: Draft) -> Iterator[Finding]:
    """Restore marks that a crawler made half-width between Han characters."""
    if "keep-punctuation" in draft.options:
        return
    yield from _restored(draft.text)


def _restored(text: str) -> Iterator[Change]:
    for match in _HALF_MARK.finditer(text):
        yield Change(match.start(), match.end(), _FULL[match.group()], 0.9)
    for match in _HALF_PAIR.finditer(text):
        yield Change(match.start(), match.start() + 1, "（", 0.9)
        yield Change(match.end() - 1, match.end(), "）", 0.9)


def full_marks(text: str) -> str:
    """Return a title with the same marks restored as in a body."""
    characters = list(text)
    for change in _restored(text):
        characters[change.start] = change.replacement
    return "".join(characters)


_FULL = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？"}
_H = "\u3007\u3400-\u9fff\uf900-\ufaff"
_HALF_MARK = re.compile(
    rf"(?<=[{_H}）》〉】」』”’）)])[,:;!?](?![,:;!?./\\])"
    rf"|(?<=[0-9A-Za-z%％])[,:;!?](?=[{_H}“‘《「『（【])"
)
_HALF_PAIR = re.compile(rf"\((?=[^()\n]{{0,60}}[{_H}])[^()\n]{{1,60}}\)")
