"""Compiled tables are kept, and nothing but our own fresh ones is ever used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.problems import WenyuanError
from generator.script import characters, dictionaries, pipeline
from generator.script.cache import keep, key, recall

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "市领导黄远征说，皇后的头发在里面，发展了乾隆年间的干部制度"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "wenyuan"


def fresh(config: str = "s2tw", *, corrected: bool = True) -> str:
    """Convert with stages made anew, as a new process would."""
    return pipeline.run(TEXT, pipeline.stages.__wrapped__(config, corrected=corrected))


def test_the_table_of_folding_is_kept(folder: Path) -> None:
    found = characters.fold_table.__wrapped__()
    assert [path.name for path in folder.iterdir()] == ["fold.tables"]
    assert characters.fold_table.__wrapped__() == found == characters.fold_table()
    assert list(found) == sorted(found)


def test_what_is_kept_comes_back(folder: Path) -> None:
    tables = [{"a": "发\n\0\x1e".encode(), "b": b""}, {"c": b"\xff\n"}]
    keep("x", "k", tables)
    assert recall("x", "k") == tables
    assert recall("x", "another key") is None
    assert recall("y", "k") is None
    assert [path.name for path in folder.iterdir()] == ["x.tables"]


def test_a_key_depends_on_every_file_and_its_border(tmp_path: Path) -> None:
    def of(*contents: bytes) -> str:
        files = [tmp_path / str(number) for number in range(len(contents))]
        for path, content in zip(files, contents, strict=True):
            path.write_bytes(content)
        return key(iter(files))

    assert len({of(b"ab", b"c"), of(b"a", b"bc"), of(b"a", b"b", b"c"), of(b"")}) == 4
    assert of(b"a") == of(b"a")


@pytest.mark.parametrize("corrected", [True, False])
@pytest.mark.parametrize("config", ["s2tw", "s2twp", "tw2s"])
def test_cold_and_warm_stages_are_equal(
    folder: Path, config: str, *, corrected: bool
) -> None:
    cold = fresh(config, corrected=corrected)
    kept = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert len(kept) == 1
    assert fresh(config, corrected=corrected) == cold
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == kept


def damage(path: Path, content: bytes) -> None:
    """Write something else with a header that fits it."""
    made_from = path.read_bytes().split(b" ", 1)[0]
    header = b"%s %s\n" % (made_from, sha256(content).hexdigest().encode())
    path.write_bytes(header + content)


FORGED = [
    b"",
    b"\n",
    b"null\n",
    b"1\n",
    b"[]\n",
    b"[1]\n",
    b"[[]]\n",
    b'[[["table"]]]\n',
    b'[[["table", "1"]]]\n',
    b'[[["table", 1]]]\nx',
    b'[[["table", -5], ["characters", 1e9]]]\nx',
    b"[" * 100_000 + b"\n",
    b"\xff\n",
]


@pytest.mark.parametrize("content", FORGED, ids=lambda content: repr(content[:40]))
def test_tables_of_another_shape_are_made_again(folder: Path, content: bytes) -> None:
    expected = fresh("tw2s")
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    damage(path, content)
    assert fresh("tw2s") == expected
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "damaged",
    [
        lambda whole: whole[:-3],
        lambda whole: whole.replace("發".encode(), b"<b>", 1),
        lambda _whole: b"",
        lambda whole: b"\xff" + whole[1:],
        lambda whole: whole.partition(b"\n")[0] + b"\n" + b"[" * 100_000,
        lambda whole: b"0" * 64 + whole[64:],
    ],
)
def test_damaged_files_are_made_again(
    folder: Path, damaged: Callable[[bytes], bytes]
) -> None:
    expected = fresh("tw2s")
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(damaged(whole))
    assert fresh("tw2s") == expected
    assert path.read_bytes() == whole


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners are not told here")
def test_a_file_that_others_could_write_is_not_used(folder: Path) -> None:
    keep("x", "k", [{"a": b"ours"}])
    path = folder / "x.tables"
    path.chmod(0o666)
    assert recall("x", "k") is None
    path.chmod(0o600)
    assert recall("x", "k") == [{"a": b"ours"}]


def test_every_input_is_in_the_key() -> None:
    files = {path.name for path in pipeline._made_from("s2tw", corrected=True)}
    assert files >= {"s2tw.json", "STPhrases.txt", "STCharacters.txt", "TWVariants.txt"}
    assert files >= {"overlay.tsv", "dict.txt", "engine.py", "lexicon.py", "clues.py"}
    plain = {path.name for path in pipeline._made_from("s2tw", corrected=False)}
    assert files - plain == {"overlay.tsv", "dict.txt"}


def test_a_file_that_cannot_be_read_is_one_worded_problem(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = {"config/s2tw.json": folder / "missing.json"}
    monkeypatch.setattr(dictionaries, "_paths", lambda: missing)
    with pytest.raises(WenyuanError) as raised:
        pipeline.stages.__wrapped__("s2tw")
    assert [one.code for one in raised.value.problems] == ["opencc-owner"]
    assert not folder.exists()


def test_what_cannot_take_its_place_leaves_nothing(folder: Path) -> None:
    (folder / "one.tables" / "in-the-way").mkdir(parents=True)
    keep("one", "key", [{"a": b"text"}])
    assert recall("one", "key") is None
    assert [path.name for path in folder.iterdir()] == ["one.tables"]


def test_a_folder_that_cannot_be_made_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wenyuan").write_text("a file", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert "頭髮" in fresh()
    assert (tmp_path / "wenyuan").read_text("utf-8") == "a file"


def test_without_any_home_conversion_works(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)

    def homeless(_path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", homeless)
    assert "頭髮" in fresh("s2tw")


def test_importing_the_room_reads_no_dictionary() -> None:
    code = (
        "import sys, generator.script\n"
        "from generator.script import characters, dictionaries, pipeline\n"
        "assert not pipeline.stages.cache_info().currsize\n"
        "assert not dictionaries._paths.cache_info().currsize\n"
        "import json; print(json.dumps(sorted(sys.modules)))"
    )
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, check=True, capture_output=True)
    assert not {"importlib.metadata", "tempfile", "opencc"} & set(
        json.loads(found.stdout)
    )
