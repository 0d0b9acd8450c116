"""What a saved web page is besides its article: head, furniture, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.ingest import frontmatter
from generator.ingest.draft import Change, Draft, Fact, Finding
from generator.ingest.html import lines_of, read_page
from generator.ingest.rule import Example, rule
from generator.ingest.rules.grammar import credits_of, date_of
from generator.ingest.rules.zones import HAN
from generator.ingest.shadow import shadow_of

_PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"
_PAGE = (
    "<html><head><title>港口夜市开张_江边新闻网</title>"
    '<meta name="keywords" content="夜市,港口"></head><body><div id="nav"><a>首页</a></div>'
    "<div class='article'><h1>港口夜市开张</h1><p>2020-06-01 10:22 来源：江边日报</p>"
    f"<p>{_PROSE}{_PROSE}</p><p>{_PROSE}{_PROSE}{_PROSE}</p></div></body></html>"
)
_META = {
    "date": (
        "article:published_time",
        "pubdate",
        "publishdate",
        "publish_date",
        "og:release_date",
        "datepublished",
        "og:published_time",
    ),
    "source": ("contentsource", "mediaid", "source"),
    "authors": ("article:author", "author"),
    "keywords": ("keywords", "news_keywords"),
    "url": ("canonical", "og:url"),
}
_SUFFIX = re.compile(r"\s*(?:[_|–—-]|--|»|::)\s*")
_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:[、,，\s]+[{HAN}]{{2,4}}){{0,4}}")
_CREDIT_LIMIT = 120


@rule(
    Example("---\ntitle: 夜市\n---\n\n正文。\n", "\n正文。\n", kind="markdown"),
    Example.untouched("---\n不是元数据\n---\n"),
)
def front_matter(draft: Draft) -> Iterator[Finding]:
    """Take off the front matter of a Markdown source; its values are metadata."""
    if draft.source.kind == "markdown":
        found = frontmatter.stated(draft.text, draft.source.path)
        if isinstance(found, tuple):
            yield Change(0, found[1])


@rule(
    Example(_PAGE, _PAGE, {"title": "港口夜市开张", "source": "江边日报"}, kind="html"),
    Example.untouched("a <b> c"),
)
def page_facts(draft: Draft) -> Iterator[Finding]:
    """Read what a page says about itself: its title, its head, its line of credits."""
    if draft.source.kind != "html":
        return
    text = draft.text
    page = read_page(text)
    lines = list(lines_of(text, page.runs))
    name = _title(page.meta, [line[2] for line in lines])
    if name:
        start = text.find(name)
        yield Fact("title", name, max(start, 0), max(start, 0) + len(name))
    for start, end, plain in lines:
        if len(plain) > _CREDIT_LIMIT:
            continue
        shadow = shadow_of(plain)
        for value in credits_of(shadow) or ():
            yield Fact(
                value.field, value.text or plain[value.start : value.end], start, end
            )
    yield from _head_facts(text, page.meta)


def _head_facts(text: str, meta: Mapping[str, str]) -> Iterator[Fact]:
    for name, keys in _META.items():
        value = next((meta[key] for key in keys if meta.get(key)), None)
        if value:
            at = max(text.find(value), 0)
            for one in _values(name, value):
                yield Fact(name, one, at, at + len(value))


def _values(name: str, value: str) -> list[str]:
    """Return the values of one field of a page's head; none that do not fit it."""
    if name == "date":
        stamp = date_of(value)
        return [stamp.text] if stamp else []
    if name == "keywords":
        words = re.split(r"[,，、;；\s]+", value)[:12]
        return [word for word in words if 1 < len(word) <= 12]
    if name == "authors":
        return re.split(r"[、,，\s]+", value) if _NAME.fullmatch(value) else []
    if name == "url":
        return [value] if re.match(r"https?://[^\s<>\"]+$", value) else []
    return [value]


def _title(meta: Mapping[str, str], lines: list[str]) -> str | None:
    """Return the title without the site's name: what `<title>` and a line agree on."""
    whole = meta.get("og:title") or meta.get("title") or ""
    whole = " ".join(whole.split())
    parts = [part for part in _SUFFIX.split(whole) if part]
    shown = set(lines)
    for size in range(len(parts), 0, -1):
        candidate = whole[: _span(whole, size)]
        if candidate in shown:
            return candidate
    for part in parts:
        if part in shown and len(part) >= 5:
            return part
    return parts[0] if parts else None


def _span(whole: str, size: int) -> int:
    """Return the length of the first `size` parts of a title with their separators."""
    ends = [match.start() for match in _SUFFIX.finditer(whole)]
    return ends[size - 1] if size <= len(ends) else len(whole)


@rule(
    Example(
        _PAGE,
        re.sub("首页|港口夜市开张_江边新闻网", "", _PAGE),
        kind="html",
    ),
    Example.untouched("首页"),
)
def page_furniture(draft: Draft) -> Iterator[Finding]:
    """Remove the text of a page that is not its article, hidden text included."""
    if draft.source.kind != "html":
        return
    page = read_page(draft.text)
    for index, run in enumerate(page.runs):
        if index not in page.body and draft.text[run.start : run.end].strip():
            yield Change(run.start, run.end, "", 0.85 if run.visible else 0.98)


@rule(
    Example(
        "<p>第一段<b>重</b>\n点。</p><p>第二段。<br>第三行</p>",
        "\n第一段重点。\n第二段。\n第三行\n",
        kind="html",
    ),
    Example.untouched("a <b> c"),
)
def page_tags(draft: Draft) -> Iterator[Finding]:
    """Remove tags and comments; blocks and line breaks become line ends."""
    if draft.source.kind != "html":
        return
    text = draft.text
    page = read_page(text)
    position, block, blank = 0, 0, ""
    for run in page.runs:
        if not text[run.start : run.end].strip():
            blank = " "
            continue
        if run.start > position:
            yield Change(position, run.start, "\n" if run.block != block else blank)
        blank = ""
        yield from _folded(text, run.start, run.end)
        position, block = run.end, run.block
    if position < len(text):
        yield Change(position, len(text), "\n")


def _folded(text: str, start: int, end: int) -> Iterator[Change]:
    """Yield the white space that HTML does not show inside a run of text."""
    for match in re.finditer(
        r"[ \t\r\n\f]*[\r\n\f][ \t\r\n\f]*|[ \t]{2,}", text[start:end]
    ):
        left = text[start + match.start() - 1 : start + match.start()]
        right = text[start + match.end() : start + match.end() + 1]
        latin = (
            left.isascii() and right.isascii() and bool(left.strip() and right.strip())
        )
        yield Change(start + match.start(), start + match.end(), " " if latin else "")
