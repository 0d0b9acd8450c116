"""HTML as a value: what is safe to place in a page, and the plain text of it."""

from __future__ import annotations

import html
import re
import unicodedata

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPECIAL = re.compile(
    "[&<>\"'\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_TAG = re.compile(r"<[^<>]*>")
_PARAGRAPH = re.compile(r"<p[^<>]*>(.*?)</p>")


class Html(str):
    """A piece of HTML that templates place as it is, without escaping it again.

    Only this room makes one, and only from text that it has escaped itself.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """Return the markup; Jinja's autoescape asks for this method."""
        return self


def escape(text: str) -> str:
    """Return `text` as HTML character data, safe in attributes as well."""
    if not _SPECIAL.search(text):  # nearly always, and five times as fast
        return text
    return html.escape(printable(text), quote=True)


def printable(text: str) -> str:
    """Return `text` without what neither HTML nor XML may hold.

    Control characters and noncharacters go; lone surrogates, which UTF-8 cannot
    write, become U+FFFD. See the Char production of XML 1.0, fifth edition.
    """
    if text.isprintable():  # most are, and need no search
        return text
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def plain(markup: str) -> str:
    """Return the text of HTML from `to_html`, one block (or row of a cell) a line.

    There each block has lines of its own, so that only tags need to go.
    """
    text = _TAG.sub("", markup)
    if "&" in text:
        text = html.unescape(text)
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def prose(markup: str, enough: int) -> str:
    """Return the text of the first paragraphs, at least `enough` characters of it.

    Headings, lists, tables and code are left out.
    """
    parts: list[str] = []
    for found in _PARAGRAPH.finditer(markup):
        parts.append(plain(found.group(1)))
        enough -= len(parts[-1])
        if enough < 0:
            break
    return "".join(parts)


def scrollable(markup: str, name: str) -> Html:
    """Return HTML from `to_html` in which wide code and tables scroll by themselves.

    The page stays as wide as the window (WCAG 2.2, 1.4.10), and the keyboard reaches
    what scrolls (2.1.1); `name` is what a screen reader calls a table there.
    """
    if "e>" not in markup:  # neither, in half the time
        return Html(markup)
    if "<pre>" in markup:
        markup = markup.replace("<pre>", '<pre tabindex="0">')
    if "<table>" in markup:
        start = f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(name)}">'
        markup = markup.replace("<table>", f"{start}<table>")
        markup = markup.replace("</table>", "</table></div>")
    return Html(markup)


def is_wide(character: str) -> bool:
    """Tell whether a character fills a Han square (UAX 11: W or F, or ambiguous)."""
    return unicodedata.east_asian_width(character) in "WFA"
