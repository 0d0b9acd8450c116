"""Markdown of strangers to HTML that harms nobody; the one door to `markdown`.

Python-Markdown is right about emphasis beside Chinese punctuation, but passes raw
HTML through, follows any link scheme, and takes quadratic time on runs of
brackets. So raw HTML, reference links and entities are not registered, links and
images are found by one bounded pattern of ours, and only blocks that hold markup
at all, in bounded number, size and depth, are handed to it.
"""

from __future__ import annotations

import functools
import itertools
import re
import xml.etree.ElementTree as ET
from urllib.parse import urlsplit

import markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.inlinepatterns import InlineProcessor

from generator.render import blocks
from generator.render.html import is_wide, printable

SCHEMES = frozenset({"http", "https", "mailto"})

_STAND_IN = "\ufdd0"
"""Stands for a block that Python-Markdown shall not see; texts cannot hold it."""
_AMPERSAND = "\ufdd1"
"""Stands for `&` meanwhile: an entity in a text is text, and is shown as written."""

_LINK = (
    r"(!?)\[([^\[\]\n]{0,400})\]\("
    r"[ ]{0,9}((?:[^\s()<>\"]|\([^\s()<>\"]{0,200}\)){0,2000})"
    r"(?:[ ]{1,9}\"([^\"\n]{0,300})\")?[ ]{0,9}\)"
)
_AUTOLINK = r"<(https?://[^<>\s]{1,2000})>"
_BLOCK_TAG = re.compile(r"<(/?)(p|h[1-6])>")
_TAG = re.compile(r"<[^<>]*>")
_BLOCKS = r"(?:p|h[1-6]|[uo]l|li|blockquote|table|thead|tbody|tr|td|th|pre|hr)"
_BLOCK_END = re.compile(rf"(?:</?{_BLOCKS}\b[^<>]*|<br)>$")
_BLOCK_START = re.compile(rf"</?{_BLOCKS}\b")
_ALIGNED = re.compile(r'<(t[hd]) style="text-align: (left|right|center);">')


def to_html(body: str) -> tuple[str, bool]:
    """Return the HTML of a Markdown body, and whether a limit was hit.

    Nothing in the result can run, load from another host, or carry a style:
    text is escaped, links go to http, https, mailto or within the site, and an
    image elsewhere becomes a link to it. Headings begin at h2 (the page's h1 is
    the title) and have the ids h-1, h-2 …; paragraphs have p1, p2 …. A block
    beyond the limits above is shown as plain paragraphs, its text untouched.
    """
    kept: list[str] = []
    handed: list[str] = []
    limited = False
    for block, is_code in blocks.split(printable(body).expandtabs(4)):
        markup = blocks.ready(block, is_code=is_code)
        if markup is None and (
            len(handed) >= blocks.BLOCKS or blocks.is_hostile(block)
        ):
            markup, limited = blocks.as_plain(block), True
        if markup is not None:
            kept.append(markup)
        handed.append(_STAND_IN if markup is not None else block)
    if len(kept) == len(handed):
        return _finish("\n".join(kept)), limited
    rest = iter(kept)
    source = "\n\n".join(handed).replace("&", _AMPERSAND)
    html = _parser().reset().convert(source).replace(_AMPERSAND, "&amp;")
    html = _ALIGNED.sub(r'<\1 class="\2">', html)
    filled = re.sub(f"<p>{_STAND_IN}</p>", lambda _: next(rest), html)
    return _finish(filled), limited


def is_allowed(address: str) -> bool:
    """Tell whether a link may lead there: http, https, mailto, or within the site."""
    try:
        parts = urlsplit(re.sub(r"[\x00-\x20\x7f-\xa0]", "", address))
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in SCHEMES
    return not parts.netloc and not address.lstrip().startswith(("//", "\\", "/\\"))


def _finish(html: str) -> str:
    """Give headings their rank and id, paragraphs theirs; mend broken lines."""
    levels = sorted(set(re.findall(r"<h([1-6])>", html)))
    rank = {f"h{level}": f"h{min(n, 6)}" for n, level in enumerate(levels, 2)}
    paragraphs, headings = itertools.count(1), itertools.count(1)

    def numbered(tag: re.Match[str]) -> str:
        closing, name = tag.groups()
        shown = rank.get(name, name)
        if closing:
            return f"</{shown}>"
        if name == "p":
            return f'<p id="p{next(paragraphs)}">'
        return f'<{shown} id="h-{next(headings)}">'

    return _joined(_BLOCK_TAG.sub(numbered, html))


def _joined(html: str) -> str:
    """Undo line breaks within a text: a browser would show each as a space.

    Between Han characters nothing remains, elsewhere the space. What is left of
    line breaks stands between blocks, after `<br>`, and in code.
    """
    lines = html.split("\n")
    parts = lines[:1]
    in_code = False
    for before, line in itertools.pairwise(lines):
        in_code = (in_code or "<pre>" in before) and "</pre>" not in before
        if in_code or _BLOCK_END.search(before) or _BLOCK_START.match(line):
            parts += ["\n", line]
        else:
            last, first = _TAG.sub("", before)[-1:], _TAG.sub("", line)[:1]
            wide = bool(last and first) and is_wide(last) and is_wide(first)
            parts += ["" if wide else " ", line]
    return "".join(parts)


class _Link(InlineProcessor):
    """`[text](address "title")` and `![alt](address)`, every part bounded."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - their name
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str, int, int]:
        """Make a link, an image of our own, or leave the text as it stands."""
        del data
        bang, text, target, title = m.groups()
        address = self.unescape(target)
        if not is_allowed(address):
            return self.unescape(text), m.start(), m.end()
        if bang and not urlsplit(address).scheme:
            element = ET.Element("img", src=address, alt=self.unescape(text))
            element.set("loading", "lazy")
        else:
            element = ET.Element("a", href=address)
            element.text = text or address
        if title:
            element.set("title", self.unescape(title))
        return element, m.start(), m.end()


class _Autolink(InlineProcessor):
    """`<https://example.org>`."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - their name
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        """Make a link whose text is its address."""
        del data
        element = ET.Element("a", href=self.unescape(m.group(1)))
        element.text = markdown.util.AtomicString(m.group(1))
        return element, m.start(), m.end()


class _Heading(HashHeaderProcessor):
    """`# Heading`: the space is required, so that a #话题 stays a word."""

    RE = re.compile(
        r"(?:^|\n)(?P<level>#{1,6})[ ]+(?P<header>(?:\\.|[^\\\n])*?)#*(?:\n|$)"
    )


@functools.cache
def _parser() -> markdown.Markdown:
    """Return the one instance: making it costs more than an article."""
    parser = markdown.Markdown(
        extensions=["tables", "sane_lists"], output_format="html"
    )
    parser.preprocessors.deregister("html_block")
    parser.parser.blockprocessors.deregister("reference")
    parser.parser.blockprocessors.register(_Heading(parser.parser), "hashheader", 70)
    for name in (
        "reference",
        "image_link",
        "image_reference",
        "short_reference",
        "short_image_ref",
        "automail",
        "html",
        "entity",
    ):
        parser.inlinePatterns.deregister(name)
    parser.inlinePatterns.register(_Link(_LINK, parser), "link", 160)
    parser.inlinePatterns.register(_Autolink(_AUTOLINK, parser), "autolink", 120)
    return parser
