"""Datelines: agency, place, day and reporters before the first sentence (电头)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from generator.ingest.draft import Change, Draft, Fact, Finding, Line
from generator.ingest.rule import Example, rule
from generator.ingest.rules.furniture import facts_of
from generator.ingest.rules.grammar import credits_of, surnames
from generator.ingest.rules.zones import HAN, is_prose

_AGENCY = rf"新华社|中新社|中新网|人民网|央视网|中国日报网?|本报|本台|本刊|[{HAN}]{{2,6}}(?:网|报|社)"
_DATELINE = re.compile(
    rf"^\[?(?!据|从|在(?!线))(?P<agency>{_AGENCY})"
    rf"(?P<place>[{HAN}]{{2,8}}?)?(?P<date>\d{{1,2}}月\d{{1,2}}日)?(?:电|讯|消息)\]?"
    r"\s*(?:\((?P<credit>[^()\n]{2,60})\))?"
)
_CREDIT_FIRST = re.compile(
    r"^\((?P<credit>(?:本报|本台|本刊|特约)?(?:记者|通讯员)[^()\n]{2,60})\)"
)
_TAIWAN = (
    "[台新]北|桃园|新竹|苗栗|台中|彰化|南投|云林|嘉义|台南|高雄|屏东|基隆|宜兰|花莲|台东|澎湖|金门"
    "|香港|澳门|北京|上海"
)
_FIRST_PARAGRAPHS = 3


_REPORTED = re.compile(
    rf"^(?P<agency>{_AGENCY})(?:讯|消息)\s?\(?(?P<credit>(?:本报|本网)?(?:记者|通讯员)\s?"
    rf"[{HAN}\s、]{{2,20}}?)(?:摄影)?(?:报道|报导)\)?\s?[:,]?\s?"
)
_BRACKETED = re.compile(r"^\[[一-鿿]{2,6}(?:专?讯|专电|电)\]\s?(?!\()")


@functools.cache
def _reported() -> re.Pattern[str]:
    """Return the pattern of a reporter with a place: 〔記者李远／台北報導〕."""
    first = rf"(?:{surnames()})[{HAN}]{{1,2}}"
    report = rf"\s?[/\s]\s?[{HAN}]{{2,4}}报[道导]"
    return re.compile(
        rf"^[\[(](?:记者\s?)?(?P<bracketed>{first}){report}[\])]"
        rf"|^(?:本报|本台)?记者\s?(?P<open>{first}){report}(?=[\s/])\s?"
        rf"|^\([{HAN}]{{2,4}}社记者\s?(?P<wired>{first}?)(?:{_TAIWAN}|[{HAN}]{{2}})[市县]?\d{{1,2}}日电\)"
    )


@rule(
    Example(
        "本报防城港3月5日电（记者 李远）清晨的渔港已经热闹起来，渔船一条条靠岸。",
        "清晨的渔港已经热闹起来，渔船一条条靠岸。",
        {"authors": "李远", "dateline": "本报防城港3月5日电"},
    ),
    Example(
        "〔记者李远／台北报导〕清晨的渔港已经热闹起来，渔船一条条靠岸。",
        "清晨的渔港已经热闹起来，渔船一条条靠岸。",
        {"authors": "李远"},
    ),
    Example(
        "【本报讯】（记者李远 通讯员陈小舟）清晨的渔港已经热闹起来，渔船靠岸。",
        "清晨的渔港已经热闹起来，渔船靠岸。",
        {"authors": "李远"},
    ),
    Example.untouched("记者李远在报道里写道，清晨的渔港已经热闹起来，渔船靠岸。"),
    Example.untouched("新华社是国家通讯社，记者遍布各地，每天发稿数千条。"),
)
def dateline(draft: Draft) -> Iterator[Finding]:
    """Read the dateline (电头) that opens a dispatch: agency, place, day, reporters."""
    for line in [one for one in draft.lines if is_prose(one)][:_FIRST_PARAGRAPHS]:
        found = [*_agency(draft, line)] or [*_reporter(draft, line)]
        if found:
            yield from found
            return


def _reporter(draft: Draft, line: Line) -> Iterator[Finding]:
    """Yield the reporter named with a place, or in parentheses, before the text."""
    match = _reported().match(line.shadow)
    if match:
        group = next(name for name, value in match.groupdict().items() if value)
        start, end = (line.start + at for at in match.span(group))
        yield Fact("authors", draft.text[start:end], start, end)
        yield Change(line.start, _text_after(draft, line.start + match.end()), "", 0.9)
        return
    credit = _CREDIT_FIRST.match(line.shadow)
    values = credits_of(credit["credit"]) if credit else None
    if credit and values:
        start = line.start + credit.start("credit")
        inner = Line(start, start + len(credit["credit"]), "", credit["credit"])
        yield from facts_of(draft, inner, values)
        yield Change(line.start, _text_after(draft, line.start + credit.end()), "", 0.9)


def _agency(draft: Draft, line: Line) -> Iterator[Finding]:
    """Yield what a dateline of an agency or a paper states."""
    match = _DATELINE.match(line.shadow)
    if not match or not (match["date"] or match["credit"]):
        match = _REPORTED.match(line.shadow)
    if not match:
        bracketed = _BRACKETED.match(line.shadow)
        if bracketed:
            end = line.start + bracketed.end()
            text = draft.text[line.start : end].strip("【】[]　 ")
            yield Fact("dateline", text, line.start, end)
            yield Change(line.start, _text_after(draft, end), "", 0.9)
        return
    base = line.start
    head_end = match.start("credit") - 1 if match["credit"] else match.end()
    text = draft.text[base : base + head_end].strip("【】[]（( ")
    yield Fact("dateline", text, base, base + head_end)
    if match["credit"]:
        values = credits_of(match["credit"])
        if values is None:
            return
        start = base + match.start("credit")
        credit = Line(start, start + len(match["credit"]), "", match["credit"])
        yield from facts_of(draft, credit, values)
    yield Change(base, _text_after(draft, base + match.end()), "", 0.9)


def _text_after(draft: Draft, end: int) -> int:
    """Return where the text goes on behind blanks."""
    while draft.text[end : end + 1] in {" ", "\u3000"}:
        end += 1
    return end
