"""Bringing an index up to date leaves what building it anew makes, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.search import encoding, patch, shelf
from generator.search.changes import Change
from generator.search.documents import Analysed, Document, analyse
from generator.search.patch import patched
from generator.search.postings import search_files
from generator.search.table import Row, Table, ordered
from generator.value import replace

TEXT = st.text(st.sampled_from("国國中的人发發 a\n。𠮷"), max_size=60)
DATE = st.sampled_from([None, "2019", "2020-01-01", "2020-01-01T10:44", "2021-12"])
SLUG = st.sampled_from([f"s{n}" for n in range(7)])
SOURCE = st.sampled_from(["", "国报", "大学"])
EDIT = st.tuples(SLUG, st.none() | st.tuples(TEXT, TEXT, DATE, SOURCE))


def document(
    slug: str, text: str, title: str, date: str | None, source: str
) -> Analysed:
    labels = ((source, source),) if source else ()
    return analyse(
        Document(
            slug=slug,
            date=date,
            fields={"title": title, "source": source},
            text={"hans": text, "hant": text.replace("国", "國")},
            shown={"hans": {"title": title}, "hant": {"title": title}},
            facets={"source": labels},
        )
    )


def table(archive: Mapping[str, Analysed]) -> Table:
    return Table.of(ordered(map(Row.of, archive.values())))


def updated(
    files: dict[str, bytes], old: Mapping[str, Analysed], new: Mapping[str, Analysed]
) -> tuple[dict[str, bytes], set[str]]:
    """Return the files brought up to date, and the paths that were touched."""
    made = [Change(old.get(slug), new.get(slug)) for slug in old.keys() | new.keys()]
    differing = patched(
        files.__getitem__, table(old), table(new), made, new.__getitem__
    )
    if differing is None:
        return dict(search_files(new.values())), set()
    kept, paths = dict(files), set()
    for path, data in differing:
        assert path not in paths
        assert data != files.get(path)
        paths.add(path)
        if data is None:
            del kept[path]
        else:
            kept[path] = data
    return kept, paths


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(EDIT, min_size=1, max_size=5), min_size=2, max_size=5),
    st.sampled_from([None, 0, 2, 2]),
)
def test_any_edits_leave_what_a_clean_build_makes(
    steps: list[list[tuple[str, tuple[str, str, str | None, str] | None]]],
    power: int | None,
) -> None:
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(encoding, "LARGE", 40)  # small archives have such terms too
        patching.setattr(encoding, "BYTES", 150)  # and several segments
        if power is not None:
            for module in (patch, shelf):
                patching.setattr(module, "power_for", lambda _: power)
        archive: dict[str, Analysed] = {}
        files = dict(search_files(()))
        for edits in steps:
            old = dict(archive)
            for slug, made in edits:
                archive.pop(slug, None)
                if made is not None:
                    archive[slug] = document(slug, *made)
            files, _ = updated(files, old, archive)
            assert files == dict(search_files(archive.values()))


def article(number: int, text: str) -> Analysed:
    date = f"2020-01-{number % 28 + 1:02}"
    return document(f"s{number:03}", text, f"第{number}篇", date, "国报")


def test_a_small_edit_touches_few_files() -> None:
    old = {
        f"s{n:03}": article(n, "".join(chr(0x4E00 + n * i % 5000) for i in range(800)))
        for n in range(60)
    }
    files = dict(search_files(old.values()))
    text = old["s007"].body
    new = {**old, "s007": article(7, text[:400] + "丁" + text[401:])}
    kept, paths = updated(files, old, new)
    assert kept == dict(search_files(new.values()))
    # two characters, four pairs, and the pair before, which something else follows now
    assert len([path for path in paths if path.startswith("s/")]) <= 2 + 4 + 1
    assert len([path for path in paths if path.startswith("t/")]) == 1


def test_a_longer_text_codes_its_positions_otherwise() -> None:
    """The lengths of texts tell how positions are written, even of those that stay."""
    begin = "".join(chr(0x4E00 + n) for n in range(250))
    old = {f"s{n:03}": article(n, begin) for n in range(9)}
    files = dict(search_files(old.values()))
    for size in (300, 600, 1200, 5000):
        new = {**old, "s007": article(7, begin + "。" * size)}
        kept, _ = updated(files, old, new)
        assert kept == dict(search_files(new.values()))
        old, files = new, kept


def test_the_newest_article_moves_no_other() -> None:
    old = {f"s{n:03}": article(n, f"第{n}篇讲中国" * 9) for n in range(20)}
    new = {**old, "t": document("t", "新的一篇", "新", "2024-05-06", "国报")}
    kept, paths = updated(dict(search_files(old.values())), old, new)
    assert kept == dict(search_files(new.values()))
    assert {path for path in paths if path.startswith("t/")} == {"t/0/20.txt"}


def test_another_day_of_the_year_renumbers_nothing() -> None:
    old = {
        f"s{n:03}": article(n, "".join(map(chr, range(0x4E00 + n, 0x4F00 + n))))
        for n in range(200)
    }
    files = dict(search_files(old.values()))
    one = old["s000"]
    new = {**old, "s000": replace(one, date="2020-12-31", fragment=b"another")}
    assert table(new).numbers == table(old).numbers
    kept, paths = updated(files, old, new)
    assert kept == dict(search_files(new.values()))
    assert not any(path.startswith("s/") for path in paths)
    assert len([path for path in paths if path.startswith("t/")]) == 1
