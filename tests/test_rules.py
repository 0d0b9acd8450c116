"""Every rule keeps the promises that stand beside it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest import RULES, clean
from generator.ingest.rule import Example, Rule
from generator.model import Kind, Source

CASES = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_rule_does_what_its_example_says(rule: Rule, example: Example) -> None:
    draft = example.draft()
    done = draft.apply(rule.name, rule.apply(draft))
    assert done.text == example.after
    read = {one.field: done.fact(one.field) for one in done.facts}
    assert read.items() >= dict(example.facts).items()
    codes = tuple(flag.code for flag in done.flags)
    assert codes == example.flags or (example.before == example.after and not codes)


def test_every_rule_has_a_reason_an_example_and_a_look_alike() -> None:
    for rule in RULES:
        assert rule.why.endswith("."), rule.name
        assert rule.examples, rule.name
        assert any(one.before == one.after for one in rule.examples), rule.name
    assert len({rule.name for rule in RULES}) == len(RULES)


PIECES = [text for rule in RULES for e in rule.examples for text in (e.before,)]
HOSTILE = [
    "**",
    "(huì)",
    "\u200b",
    "&amp;lt;",
    "\n",
    "来源：",
    "<b>",
    "\ufffd",
    "１",
    "年月日",
    "會",
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES + HOSTILE) | st.text(max_size=12), max_size=8),
    st.sampled_from(["text", "html", "markdown"]),
)
def test_nothing_is_lost(parts: list[str], kind: Kind) -> None:
    """Law 1: the edits lead from the source to the body, and back."""
    source = Source("example.txt", kind, "".join(parts), "utf-8", "")
    done = clean(source)
    body, undone, position = [], [], 0
    for edit in done.edits:
        assert position <= edit.start <= edit.end
        assert source.text[edit.start : edit.end] == edit.text
        assert 0 < edit.confidence <= 1
        kept = source.text[position : edit.start]
        body += [kept, edit.replacement]
        undone += [kept, edit.text]
        position = edit.end
    rest = source.text[position:]
    assert "".join([*body, rest]) == done.body
    assert "".join([*undone, rest]) == source.text


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
def test_nothing_is_invented(parts: list[str]) -> None:
    """Law 2: each stated value stands in the source, at the place it was read from.

    Where the source was misread, it stands there once the bytes are read aright.
    """
    source = Source("example.txt", "text", "\n".join(parts), "utf-8", "")
    done = clean(source)
    cleaning = done.metadata.cleaning
    flags = cleaning.flags if cleaning else ()
    repaired = {c for one in flags if one.code == "mojibake" for c in one.near}
    for fact in done.facts:
        if fact.certainty == "stated" and fact.field not in {
            "date",
            "title",
            "section",
        }:
            span = source.text[fact.start : fact.end]
            assert set(fact.value) - {" "} <= {*span, *repaired}, fact
