"""Pages in the true structures of kinds of Chinese sites, around our own articles.

Each file of `sites/` is such a page: element names, class names and furniture as the
kind of site has them, all words made up. Its first line states the gold; `{{each|…@…}}`
stands for the paragraphs, `{{first|…}}` and `{{rest|…}}` for parts of them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from string import Template

from tests.quality.html.furniture import FOOT, NAV, RANK, REMARKS
from tests.quality.html.generate import NAMES, Article, Gold, Names

_FOLDER = Path(__file__).parent / "sites"
_GOLD = re.compile(r"<!-- gold: (?P<facts>[^;]*);(?P<options>[^>]*) -->\n")
_PLACE = re.compile(r"\{\{(?P<which>first|rest|each|glued)\|(?P<markup>[^}]*)\}\}")
_CAPTION = "图为清晨的渡口。"
_SECOND_EDITOR = "汤远"


def site_names() -> list[str]:
    """Return the names of the kinds of sites."""
    return sorted(path.stem for path in _FOLDER.glob("*.html"))


def site_pages(articles: list[Article], each: int = 3) -> Iterator[Gold]:
    """Yield pages of every kind of site, around some of the articles."""
    for number, name in enumerate(site_names()):
        for turn in range(each):
            article = articles[(number + 5 * turn) % len(articles)]
            yield site_page(name, article, NAMES[(number + turn) % len(NAMES)])


def site_page(name: str, article: Article, names: Names) -> Gold:
    """Return one page with its gold; what a `?` marks may be read or not."""
    text = (_FOLDER / f"{name}.html").read_text("utf-8")
    stated = _GOLD.match(text)
    assert stated, name
    page = _PLACE.sub(
        lambda place: _paragraphs(place, article.body), text[stated.end() :]
    )
    page = Template(page).substitute(
        _values(article, names), rows=RANK.replace("li>", "tr>")
    )
    body = list(article.body)
    options = stated["options"].split()
    if "caption-first" in options:
        body.insert(0, _CAPTION)
    elif "caption" in options:
        body.insert(1, _CAPTION)
    facts, optional = _facts(stated["facts"].split(), names)
    return Gold(name, page, article.title, tuple(body), facts, optional)


def _paragraphs(place: re.Match[str], body: tuple[str, ...]) -> str:
    chosen = {"first": body[:1], "glued": body[:1], "rest": body[1:], "each": body}
    texts = (html.escape(one, quote=False) for one in chosen[place["which"]])
    return "".join(place["markup"].replace("@", one) for one in texts)


def _values(article: Article, names: Names) -> Mapping[str, str]:
    year, month, day = names.day.split("-")
    moment = datetime.fromisoformat(f"{names.day}T{names.time}").replace(
        tzinfo=timezone(timedelta(hours=8))
    )
    return {
        "title": html.escape(article.title),
        "lead": html.escape(article.body[0][:40]),
        "source": names.source,
        "author": names.author,
        "editor": names.editor,
        "day": names.day,
        "time": names.time,
        "year": year,
        "month": month,
        "dd": day,
        "cn0": f"{year}年{month}月{day}日",
        "cn": f"{year}年{int(month)}月{int(day)}日",
        "slash": f"{year}/{month}/{day}",
        "slashlax": f"{year}/{int(month)}/{int(day)}",
        "daylax": f"{year}-{int(month)}-{int(day)}",
        "epoch": str(int(moment.timestamp())),
        "nav": NAV,
        "rank": RANK,
        "foot": FOOT,
        "remarks": REMARKS,
    }


def _facts(stated: list[str], names: Names) -> tuple[dict[str, str], frozenset[str]]:
    """Return the facts of a page, and the names of those that need not be read."""
    facts: dict[str, str] = {}
    optional = set()
    values = {
        "date=day": names.day,
        "date=minute": f"{names.day}T{names.time}",
        "source": names.source,
        "authors": names.author,
        "editors": names.editor,
        "editors*2": f"{names.editor} {_SECOND_EDITOR}",
    }
    for word in stated:
        kind = word.removesuffix("?")
        field = re.split("[=*]", kind)[0]
        facts[field] = values[kind]
        if word.endswith("?"):
            optional.add(field)
    return facts, frozenset(optional)
