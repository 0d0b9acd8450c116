"""The files of the index: codes, segments, fragments, manifest, directory."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.script import convert, fold
from generator.search import manifest as manifests
from generator.search.bits import Reader, exponential, fixed, pack, width
from generator.search.documents import FIELDS, Document, analyse, variants
from generator.search.fragments import (
    Fragment,
    decode_fragment,
    encode_fragment,
    read_classes,
    write_classes,
)
from generator.search.manifest import decode_manifest, directory, find, read_node
from generator.search.postings import search_files, year
from generator.search.segments import (
    CHECKED,
    Decoder,
    Occurrence,
    Posting,
    encode_postings,
    encode_segment,
)

LENGTHS = [9 + 7 * number for number in range(200)]


def document(
    slug: str, text: str, date: str | None = None, title: str = ""
) -> Document:
    other = convert(text, "hant")
    return Document(
        slug=slug,
        date=date,
        fields={"title": title},
        text={"hans": text, "hant": other},
        shown={"hans": {"title": title}, "hant": {"title": title}},
    )


def built(*documents: Document) -> dict[str, bytes]:
    return dict(search_files([analyse(one) for one in documents]))


@given(st.lists(st.tuples(st.integers(0, 1 << 40), st.integers(0, 20))))
def test_codes_read_back(numbers: list[tuple[int, int]]) -> None:
    parts = [exponential(value, order) + fixed(value, 41) for value, order in numbers]
    reader = Reader(pack(parts))
    for value, order in numbers:
        assert (reader.exponential(order), reader.fixed(41)) == (value, value)


def test_bits_that_end_too_early_are_noticed() -> None:
    for damaged in (b"", b"\0\0", b"\x10"):
        with pytest.raises(ValueError, match=r"."):
            Reader(damaged).exponential(9)


def test_width_tells_things_apart() -> None:
    assert [width(count) for count in (0, 1, 2, 3, 4, 5, 256, 257)] == [
        *(0, 0, 1, 2, 2, 3, 8, 9)
    ]


@st.composite
def term_postings(draw: st.DrawFn, term: str) -> Mapping[str, Sequence[Posting]]:
    fields = draw(st.lists(st.sampled_from(list(FIELDS)), min_size=1, unique=True))
    found: dict[str, Sequence[Posting]] = {}
    for name in FIELDS:
        if name not in fields:
            continue
        numbers = draw(st.sets(st.integers(0, 199), min_size=1, max_size=60))
        some: list[Posting] = []
        for number in sorted(numbers):
            length = LENGTHS[number] if name == "body" else draw(st.integers(4, 400))
            frequency = draw(st.integers(1, 3))
            places = tuple(range(frequency))
            if len(term) == 1 or (name == "body" and len(numbers) <= CHECKED):
                some.append(Posting(number, length, frequency, None))
            else:
                some.append(Posting(number, length, frequency, places))
        found[name] = some
    return found


@given(st.data())
def test_segments_read_back(data: st.DataObject) -> None:
    terms = ["a", "a1", "ab", "中", "中 ", "中国", "国", "国𠮷", "𠮷", "𠮷𠮷"]
    chosen = sorted(data.draw(st.sets(st.sampled_from(terms))))
    written = {term: data.draw(term_postings(term)) for term in chosen}
    bits = [
        (term, encode_postings(term, _occurrences(written[term]), 200))
        for term in chosen
    ]
    read = dict(Decoder(LENGTHS).terms(encode_segment(bits)))
    assert list(read) == chosen
    for term, postings in written.items():
        assert {name: list(map(_plain, has)) for name, has in read[term].items()} == {
            name: list(map(_plain, has)) for name, has in postings.items()
        }


def _occurrences(
    postings: Mapping[str, Sequence[Posting]],
) -> dict[str, list[Occurrence]]:
    return {
        name: [
            (one.number, one.length, one.positions or range(one.frequency))
            for one in has
        ]
        for name, has in postings.items()
    }


def _plain(posting: Posting) -> tuple[object, ...]:
    places = posting.positions
    return (*posting[:3], None if places is None else tuple(places))


@given(st.text(alphabet="国國囯发發髮后後着著a“「\n。", max_size=60), st.data())
def test_fragments_read_back_whatever_the_other_script_says(
    text: str, data: st.DataObject
) -> None:
    others = [
        "".join(
            data.draw(st.sampled_from("国國囯发發髮后後x「" + one)) for one in text
        ),
        data.draw(st.text(max_size=20)),
    ]
    fragment = Fragment(
        "a", None, {}, {"hans": text, "hant": others[0], "x": others[1]}
    )
    read = decode_fragment(encode_fragment(fragment, variants()), variants())
    assert read == fragment


def test_a_fragment_reads_back_with_the_classes_of_the_folder() -> None:
    text = "＊里程碑：发展*“后面”着实"
    files = built(document("a", text))
    name = next(path for path in files if path.startswith("fold."))
    fragment = next(files[path] for path in files if path.startswith("t/"))
    read = decode_fragment(fragment, read_classes(files[name]))
    assert read.text == {"hans": text, "hant": convert(text, "hant")}


def test_a_line_that_only_one_script_has_is_in_the_body() -> None:
    fragment = Fragment("a", None, {}, {"hans": "软件\n好", "hant": "軟體\n好"})
    assert fragment.body(fold) == fold("软件\n好\n軟體")


def test_only_classes_of_the_archive_are_published() -> None:
    classes = read_classes(write_classes(variants(), {fold("国")}))
    assert set(classes) == set(variants()[fold("國")] if fold("國") != "國" else "国國")


def test_the_manifest_reads_back() -> None:
    files = built(
        document("b", "一二三", "2020-01"),
        document("a", "一二三四", "2019"),
        document("c", "一", "2020-05-01"),
        document("d", "一二", None),
        document("e", "", "2020?"),
    )
    found = decode_manifest(files["manifest.json"])
    assert found.lengths == [2, 4, 0, 1, 3]
    assert found.years == [("", 0), ("2019", 1), ("2020", 2)]
    assert found.totals["body"] == 3 + 7 + 0 + 1 + 5
    assert found.range_of("2019", "2020") == range(1, 5)
    assert found.range_of("2021", "2030") == range(0)
    slugs = [json.loads(files[found.fragment(n)])["slug"] for n in range(5)]
    assert slugs == ["d", "a", "e", "c", "b"]


def test_a_large_directory_has_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifests, "DIRECT", 4)
    monkeypatch.setattr(manifests, "FAN", 3)
    entries = [(chr(0x4E00 + 2 * i), f"name{i}") for i in range(40)]
    *files, root = directory(entries)
    nodes = dict(item for item in files if isinstance(item, tuple))
    assert isinstance(root, Mapping)
    assert root["height"] == 3
    for index, (first, name) in enumerate(entries):
        for term in (first, first + "国", chr(ord(first) + 1)):
            node, at = root, find(root, term)
            while at and node["height"]:
                node = read_node(nodes[f"d/{at}.json"])
                at = find(node, term)
            assert at == name, index
    assert find(root, "a") is None


def test_the_same_documents_give_the_same_files_in_any_order() -> None:
    documents = [document(f"s{i}", f"第{i}篇" * i, f"20{i:02}") for i in range(30)]
    assert built(*documents) == built(*reversed(documents))


def test_what_a_worker_returns_can_be_sent() -> None:
    analysed = analyse(document("a", "中国", "2020"))
    assert pickle.loads(pickle.dumps(analysed)) == analysed


def test_an_empty_archive_has_an_index() -> None:
    assert decode_manifest(built()["manifest.json"]).documents == 0


def test_lone_surrogates_do_no_harm() -> None:
    files = built(document("a", "中\ud800国", "2020", "\udfff"))
    assert all(isinstance(data, bytes) for data in files.values())


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2020-12-19T10:44", "2020"), ("2022-04-28?", "2022"), ("", ""), ("-044", "")],
)
def test_years_are_read_from_dates(date: str, expected: str) -> None:
    assert year(date) == expected
