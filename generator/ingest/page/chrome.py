"""Lines of a page that are its furniture wherever they stand.

Patterns are matched against the shadow, so each is written once for both scripts.
"""

from __future__ import annotations

import itertools
import re

from generator.ingest.page.lines import PageLine
from generator.ingest.rules.grammar import credits_of, date_of
from generator.ingest.rules.zones import HAN
from generator.ingest.shadow import shadow_of

_LABELLED = re.compile(
    r"^[\[(【\s]*(?:(?:本文|文章|稿件|内容|信息|资料)?来源|(?:发布|发表|更新)(?:时间|日期|于)|(?:本文)?"
    r"(?:责任|网络|值班|实习|新媒体|本期|文字|美术|执行)?编辑"
    r"|责编|编审|校对|审核|审校|签发|值班主任|主编|总编|监制|原标题|本文原标题|原题为?|作者|记者|撰文|稿源|文/|图/)"
    r"\s*[:/|丨\s《]"
)
_EDITOR_LINE = re.compile(
    r"^[\[(【\s]*(?:本文来源\s*:\s*\S{1,20}\s+)?(?:责任编辑|责编|网络编辑|值班编辑|新媒体编辑"
    r"|编辑|校对|审核|签发|值班主任|主编|美编|监制)\s*[:|丨/ ]"
    r"[^。!?]{0,60}$"
)
_ORIGINAL = re.compile(
    r"^[\[(\s]*(?:本文|文章)?(?:原标题|原题)\s*(?:[:《]|为\s*[:《]?)"
)
_NAMES = rf"[{HAN}A-Za-z·]{{2,12}}(?:[\s、,&/]{{1,2}}[{HAN}A-Za-z·]{{2,12}}){{0,5}}"
_BYLINE = re.compile(
    rf"^[\[(【]?(?:(?:原创|采写|撰文|撰稿|执笔|口述|编译|[文图]{{1,2}})\s?[/:|丨]\s?(?!文|图)[^。!?]{{2,40}}"
    rf"|(?:[文图]{{1,2}}/)?(?:《[^《》]{{1,12}}》)?[{HAN}]{{0,14}}(?:记者|通讯员|作者|撰稿人?)\s+{_NAMES}(?:\s?报道|\s+(?:摄影?|文|图))?"
    rf"|[{HAN}、]{{2,20}}供稿(?:\s.{{0,40}})?"
    rf"|[{HAN}、]{{0,4}}(?:综合)?整理自.{{2,40}}|(?:信息|图片|素材)(?:均)?来源?[于自]网络)[\])】]?$"
)
_BUTTON = (
    "纠错|打印|关闭|收藏|举报|点赞|复制链接|分享(?:到|至)?|转发|评论|赞赏?|赏|推荐|已?关注|字[号体]|超?大|中|小|微信(?:好友)?|(?:新浪)?微博"
    "|QQ空间|朋友圈|QQ好友|QQ|Qzone|返回(?:顶部|首页|列表|目录)|放大|缩小|正常|默认|A|T|人参与|条评论|[次人]阅读|[次人]浏览|阅读|浏览"
    "|首页|尾页|[上下]一[页篇条]|余下全文|更多|登录|注册|搜索|确定|取消|我要(?:评论|反馈|纠错|投稿)|图集|自动播放|广告"
    "|手机看新闻|facebook|twitter|line"
)
_WIDGET = re.compile(
    rf"^(?![\s\d]+$)(?>[\s|\[【(·、/>»]*+(?:(?:{_BUTTON})(?:本[页文]|窗口|此页)?|\d{{1,6}}(?!\d)|[+-])[:\s\])】>»]*+){{1,30}}$"
    r"|^(?:[>»\s]*(?:分享|转发)(?:到|至|给|让更多人看到)[^。]{0,30}"
    r"|(?:微信|手机)?(?:扫一扫|扫描|扫码|长按)[^。]{0,9}(?:二维码|打开|关注|分享|阅读|手机|识别|下载|app|客户端)[^。]{0,20}"
    r"|(?:点击|上滑|滑动|下拉)(?:加载|查看|阅读|展开|进入)[^。]{0,20}"
    r"|(?:展开|查看|阅读|余下|加载)(?:全文|更多|剩余)[^。]{0,10}|加载中[.…]*|正在加载[^。]{0,10}"
    r"|[上下]一[页篇条图张]\s*[:\d/][^。]{0,60}|字号[^。]{0,20}|(?:缩小|放大)字体[^。]{0,40}|调整字体"
    r"|自动播放.{0,40}|[\s—-]*(?:the )?end[\s—-]*|advertisement)$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^[(\[*※>\s]*(?:(?:免责|版权|特别|重要|郑重)(?:声明|提示|说明)|声明\s*:|版权(?:所有|归|说明|声明)|(?:注|备注)\s*:本文"
    r"|本文(?:仅代表|来源|转载|系转载|为[^。]{0,12}(?:上传|原创)|来自|由[^。]{0,20}(?:原创|授权|发布))|(?:本站|本网|本号|本平台|本公众号)[^。]{0,14}(?:转载|刊载|发布|所有)"
    r"|未经(?:授权|许可|书面)|(?:如需|欢迎|谢绝|禁止|请勿)[^。]{0,6}转载|转载请|凡(?:注明|本网|本站)|以上(?:内容|文章)[^。]{0,12}(?:仅|不代表|为[^。]{0,9}上传)"
    r"|文章(?:仅代表|内容仅供|版权)|(?:图片|图文|部分图片|文中图片)(?:均)?(?:来源?于|来自)(?:网络|互联网)|copyright|©|责任自负|风险自担|notice:"
    r"|(?:本|该|以上)(?:内容|文|稿件?)[^。]{0,4}(?:为|仅|系)[^。]{0,10}(?:观点|立场)|如对本?(?:稿件|文|内容)有(?:异议|疑问)"
    r"|[^。]{0,30}[都尽]在[^。]{2,12}(?:app|客户端|公众号)$|更多[^。]{0,24}(?:请?(?:关注|点击|下载|扫描|访问))|(?:欢迎|敬请|扫码|长按)(?:关注|添加)|[^。]{0,12}(?:ICP备|公网安备|许可证)"
    r"|(?:安装|下载|打开)[^。]{0,16}(?:客户端|app)|24小时滚动播报|(?:看更多|相关资讯)[^。]{0,9}(?:加入|关注)[^。]{0,20}$)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"^[\[【(■◆●▪>\s|]*(?:(?:相关|推荐|延伸|更多|热门|精彩|最新|往期)\s?[·•]?\s?(?:阅读|新闻|文章|推荐|链接|报道|内容|资讯|专题|稿件|主题|搜索|精彩|回顾|文档|视频|评论|报道阅读|阅读主题)[^。,]{0,8}"
    r"|(?:热|新)文(?:推荐|排行)|猜你喜欢|大家都在看|为您推荐|(?:新闻|文章|阅读|点击|一周|本周|热点)?排行榜?|推荐阅读相关主题|网友评论|最新评论|(?:全部|发表|查看)评论|我来说两句|更多精彩[^。]{0,8}|您可能(?:也)?(?:喜欢|感兴趣)[^。]{0,8}|友情链接|作者最新文章)"
    r"[\])】:：>\s|]*(?:更多[>\s]*)?$"
)
_SCRIPT = re.compile(
    r"function\s?\w{0,20}\(|\bvar \w{1,20}\s?=|\b(?:document|window)\.\w|\}\)?\s?[;,)]|\$\(|=>|\);|</?\w{1,9}>"
)
_LEGAL = re.compile(
    r"转载|版权|侵权|授权|责任|观点|立场|删除|联系|注明|著作权|风险|许可"
)
_SHORT = 60
_FEW_MARKS = 2
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|[+-]?\s?\d{1,6}|\d{1,2}[/-]\d{1,2}")
_MARKS = re.compile(rf"[^{HAN}0-9A-Za-z]")


def is_chrome(line: PageLine) -> bool:
    """Tell whether a line is furniture by its words, or nothing but links."""
    shadow = shadow_of(line.text)
    if line.linked > 0.8 * line.size and not _is_linked_text(line, shadow):
        return True
    if _is_script(line.text):
        return True
    if line.size > 300:
        return False
    if _NOTICE.match(shadow):
        return line.size <= _SHORT or len(_LEGAL.findall(shadow)) > 1
    return bool(
        _WIDGET.match(shadow)
        or _EDITOR_LINE.match(shadow)
        or _ORIGINAL.match(shadow)
        or is_related(line.text)
    )


def _is_script(text: str) -> bool:
    """Tell whether a line is program text, which pages show when a script ends early."""
    marks = sum(1 for _ in itertools.islice(_SCRIPT.finditer(text), 40))
    return marks > _FEW_MARKS and marks * 40 > len(text)


def _is_linked_text(line: PageLine, shadow: str) -> bool:
    """Tell whether a line of links is still text: a sentence, an attachment."""
    return (
        line.marks > 1 and line.size > 40 and shadow.endswith(("。", "!", "?"))
    ) or ("附件" in shadow or ".doc" in shadow or ".pdf" in shadow or ".xls" in shadow)


def is_byline(line: PageLine) -> bool:
    """Tell whether a short line names only who wrote, compiled or supplied the text."""
    return line.size <= _SHORT and bool(_BYLINE.match(shadow_of(line.text)))


def is_editor_line(text: str) -> bool:
    """Tell whether a line names the editors, as below the end of an article."""
    return len(text) <= 2 * _SHORT and bool(_EDITOR_LINE.match(shadow_of(text)))


def is_related(text: str) -> bool:
    """Tell whether a line heads a list of other articles."""
    return len(text) <= 24 and bool(_RELATED.match(shadow_of(text)))


def is_credit(text: str) -> bool:
    """Tell whether a short line states date, source or people."""
    if len(text) > 120:
        return False
    shadow = shadow_of(text)
    if _CLOCK.fullmatch(shadow) or _LABELLED.match(shadow):
        return True
    if credits_of(shadow) is not None:
        return True
    stamp = date_of(shadow)
    if not stamp:
        return False
    rest = shadow[: stamp.start] + shadow[stamp.end :]
    return len(rest.strip()) <= 60 and not re.search("[。!?]", rest)


def states_date(text: str) -> bool:
    """Tell whether a line holds a full date."""
    return date_of(shadow_of(text)) is not None


def same_title(text: str, title: str) -> bool:
    """Tell whether a line is the title, or a large part of one set on several lines."""
    one, other = trace(text), trace(title)
    return len(one) >= 4 and (
        one == other
        or (other.startswith(one) and len(one) >= 6)
        or (one in other and len(one) >= 9)
    )


def trace(text: str) -> str:
    """Return the letters and digits of a text in one script and case, to compare by."""
    return _MARKS.sub("", shadow_of(text)).casefold()
