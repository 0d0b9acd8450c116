"""What made-up sites put around an article; a shell is a page with places for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

NAV = "".join(
    f"<li><a href='/{n}'>{word}</a></li>"
    for n, word in enumerate(
        "首页 新闻 国际 财经 体育 娱乐 视频 图片 专题 评论 读书 房产".split()
    )
)
RANK = "".join(
    f"<li><em>{n}</em><a href='/r{n}'>{text}</a></li>"
    for n, text in enumerate(
        (
            "夜市重开，江边的灯一盏一盏亮了",
            "旧书摊搬家记：三十年与一条巷子",
            "港口迎来今年第一艘远洋渔船",
            "城里最后一家竹器店要不要留下",
            "雨季来了，堤上的人都在看水",
        ),
        1,
    )
)
FOOT = (
    "<div class='footer'><p><a>关于我们</a> | <a>广告服务</a> | <a>联系我们</a> | <a>网站地图</a></p>"
    "<p>江边网版权所有，未经书面授权不得转载或建立镜像。 京ICP备00000000号</p></div>"
)
REMARKS = "".join(
    f"<li class='reply'><b>网友{n}</b><p>{text}</p></li>"
    for n, text in enumerate(
        (
            "写得真好，我小时候也住在那附近，看得眼泪都要下来了。",
            "支持一下！希望以后多写这样的文章，少一点空话。",
            "请问作者，文中说的那家店现在还开着吗？我想周末去看看。",
        ),
        1,
    )
)
SPAM = "".join(
    f"<a href='/s{n}'>彩票开奖结果查询</a>，本地代办发票，价格优惠，欢迎咨询，诚信经营，二十四小时在线。"
    for n in range(60)
)

_PLACES = {
    "nav": NAV,
    "rank": RANK,
    "rows": RANK.replace("li>", "tr>"),
    "foot": FOOT,
    "remarks": REMARKS,
    "spam": SPAM,
}
_SHELLS = Path(__file__).parent / "shells"


def filled(shell: str, parts: Mapping[str, str]) -> str:
    """Return a shell with its furniture and the parts of one article."""
    name = "portal" if shell == "short" else shell
    text = (_SHELLS / f"{name}.html").read_text("utf-8")
    return Template(text).substitute(_PLACES, **parts)
