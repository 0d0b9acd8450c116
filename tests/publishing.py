"""What the tests of publishing share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from generator.build.manifest import NAME
from generator.build.publish import Made, publish
from generator.model import Changes
from generator.problems import WenyuanError

Site = Mapping[str, str]


def files_of(site: Site) -> list[Made]:
    return [Made(path, text.encode()) for path, text in site.items()]


def build(site: Site, out: Path, protect: Sequence[Path] = ()) -> Changes:
    return publish(files_of(site), out, protect=protect).changes


def content(out: Path) -> dict[str, bytes]:
    """Return every file below the folder but our manifest, and each empty folder."""
    found = {}
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        if path.is_dir() and not any(path.iterdir()):
            found[name + "/"] = b""
        elif not path.is_dir() and name != NAME:
            found[name] = path.read_bytes()
    return found


def encoded(site: Site) -> dict[str, bytes]:
    return {path: text.encode() for path, text in site.items()}


def left_overs(out: Path) -> set[str]:
    return {path.name for path in out.parent.iterdir()} - {
        out.name,
        f".{out.name}.lock",
        *(path.name for path in spares(out)),
    }


def spares(out: Path) -> list[Path]:
    return list(out.parent.glob(f".{out.name}.spare-*"))


def codes(caught: pytest.ExceptionInfo[WenyuanError]) -> list[str]:
    return [one.code for one in caught.value.problems]


OLD: Site = {
    "index.html": "old",
    "zh-hans/a/index.html": "甲",
    "zh-hans/b/index.html": "乙",
}
NEW: Site = {
    "index.html": "new",
    "zh-hans/a/index.html": "甲",
    "zh-hant/c/index.html": "丙",
}


FOREIGN = {
    "CNAME": b"example.org",
    "zh-hans/note.txt": b"mine",
    ".git/refs/heads/": b"",
}


def plant(out: Path) -> None:
    for name, data in FOREIGN.items():
        path = out / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_bytes(data)
