"""Pages that nobody made in good faith, of any size."""

from __future__ import annotations

from collections.abc import Callable

PROSE = "清晨的渔港已经热闹起来，渔船一条条靠岸，岸上的人等着卸货。"


def _around(dirt: str) -> str:
    return f"<html><body>{dirt}<h1>渔港</h1><p>{PROSE}</p><p>{PROSE}</p></body></html>"


HOSTILE: dict[str, Callable[[int], str]] = {
    "deep": lambda n: _around("<div>" * n),
    "deep-inline": lambda n: _around("<b>" * n),
    "deep-closed": lambda n: _around("<div>" * n + PROSE + "</div>" * n),
    "stray-ends": lambda n: _around("</div></p></b></td>" * n),
    "alternating": lambda n: _around("<div></p>" * n),
    "unclosed-comments": lambda n: _around("<!-- " * n),
    "unclosed-scripts": lambda n: _around("<script>" * n),
    "unclosed-quotes": lambda n: _around('<a href="' * n),
    "mixed-quotes": lambda n: _around("<a x='\" y=\"'" * n),
    "quoted-tags": lambda n: _around('<a title="<b>' * n),
    "open-brackets": lambda n: _around("<" * n),
    "open-tags": lambda n: _around("<a " * n),
    "attributes": lambda n: _around(
        "<p " + " ".join(f"a{i}=b" for i in range(n)) + ">"
    ),
    "blank-attributes": lambda n: _around("<p a" + " " * n + "=b" + " " * n + ">"),
    "long-class": lambda n: _around(f"<p class='{'nav-' * n}'>"),
    "long-style": lambda n: _around(f"<p style='{'display ' * n}'>"),
    "nuls": lambda n: _around("\0" * n + "<\0p>" * 9),
    "ampersands": lambda n: _around("&" * n + "&#" * n + "&amp" * n),
    "paragraphs": lambda n: _around(f"<p>{PROSE}" * (n // 20)),
    "links": lambda n: _around("<a href=x>夜市</a>" * n),
    "one-line": lambda n: _around(PROSE * (n // 20)),
    "long-title": lambda n: (
        f"<title>{'渔港_' * n}</title>" + _around("<p>渔港</p>" * n)
    ),
    "many-images": lambda n: _around("<p>夜<img src=http://a.example/1.jpg>" * n),
    "many-metas": lambda n: "<meta name=author content=李远>" * n + _around(""),
    "linked-data": lambda n: (
        '<script type="application/ld+json">' + "[" * n + "</script>" + _around("")
    ),
    "digits": lambda n: _around(f"<p>{'12' * n}</p>"),
    "credits": lambda n: _around("<p>来源：责任编辑：作者：</p>" * n),
    "editors": lambda n: _around(f"<p>{PROSE}</p><p>责任编辑：李远</p>" * (n // 4)),
    "bylines": lambda n: _around("<p>江边日报记者 周晓江</p>" * n),
    "crumbs": lambda n: (
        f"<div class=crumbs>{'<p>首页 &gt; 新闻</p>' * n}</div>" + _around("")
    ),
    "broken-title": lambda n: (
        f"<title>{'渔港早晨' * 70}</title>{'<p>渔港早晨</p>' * n}" + _around("")
    ),
    "times": lambda n: _around("<time datetime=2021-03-04T07:05>x</time>" * n),
    "dated-scripts": lambda n: _around(
        "<script>a={pubtime:'2021-03-04 07:05'}</script>" * n
    ),
    "program": lambda n: _around(f"<p>{'function(' * n}</p>"),
    "hints": lambda n: (
        f"<p>2021-03-04 {'<span class=author>周</span>' * n}</p>" + _around("")
    ),
    "headings": lambda n: _around(
        f"<h1>渔港</h1><p>2020-01-01</p><p>{PROSE}</p>" * (n // 20)
    ),
    "tables": lambda n: _around("<table><tr><td>" * n),
    "select": lambda n: _around("<select><option>" * n),
}
"""By name: the page of a size; time and memory must grow no faster than it."""
