"""The script: Traditional that a machine made goes back to what its author wrote."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ingest.draft import Change, Draft, Fact, Finding
from generator.ingest.rule import Example, rule
from generator.model import Flag
from generator.script import detect, restore

_MACHINE = (
    "會議強調，要強化示范引領，構筑嚴密防線，干部要帶頭學習貫徹，"
    "發揮連云港論壇的機制作用，規范管理，促進經濟社會發展。"
)


@rule(
    Example(
        _MACHINE,
        "会议强调，要强化示范引领，构筑严密防线，干部要带头学习贯彻，"
        "发挥连云港论坛的机制作用，规范管理，促进经济社会发展。",
        {"found_script": "machine-hant"},
        flags=("machine-traditional",),
    ),
    Example.untouched("臺北的夜市在雨裡也亮著燈，幹部們與後來的人一同走過頭髮店。"),
)
def script_restored(draft: Draft) -> Iterator[Finding]:
    """Restore the Simplified original of a text that a machine made Traditional.

    A text that people wrote in Traditional characters is never touched.
    """
    found = detect(draft.text).script
    if found == "hant" and draft.counts.get("pinyin"):
        found = (
            "machine-hant"  # what injects pinyin also converts, by a character table
        )
    yield Fact("found_script", found, 0, 0, "inferred")
    if found != "machine-hant":
        return
    restored = restore(draft.text)
    yield Flag("machine-traditional")
    start = -1
    for index, (old, new) in enumerate(
        zip(draft.text + " ", restored + " ", strict=True)
    ):
        if old != new and start < 0:
            start = index
        elif old == new and start >= 0:
            yield Change(start, index, restored[start:index], 0.95)
            start = -1
