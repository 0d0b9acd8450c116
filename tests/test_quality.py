"""The quality gate: cleaning as a whole keeps what it once reached.

`tests/quality/floors.json` holds, for each kind of dirt, what was reached. A
better result is pinned with `pytest --accept`; a floor is lowered only by hand,
in a commit that says why.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from generator.ingest import clean, frontmatter
from generator.model import Source
from tests.quality import strangers
from tests.quality.dirt import KINDS, Page, mixture, single
from tests.quality.dirt_styles import ENDINGS, LOOKALIKES, STYLES, styled
from tests.quality.dirt_wraps import UNBROKEN, WRAPS, wrapped
from tests.quality.score import Summary, bare, score

FLOORS = Path(__file__).parent / "quality/floors.json"
ARTICLES = Path(__file__).resolve().parents[1] / "content/articles"
SPOILT = {"lost-digits", "masked-names", "no-title"}
"""Flags of sample articles whose text was lost already: no gold for more damage."""


def sample() -> list[Page]:
    """Return our own undamaged articles in Simplified characters."""
    pages = []
    for path in sorted(ARTICLES.glob("*.md")):
        parsed = frontmatter.parse(path.read_text("utf-8"), path.name)
        assert isinstance(parsed, tuple)
        metadata, body = parsed
        flags = (
            {flag.code for flag in metadata.cleaning.flags}
            if metadata.cleaning
            else set()
        )
        is_plain = not any(mark in body for mark in ("\n#", "\n- ", "\\", "("))
        if (
            metadata.script == "hans"
            and metadata.title
            and is_plain
            and not flags & SPOILT
        ):
            paragraphs = tuple(
                one for one in body.strip().split("\n\n") if len(one) > 14
            )
            pages.append(Page(metadata.title, paragraphs))
    return pages


PAGES = sample()
GROUPS: dict[str, list[Page]] = {
    "clean": [Page(one.title, one.body, head=(one.title,)) for one in PAGES],
    **{kind: [single(one, kind, one.title) for one in PAGES] for kind in KINDS},
    **{kind: [made for one in PAGES for made in styled(one, kind)] for kind in STYLES},
    **{kind: [made for one in PAGES for made in wrapped(one, kind)] for kind in WRAPS},
    **{kind: list(strangers.filled(PAGES, kind)) for kind in strangers.KINDS},
    "mixture": [mixture(one, f"{n} {one.title}") for n in range(20) for one in PAGES],
}


def reached(summary: Summary) -> dict[str, float]:
    facts = summary.facts
    asked = sum(facts[name] for name in ("right", "missing", "wrong"))
    return {
        "precision": round(summary.precision, 4),
        "recall": round(summary.recall, 4),
        "good": round(summary.good, 3),
        "paragraphs": round(summary.paragraphs, 3),
        "borders": round(summary.borders, 3),
        "facts": round(facts["right"] / asked, 3) if asked else 1.0,
        "uninvented": -facts["invented"],
        "titles": -facts["title"],
    }


@pytest.mark.parametrize("kind", GROUPS)
def test_no_kind_of_damage_falls_below_its_floor(kind: str, *, accept: bool) -> None:
    got = reached(Summary.of(map(score, GROUPS[kind])))
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    floor = floors.get(kind, {})
    lower = {
        name: (got[name], floor[name]) for name in floor if got[name] < floor[name]
    }
    assert lower == {}, f"{kind} fell below its floor"
    if accept:
        if os.environ.get("PYTEST_XDIST_WORKER"):
            pytest.fail(
                "pin floors with --numprocesses=0: workers would overwrite each other"
            )
        floors[kind] = got
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", "utf-8")
    assert floor or accept, "no floor is pinned; run pytest --accept --numprocesses=0"


def test_there_is_enough_to_measure() -> None:
    assert len(PAGES) >= 10
    assert sum(len(one.body) for one in PAGES) >= 50


TRAPS = [
    "经济来源：这户人家一半靠打鱼，一半靠织网，冬天还卖一点干货。",
    "他住在仁安巷(xiàng)里，巷口有一棵樟(zhāng)树，树下常有人下棋。",
    "编辑部的灯还亮着，编辑老陈在改最后一篇稿子，他说写得很好。",
    "首页广告一天要价三千元，小店付不起，只好在门口挂一块木牌。",
    "相关文章很多，真正有用的不过两三篇，都写在二十年以前。",
    "分享到的快乐是双倍的，分享到的忧愁只剩一半，老人常这样说。",
    "声明：本店转让后，版权、商标与配方一并交给新主人。",
    "上一篇讲的是渡口，这一篇讲的是渡口的人，他们都还在江边。",
    "三、渡船三十年没有涨价，船工的孩子却都进城去了，船也旧了。",
    "记者问他为什么不走，他指指江水说：“它也没有走。”",
    "啊，江水，江水，你慢慢地流；啊，江水，江水，你慢慢地流。",
]


FORMS = (
    "导演：张小谋/ 编剧：李远/ 摄影：王禾",
    "时间：2021年3月4日/ 地点：江州市图书馆/ 网址：www.example.org",
    "书名：《渡口》/ 作者：王禾/ 出版社：江州出版社/ 出版时间：2003年5月",
    "第1页/ 天还没有亮，他就出门了，江面上一盏灯也没有。/ 第2页/ 雨停了以后，他才慢慢地走了回来。",
    "作者学的是地理",
    "据财联社9月26日消息，江州渡运公司今天发布公告，称渡船照常开行。",
)
"""Lines that bear the labels of credits and belong to the article."""
NOTES = ("来源：《论语》", "网址：www.example.org")
"""The same, below the text."""
PLACES = [(trap, place) for trap in (*TRAPS, *LOOKALIKES) for place in (0, 1, 2)]


@pytest.mark.parametrize(
    ("trap", "place"),
    PLACES
    + [(trap, place) for trap in (*ENDINGS, *FORMS) for place in (1, 2)]
    + [(trap, 2) for trap in NOTES],
)
def test_what_only_looks_like_furniture_stays(trap: str, place: int) -> None:
    """The same lines are kept at the beginning, in the middle and at the end."""
    prose = [
        "渡口在城东，每天清晨五点，第一班船载着菜农过江，江上常有雾。",
        "后来城里修了桥，渡船仍旧开着。坐船的人说，慢有慢的好处。",
    ]
    wanted = trap.split("/ ")
    lines = [*prose[:place], *wanted, *prose[place:]]
    source = Source(
        "x.txt", "text", "渡口的早晨\n" + "\n".join(lines) + "\n", "utf-8", ""
    )
    assert bare("".join(wanted)) in bare(re.sub(r"[#\\]", "", clean(source).body))


@pytest.mark.parametrize("text", UNBROKEN)
@pytest.mark.parametrize(
    "above", ["", "渡口在城东，每天清晨五点，第一班船载着菜农过江。\n"]
)
def test_what_nobody_broke_is_not_joined(text: str, above: str) -> None:
    lines = text.split("\n")
    page = f"渡口的早晨\n{above}{text}\n"
    done = clean(Source("x.txt", "text", page, "utf-8", ""))
    body = re.sub(r"\\", "", done.body)
    assert "hard-wraps" not in {edit.rule for edit in done.edits}
    assert [bare(one) for one in lines if bare(one) not in bare(body)] == []
