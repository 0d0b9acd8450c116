"""Related articles: what few others keep saying, and no more than that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from generator.search.documents import BODY_PLACE, FIELDS, Analysed
from generator.search.related import (
    COUNT,
    ENOUGH,
    LIKELY,
    MOST,
    RARE,
    REASONS,
    marks,
    related,
)
from generator.search.sets import Sets

NAME = "博雷利会谈"


def article(text: str, title: str = "") -> Analysed:
    texts = tuple(
        text if i == BODY_PLACE else title if name == "title" else ""
        for i, name in enumerate(FIELDS)
    )
    return Analysed("a", "", texts, b"")


def others(number: int) -> list[Analysed]:
    """Return articles that share nothing with each other."""
    return [article(chr(0x5000 + i) * 8) for i in range(number)]


def marked(one: Analysed) -> bytes:
    """Return an article's marks as they come from a store."""
    return marks(one).tobytes()


def words(*articles: Analysed) -> list[list[tuple[int, tuple[str, ...]]]]:
    found = dict(related(Sets.of(map(marked, articles))))
    return [list(found[place]) for place in range(len(articles))]


def test_what_two_keep_saying_relates_them_and_is_told() -> None:
    one, other = article(f"今天{NAME}，{NAME}。"), article(f"听{NAME}，又{NAME}说")
    found = words(one, other, *others(4000))
    assert found[0] == [(1, (NAME,))]
    assert found[1] == [(0, (NAME,))]
    assert not any(found[2:])


def test_once_is_chance_unless_the_title_says_it_too() -> None:
    often, once = article(f"{NAME}，{NAME}"), article(f"又是{NAME}")
    named = article(f"又是{NAME}", title=f"听{NAME}")
    assert words(often, once, *others(4000))[1] == []
    assert words(often, named, *others(4000))[1] == [(0, (NAME,))]


def test_what_many_say_relates_nobody() -> None:
    some = [article(f"{NAME}，{NAME}")] * (RARE + 1)
    assert not any(words(*some, *others(4000)))


def test_the_most_alike_come_first_and_no_more_than_are_shown() -> None:
    text = "甲乙丙丁戊己庚辛壬癸"
    some = [article(f"{text[: 6 + i]}，{text[: 6 + i]}") for i in range(5)]
    found = words(*some, *others(4000))
    assert [place for place, _ in found[4]] == [3, 2, 1][:COUNT]


def test_marks_are_few_and_in_the_order_of_the_text() -> None:
    text = "".join(chr(0x5000 + i) for i in range(2 * MOST))
    found = marks(article(f"{text}，{text}"))
    assert len(found) == MOST
    assert found.tolist() == sorted(found.tolist())
    assert len(marks(article(""))) == len(marks(article("x\ud800甲"))) == 0


@given(
    st.lists(st.text("甲乙丙丁戊己庚，", max_size=30), max_size=12),
    st.sets(st.integers(0, 11)),
)
def test_some_are_found_as_among_all(texts: Sequence[str], some: set[int]) -> None:
    every = Sets.of(marked(article(text)) for text in texts)
    only = [place for place in some if place < len(every)]
    found = dict(related(every))
    assert dict(related(every, only)) == {place: found[place] for place in only}


def spelt(mark: int) -> str:
    return "".join(chr(mark >> shift & 0xFFFF) for shift in (32, 16, 0))


def spelling(threes: Sequence[str]) -> list[str]:
    """Return the words that runs of three characters make where each begins as the last ends."""
    found: list[str] = []
    for three in threes:
        if found and found[-1].endswith(three[:2]):
            found[-1] += three[2]
        else:
            found.append(three)
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def plainly(
    every: Sequence[Sequence[str]], place: int
) -> list[tuple[int, tuple[str, ...]]]:
    """Say what relates one article to others, pair by pair."""
    held = Counter(three for one in every for three in one)
    mine, weighed = every[place], []
    rare = {three for three in mine if 1 < held[three] <= RARE}
    common = {at: rare.intersection(one) for at, one in enumerate(every) if at != place}
    order = sorted(common, key=lambda at: (-len(common[at]), at))
    for at in [at for at in order if common[at]][:LIKELY]:
        found = spelling([three for three in mine if three in every[at]])
        told = [
            word
            for i, word in enumerate(found)
            if not any(word in longer for longer in found[:i])
            and any(three in word for three in common[at])
        ][:REASONS]
        weight = sum(len(word) - 1 for word in told) * len(every).bit_length()
        weighed.append((-weight, at, tuple(told)))
    return [
        (at, told) for weight, at, told in sorted(weighed)[:COUNT] if -weight >= ENOUGH
    ]


PHRASES = (
    "甲乙丙丁戊己庚辛壬癸",
    "丙丁戊己",
    "戊己庚辛壬癸甲乙丙",
    "子丑寅卯辰巳午未",
    "辰巳午",
    "庚",
)


@given(
    st.lists(st.lists(st.sampled_from(PHRASES), max_size=9).map("，".join), max_size=20)
)
def test_many_at_once_are_found_as_one_by_one(texts: Sequence[str]) -> None:
    every = [marks(article(text)) for text in texts]
    found = dict(related(Sets.of(one.tobytes() for one in every)))
    threes = [list(map(spelt, one)) for one in every]
    assert [list(found[place]) for place in range(len(every))] == [
        plainly(threes, place) for place in range(len(every))
    ]
