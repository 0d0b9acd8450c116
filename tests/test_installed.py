"""Other distributions: what their records say is what `importlib.metadata` says."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from generator import installed


def test_versions_are_those_that_the_standard_library_finds() -> None:
    found = installed.versions()
    for name in ("Jinja2", "opencc-python-reimplemented", "jieba", "pypinyin"):
        assert found[name.lower()] == metadata.version(name)


def test_files_are_those_that_the_standard_library_finds() -> None:
    for name in ("jieba", "opencc_python_reimplemented"):
        expected = [Path(str(one.locate())) for one in metadata.files(name) or ()]
        assert expected
        assert installed.files_of(name) == expected


def test_the_first_on_the_path_is_the_one_that_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Jieba-9.9.dist-info"
    folder.mkdir()
    (folder / "RECORD").write_text('"jieba/a,b.txt",,\njieba/dict.txt,sha256=x,7\n')
    monkeypatch.setattr(sys, "path", [str(tmp_path / "missing"), str(tmp_path)])
    installed._folders.cache_clear()
    try:
        assert installed.versions() == {"jieba": "9.9"}
        assert installed.files_of("jieba") == [
            tmp_path / "jieba/a,b.txt",
            tmp_path / "jieba/dict.txt",
        ]
        assert installed.files_of("no-such-distribution") == []
    finally:
        installed._folders.cache_clear()
