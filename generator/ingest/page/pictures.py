"""The pictures of an article: which images of a page they are, and their addresses."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from generator.ingest.page.density import is_aside
from generator.ingest.page.hiding import HARD
from generator.ingest.page.reading import Page
from generator.ingest.page.tree import Image, ancestors
from generator.value import Struct

_SOURCES = (
    "data-src",
    "data-original",
    "data-actualsrc",
    "data-lazy-src",
    "file",
    "src",
)
_DECORATION = re.compile(
    r"(?:icon|logo|qr_?code|erweima|share|avatar|blank|spacer|pixel|loading|placeholder|button|btn"
    r"|arrow|bullet|banner|/ad[s_/-]|emoji|face|wx_fmt=gif.{0,9}tp=wxpic0|touming|1x1)",
    re.IGNORECASE,
)
_UNSAFE = re.compile(r"[\[\]\\`*_<>&!\r\n]+")
_LEAST_SIDE = 60
_MOST = 300


class Picture(Struct, frozen=True):
    """A picture of the article: where its tag begins, and its Markdown."""

    start: int
    markdown: str


def pictures_of(page: Page) -> Iterator[Picture]:
    """Yield the pictures that stand in or beside the article, in order."""
    if not page.body:
        return
    lines = page.lines
    before = [i for i in range(page.body[0]) if not lines[i].hidden]
    after = [i for i in range(page.body[-1] + 1, len(lines)) if not lines[i].hidden]
    first = lines[before[-1]].runs[-1] + 1 if before else 0
    last = lines[after[0]].runs[0] if after else len(page.tree.runs)
    for image in itertools.islice(_chosen(iter(page.tree.images), first, last), _MOST):
        around = ancestors(page.tree, image.element)
        url = page.head.resolved(_address(image.attributes))
        if (
            url
            and len(url) <= 1500
            and not any(is_aside(page.tree, one) for one in around)
        ):
            words = _described(image.attributes)
            yield Picture(image.start, f"![{words}]({_escaped(url)})")


def _address(values: Mapping[str, str]) -> str:
    """Return where an image is loaded from, a late-loading one included."""
    found = (values.get(name, "").strip() for name in _SOURCES)
    return next((one for one in found if one and not one.startswith("data:")), "")


def _is_decoration(image: Image) -> bool:
    """Tell whether an image is an icon, a spacer or a code to scan."""
    values = image.attributes
    sides = (re.match(r"\d+", values.get(side, "")) for side in ("width", "height"))
    small = any(side and int(side[0][:6]) < _LEAST_SIDE for side in sides)
    label = f"{_address(values)} {values.get('class', '')} {values.get('alt', '')}"
    return small or bool(_DECORATION.search(label[:2000])) or "二维码" in label


def _described(values: Mapping[str, str]) -> str:
    """Return the words that stand for an image, safe inside Markdown."""
    words = values.get("alt") or values.get("title") or ""
    plain = " ".join(_UNSAFE.sub(" ", words).split())[:200]
    return (
        plain if plain and not re.fullmatch(r"[\w.-]{1,80}\.\w{3,4}", plain) else "图片"
    )


def _escaped(url: str) -> str:
    """Return an address that stands unbroken between the parentheses of a link."""
    return quote(url, safe="%/:=&?~#+$,;@.-_")


def _chosen(images: Iterator[Image], first: int, last: int) -> Iterator[Image]:
    """Yield the visible images between two runs that are no decoration."""
    for image in images:
        if (
            first <= image.run <= last
            and image.hidden < HARD
            and not _is_decoration(image)
        ):
            yield image
