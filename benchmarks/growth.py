"""Times every cleaning rule on hostile inputs of growing size: none may be worse than linear.

Run: python -m benchmarks.growth [characters [part of an input's name]]

Each rule is applied by itself to the input as found, and in its place among the other
rules, at n, 2n and 8n characters. The exponent is the slope of the logarithm of time over
that of size, from the least size whose time can be measured: 1 is linear, 2 quadratic. The table shows the
input on which a rule takes longest, and the greatest exponent over all inputs that
take it long enough to be measured.
"""

from __future__ import annotations

import gc
import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.ingest import RULES
from generator.ingest.draft import Draft
from generator.ingest.rule import Rule
from generator.model import Kind, Source

SIZES = (1, 2, 8)
LEAST = 0.004
"""Seconds below which a time at the greatest size says nothing about growth."""
PROSE = "这一段文字是文章的正文，它足够长，并且以句号结束。"


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _placed(above: str, unit: str, below: str) -> Callable[[int], str]:
    """Return a text of units with other lines above and below."""
    return lambda size: f"{above}{_repeated(unit)(size)}\n{below}"


def _any(size: int) -> str:
    """Return characters drawn from all that rules look for."""
    rng = random.Random(size)  # noqa: S311 - not for secrets
    drawn = (
        "来源记者编辑：:（）()[]〔〕年月日1２ \n>|/&;<>#*\u200b\ue5e5會huì3-。，“”《》é"
    )
    return "".join(rng.choices(drawn, k=size))


_SHORT_UNITS = (
    "a 1 字 ， 。 ( （ [ < > & &amp; * # - = ? ： 一 年 会(huì) 會(huì) 年月日 2020- <b> <div> <p>字 </p> <!--"
    " ![ [甲](乙) 来源： 记者 作者为 编辑/ 文/图 【 新华社 本报 绾纬蔀榇河鹱 ÖÐ¹ú 关于 《 “ 第1页 &#38;"
)
_LINES = (
    "字 来源： 来源：甲 来源：《论语》 导演：甲 摄影：李远 时间：2021年3月4日 责任编辑：李远 首页 广告 1 第3页"
    " 李远 2020-01-01 2024-04 ？ 相关阅读： 声明：本文转载自网络 索引号：1 一、甲 （一）甲 上一篇：甲 ——甲"
    " 原标题：甲乙丙 关于做好工作的 下面是小编为大家整理的 甲指出乙 清晨的渔港已经热闹起来，渔船一条条靠岸"
    " 　　清晨的渔港已经热闹起来，渔船一条条靠岸"
)
_UNITS = (
    *_SHORT_UNITS.split(" "),
    *(line + "\n" for line in _LINES.split(" ")),
    *(
        "\n",
        " ",
        "\u3000",
        "\u00a0",
        "\u200b",
        "\ufffd",
        "\u00e9",
        "甲\n\n",
        "甲\r",
        "甲\u2028",
    ),
    *(
        "2020-01-01 ",
        "来源：甲 ",
        "来源 ",
        "来源" + " " * 999,
        "记者 ",
        "责任编辑：李远 ",
        "甲 -",
    ),
    *(
        "首页 > ",
        "首页 新闻 ",
        "分享到 微信 ",
        "（记者 ",
        "(记者 李远",
        "var a = ",
        "- 1 -\n",
    ),
    *(
        "27\n2024-04\n",
        PROSE + "\n",
        PROSE + "（记者 李远）\n",
        "题目在此\n" + PROSE + "\n",
    ),
)
INPUTS: Mapping[str, Callable[[int], str]] = {
    **{f"{unit!r} repeated": _repeated(unit) for unit in _UNITS},
    **{f"{u!r} between prose": _placed(f"{PROSE}\n", u, f"{PROSE}\n") for u in _UNITS},
    **{f"{u!r} above prose": _placed("", u, f"{PROSE}\n") for u in _UNITS},
    **{f"{u!r} below prose": _placed(f"题目在此\n{PROSE}\n", u, "") for u in _UNITS},
    "one line drawn from all": lambda size: _any(size).replace("\n", ""),
    "lines drawn from all": _any,
}
_PAGES = "< & &amp; <b> <div> <p>字 </p> <!-- 来源：甲<br> <p>2020-01-01".split(" ")


def cases() -> Iterator[tuple[str, Kind, Callable[[int], str]]]:
    """Yield name, kind and maker of every input."""
    for name, make in INPUTS.items():
        yield name, "text", make
    for unit in _PAGES:
        yield f"{unit!r} as a page", "html", _repeated(unit)
    for unit in ("---\n", "甲: 乙\n"):
        yield f"{unit!r} as Markdown", "markdown", _placed("---\n", unit, "")


def seconds(rule: Rule, draft: Draft) -> tuple[float, Draft]:
    """Return the time that a rule takes on a draft, and the draft it makes."""
    fresh = Draft(draft.source, draft.pieces, draft.facts, draft.flags, draft.counts)
    _ = fresh.lines  # what rules share is not the rule's own time
    begin = time.process_time()
    done = fresh.apply(rule.name, rule.apply(fresh))
    return time.process_time() - begin, done


def measured(
    kind: Kind, make: Callable[[int], str], size: int
) -> Mapping[str, list[float]]:
    """Return the times of every rule at each size: the longer of alone and in place."""
    times: dict[str, list[float]] = {rule.name: [] for rule in RULES}
    for factor in SIZES:
        begun = Draft.of(Source("hostile", kind, make(size * factor), "utf-8", ""))
        draft = begun
        for rule in RULES:
            alone, _ = seconds(rule, begun)
            in_place, draft = seconds(rule, draft)
            times[rule.name].append(max(alone, in_place))
    return times


def _slope(times: Sequence[float]) -> float:
    """Return the exponent of growth up to the greatest size."""
    first = next(at for at, one in enumerate(times) if one >= LEAST / 8 or at == 1)
    return math.log(times[-1] / times[first]) / math.log(SIZES[-1] / SIZES[first])


def main() -> None:
    """Print a row for each rule."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2_500
    asked = sys.argv[2] if len(sys.argv) > 2 else ""
    gc.disable()  # it runs when it likes, and its time is no rule's own
    slowest: dict[str, tuple[float, str]] = {}
    steepest: dict[str, tuple[float, str]] = {}
    for name, kind, make in cases():
        if asked not in name:
            continue
        gc.collect()
        for rule, times in measured(kind, make, size).items():
            if times[-1] < LEAST:
                continue
            exponent = _slope(times)
            slowest[rule] = max(slowest.get(rule, (0.0, "")), (times[-1], name))
            steepest[rule] = max(steepest.get(rule, (0.0, "")), (exponent, name))
    print(
        f"{'rule':22} {'exponent':>8}  on{'':30} {'ms at ' + str(size * SIZES[-1]):>12}  on"
    )
    for one in RULES:
        if one.name in slowest:
            (exponent, steep), (worst, slow) = steepest[one.name], slowest[one.name]
            steep, slow = steep[:32], slow[:40]
            print(
                f"{one.name:22} {exponent:8.2f}  {steep:32} {1000 * worst:12.0f}  {slow}"
            )
        else:
            print(f"{one.name:22} under {1000 * LEAST:.0f} ms on every input")


if __name__ == "__main__":
    main()
