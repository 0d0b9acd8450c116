"""Pages as strangers would hand them in, each written down whole, with exact gold.

Written in one go, before any of them was run, from the habits of kinds of sites that
the rules had not been tried on. `benchmarks/results-cleaning.md` keeps the figures of
that first run. Only the gold was corrected since: the source that four journals state
and the account of one author had been forgotten, and one title was given a word (快讯！) that
is a part of it. Nothing here may be worded after a rule, nor a rule after a line here.

In a layout `{title}`, `{body}` (the paragraphs, one a line) and the lines that begin
with `= ` are the article; all else is the page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.script import reference
from tests.quality.dirt import Page


@dataclass(frozen=True)
class Layout:
    """One page: its text, what must be read from it, the script it is in."""

    text: str
    facts: Mapping[str, str]
    script: str = "hans"


def _l(text: str, script: str = "hans", **facts: str) -> Layout:
    return Layout(text.strip("\n") + "\n", facts, script)


# fmt: off
GOVERNMENT = (
    _l("""
无障碍 | 长者版 | 繁體 | 登录个人中心
江州市人民政府门户网站
首页 / 资讯 / 江州要闻
{title}
发布时间：2023-05-16 09:12　　来源：市政府办公室　　浏览量：[ 356 ]　　【字号：大  中  小】
{body}
扫一扫在手机打开当前页
【打印】 【关闭】
主办：江州市人民政府办公室　　备案号：皖ICP备05012345号
""", date="2023-05-16T09:12", source="市政府办公室"),
    _l("""
当前位置： 网站首页 >> 新闻动态 >> 部门动态 >> 正文
{title}
信息来源：江州市水利局 | 作者：李静远 | 发布日期：2022年11月03日 16:40:21 | 访问次数： 87
{body}
上一条：市水利局召开党组会议
下一条：我市启动冬修水利
""", date="2022-11-03T16:40:21", source="江州市水利局", authors="李静远"),
    _l("""
索引号 AA010-0402-2021-0031 组配分类 工作动态
发布机构 江州市民政局 主题分类 民政、扶贫、救灾
名称 {title} 文号 无
生成日期 2021-06-18 发布日期 2021-06-18
{title}
{body}
""", date="2021-06-18"),
    _l("""
江州市教育局
{title}
文章来源：办公室　 责任编辑：王禾　 阅读：1,024 次 　更新时间：2020-09-08
{body}
附件下载
""", date="2020-09-08", source="办公室", editors="王禾"),
    _l("""
索 引 号: 003012345/2019-00077
信息分类: 政务动态
发布机构: 江州市发改委
成文日期: 2019-03-02
发布日期: 2019-03-04
生效日期:
废止时间:
{title}
{body}
""", date="2019-03-04"),
    _l("""
您所在的位置：首页 - 工作动态 - 基层传真
{title}
2018年12月5日　来源：云溪县委宣传部　点击数：214　收藏本页
{body}
（云溪县委宣传部 供稿）
初审：李静远　复审：周晓江　终审：陈一舟
""", date="2018-12-05", source="云溪县委宣传部"),
    _l("""
政府信息公开 > 法定主动公开内容 > 动态信息
{title}
时间：2024-01-09 来源：江州日报 字体：[大][中][小]
{body}
分享：
相关链接
· 市政府召开常务会议
· 全市安全生产视频会议召开
网站地图 | 联系我们 | 网站声明
""", date="2024-01-09", source="江州日报"),
)

PUBLIC_ACCOUNTS = (
    _l("""
{title}
原创 李静远 江边读书会 2023-02-11 20:30 发表于安徽
{body}
- END -
编辑：王禾
审核：周晓江
觉得好看，请点“在看”
""", date="2023-02-11T20:30", authors="李静远", editors="王禾", source="江边读书会"),
    _l("""
点击上方“江州发布”可以订阅哦！
{title}
江州发布 2021-08-08
{body}
来源｜江州日报
编辑｜王禾
校对｜陈一舟
投稿邮箱｜jz@example.com
""", date="2021-08-08", source="江州日报", editors="王禾"),
    _l("""
{title}
江州晚报 昨天
↑点击蓝字，关注江州晚报
{body}
END
文字：李静远 摄影：王禾
编辑：周晓江 责编：陈一舟 监制：欧阳青
▼往期精彩回顾▼
江边夜市今晚开张
老街改造二期工程启动
""", authors="李静远", editors="周晓江 陈一舟"),
    _l("""
{title}
Original 南屏日报 南屏日报 2022-03-15 07:00
收录于合集
#春天 3个
#散文 18个
{body}
阅读 1.2万
分享 收藏 12 在看
写留言
""", date="2022-03-15T07:00", source="南屏日报"),
    _l("""
以下文章来源于云溪文艺 ，作者李静远
云溪文艺.
云溪县文联官方公众号
{title}
{body}
= 作者简介：李静远，江州人，教师，业余写作。
图片来自网络 侵删
长按识别二维码关注我们
""", source="云溪文艺", authors="李静远"),
    _l("""
{title}
点击关注👉 江州交警
今天
{body}
END▪
来源：江州交警
如有侵权，请联系删除
点分享
点收藏
点点赞
点在看
""", source="江州交警"),
    _l("""
关注我们 获取更多资讯
{title}
作者 | 李静远
来源 | 北岸在线
ID | beianzaixian
{body}
* 文中配图均来自视觉中国
""", source="北岸在线", authors="李静远"),
)

PAPERS = (
    _l("""
江州日报数字报
2023年05月16日 星期二
第03版：要闻
上一版 下一版
{title}
□ 本报记者 李静远 通讯员 周晓江
{body}
""", date="2023-05-16", source="江州日报", authors="李静远 周晓江"),
    _l("""
海东晚报 A05 社会
出版日期：2019-07-30
{title}
来源：海东晚报　　作者：李静远　　版次：A05　　字数：866
{body}
""", date="2019-07-30", source="海东晚报", authors="李静远"),
    _l("""
A12版：副刊 >> 2016-04-09 >> 星期六
标题导航
{title}
李静远
{body}
前一天 | 后一天 | 返回首页
""", date="2016-04-09", authors="李静远"),
    _l("""
{title}
南屏日报 2014年9月2日 第2版 综合新闻
本报讯（记者 李静远 摄影报道）{body}
本版责编：王禾 版式设计：周晓江
""", date="2014-09-02", source="南屏日报", authors="李静远", editors="王禾"),
    _l("""
江州日报社主办 国内统一刊号 CN34-0001
{title}
2011-11-11 　来源：江州日报　 点击数： 12
■本报通讯员 李静远
{body}
(下转第四版)
""", date="2011-11-11", source="江州日报", authors="李静远"),
    _l("""
{title}
本报记者 李静远 实习生 王禾 文 周晓江 图
{body}
""", authors="李静远 王禾"),
    _l("""
第8版：文化 上一版3  4下一版
2012年6月20日 放大+ 缩小- 默认○
{title}
作者：李静远
{body}
版权声明：凡本报所属媒体作品，版权均属江州报业，未经授权不得转载。
""", date="2012-06-20", authors="李静远"),
)

FORUMS = (
    _l("""
江州论坛 » 城市杂谈 » {title}
[原创] {title}
发表于 2013-4-5 21:17:33 | 显示全部楼层 | 阅读模式
{body}
本帖最后由 江边老李 于 2013-4-6 08:00 编辑
回复 举报
支持 12 反对 0
""", date="2013-04-05T21:17:33"),
    _l("""
返回列表 发帖 回复
主题：{title}
作者：江边渔火 提交日期：2008-7-1 9:45:00
{body}
--------------------------------------------------
[ 此帖被江边渔火在2008-07-01 10:02重新编辑 ]
签名档：江水东流
""", date="2008-07-01T09:45:00", authors="江边渔火"),
    _l("""
{title}
楼主：云溪客 时间：2010-03-04 22:10:00 点击：5623 回复：98
{body}
打赏 收藏 微博 QQ 微信
楼主发言：12次 发图：0张
""", date="2010-03-04T22:10:00", authors="云溪客"),
    _l("""
【转帖】{title}
#1楼 大 中 小 发表于 2007-12-1 12:00 只看该作者
{body}
TOP
""", date="2007-12-01T12:00"),
    _l("""
标题: {title} [打印本页]
作者: 云溪客    时间: 2015-8-19 14:02
标题: {title}
{body}
欢迎光临 江州论坛 (http://bbs.example.com/) Powered by Discuz! X3.2
""", date="2015-08-19T14:02", authors="云溪客"),
    _l("""
豆瓣 > 江州小组
{title}
云溪客 2017-05-01 23:11:08
{body}
© 本文版权归作者云溪客所有，任何形式转载请联系作者。
赞 喜欢 收藏 转发
""", date="2017-05-01T23:11:08", authors="云溪客"),
    _l("""
{title}
云溪客
爱写字的工程师
1,203 人赞同了该文章
{body}
编辑于 2019-10-07 14:20・安徽
""", date="2019-10-07T14:20", authors="云溪客"),
)

TAIWAN_AND_HONG_KONG = (
    _l("""
首頁 / 生活
{title}
2023/05/16 09:12
〔記者李靜遠／台南報導〕{body}
不用抽 不用搶 現在用APP看新聞 保證天天中獎　 點我下載APP　 按我看活動辦法
""", "hant", date="2023-05-16T09:12", authors="李靜遠"),
    _l("""
{title}
2021-11-30 14:05 聯合報／ 記者李靜遠／台南即時報導
{body}
延伸閱讀
江邊夜市今晚開張
老街改造二期工程啟動
▪ 更多精彩內容
""", "hant", date="2021-11-30T14:05", source="聯合報", authors="李靜遠"),
    _l("""
{title}
中央社
2020年2月10日 週一 下午4:25
（中央社記者李靜遠台北10日電）{body}（編輯：王禾）1090210
""", "hant", date="2020-02-10T16:25", source="中央社", authors="李靜遠", editors="王禾"),
    _l("""
{title}
撰文：李靜遠
出版： 2022-08-01 18:00 更新：2022-08-01 18:32
{body}
相關文章
江邊夜市今晚開張
""", "hant", date="2022-08-01T18:00", authors="李靜遠"),
    _l("""
即時新聞 > 港聞
{title}
2019年07月15日(一) 12:30
【明報專訊】{body}
[港聞]
上 / 下一篇新聞
""", "hant", date="2019-07-15T12:30"),
    _l("""
香港文匯網 > 新聞 > 香港
{title}
[2016-10-11]
【文匯報訊】（記者 李靜遠）{body}
責任編輯：王禾
""", "hant", date="2016-10-11", authors="李靜遠", editors="王禾"),
    _l("""
{title}
李靜遠 2018-06-05 07:10 15,233 人氣
{body}
責任編輯/王禾
喜歡這篇文章嗎？
""", "hant", date="2018-06-05T07:10", authors="李靜遠", editors="王禾"),
)

ACADEMIC = (
    _l("""
江州学院学报（社会科学版） 2015年第3期
{title}
李静远，周晓江
= （江州学院 文学院，江州 230001）
= 摘要：本文考察渡口在江州地方文献里的几种写法，并讨论它们的来历。
关键词：渡口；江州；散文
= 中图分类号：I207.6 文献标识码：A 文章编号：1001-0001(2015)03-0012-05
{body}
= 收稿日期：2015-02-10
= 基金项目：江州市社科规划项目（2014A01）
= 作者简介：李静远（1970—），男，江州人，教授。
""", authors="李静远 周晓江", source="江州学院学报（社会科学版） 2015年第3期"),
    _l("""
{title}
【作者】 李静远
= 【摘要】 本文考察渡口在江州地方文献里的几种写法，并讨论它们的来历。
【关键词】 方志；渡口
{body}
= 参考文献
= [1] 王禾. 江州方志考[M]. 江州出版社, 2001.
= [2] 周晓江. 渡口志[J]. 江州学刊, 2005(3).
""", authors="李静远"),
    _l("""
= 讲座实录
{title}
= 主讲人：李静远（江州大学教授）
= 时间：2018年5月20日
= 地点：江州图书馆报告厅
{body}
= （根据录音整理，未经本人审阅）
"""),
    _l("""
{title}
李静远 王禾
= （1.江州学院，江州 230001；2.海东大学，海东 310001）
{body}
〔责任编辑：周晓江〕
""", authors="李静远 王禾", editors="周晓江"),
    _l("""
江州史志 2009年第2期
{title}
□李静远
{body}
= （作者单位：江州市地方志办公室）
""", authors="李静远", source="江州史志 2009年第2期"),
    _l("""
{title}
李静远
《江州文史》2003年第4期
{body}
= 注释：
= ①《江州府志》卷三。
= ②同上书，卷五。
""", authors="李静远", source="《江州文史》2003年第4期"),
    _l("""
您的当前位置：首页>>学术园地>>论文选登
{title}
发布人：科研处　发布时间：2012-05-08　阅读次数：733
= 内容提要：本文考察渡口在江州地方文献里的几种写法，并讨论它们的来历。
{body}
（原载《江州学刊》2011年第6期）
""", date="2012-05-08", source="江州学刊"),
)

SPEECHES = (
    _l("""
{title}
（2019年3月6日）
李静远
= 同志们：
{body}
= 谢谢大家！
""", date="2019-03-06", authors="李静远"),
    _l("""
{title}
——在全市教育工作会议上的讲话
江州市委书记 李静远
(二〇二〇年八月二十日)
{body}
""", date="2020-08-20", authors="李静远"),
    _l("""
{title}
2017年1月10日在江州市第四届人民代表大会第二次会议上
江州市市长　周晓江
= 各位代表：
{body}
""", date="2017-01-10", authors="周晓江"),
    _l("""
好文章网 > 讲话稿 > 领导讲话
{title}
时间：2021-12-02 08:40:12 领导讲话 我要投稿
{body}
【{title}】相关文章：
1.市长在会议上的讲话12-01
2.开学典礼校长讲话11-20
""", date="2021-12-02T08:40:12"),
    _l("""
{title}
2006-05-19　江州大学新闻网　点击：[345]
= （根据讲话录音整理）
{body}
编辑：新闻中心 王禾
""", date="2006-05-19", source="江州大学新闻网", editors="王禾"),
    _l("""
{title}
周晓江
2022年9月10日
= 老师们、同学们：
{body}
= 祝大家节日快乐！
（责任编辑：王禾）
""", date="2022-09-10", authors="周晓江", editors="王禾"),
    _l("""
讲话稿_演讲稿大全
{title}
推荐人：云溪客 来源：会员投稿 时间：2016-02-28 10:01 阅读：
= 尊敬的各位来宾：
{body}
本文地址：http://www.example.com/jianghua/2016/0228/1234.html
上一篇：开业典礼致辞
下一篇：没有了
""", date="2016-02-28T10:01", source="会员投稿"),
)

AGGREGATORS = (
    _l("""
{title}
2023年05月16日 09:12 　 来源： 江州财经 　 手机看新闻
{body}
（文章来源：江州财经）
（责任编辑：DF506）
""", date="2023-05-16T09:12", source="江州财经"),
    _l("""
{title}
北岸在线
06-02 19:45 关注
{body}
特别声明：以上内容(如有图片或视频亦包括在内)为自媒体平台“北岸号”用户上传并发布，本平台仅提供信息存储服务。
跟贴 0 参与 3
""", source="北岸在线"),
    _l("""
{title}_海东网
海东网讯 记者李静远报道：{body}
原标题：{title}
编辑：王禾
""", authors="李静远", editors="王禾"),
    _l("""
{title}
来源：南屏日报
记者：李静远
编辑：王禾
时间：2020-12-31 23:59
{body}
举报/反馈
""", date="2020-12-31T23:59", source="南屏日报", authors="李静远", editors="王禾"),
)

KINDS: Mapping[str, tuple[Layout, ...]] = {
    "stranger_government": GOVERNMENT,
    "stranger_public_account": PUBLIC_ACCOUNTS,
    "stranger_paper": PAPERS,
    "stranger_forum": FORUMS,
    "stranger_taiwan_hong_kong": TAIWAN_AND_HONG_KONG,
    "stranger_academic": ACADEMIC,
    "stranger_speech": SPEECHES,
    "stranger_aggregator": AGGREGATORS,
}
COPIES = 3
"""How many articles each layout is filled with."""


@dataclass(frozen=True)
class Filled(Page):
    """A page whose text is written down, not composed."""

    whole: str = ""

    @property
    def text(self) -> str:
        """The page as a file."""
        return self.whole


def filled(pages: list[Page], kind: str) -> Iterator[Filled]:
    """Yield the layouts of a kind, each filled with a few articles in turn."""
    for number, layout in enumerate(KINDS[kind]):
        for copy in range(COPIES):
            page = pages[(number * COPIES + copy) % len(pages)]
            yield _filled(layout, page)


def _filled(layout: Layout, page: Page) -> Filled:
    title, body = page.title, page.body
    if layout.script == "hant":
        title, *rest = (reference(one, "s2tw") for one in (title, *body))
        body = tuple(rest)
    text = layout.text.replace("{title}", title).replace("{body}", "\n".join(body))
    above, below = (
        tuple(line[2:] for line in part.split("\n") if line.startswith("= "))
        for part in layout.text.split("{body}")
    )
    whole = re.sub(r"(?m)^= ", "", text)
    return Filled(title, (*above, *body, *below), facts=layout.facts, whole=whole)
