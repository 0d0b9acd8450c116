"""Page furniture in the wordings of many sites, and lines that merely look like it.

Each kind is a list of wordings, one a line; `/ ` parts the lines of one wording.
`{date}`, `{source}`, `{author}` and `{editor}` are filled in and must be read.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

from tests.quality.dirt import NAMES, SITES, Page

DATES = (
    ("2021-3-4 08:05:06", "2021-03-04T08:05:06"),
    ("24/03/2004", "2004-03-24"),
    ("2021年3月4日 星期四 8:05", "2021-03-04T08:05"),
    ("二〇二一年三月四日", "2021-03-04"),
    ("2021年03月04日 下午8:05", "2021-03-04T20:05"),
    ("2021年3月4日 08时05分", "2021-03-04T08:05"),
    ("2021-03-04T08:05:06+08:00", "2021-03-04T08:05:06"),
    ("2021-03-04（周四）", "2021-03-04"),
    ("2021·03·04", "2021-03-04"),
    ("民国110年3月4日", "2021-03-04"),
)

_LABELS = {
    "{date}": "date",
    "{source}": "source",
    "{author}": "authors",
    "{editor}": "editors",
}

_ABOVE = {
    "menus": """
网站首页/ 政务公开/ 新闻中心/ 办事服务/ 互动交流
设为首页 | 加入收藏 | 手机版 | English | 繁体
登录 | 注册
请输入关键词/ 搜索
打开APP，阅读体验更佳
你现在的位置：网站首页 - 范文大全 - 工作总结
正文 | 新华网首页 | 时政 | 地方
""",
    "registers": """
索引号：0012/2020-3　主题分类：教育/ 发文机关：江州市教育局　文号：江教〔2020〕3号/ 发布日期：{date}
索引号:/ 0012/2020-3/ 公开方式:/ 主动公开/ 发布日期:/ {date}
信息索引：0012/ 发文字号：江教〔2020〕3号/ 有效性：有效　关键词：教育；计划；通知
""",
    "letters_to_subscribers": """
如果邮件无法正常显示，请点击这里查看网页版
您收到此邮件是因为您订阅了本刊
发件人：每日文摘 <digest@example.com>/ 收件人：读者 <reader@example.com>
""",
}
"""Above the title."""

_BETWEEN_TITLE_AND_TEXT = {
    "meta_lines": """
{date}　来源：{source}　作者：{author}　责任编辑：{editor}
发布时间：{date} | 信息来源：{source} | 浏览次数：1024
作者：{author}　来源：{source}　{date}　字体：大 中 小
{date} {source}
{source} | {author} | {date}
原创 {author} {source} {date}
以下文章来源于{source} ，作者{author}
{date} 更新
{author} 发表于 {date} |只看该作者 |倒序浏览
posted @ {date} 阅读(123) 评论(4) 编辑 收藏
""",
    "meta_on_two_lines": """
来源：/ {source}/ 作者：/ {author}
发布时间：/ {date}/ 浏览次数：/ 128
{source}/ {date}
责任编辑：/ {editor}
""",
    "buttons": """
【字体：大 中 小】 【打印】 【关闭】
调整字号：小 中 大 特大
分享/ 微信/ 微博/ QQ好友
已有 4321 人参与
🔊 听全文
视频加载中，请稍候...
全文约1200字，阅读大约需要3分钟
点击蓝字 关注我们
收录于合集/ #时评 12个
昨天 21:12
查看: 2133|回复: 12/ 电梯直达/ 1#
""",
    "lead_ins": """
【导语】下面是江边网为大家整理的《早春的渡口》，供大家参考。
本文是早春的渡口，供大家参考借鉴。
为您整理了“早春的渡口”，希望对您有所帮助，更多内容请关注本站！
""",
}

_BELOW = {
    "people": """
本文编辑：{editor}
值班编辑：{editor}
编 辑丨{editor}
责编/{editor}
[责任编辑：{editor}]
作者/{author}
撰稿人：{author}
（作者：{author}，江州学院教授）
（{author} 作者系江州学院教授）
（本报记者 {author} 文/图）
一审：周晓江 二审：王禾 责任编辑：{editor}
""",
    "neighbours_of_all_sites": """
为你推荐/ 江边夜市今晚开张/ 老街改造二期工程启动
24小时热榜/ 01 江边夜市今晚开张/ 02 老街改造二期工程启动
【相关阅读】/ · 江边夜市今晚开张/ · 老街改造二期工程启动
看了本文的人还看了/ 江边夜市今晚开张
【上一篇】江边夜市今晚开张/ 【下一篇】老街改造二期工程启动
« 江边夜市今晚开张/ 老街改造二期工程启动 »
热门评论/ 沙发！写得真好/ 江州网友 2小时前
""",
    "appeals": """
阅读原文/ 在看/ 点赞
点个“在看”，让更多人看到
▲长按二维码，关注更多精彩
请使用手机浏览器扫描二维码访问
剩余60%未读，点击展开全文
返回搜狐，查看更多
如不想再收到此类邮件，请点击退订
讚/ 分享/ 留言
""",
    "notices": """
京ICP备12345678号-1 京公网安备11010802012345号
Copyright © 2001-2020 江边网 版权所有 All Rights Reserved
主办：江州市人民政府 承办：江州市数据局/ 网站标识码：3401000001
*本文系作者授权发布，不代表平台立场。
（来源网络，侵删）
以上内容来自互联网，不代表本站观点。
新闻热线：010-12345678 投稿邮箱：news@example.com
本页面最后修订于2021年3月4日 (星期四) 08:05。
网友评论仅供其表达个人看法，并不表明本站立场。
文章转载自公众号，原文地址：http://mp.example.com/s/abc
""",
}

_GLUED_BEFORE = {
    "datelines": """
新华社江州1月23日电（记者{author}）
江边日报讯（记者{author}）
【本报讯】（记者 {author}）
〔記者{author}／台北報導〕
（记者 {author}）
""",
}

_GLUED_BEHIND = {
    "end_marks": """
（完）
[详细]
 责任编辑：{editor}
（责编：{editor}）
(来源:{source})
返回搜狐，查看更多
""",
}

_BETWEEN_PARAGRAPHS = {
    "interruptions": """
广告
文章未完，点击下一页继续
（第 1/3 页）
上一页 1 2 3 下一页
点击查看大图
相关阅读：江边夜市今晚开张
var cpro_id = "u123456";
""",
}

STYLES: Mapping[str, str] = {
    **_ABOVE,
    **_BETWEEN_TITLE_AND_TEXT,
    **_BELOW,
    **_GLUED_BEFORE,
    **_GLUED_BEHIND,
    **_BETWEEN_PARAGRAPHS,
}

LOOKALIKES = (
    "主办单位：市文化局/ 协办单位：市图书馆/ 电话：0555-1234567",
    "分享/ 是母亲教给我的第一个词，那时家里很穷，一个苹果要切成五份。",
    "关键词/ 是这次大会的新说法，代表们讨论得很热烈，直到天黑才散。",
    "关注公众号后，在对话框回复“报名”两个字，即可收到表格。",
    "作者简介/ 李远，江州人，现居江州老城，著有散文集《渡口》，常年在江边写作。",
    "阅读全文需要二十分钟，他却为它读了整整一夜。",
    "下一篇，我们再聊聊茶叶的故事，好吗？",
    "联系人：李工，电话：0555-1234567。/ 附件：1.值班表/ 2.物资清单",
    "编辑：负责稿件的审阅与加工，要有扎实的文字功底。",
    "1/ 天还没有亮，他就出门了，江面上一盏灯也没有。/ 2/ 雨停了以后，他才慢慢地走了回来。",
    "推荐阅读：《红楼梦》《呐喊》，这是老师写在黑板上的书单。",
    "一、广告/ 广告的历史可以追溯到宋代的铜版，那上面印着一只白兔。",
)
"""Lines of an article, which stay at its beginning, in its middle and at its end."""

ENDINGS = (
    "江州市人民政府办公室/ 2021年3月4日",
    "此致/ 敬礼/ 读者 王建国/ 二〇〇三年五月六日",
    "下一页/ 那是一张黑白照片，父亲站在船头，笑得很开心，身后是大江。",
    "校长：王小舟/ 2021年9月1日",
    "1. 江州日报，2001年3月4日",
    "王小舟/ 一九九六年八月二十日于江州",
)
"""Lines that stay in the middle and at the end; above a text they would be credits."""


def wordings(kind: str) -> tuple[str, ...]:
    return tuple(STYLES[kind].strip("\n").split("\n"))


def styled(page: Page, kind: str) -> Iterator[Page]:
    """Yield the page once with each wording of a kind."""
    for number, wording in enumerate(wordings(kind)):
        rng = random.Random(f"{kind} {number} {page.title}")
        shown, value = rng.choice(DATES)
        author, editor = rng.sample(NAMES, 2)
        filled = {
            "{date}": (shown, value),
            "{source}": (rng.choice(SITES),) * 2,
            "{author}": (author,) * 2,
            "{editor}": (editor,) * 2,
        }
        text, facts = wording, {}
        for mark, (written, wanted) in filled.items():
            if mark in text:
                text = text.replace(mark, written)
                facts[_LABELS[mark]] = wanted
        yield replace(_placed(page, kind, text), facts=facts)


def _placed(page: Page, kind: str, text: str) -> Page:
    lines, head = tuple(text.split("/ ")), (page.title,)
    first, *rest = page.body
    if kind in _ABOVE:
        return replace(page, head=lines + head)
    if kind in _BETWEEN_TITLE_AND_TEXT:
        return replace(page, head=head + lines)
    if kind in _BELOW:
        return replace(page, head=head, tail=lines)
    if kind in _GLUED_BEFORE:
        return replace(page, head=head, shown=(text + first, *rest))
    if kind in _GLUED_BEHIND:
        return replace(page, head=head, shown=(*page.body[:-1], page.body[-1] + text))
    return replace(page, head=head, shown=(first, text, *rest))
