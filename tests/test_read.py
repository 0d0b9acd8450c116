"""Bytes become text in the encoding they were written in, or are refused by name."""

from __future__ import annotations

import gzip
import json
import lzma
import os
from pathlib import Path

import pytest

from generator.ingest.read import SIZE_LIMIT, decode, read_bytes, read_file
from generator.model import Source
from generator.naming import name_problem
from generator.problems import Problem

HANS = "清晨的渔港已经热闹起来，渔船一条条靠岸，岸上的人等着卸货。今天的会议讨论了城市的发展。"
HANT = "清晨的漁港已經熱鬧起來，漁船一條條靠岸，岸上的人等著卸貨。今天的會議討論了城市的發展。"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (HANS, "utf-8", "utf-8"),
        (HANS, "utf-8-sig", "utf-8"),
        (HANS, "gb18030", "gb18030"),
        (HANS, "gbk", "gb18030"),
        (HANT, "big5hkscs", "big5hkscs"),
        (HANT, "gb18030", "gb18030"),
        (HANS, "utf-16", "utf-16"),
        (HANS, "utf-16-le", "utf-16-le"),
        (HANT, "utf-16-be", "utf-16-be"),
        ("plain ASCII", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str, name: str) -> None:
    assert decode(text.encode(encoding)) == (text, name)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_one_bad_byte_does_not_change_the_encoding(encoding: str) -> None:
    text = HANT * 3
    data = text.encode(encoding)
    found = decode(data[:31] + b"\xff" + data[31:])
    assert isinstance(found, tuple)
    assert found[1] == encoding
    assert text[-40:] in found[0]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-source"),
        (b"\xef\xbb\xbf \n", "empty-source"),
        (b"\x89PNG\r\n\x1a\n....", "not-text"),
        (b"text\0" * 50, "not-text"),
        (bytes(range(128, 256)) * 4, "undecodable"),
        (b"a" * (SIZE_LIMIT + 1), "too-large"),
    ],
)
def test_refusals_name_file_line_code_and_hint(data: bytes, code: str) -> None:
    found = read_bytes(data, "sources/x.txt")
    assert isinstance(found, Problem)
    assert (found.code, found.path, found.line) == (code, "sources/x.txt", 1)
    assert found.hint


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".jsonl.xz"])
def test_records_are_sources_and_bad_lines_are_told(
    tmp_path: Path, suffix: str
) -> None:
    good = {"id": "a1", "title": "题", "text": HANS}
    lines = [
        json.dumps(good),
        "{broken",
        "[]",
        '{"id": 2}',
        json.dumps({"html": "<p>文</p>"}),
    ]
    data = "\n".join(lines).encode()
    packed = {
        ".jsonl": data,
        ".jsonl.gz": gzip.compress(data),
        ".jsonl.xz": lzma.compress(data),
    }
    path = tmp_path / f"r{suffix}"
    path.write_bytes(packed[suffix])
    found = list(read_file(path, path.name))
    sources = [one for one in found if isinstance(one, Source)]
    assert [(one.path, one.kind) for one in sources] == [
        (f"r{suffix}#a1", "text"),
        (f"r{suffix}#5", "html"),
    ]
    assert sources[0].stated == {"id": "a1", "title": "题"}
    wrong = [one for one in found if isinstance(one, Problem)]
    assert [(one.code, one.line) for one in wrong] == [
        ("bad-record", n) for n in (2, 3, 4)
    ]


def test_half_a_character_in_a_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"text": "a\\ud800b"}\n')
    found = list(read_file(path, "r.jsonl"))
    assert [one.code for one in found if isinstance(one, Problem)] == ["bad-record"]


def test_a_cut_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "abc"}\n' * 1000)[:40])
    found = list(read_file(path, "r.jsonl.gz"))
    assert isinstance(found[-1], Problem)
    assert found[-1].code == "unreadable"


def test_of_a_record_only_facts_are_kept_and_lists_of_them(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    deep = "[" * 900 + "]" * 900
    path.write_text(
        f'{{"text": "文", "places": ["甲"], "x": {deep}, "y": {{"z": 1}}}}\n'
    )
    (found,) = read_file(path, "r.jsonl")
    assert isinstance(found, Source)
    assert found.stated == {"places": ["甲"]}


def test_a_source_over_the_limit_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # takes no room, but would as bytes
    (found,) = read_file(path, "a.txt")
    assert isinstance(found, Problem)
    assert found.code == "too-large"
    assert f"{1 << 40:,}" in found.message


def test_links_devices_and_unknown_kinds_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "c.txt")
    (tmp_path / "d.doc").write_text("文")
    codes = []
    for name in ("b.txt", "c.txt", "d.doc", "missing.txt"):
        (found,) = read_file(tmp_path / name, name)
        assert isinstance(found, Problem)
        codes.append(found.code)
    assert codes == ["not-regular", "not-regular", "unknown-kind", "unreadable"]


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    noise = "".join(chr(0x4E00 + at * 7919 % 20_000) for at in range(3000))
    data = bytearray(gzip.compress(f'{{"text": "{noise}"}}\n'.encode()))
    data[500:520] = b"\xff" * 20
    path = tmp_path / "r.jsonl.gz"
    path.write_bytes(data)
    (found,) = read_file(path, "r.jsonl.gz")
    assert isinstance(found, Problem)
    assert found.code == "unreadable"
    assert "whole" in found.hint


def test_a_file_without_an_extension_is_named(tmp_path: Path) -> None:
    (tmp_path / "README").write_text("文")
    (found,) = read_file(tmp_path / "README", "README")
    assert isinstance(found, Problem)
    assert "without an extension" in found.message


def test_a_name_that_gb18030_cannot_read_has_no_guess() -> None:
    wrong = name_problem(r"sources/\xff\xfe.txt")
    assert wrong is not None
    assert wrong.hint == "rename it"
