"""Related articles: what few others say, and no more than that."""

from __future__ import annotations

from generator.search.documents import BODY_PLACE, FIELDS, Analysed
from generator.search.related import COUNT, RARE, related


def body(slug: str, text: str) -> Analysed:
    texts = tuple(text if i == BODY_PLACE else "" for i in range(len(FIELDS)))
    return Analysed(slug, "", texts, b"")


def others(number: int) -> list[Analysed]:
    """Return bodies that share nothing with each other."""
    letters = [chr(0x5000 + i) for i in range(number * 8)]
    return [body(f"z{i}", "".join(letters[8 * i : 8 * i + 8])) for i in range(number)]


def test_rare_words_relate_and_are_told() -> None:
    bodies = [body("a", "今天博雷利到访，水。"), body("b", "听博雷利说，水。")]
    found = related([*bodies, *others(400)])
    assert [(one.slug, one.shared) for one in found["a"]] == []
    bodies = [body("a", "今天博雷利会谈到访"), body("b", "听博雷利会谈说")]
    found = related([*bodies, *others(400)])
    assert [(one.slug, one.shared) for one in found["a"]] == [("b", ("博雷利会谈",))]
    assert [one.slug for one in found["b"]] == ["a"]
    assert found["z0"] == ()


def test_what_many_say_relates_nobody() -> None:
    found = related([body(f"a{i}", "博雷利会谈到访") for i in range(RARE + 1)])
    assert set(found.values()) == {()}


def test_the_most_alike_come_first() -> None:
    text = "甲乙丙丁戊己庚辛壬癸"
    bodies = [body(f"a{i}", text[: 5 + i]) for i in range(5)]
    found = related([*bodies, *others(400)])
    assert [one.slug for one in found["a4"]] == ["a3", "a2", "a1"][:COUNT]


def test_order_of_arrival_changes_nothing() -> None:
    bodies = [body(f"a{i}", "博雷利会谈到访" * (i % 3)) for i in range(6)]
    every = [*bodies, *others(30)]
    assert related(every) == related(reversed(every))


def test_no_articles_have_no_relations() -> None:
    assert related([]) == {}
    assert related([body("a", ""), body("b", "x\ud800")]) == {"a": (), "b": ()}
