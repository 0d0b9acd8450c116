"""The title of a page, without the name of the site."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from generator.ingest.page.chrome import is_credit, trace
from generator.ingest.page.head import Head
from generator.ingest.page.lines import PageLine
from generator.ingest.page.tree import Tree
from generator.ingest.shadow import shadow_of
from generator.value import Struct

BORDER = re.compile(
    r"\s*(?:[_|｜丨]+|--+|—{1,2}|–|»|::|(?<=\s)[-·•](?=\s)|(?<=[^\x00-\x7f])-|(?<=\S)(?=【))\s*"
)
_LEAST = 4
_LEAST_SURE = 8
"""A shorter line may be the name of a section."""
_SECTION = re.compile(
    r"(?:中心|公告|公示|动态|新闻|要闻|信息|专栏|频道|详情|内容|正文|文章|资讯|园地|天地)$"
)
_LONGEST, _WHOLE = 100, 300
_HEADINGS = ("h1", "h2", "h3")


class _Wanted(Struct, frozen=True):
    """What the head says the title is, site's name and all."""

    text: str
    key: str
    parts: frozenset[str]
    first: str


def title_of(
    tree: Tree, lines: Sequence[PageLine], head: Head
) -> tuple[str | None, int | None]:
    """Return the title and the line that shows it.

    The line that begins the page's own title is the title; else the page's title,
    cut at the border before the site's name.
    """
    wholes = _wholes(head)
    wanted = [_wanted(whole) for whole in wholes]
    best: tuple[int, int] | None = None
    for index, line in enumerate(lines if wanted else ()):
        rank = _rank(tree, line, wanted)
        if rank and (best is None or rank > best[0]):
            best = rank, index
    if best:
        return _whole(lines, best[1], wanted), best[1]
    return _unshown(tree, lines, wholes)


def _wholes(head: Head) -> list[str]:
    """Return what the head says the title is, best statement first."""
    names = ("og:title", "title", "ld:headline", "articletitle", "twitter:title")
    return [one.text[:_WHOLE] for name in names if (one := head.values.get(name))]


def title_at(lines: Sequence[PageLine], index: int, head: Head) -> str:
    """Return the title that a line shows, the whole of one set on several lines."""
    return _whole(lines, index, [_wanted(whole) for whole in _wholes(head)])


def _whole(lines: Sequence[PageLine], index: int, wanted: Sequence[_Wanted]) -> str:
    """Return a title that a page sets on several lines, else the line itself."""
    text = lines[index].text
    for one in wanted:
        first, last, joined = index, index, text
        while last + 1 < len(lines) and _continues(joined, lines[last + 1], one):
            last += 1
            joined += lines[last].text
        while first and _continues("", lines[first - 1], one, joined):
            first -= 1
            joined = lines[first].text + joined
        most = 2 * len(trace(joined)) > len(one.key)
        if first < last and most and one.key.startswith(trace(joined)):
            return joined
    return text


def _continues(before: str, line: PageLine, wanted: _Wanted, after: str = "") -> bool:
    """Tell whether a line and its neighbours together are a part of a title."""
    return (
        len(trace(line.text)) >= _LEAST
        and not line.hidden
        and trace(before + line.text + after) in wanted.key
    )


def heading_above(lines: Sequence[PageLine], body: Sequence[int]) -> int | None:
    """Return the line that stands over the credits above the body, where it can be one.

    For pages whose own title only names the site.
    """
    top = body[0]
    near = [
        i
        for i in range(max(0, top - 6), min(top + 3, len(lines)))
        if not lines[i].hidden
    ]
    for one, after in itertools.pairwise(near):
        line = lines[one]
        if is_credit(lines[after].text) and not is_credit(line.text):
            short = line.size < _LEAST_SURE and (
                line.linked or _SECTION.search(shadow_of(line.text))
            )
            fits = 5 <= line.size <= 60 and line.linked * 2 < line.size and not short
            return one if fits and not re.search(r"[。;；>»]", line.text) else None
    return None


def _unshown(
    tree: Tree, lines: Sequence[PageLine], wholes: Sequence[str]
) -> tuple[str | None, int | None]:
    """Return a title that no line repeats: the only h1, or what the head says."""
    lone = [
        i
        for i, line in enumerate(lines)
        if not line.hidden
        and tree.elements[line.element].tag == "h1"
        and 4 <= line.size <= 80
    ]
    if not wholes and len(lone) == 1:
        return lines[lone[0]].text, lone[0]
    cut = next(_without_site(whole) for whole in wholes) if wholes else ""
    return cut or None, None


def _rank(tree: Tree, line: PageLine, wanted: Sequence[_Wanted]) -> int:
    """Return how well a line fits the page's own title; 0 when it does not."""
    if line.hidden or not _LEAST <= line.size <= _LONGEST:
        return 0
    key = trace(line.text)
    cut_off = line.text.endswith(("...", "…"))
    if len(key) < _LEAST or (cut_off and all(line.text != one.text for one in wanted)):
        return 0
    tag = tree.elements[line.element].tag
    bonus = {"h1": 30, "h2": 6, "h3": 3}.get(tag, 0) + (0 if line.linked else 4)
    best = max(_fit(key, one, is_heading=tag in _HEADINGS) for one in wanted)
    return best + bonus if best else 0


def _fit(key: str, wanted: _Wanted, *, is_heading: bool) -> int:
    """Return how much of the page's own title a line is: its length counts."""
    full, size = wanted.key, len(key)
    if key == full or (key in wanted.parts and (size >= 6 or key == wanted.first)):
        return 2 * size
    most = size >= 8 and 2 * size > len(full)
    if most and full.startswith(key):
        return 2 * size - 4
    longer = len(full) >= 8 and key.startswith(full[: max(len(full) - 1, 8)])
    return size if (longer and is_heading) or (most and key in full) else 0


def _wanted(whole: str) -> _Wanted:
    """Return a title with the keys of its parts, and of its beginnings at borders."""
    pieces = [piece for piece in BORDER.split(whole) if piece]
    leads = [whole[: match.start()] for match in BORDER.finditer(whole)]
    keys = [trace(piece) for piece in (*pieces, *leads)]
    return _Wanted(whole, trace(whole), frozenset(keys), keys[0] if keys else "")


def _without_site(whole: str) -> str:
    """Return a title cut at the first border behind enough of it."""
    for match in BORDER.finditer(whole):
        lead = whole[: match.start()].strip()
        if len(trace(lead)) >= 6:
            return lead
    return whole.strip()
