"""Article files are read back as they were written, and every mistake is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import frontmatter
from generator.model import Cleaning, Flag, Metadata, Origin, Withdrawal
from generator.problems import Problem

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=12,
)
LISTS = st.lists(WORDS, max_size=3).map(tuple)
CODES = st.from_regex(r"[a-z0-9]{1,9}", fullmatch=True)
METADATA = st.builds(
    Metadata,
    title=st.none()
    | WORDS
    | st.sampled_from(["1998", "null", "true", "- a: b", "2020-01-01"]),
    title_supplied=st.booleans(),
    date=st.sampled_from(
        [None, "2020", "2020-12", "2020-12-19", "2020-12-19T10:44", "2022-04-28?"]
    ),
    source=st.none() | WORDS,
    authors=LISTS,
    editors=LISTS,
    staff=st.dictionaries(
        WORDS, st.lists(WORDS, min_size=1, max_size=2).map(tuple), max_size=2
    ),
    places=LISTS,
    keywords=LISTS,
    script=st.sampled_from(["hans", "hant"]),
    draft=st.booleans(),
    withdrawn=st.none()
    | st.builds(Withdrawal, WORDS, st.sampled_from([None, "2026-11-20"])),
    formerly=st.lists(st.from_regex(r"[a-z0-9]{1,9}", fullmatch=True), max_size=2).map(
        tuple
    ),
    origin=st.none() | st.builds(Origin, WORDS, WORDS, WORDS, st.none() | WORDS),
    cleaning=st.none()
    | st.builds(
        Cleaning,
        WORDS,
        st.dictionaries(WORDS, st.integers(0, 999), max_size=3),
        st.lists(st.builds(Flag, CODES, WORDS), max_size=2).map(tuple),
    ),
    extra=st.dictionaries(
        st.from_regex(r"x_[a-z]{1,6}", fullmatch=True),
        WORDS | st.integers() | st.booleans(),
        max_size=2,
    ),
)


@given(
    METADATA,
    st.text(alphabet="文字，。\n#* ", max_size=40).map(lambda text: f"文{text}\n"),
)
def test_what_is_written_is_read_back(metadata: Metadata, body: str) -> None:
    text = frontmatter.write(metadata, body)
    parsed = frontmatter.parse(text, "x.md")
    assert isinstance(parsed, tuple), parsed
    again, read = parsed
    assert read == body.lstrip("\r\n")
    assert frontmatter.write(again, read) == frontmatter.write(metadata, read)
    assert frontmatter.is_edited(text, again) == (metadata.cleaning is None)
    assert frontmatter.is_edited(text + "x", again)


def test_every_mistake_is_named_at_its_line() -> None:
    text = "---\ntitle: 题\ndate: 2020/13/1\nauthors: {a: 1}\ndraft: maybe\nmine: 7\n---\n文\n"
    found = frontmatter.parse(text, "content/articles/x.md")
    assert isinstance(found, list)
    assert [(one.code, one.line) for one in found] == [
        ("bad-date", 3),
        ("bad-value", 4),
        ("bad-value", 5),
    ]
    assert str(found[0]) == (
        "content/articles/x.md:3: error[bad-date] 2020/13/1 is not a date\n"
        "  hint: write it as 2020-12-01, 2020-12 or 2020, with ? when it is inferred"
    )


def test_a_withdrawal_may_be_just_its_reason() -> None:
    found = frontmatter.parse("---\nwithdrawn: 应作者要求\n---\n文\n", "x.md")
    assert isinstance(found, tuple)
    assert found[0].withdrawn == Withdrawal("应作者要求")


@pytest.mark.parametrize(
    "line",
    [
        "withdrawn: true",
        "withdrawn: {date: 2026-11-20}",
        "withdrawn: {reason: 因, by: 谁}",
        "formerly: [../a]",
        "formerly: [A]",
    ],
)
def test_a_withdrawal_or_a_former_name_that_cannot_be(line: str) -> None:
    found = frontmatter.parse(f"---\n{line}\n---\n文\n", "x.md")
    assert isinstance(found, list)
    assert [(one.code, one.line) for one in found] == [("bad-value", 2)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: 题\ndate: 2020\n正文\n", "no line `---` ends it"),
        ('+++\ntitle = "题"\n+++\n正文\n', "it is TOML"),
    ],
)
def test_a_front_matter_without_an_end_is_told(text: str, reason: str) -> None:
    parsed, stated = frontmatter.parse(text, "x.md"), frontmatter.stated(text, "x.md")
    assert parsed == [stated]
    assert isinstance(stated, Problem)
    assert (stated.code, stated.line) == ("front-matter", 1)
    assert reason in stated.message


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    assert frontmatter.stated("---\n\n他说：好\n", "x.md") is None
    assert frontmatter.stated("---\n他说：好\n", "x.md") is None


def test_a_withdrawal_of_no_date_says_what_it_may_be() -> None:
    found = frontmatter.parse("---\nwithdrawn: {reason: 因, date: 昨}\n---\n", "x.md")
    assert isinstance(found, list)
    assert "must be the reason, or {reason: …, date: 2026-11-20}" in found[0].message


def test_texts_have_one_line_and_no_control_characters() -> None:
    text = '---\ntitle: "甲\\b乙\\0  丙"\nkeywords: [" 港\\a口 ", "海\\n港"]\n---\n文\n'
    found = frontmatter.parse(text, "x.md")
    assert isinstance(found, tuple)
    assert found[0].title == "甲乙 丙"
    assert found[0].keywords == ("港口", "海 港")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: [a\n---\n", None),
        ("---\na: 1\n b: 2\n---\n", 3),
        ("---\n- a\n---\n", 2),
        ("---\na: !!python/object:os.system x\n---\n", 2),
        ("---\na: &x [1]\nb: *x\n---\n", 1),
        ("---\na: " + "[" * 200 + "\n---\n", 1),
    ],
)
def test_bad_yaml_is_a_problem(text: str, line: int | None) -> None:
    found = frontmatter.parse(text, "x.md")
    assert isinstance(found, list)
    assert found[0].code == "front-matter"
    assert line is None or found[0].line == line


@pytest.mark.parametrize(
    "date",
    ["２０２０-12-19", "2020-13", "2020-02-30", "0000", "2020-12-19T24:00", "今天"],
)
def test_what_is_no_date_is_told(date: str) -> None:
    found = frontmatter.parse(f"---\ndate: {date}\n---\n文\n", "x.md")
    assert isinstance(found, list)
    assert [one.code for one in found] == ["bad-date"]


def test_no_front_matter() -> None:
    found = frontmatter.parse("# 题\n", "x.md")
    assert isinstance(found, list)
    assert isinstance(found[0], Problem)
    assert found[0].code == "no-front-matter"


DEEP = 30_000 // 2
NESTED = {
    "brackets": "[" * DEEP,
    "brackets and blanks": "[ " * DEEP,
    "closed": "[ " * (DEEP // 2) + "] " * (DEEP // 2),
    "mappings": "{a: " * (DEEP // 2),
    "sequences": "\n" + "- " * DEEP,
    "keys": "\n" + "? " * DEEP,
    "indents": "".join(f"\n{' ' * depth}a:" for depth in range(250)),
    "other line ends": "".join(f"\u2028{' ' * depth}a:" for depth in range(250)),
}


@pytest.mark.parametrize("form", NESTED)
def test_deep_nesting_is_a_problem_and_not_the_end_of_the_process(form: str) -> None:
    found = frontmatter.parse(f"---\nx: {NESTED[form]}\n---\n", "a.md")
    assert isinstance(found, list)
    assert [one.code for one in found] == ["front-matter"]


def test_nesting_is_read_up_to_the_limit() -> None:
    lists = frontmatter.DEPTH_LIMIT - 1  # the front matter itself is a mapping
    for depth, is_read in ((lists, True), (lists + 1, False)):
        text = f"---\nx: {'[' * depth}{']' * depth}\n---\n"
        assert isinstance(frontmatter.parse(text, "a.md"), tuple) is is_read


def test_many_short_lists_are_not_deep() -> None:
    text = "---\nx:\n" + "- [a, {b: c}]\n" * 200 + "---\n"
    found = frontmatter.parse(text, "a.md")
    assert isinstance(found, tuple)
    assert found[0].extra == {"x": [["a", {"b": "c"}]] * 200}


def test_an_alias_is_refused() -> None:
    found = frontmatter.parse("---\nx: &a [1]\ny: *a\n---\n", "a.md")
    assert isinstance(found, list)
    assert "aliases" in found[0].message
