"""What pages say of themselves: words of the interface, notices, appeals.

Everything is matched against the shadow, and always against a whole line: an
interface word inside a sentence proves nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

_SEPARATORS = (
    " \t|/\\-–—·•,、;:.。!…()[]{}>»«<丨~＞▼▲▶◀↑↓→←∨∧■◆●※*+%@“”\"'0123456789🔊?=#［］○"
)
_LONGEST_WORD = 24
_LONGEST_LINE = 90


class Words(NamedTuple):
    """How many interface words a line holds that consists of nothing else."""

    strong: int
    weak: int


@functools.cache
def _lexicon() -> Mapping[str, Words]:
    """Return every interface word with what it counts for."""
    data = files("generator.ingest").joinpath("data/interface.txt").read_text("utf-8")
    found: dict[str, Words] = {}
    counts = {"[strong]": Words(1, 0), "[weak]": Words(0, 1), "[filler]": Words(0, 0)}
    value = Words(0, 0)
    for line in data.lower().splitlines():
        if line in counts:
            value = counts[line]
        elif not line.startswith("#"):
            found.update({word: value for word in line.split() if word not in found})
    return found


SAME = 256
"""Lines whose nature is remembered: one rule after the other asks for it."""


@functools.lru_cache(SAME)
def interface_words(shadow: str) -> Words | None:
    """Return the interface words of a line, or None where it holds anything else.

    Of several ways to divide the line the one with most strong words counts. Each
    place is tried once with each length of word, so time is linear.
    """
    if len(shadow) > _LONGEST_LINE:
        return None
    lexicon, text = _lexicon(), shadow.lower()
    best: list[Words | None] = [Words(0, 0), *[None] * len(text)]
    reached = 0
    for start in range(len(text)):
        so_far = best[start]
        if so_far is None:
            if start > reached:
                return None
            continue
        if text[start] in _SEPARATORS:
            best[start + 1] = _better(best[start + 1], so_far)
            reached = max(reached, start + 1)
        for end in range(start + 1, min(start + _LONGEST_WORD, len(text)) + 1):
            word = lexicon.get(text[start:end])
            if word is not None:
                total = Words(so_far.strong + word.strong, so_far.weak + word.weak)
                best[end] = _better(best[end], total)
                reached = max(reached, end)
    return best[-1]


def _better(one: Words | None, other: Words) -> Words:
    return other if one is None else max(one, other, key=lambda w: (w.strong, -w.weak))


def is_interface(shadow: str) -> bool:
    """Tell whether a line is surely one of the interface: a strong word or three."""
    words = interface_words(shadow)
    return words is not None and (words.strong > 0 or words.weak > 2)


_BETWEEN = (
    r"(?:全文|本文)?[共约][\d,]{1,8}字,?\s?(?:预计)?阅读[^\n]{0,16}分钟[^\n]{0,4}|[^\n]{0,8}\d\d:\d\d\s?/\s?\d\d:\d\d",
    r"(?:共|当前)?第?\s?\d{1,3}\s?页?[,/\s]*共\s?\d{1,3}\s?页|(?:共\d{1,3}页:?\s*)?[^\n]{0,12}上一页[\s\d\[\]]{0,30}下一页[^\n]{0,8}",
    r"第\s?\d{1,3}\s?/\s?\d{1,3}\s?页|[-–—]{0,4}\s?(?:the )?end\s?[-–—▪■●]{0,4}",
    r"(?:var|let|const) \w{1,30}\s?=[^\n]{0,200}|\(?adsbygoogle[^\n]{0,200}|<!--[^\n]{0,80}-->",
    r"视频加载中[^\n]{0,8}|点击(?:查看(?:大图|原图)?|播放视频)|查看[大原]图|赞助广告|-?\s?广告\s?-?|advertisement|广告\s?[|(][^\n]{0,20}|请继续往下阅读|文章未完[^\n]{0,14}|更多内容请继续往下看|(?:image|img|pic)?\d{0,4}\.(?:png|jpe?g|gif)|图片|资料图",
    r"(?:相关阅读|延伸阅读|推荐阅读|相关新闻|看更多):\s?[^\s,。;!?][^,。;!?\n]{3,40}",
)
"""Advertisements, page turns, players and scripts, which also stand in the text."""
_AROUND = (
    # of the site: licences, address, makers, browsers
    r"(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]icp|icp)[备证]?[^\n]{0,80}",
    r"(?:网站标识码|互联网新闻信息服务许可证|增值电信业务经营许可证|信息网络传播视听节目许可证|广播电视节目制作经营许可证)[^\n]{0,60}",
    r"(?:copyright|©|\(c\))[^\n]{0,120}|powered by [^\n]{1,40}|(?:all rights reserved[. ]*)",
    r"建议使用[^\n。]{0,30}(?:分辨率|浏览器?|ie\d)[^\n。]{0,30}",
    r"今天是20\d\d年\d{1,2}月\d{1,2}日[^\n。]{0,16}|欢迎(?:您)?(?:访问|光临)[^\n。]{0,16}",
    r"[^\n]{0,60}(?:备案[号证]|国内统一(?:连续)?(?:刊号|出版物号))[^\n]{0,60}|欢迎光临[^\n]{2,20}\(https?:[^\n]{0,80}",
    # hot lines and complaints of the paper
    r"(?:新闻(?:热线|[报爆]料|线索)|[报爆]料(?:热线|电话)?|投稿(?:热线|邮箱)|纠错(?:热线|电话|邮箱)|违法和?不良信息举报(?:电话|邮箱)|举报邮箱)\s*[:|丨][^\n。]{4,80}",
    r"(?:如有新闻线索|欢迎[^\n。]{0,12}(?:提供新闻线索|投稿|爆料))[^\n]{0,60}",
    # letters to subscribers
    r"如果邮件无法正常显示[^\n]{0,30}|(?:您|你)收到(?:此|这封|本)邮件[^\n]{0,40}|(?:此|本)邮件(?:由系统|为系统)[^\n]{0,30}",
    r"(?:如不想再收到|如需退订|退订请)[^\n]{0,30}|文章已于[^\n]{2,12}修改|微信号:\s?[\w-]{2,30}|(?:微信)?id\s?[:|丨]\s?[\w-]{2,30}|[^\s。,]{2,16}官方(?:公众号|微信号?|微博|账号|订阅号|帐号)|功能介绍\s[^\n。]{2,40}|发自我的[^\n]{2,12}|\[[^\[\]\n]{2,12}\]\s?第\d{1,4}期|订阅电子报[^\n]{0,16}",
    r"(?:发件人|收件人|抄送)\s*:[^\n]{0,60}[@<][^\n]{0,60}",
    # comments, players, reading time
    r"文明上网[^\n]{0,30}|阅读\s?\(\d{1,9}\)\s?评论\s?\(\d{1,6}\)|\[详细\]|网友评论仅供[^\n]{0,40}|(?:\d{1,4}/\d{3,4})",
    r"如果(?:您|你)?(?:喜欢|觉得)[^\n]{0,14}(?:分享|转发|收藏|点赞)[^\n]{0,12}|觉得(?:不错|有用)[^\n]{0,16}(?:分享|在看)[^\n]{0,12}",
    r"(?:点击|长按|扫码)[^\n。]{0,20}(?:关注|订阅)[^\n。]{0,16}",
    r"(?:[^\n。]{0,16}(?:请|欢迎|记得|别忘了|不妨)[^\n。]{0,6})点(?:个|亮|击)?[“\"]?(?:在看|赞)[^\n。]{0,12}|(?:喜欢|觉得)[^\n。]{0,3}(?:这|本|此)篇?文章?[^\n。]{0,14}[?吗]?",
    r"(?:文中|本文)?(?:配图|图片|题图|插图|封面图?)[^\n。]{0,4}(?:来自|来源|源自)[^\n。]{2,20}",
    r"\(?(?:下转|上接)第?[\dA-Z一二三四五六七八九十]{1,4}版[^\n。]{0,8}\)?|上\s?/\s?下一[篇条][一-鿿]{0,4}",
    r"(?:本帖|此帖|本贴|此贴|该帖)(?:最后)?(?:由|被|于)[^\n]{2,50}(?:编辑|修改)|签名档?:[^\n]{0,60}|楼主发言:\d{1,6}次[^\n]{0,12}",
    r"\d[\d,]{0,9}\s?人赞同了[^\n]{2,8}|(?:[^\s。]{2,12}\s)?(?:今天|昨天|前天|刚刚|\d{1,2}(?:分钟|小时|天)前)|\d\d-\d\d\s\d\d:\d\d(?:\s[一-鿿]{2,4})?",
    r"点(?:个|亮)?[“\"]?在看[^\n]{0,16}|(?:点|点击)[“\"]阅读原文[^\n]{0,12}|扫一扫关注[^\s。,]{2,10}",
    # encyclopaedias, clippings, collections
    r"(?:维基百科|百度百科)[^\n]{0,16}|本词条缺少[^\n]{0,60}|本页面最后(?:修订|更改)[^\n]{0,60}|取自[“\"]?http[^\n]{0,120}",
    r"(?:隐藏分类|开放分类|词条标签|所属专题|文章分类|分类专栏)\s*:[^\n]{0,40}|点击进入专题[^\n]{0,30}",
    r"(?:文章转载自|转载请保留|阅读原文|原文地址|原文链接|本文链接)[^\n]{0,24}https?://\S{1,300}|https?://\S{1,300}",
    r"来自\s?[^\s。,]{2,10}\s?的分享|来自:?\s?[^\s。,]{2,12}app",
    r"(?:#[^#\s]{1,16}(?:#|\s+\d{1,4}个)?\s*){1,8}",
    # rights
    r"(?:未经(?:本[站网报])?(?:书面)?(?:授权|许可|同意)|版权所有)[^\n]{0,30}(?:转载|使用)[^\n]{0,10}|本文为[^\n]{0,12}原创[^\n]{0,30}",
    # without a date: how long ago; neighbours before and after
    (
        r"(?:刚刚|(?:今天|昨天|前天)\s?\d{1,2}:\d\d|\d{1,2}\s?(?:分钟|小时|天)前|\d\d-\d\d \d\d:\d\d)"
        r"(?:[\s·]{0,3}阅读\s?\d{1,9})?"
    ),
    r"\d{1,4}#|(?:«|‹)\s[^\n。]{4,60}|[^\n。]{4,60}\s(?:»|›)",
    r"本文(?:仅代表|系)[^\n]{0,10}(?:作者|授权)[^\n]{0,160}|(?:免责|版权|特别)声明:[^\n]{0,300}",
)
"""What pages put only above and below it."""
_LOOSE = (
    r"(?:(?:主管|主办|承办|协办|技术支持|网站维护|运行管理)(?:单位)?\s*:\s*[^\s。]{2,30}\s*){1,4}",
    r"(?:地址|电话|传真|邮编|客服电话|联系电话|邮箱)\s*:[^\n。]{4,100}|[\d\s]{1,12}",
    r"\[[一-鿿]{2,4}\]|本网站由[^\n。]{2,30}(?:主办|承办|维护)",
)
"""What may end an article too; furniture only beside a line that surely is."""
_BEFORE, _AFTER = r"[\s▲▼↑↓→*※◆●■·(\[［\-—]{0,4}", r"[\s。.!…)\]］*↓▼]{0,6}"


def _whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_BEFORE + f"(?:{'|'.join(patterns)})" + _AFTER, re.IGNORECASE)


_NOTICE, _INTERRUPTION = _whole(_BETWEEN + _AROUND), _whole(_BETWEEN)
_DOUBTFUL = _whole(_LOOSE)


def is_notice(shadow: str) -> bool:
    """Tell whether a line is one of the stock notices that pages carry."""
    return bool(_NOTICE.fullmatch(shadow))


def is_doubtful(shadow: str) -> bool:
    """Tell whether a line is furniture only where its neighbour surely is."""
    return bool(_DOUBTFUL.fullmatch(shadow))


def is_interruption(shadow: str) -> bool:
    """Tell whether a line is one that pages put between the paragraphs of a text."""
    words = interface_words(shadow)
    plain = bool(words and words.strong and sum(words) > 1)
    return plain or bool(_INTERRUPTION.fullmatch(shadow))


def is_furniture(shadow: str) -> bool:
    """Tell whether a line as a whole belongs to a page, not to an article."""
    return is_interface(shadow) or is_notice(shadow)
