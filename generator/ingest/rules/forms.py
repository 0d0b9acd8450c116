"""Forms inside an article: a notice's time and place, a film's crew, a book's data.

Their lines look like credits of the page, 时间： or 摄影：, and are content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.ingest.draft import Line
from generator.ingest.rules.grammar import is_outlet
from generator.ingest.rules.labels import labels_in

_FORM = re.compile(
    r"(?:\d{1,2}[.、]|[一二三四五六七八九十]{1,2}、)?\s?[\[(]?(?:"
    # an event or a visit
    r"(?:活动|会议|报名|演出|展览|比赛|集合|出发|开放|访谈|采访|讲座)?(?:地点|地址|场地|对象|人数|方式|内容|流程|费用|票价|主题|要求|条件)"
    r"|(?:活动|会议|报名|演出|展览|比赛|集合|出发|开放|访谈|采访|讲座|截止)(?:时间|日期)"
    r"|主办(?:单位|方)?|承办(?:单位|方)?|协办(?:单位|方)?|联系人|联系电话|联系方式|联系地址|咨询电话|电话|传真|邮编|邮箱|电子邮箱|e-?mail"
    r"|(?:访谈|采访|出席|参加|与会)?(?:人员?|嘉宾|人物)|主持人?|受访者|采访者|主讲人?|记录人?|列席|缺席"
    # a film, a play, a song
    r"|导演|编剧|主演|演员|片长|片名|剧名|类型|上映(?:日期|时间)?|制片(?:人|国家/地区)?|作词|作曲|演唱|词|曲|录音|美术|灯光|舞美|配乐|指挥|演奏"
    # a book, a poem, a painting
    r"|书名|出版社|定价|页数|装帧|isbn|译名|原著|丛书|开本|朝代|体裁|材质|尺寸|年代|馆藏|规格|材料|用料|主料|辅料|做法"
    # a person
    r"|姓名|性别|年龄|籍贯|民族|职业|学历|出生(?:日期|年月)?|身份证号?|住址"
    r")[\])]?\s*[:丨]",
    re.IGNORECASE,
)
_OWN_NOTE = re.compile(
    r"[(\[]?(?:来源|出处|摘自|出自)\s*:?\s*《(?P<book>[^《》\n]{1,30})》[^《》\n]{0,20}[)\]]?"
    r"|(?:网址|链接)\s*:\s*\S+"
)
_TWO_LIVES = frozenset(
    "作者 编者 译者 主编 翻译 编译 文 文字 撰稿 撰文 策划 总策划 统筹 设计 视频 剪辑 摄影 图片 供图 摄 监制"
    " 总监制 出品人 时间 日期 网址 链接 来源 出处 分类 栏目 主题词 标签 执笔 出版 出版时间 出版日期".split()
)
"""Labels of credits that are labels of forms too."""


def in_forms(lines: Iterable[Line]) -> frozenset[int]:
    """Return where lines begin that may be credits but stand in a form of the text.

    A form is a run of neighbouring labelled lines of which one at least bears a
    label that no page gives its credits.
    """
    found: set[int] = set()
    run: list[Line] = []
    proved = False
    for line in (*lines, None):
        form = line is not None and bool(_FORM.match(line.shadow))
        words = labels_in(line.shadow) if line is not None else []
        if line is not None and (form or (words and _TWO_LIVES.issuperset(words))):
            run.append(line)
            proved = proved or form
            continue
        if proved:
            found.update(one.start for one in run)
        run, proved = [], False
    return frozenset(found)


def is_own_note(shadow: str) -> bool:
    """Tell whether a line below a text is the text's own note, with nothing beside it.

    The book that a passage is from (来源：《论语》), or an address to visit.
    """
    match = _OWN_NOTE.fullmatch(shadow)
    return match is not None and not is_outlet(match["book"] or "")
