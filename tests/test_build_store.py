"""What a store keeps of all articles is what was kept last, however it is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build import store as door
from generator.build.marked import NOTHING, Marked, Row, merged
from generator.build.store import opened

SLUGS = st.sampled_from("abcdefgh")
MAPPINGS = st.dictionaries(SLUGS, st.integers(0, 3))
NUMBERS = st.sampled_from([b"", b"12345678", b"12345678abcdefgh"])
ROWS = st.dictionaries(SLUGS, st.builds(Row, NUMBERS, NUMBERS) | st.none())


@given(st.lists(MAPPINGS, max_size=6), st.integers(0, 4))
def test_a_mapping_is_what_was_kept_last(
    versions: Sequence[dict[str, int]], amended: int
) -> None:
    with opened(None) as store, pytest.MonkeyPatch.context() as patching:
        patching.setattr(door, "AMENDED", amended)
        assert store.mapping("name", int) == {}
        for now in versions:
            was = store.mapping("name", int)
            changed = {one for one in (*was, *now) if was.get(one) != now.get(one)}
            store.keep_mapping("name", now, changed)
            store.keep_mapping("other", {"a": 9}, {"a"})
            assert store.mapping("name", int) == now
            assert len(store.amendments("name")) <= amended


def test_a_small_change_of_many_is_written_apart() -> None:
    many = {str(number): number for number in range(1000)}
    with opened(None) as store:
        store.keep_mapping("name", many, many)
        whole = store.whole("name", dict[str, int])
        assert whole == many
        store.keep_mapping("name", {**many, "7": 0}, {"7"})
        assert store.whole("name", dict[str, int]) == whole
        assert list(store.amendments("name")) == ["7"]


@given(st.lists(ROWS, max_size=5))
def test_what_articles_are_marked_by_is_what_came_last(
    changes: Sequence[dict[str, Row | None]],
) -> None:
    marked, expected = Marked(), dict[str, Row]()
    for change in changes:
        before = dict(expected)
        for slug, row in change.items():
            expected.pop(slug, None)
            if row is not None:
                expected[slug] = row
        marked, differences = merged(marked, sorted(change.items()), noting=True)
        assert marked.slugs == sorted(expected)
        rows = [marked.row(place) for place in range(len(marked.slugs))]
        assert rows == [expected[slug] for slug in marked.slugs]
        assert {one.slug: (one.before, one.after) for one in differences} == {
            slug: (before.get(slug, NOTHING), row)
            for slug, row in change.items()
            if before.get(slug) != row
        }


@pytest.mark.parametrize("name", ["store", "store-wal", "store-journal"])
def test_a_store_that_leads_elsewhere_is_done_without(
    tmp_path: Path, name: str
) -> None:
    secret, folder = tmp_path / "secret", tmp_path / "archive" / door.NAME
    secret.write_text("mine")
    folder.mkdir(parents=True)
    (folder / name).symlink_to(secret)
    with opened(folder.parent) as store:
        assert not store.lasting
        store.set("name", "value")
        store.commit()
    assert secret.read_text() == "mine"


def test_a_store_is_there_the_next_time(tmp_path: Path) -> None:
    for before in (None, "value"):
        with opened(tmp_path) as store:
            assert store.lasting
            assert store.setting("name") == before
            store.set("name", "value")
            store.commit()
