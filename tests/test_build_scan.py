"""A look at some paths finds what a look at the whole folder finds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build.scan import ARTICLES, Scan, forget, scan
from generator.build.store import opened

Change = Callable[[Path], "set[Path]"]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def edited(folder: Path) -> set[Path]:
    return {written(folder, "a.md", "other words")}


def added(folder: Path) -> set[Path]:
    return {written(folder, "new.md", "x"), written(folder, ".swp", "x")}


def removed(folder: Path) -> set[Path]:
    (folder / "b.md").unlink()
    return {folder / "b.md", folder / "never.md"}


def renamed(folder: Path) -> set[Path]:
    (folder / "b.md").rename(folder / "c.md")
    return {folder / "b.md", folder / "c.md"}


def replaced(folder: Path) -> set[Path]:
    beside = written(folder, ".a.md.tmp", "replaced")
    beside.replace(folder / "a.md")
    return {beside, folder / "a.md"}


def folder_removed(folder: Path) -> set[Path]:
    shutil.rmtree(folder / "deep")
    return {folder / "deep"}


def folder_renamed(folder: Path) -> set[Path]:
    (folder / "deep").rename(folder / "shallow")
    return {folder / "deep", folder / "shallow"}


def file_for_folder(folder: Path) -> set[Path]:
    shutil.rmtree(folder / "deep")
    return {written(folder, "deep", "a file now")}


def elsewhere(folder: Path) -> set[Path]:
    return {written(folder.parent, "site.toml", "")}


def nothing(folder: Path) -> set[Path]:
    del folder
    return set()


CHANGES: list[Change] = [
    edited,
    added,
    removed,
    renamed,
    replaced,
    folder_removed,
    folder_renamed,
    file_for_folder,
    elsewhere,
    nothing,
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_watched_is_what_a_whole_look_finds(
    tmp_path: Path, change: Change
) -> None:
    folder = tmp_path / "articles"
    for name in ("a.md", "b.md", "deep/d.md", "deep/e/f.md"):
        written(folder, name, name)
    found: list[tuple[Scan, Scan]] = []
    with opened(None) as partial, opened(None) as whole:
        for store in (partial, whole):
            scan(folder, ARTICLES, store)
        among = change(folder)
        first = scan(folder, ARTICLES, partial, among), scan(folder, ARTICLES, whole)
        again = scan(folder, ARTICLES, partial), scan(folder, ARTICLES, whole)
        found += [first, again]
    for some, every in found:
        assert some == every
    assert again[0].still
    assert first[0].still == (change in (elsewhere, nothing))


@pytest.mark.parametrize("stays", [True, False])
def test_a_file_that_was_forgotten_is_looked_at_again_and_missed(
    tmp_path: Path,
    stays: bool,  # noqa: FBT001 - parametrised
) -> None:
    path = written(tmp_path, "a.md", "while it was read, it changed")
    with opened(None) as store:
        scan(tmp_path, ARTICLES, store)
        forget(store, ARTICLES, ["a.md", "never.md"])
        if not stays:
            path.unlink()
        found = scan(tmp_path, ARTICLES, store)
        assert list(found.changed) == (["a.md"] if stays else [])
        assert found.gone == (() if stays else ("a.md",))
        assert scan(tmp_path, ARTICLES, store).still


def test_pipes_and_links_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "endless.md").symlink_to("/dev/zero")
    with opened(None) as store:
        first = scan(tmp_path, ARTICLES, store)
        assert first.changed == {"pipe.md": "", "endless.md": ""}
        assert scan(tmp_path, ARTICLES, store).still
