"""The order of articles: the same whatever order they come in, kept and read again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.library import Library
from generator.order import Line, Order
from generator.value import pack, unpack

DATES = st.sampled_from([None, "2019", "2020-12", "2020-12-19", "2020-12-19T10:44"])
KEYS = st.lists(st.sampled_from("甲乙丙"), unique=True, max_size=2).map(tuple)
LINES = st.lists(
    st.builds(
        Line,
        slug=st.text("ab-", min_size=1, max_size=4),
        date=DATES,
        script=st.sampled_from(["hans", "hant"]),
        terms=st.fixed_dictionaries({"sources": KEYS, "keywords": KEYS}),
        named=st.integers(0, 2**32 - 1),
    ),
    unique_by=lambda line: line.slug,
    max_size=12,
)


@given(LINES.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines))))
def test_articles_are_in_one_order(pair: tuple[list[Line], list[Line]]) -> None:
    order, again = map(Order.of, pair)
    assert pack(order) == pack(again)
    assert unpack(pack(order), Order) == order


@given(LINES)
def test_a_library_says_of_each_article_what_its_line_says(lines: list[Line]) -> None:
    library, by_slug = Library(Order.of(lines)), {line.slug: line for line in lines}
    dated = [by_slug[slug] for slug in library.slugs]
    assert dated == sorted(
        sorted(lines, key=lambda line: line.slug),
        key=lambda line: line.date or "",
        reverse=True,
    )
    assert list(library.dated) == [(one.slug, one.date, one.script) for one in dated]
    assert [library.named(one.slug) for one in dated] == [one.named for one in dated]
    for facet in ("sources", "keywords"):
        found = {term.key: list(term.slugs) for term in library.terms[facet]}
        assert found == {
            key: [one.slug for one in dated if key in one.terms[facet]] for key in found
        }
        assert found.keys() == {key for one in lines for key in one.terms[facet]}
        counts = [(-len(slugs), key) for key, slugs in found.items()]
        assert counts == sorted(counts)


@given(LINES, st.sets(st.integers(0, 12)), st.slices(12))
def test_some_articles_are_known_by_their_places(
    lines: list[Line], wanted: set[int], part: slice
) -> None:
    library = Library(Order.of(lines))
    for some in (*library.years.values(), *library.days.values(), library.every):
        slugs = list(some)
        assert len(some) == len(slugs)
        assert some[part] == tuple(slugs[part])
        places = [library.position[slug] for slug in slugs]
        assert [some[at] for at in range(len(some))] == slugs
        assert set(some.among(wanted)) == {
            at for at, place in enumerate(places) if place in wanted
        }
