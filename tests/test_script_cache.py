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

from generator.script import pipeline
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


def test_what_is_kept_comes_back(folder: Path) -> None:
    keep("x", "k", [{"a": "发\n\0\x1e"}])
    assert recall("x", "k") == [{"a": "发\n\0\x1e"}]
    assert recall("x", "another key") is None
    assert recall("y", "k") is None
    assert [path.name for path in folder.iterdir()] == ["x.json"]


def test_a_key_depends_on_every_part_and_its_border() -> None:
    assert key([b"ab", b"c"]) != key([b"a", b"bc"]) != key([b"a", b"b", b"c"])
    assert key([b"a"]) == key(iter([b"a"]))


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


def damage(path: Path, content: object) -> None:
    """Write other tables with a header that fits them."""
    made_from = path.read_bytes().split(b" ", 1)[0].decode()
    keep(path.stem, made_from, content)


FORGED = [
    None,
    1,
    "text",
    [],
    [1],
    [{}],
    [{"table": 1}],
    [[["deep"]]],
    [dict.fromkeys(("table", "characters", "then", "phrases", "costs"), "x")],
]


@pytest.mark.parametrize("content", FORGED, ids=repr)
def test_tables_of_another_shape_are_made_again(folder: Path, content: object) -> None:
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


def test_deeply_nested_json_is_refused(folder: Path) -> None:
    keep("x", "k", [])
    nested = b"[" * 100_000
    header = f"k {sha256(nested).hexdigest()}\n".encode()
    (folder / "x.json").write_bytes(header + nested)
    assert recall("x", "k") is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners are not told here")
def test_a_file_that_others_could_write_is_not_used(folder: Path) -> None:
    keep("x", "k", ["ours"])
    path = folder / "x.json"
    path.chmod(0o666)
    assert recall("x", "k") is None
    path.chmod(0o600)
    assert recall("x", "k") == ["ours"]


def test_every_input_changes_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key(pipeline._made_from("s2tw", corrected=True))
    assert key(pipeline._made_from("s2tw", corrected=False)) != before
    changed = tmp_path / "overlay.tsv"
    changed.write_bytes(pipeline.OVERLAY.read_bytes() + b"\xe5\x8f\x91\t")
    for code in pipeline.OVERLAY.parent.glob("*.py"):
        (tmp_path / code.name).write_bytes(code.read_bytes())
    monkeypatch.setattr(pipeline, "OVERLAY", changed)
    assert key(pipeline._made_from("s2tw", corrected=True)) != before
    changed.write_bytes((pipeline.OVERLAY.parent / "engine.py").read_bytes())


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
        "from generator.script import dictionaries, pipeline\n"
        "assert not pipeline.stages.cache_info().currsize\n"
        "assert not dictionaries._paths.cache_info().currsize\n"
        "import json; print(json.dumps(sorted(sys.modules)))"
    )
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, check=True, capture_output=True)
    assert not {"importlib.metadata", "tempfile", "opencc"} & set(
        json.loads(found.stdout)
    )
