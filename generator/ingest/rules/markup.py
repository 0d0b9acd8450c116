"""What a saved web page is besides its article: head, furniture, tags, images."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.ingest import frontmatter
from generator.ingest.draft import Change, Draft, Fact, Finding
from generator.ingest.page import Run, credits_of_page, pictures_of, read_page
from generator.ingest.rule import Example, rule

_PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"
_PAGE = (
    "<html><head><title>港口夜市开张_江边新闻网</title>"
    '<meta name="keywords" content="夜市,港口"></head><body><div id="nav"><a>首页</a></div>'
    "<div class='article'><h1>港口夜市开张</h1><p>2020-06-01 10:22 来源：江边日报</p>"
    f"<p>{_PROSE}{_PROSE}</p><p>{_PROSE}{_PROSE}{_PROSE}</p><p>责任编辑：李远</p></div></body></html>"
)
_PICTURE = (
    '<link rel="canonical" href="https://news.example/2020/1.html">'
    f'<p>{_PROSE}{_PROSE}</p><p><img src="a (1).jpg" alt="灯塔"></p><p>{_PROSE}</p>'
)


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
    Example(
        _PAGE,
        _PAGE,
        {
            "title": "港口夜市开张",
            "source": "江边日报",
            "date": "2020-06-01T10:22",
            "editors": "李远",
        },
        kind="html",
    ),
    Example.untouched("a <b> c"),
)
def page_facts(draft: Draft) -> Iterator[Finding]:
    """Read what a page says about itself: its title, its head, its lines of credits."""
    if draft.source.kind != "html":
        return
    page = read_page(draft.text)
    if page.title:
        span = page.title_span
        yield Fact("title", page.title, *span)
    for one in credits_of_page(draft.text, page):
        yield Fact(one.field, one.value, one.start, one.end, one.certainty)


@rule(
    Example(
        _PAGE,
        re.sub(
            "首页|港口夜市开张_江边新闻网|港口夜市开张|2020-.+?日报|责任编辑：李远",
            "",
            _PAGE,
        ),
        kind="html",
    ),
    Example.untouched("首页"),
)
def page_furniture(draft: Draft) -> Iterator[Finding]:
    """Remove the text of a page that is not its article, hidden text included."""
    if draft.source.kind != "html":
        return
    page = read_page(draft.text)
    kept = page.body_runs
    for index, run in enumerate(page.tree.runs):
        if index not in kept and draft.text[run.start : run.end].strip():
            yield Change(run.start, run.end, "", 0.98 if run.hidden else 0.85)


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
    page = read_page(draft.source.text)
    kept = page.body_runs
    position, block, blank = 0, 0, ""
    for index, (start, end) in enumerate(_located(draft, page.tree.runs)):
        if index not in kept:
            blank = blank or (" " if start < end else "")
            continue
        run = page.tree.runs[index]
        if start > position:
            yield Change(position, start, "\n" if run.block != block else blank)
        blank = ""
        yield from _folded(draft.text, start, end)
        position, block = end, run.block
    if position < len(draft.text):
        yield Change(position, len(draft.text), "\n")


def _located(draft: Draft, runs: Iterable[Run]) -> Iterator[tuple[int, int]]:
    """Yield where runs of the source stand in the draft's text now."""
    pieces = iter(draft.pieces)
    piece = next(pieces)
    position = 0
    for run in runs:
        while piece.end <= run.start:
            position += len(piece.text)
            piece = next(pieces)
        if piece.rule:
            yield position, position
        else:
            start = position + run.start - piece.start
            yield start, start + min(run.end, piece.end) - run.start


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


@rule(
    Example.untouched(_PICTURE, kind="html"),
    Example.untouched("![灯塔](a.jpg)"),
)
def page_images(draft: Draft) -> Iterator[Finding]:
    """Refer to the pictures of an article where they stood, by their own address.

    Acts last, on what the other rules left where an `img` stood, because what it
    writes is Markdown already.
    """
    if draft.source.kind != "html":
        return
    pictures = list(pictures_of(read_page(draft.source.text)))
    position = 0
    for piece in draft.pieces:
        after = position + len(piece.text)
        while pictures and pictures[0].start < piece.end:
            picture = pictures.pop(0)
            if piece.rule in {"page-tags", "markdown-paragraphs"}:
                lead = "\n" if piece.end == len(draft.source.text) and position else ""
                tail = (
                    "" if "\n" not in piece.text and position else "\n\n"[len(lead) :]
                )
                yield Change(after, after, lead + picture.markdown + tail, 0.9)
        position = after
