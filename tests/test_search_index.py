"""The files of the index: codes, segments, fragments, manifest, directory."""

from __future__ import annotations

import base64
import itertools
import json
import pickle
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from math import log2
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.script import convert, fold
from generator.search import bits, codes, columns, encoding, huffman, shelf
from generator.search.classes import Classes, read_classes, write_classes
from generator.search.decoding import read_lists
from generator.search.documents import FIELDS, UNITS, Document, analyse, variants
from generator.search.facets import DAY, GAP
from generator.search.fragments import Fragment, decode_fragment, encode_fragment
from generator.search.manifest import decode_manifest, fragment_path
from generator.search.postings import search_files
from generator.search.segments import (
    CHECKED,
    Name,
    Posting,
    has_positions,
    segment_path,
)
from generator.search.table import Row, ordered, year
from generator.search.tokens import UNIT, length_at, level, pairs

VECTORS = Path(__file__).parent / "vectors" / "fragments.json"


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


NUMBERS = st.lists(st.tuples(st.integers(0, 1 << 40), st.integers(0, 20)), max_size=9)


@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_exponential_codes_read_back(files: list[list[tuple[int, int]]]) -> None:
    value, order = np.array([one for some in files for one in some] or [(0, 0)]).T
    counts = np.array([len(some) for some in files] if any(files) else [1])
    file = np.repeat(np.arange(len(counts)), counts)
    rows = codes.exponential(value, order, np.arange(len(file)))
    packed = codes.packed([(rows, file)], len(counts))
    reader = codes.Reader(packed)
    assert reader.exponential(order, counts).tolist() == value.tolist()
    reader.finish()


SMALL = st.lists(st.tuples(st.integers(0, 999), st.integers(2, 20)), max_size=9)


@given(st.lists(SMALL, min_size=1, max_size=5))
def test_rice_codes_read_back(files: list[list[tuple[int, int]]]) -> None:
    value, order = np.array([one for some in files for one in some] or [(0, 0)]).T
    counts = np.array([len(some) for some in files] if any(files) else [1])
    file = np.repeat(np.arange(len(counts)), counts)
    rows = codes.rice(value, order, np.arange(len(file)))
    reader = codes.Reader(codes.packed([(rows, file)], len(counts)))
    assert reader.rice(order, counts).tolist() == value.tolist()
    reader.finish()


@given(st.lists(st.integers(0, 40), max_size=200))
def test_huffman_codes_read_back(numbers: list[int]) -> None:
    lengths, data = huffman.encode(numbers)
    assert huffman.decode(lengths, data, len(numbers)) == numbers
    counts = Counter(numbers)
    entropy = -sum(n * log2(n / len(numbers)) for n in counts.values())
    assert 8 * len(data) <= entropy + len(numbers) + 8


def test_bits_that_end_too_early_or_go_on_are_noticed() -> None:
    one, none = np.array([1]), np.array([9])
    for damaged in ([b""], [b"\0\0"], [b"\x10"], [b"", b"\xff"]):
        counts = np.array([1] + [0] * (len(damaged) - 1))
        with pytest.raises(ValueError, match="too early"):
            codes.Reader(damaged).exponential(none, counts)
    with pytest.raises(ValueError, match="go on"):
        codes.Reader([b"\xff\xff"]).finish()
    assert codes.Reader([b"\xff"]).fixed(one, one).tolist() == [1]


LETTERS = st.sampled_from("国國中a1 。𠮷\n")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.text(LETTERS, max_size=40), st.text(LETTERS, max_size=9))))
def test_every_posting_reads_back(texts: list[tuple[str, str]]) -> None:
    check([document(f"a{n}", *one) for n, one in enumerate(texts)])


def test_positions_are_told_of_frequent_pairs_only() -> None:
    check(
        [document(f"a{n}", "中国" * (n % 7) + f"第{n}篇") for n in range(CHECKED + 20)]
    )


def test_large_terms_have_files_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "LARGE", 1500)
    texts = ("中国人" * 40 + "的" * (n % 2) for n in range(150))
    files = check([document(f"a{n:04}", text) for n, text in enumerate(texts)])
    large = ["中", "中国", "人", "人中", "国", "国人"]
    assert decode_manifest(files["manifest.json"]).large == large


def check(documents: Sequence[Document]) -> Mapping[str, bytes]:
    """Decode all files and compare them with postings counted naively."""
    files = built(*documents)
    manifest = decode_manifest(files["manifest.json"])
    names: list[Name] = [*range(1 << manifest.power), *manifest.large]
    levels = np.array(manifest.levels, np.int64)
    lists = read_lists(files.__getitem__, names, manifest.power, levels)
    found = lists.postings()
    assert {term: plain(has) for term, has in found.items()} == naive(documents)
    indexed = {path for path in files if path[:2] in ("s/", "p/")}
    assert indexed >= {segment_path(name) for name in names}
    assert len(indexed) <= 2 * len(names)
    return files


def naive(documents: Sequence[Document]) -> dict[str, dict[str, list[object]]]:
    rows = [analyse(one) for one in documents]
    place = {row.slug: number for number, row in enumerate(ordered(map(Row.of, rows)))}
    rows.sort(key=lambda row: place[row.slug])
    found: dict[str, dict[str, list[tuple[int, int, list[int]]]]] = {}
    for number, row in enumerate(rows):
        for field, text in zip(FIELDS, row.texts, strict=True):
            places: dict[str, list[int]] = {}
            for at, token in [*enumerate(text), *enumerate(pairs(text))]:
                places.setdefault(token, []).append(at)
            for term, where in places.items():
                has = found.setdefault(term, {}).setdefault(field, [])
                unit = UNITS[list(FIELDS).index(field)]
                has.append((number, level(len(text), unit), where))
    return {
        term: {
            field: [
                (number, long, len(where), tuple(where))
                if has_positions(term, field, len(has))
                else (number, long, len(where), None)
                for number, long, where in has
            ]
            for field, has in fields.items()
        }
        for term, fields in found.items()
    }


def plain(postings: Mapping[str, Sequence[Posting]]) -> dict[str, list[object]]:
    return {
        name: [
            (*one[:3], None if one.positions is None else tuple(one.positions))
            for one in has
        ]
        for name, has in postings.items()
    }


def test_an_edit_rewrites_only_what_it_touches() -> None:
    text = "".join(f"第{i}回说的是{chr(0x4E00 + 7 * i)}" for i in range(99))
    old = [document(f"a{n}", f"{text}{chr(0x5000 + n)}" * 2, "2020") for n in range(40)]
    changed = document("a7", old[7].text["hans"].replace("第9回", "第丸回"), "2020")
    before, after = built(*old), built(*old[:7], changed, *old[8:])
    segments = {path for path in after if path.startswith("s/")}
    touched = {path for path in segments if after[path] != before[path]}
    assert len(segments) > len(touched) > 0
    fragments = {path for path in after if path.startswith("t/")}
    assert fragments == {path for path in before if path.startswith("t/")}
    assert sum(after[path] != before[path] for path in fragments) == 1


def numbers_in(coded: str) -> list[int]:
    """Return the numbers of documents as `facets.py` describes how they are written."""
    reader = bits.Reader(base64.b64decode(coded))
    gaps = [reader.exponential(GAP) + 1 for _ in range(reader.exponential(0))]
    return [number - 1 for number in itertools.accumulate(gaps)]


def test_facets_and_days_read_back() -> None:
    documents = [
        Document(
            slug=f"a{n}",
            date=date,
            fields={},
            text={"hans": ""},
            shown={"hans": {}, "hant": {}},
            facets={"source": (("国报", "國報"),), "places": (("甲", "甲"),) * (n % 2)},
        )
        for n, date in enumerate(["2020", "2020-02", "2020-12-31T10:44", "2019?"])
    ]
    files = built(*documents)
    path = decode_manifest(files["manifest.json"]).facets
    found = json.loads(files[path])
    assert found["scripts"] == ["hans", "hant"]
    values = {
        name: [(labels, numbers_in(coded)) for labels, coded in some]
        for name, some in found["facets"].items()
    }
    assert values == {
        "source": [(["国报", "國報"], [0, 1, 2, 3])],
        "authors": [],
        "places": [(["甲", "甲"], [0, 2])],
    }
    days = bits.Reader(base64.b64decode(found["days"]))
    assert [days.exponential(DAY) for _ in documents] == [0, 0, 62, 31 * 12 + 31]


RARE = "\x1b\f\r𠮷😀€㐀\ue5e5ḿ龴é;\u2028\0"
"""Characters that GBK lacks, or that decoders of its successor do not agree on."""


@given(
    st.text(alphabet=f"国國囯发發髮后後着著a “「\n。{RARE}", max_size=60),
    st.text(alphabet=f"国发a{RARE}", max_size=5),
    st.data(),
)
def test_fragments_read_back_whatever_the_other_script_says(
    text: str, title: str, data: st.DataObject
) -> None:
    others = [
        "".join(
            data.draw(st.sampled_from(f"国國囯发發髮后後x「 \n{RARE}" + one))
            for one in text
        ),
        data.draw(st.text(max_size=20)),
    ]
    texts = {"hans": text, "hant": others[0], "x": others[1]}
    shown = {key: {"title": title} if title else {} for key in texts}
    shown["x"]["place"] = "甲"
    fragment = Fragment("a", None, shown, texts)
    read = decode_fragment(encode_fragment(fragment, variants()), variants())
    assert read == fragment


@pytest.mark.parametrize("vector", json.loads(VECTORS.read_text("utf-8")))
def test_the_vectors_of_fragments_hold(vector: dict[str, Any]) -> None:
    groups: list[str] = vector["classes"]
    classes = Classes((one, group) for group in groups for one in group)
    found = (vector[name] for name in ("slug", "date", "shown", "text"))
    fragment, data = Fragment(*found), base64.b64decode(vector["bytes"])
    assert encode_fragment(fragment, classes) == data
    assert decode_fragment(data, classes) == fragment


def test_facts_are_a_line_each() -> None:
    shown = {"hans": {"title": "一\n二", "source": "甲"}}
    fragment = encode_fragment(Fragment("a", "2020", shown, {"hans": "三"}), variants())
    assert fragment.decode("gbk") == "a\n2020\n一 二\n甲\n\nhans\f\n\n\n三"


def test_a_fragment_reads_back_with_the_classes_of_the_folder() -> None:
    text = "＊里程碑：发展*“后面”着实"
    files = built(document("a", text))
    classes = read_classes(decode_manifest(files["manifest.json"]).classes)
    fragment = next(files[path] for path in files if path.startswith("t/"))
    read = decode_fragment(fragment, classes)
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
    assert found.levels == [1, 1, 1, 1, 0]
    assert found.years == [("", 0), ("2019", 1), ("2020", 2)]
    assert found.totals["body"] == 4 * (2 * UNIT - 1)
    assert found.range_of("2019", "2020") == range(1, 5)
    assert found.range_of("2021", "2030") == range(0)
    fragments = (files[fragment_path(n)] for n in range(5))
    slugs = [decode_fragment(one, variants()).slug for one in fragments]
    assert slugs == ["d", "a", "b", "c", "e"]


def test_the_same_documents_give_the_same_files_in_any_order() -> None:
    documents = [document(f"s{i}", f"第{i}篇" * i, f"20{i:02}") for i in range(30)]
    assert built(*documents) == built(*reversed(documents))


@pytest.mark.parametrize("batch", [1, 200, 10**6])
def test_the_size_of_the_parts_changes_no_byte(
    monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    documents = [document(f"s{i}", f"第{i}篇文章讲中国" * 40) for i in range(40)]
    whole = built(*documents)
    monkeypatch.setattr(shelf, "PART", 1000)
    monkeypatch.setattr(shelf, "WINDOW", 77)
    monkeypatch.setattr(columns, "BATCH", batch)
    assert built(*documents) == whole


def test_tokens_laid_aside_are_not_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "WINDOW", 77)
    documents = [analyse(document(f"s{i}", "讲中国" * 40, "2020")) for i in range(9)]
    with closing(shelf.Shelf([Row.of(one) for one in documents])) as laid:
        for one in documents:
            laid.add(one)
        held = [run.tokens for run, _ in laid._runs]
        assert len(held) > len(documents)
        assert all(len(tokens) == 0 and tokens.base is None for tokens in held)
        assert any(len(run.tokens) for one in laid.sections() for run in one.runs)


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


@pytest.mark.parametrize("units", [*range(300), 4095, 4096, 4097, 10**6])
@pytest.mark.parametrize("unit", [1, UNIT])
def test_lengths_are_rounded_up_to_three_bits(units: int, unit: int) -> None:
    grid = sorted({m << e for m in range(1, 9) for e in range(20)} | {0})
    expected = unit * next(one for one in grid if one >= units)
    for characters in {units * unit, units * unit - unit // 2}:
        if characters >= 0:
            assert length_at(level(characters, unit), unit) == expected
    assert level(expected, unit) == level(units * unit, unit)
