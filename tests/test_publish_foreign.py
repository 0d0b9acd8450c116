"""Publishing: nothing that is not ours is lost, whatever stands in the output."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.build import survey
from generator.build.manifest import NAME
from generator.build.publish import Made, publish
from generator.model import Changes
from generator.problems import WenyuanError
from tests.publishing import (
    FOREIGN,
    NEW,
    OLD,
    build,
    codes,
    content,
    encoded,
    files_of,
    left_overs,
    plant,
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.mark.parametrize("text", ["OLD", "longer than before"])
def test_a_file_altered_by_someone_is_written_again(out: Path, text: str) -> None:
    build(OLD, out)
    (out / "index.html").write_text(text)
    assert build(OLD, out).written == ("index.html",)
    assert content(out) == encoded(OLD)
    assert build({**OLD, "x": "1"}, out).written == ("x",)
    assert content(out) == encoded({**OLD, "x": "1"})


def test_a_missing_file_or_folder_is_written_again(out: Path) -> None:
    build(OLD, out)
    (out / "index.html").unlink()
    shutil.rmtree(out / "zh-hans")
    assert build(OLD, out).written == tuple(sorted(OLD))
    assert content(out) == encoded(OLD)


def test_a_fresh_checkout_is_trusted_after_reading_it(out: Path) -> None:
    build(OLD, out)
    copy = out.with_name("copy")
    shutil.copytree(out, copy, copy_function=shutil.copyfile)
    assert build(OLD, copy) == Changes(kept=tuple(sorted(OLD)))


def test_an_output_restored_by_hand_is_not_mixed_with_the_spare(out: Path) -> None:
    build(OLD, out)
    backup = out.with_name("backup")
    shutil.copytree(out, backup)
    build(NEW, out)
    build({**NEW, "x": "1"}, out)
    shutil.rmtree(out)
    backup.rename(out)
    build({**OLD, "y": "2"}, out)
    assert content(out) == encoded({**OLD, "y": "2"})


def row(path: str, size: str = "3") -> bytes:
    return f"{path}\t{'0' * 64}\t{size}\n".encode()


def stated(body: bytes, version: int = 2) -> bytes:
    state = hashlib.sha256(body).hexdigest()
    return f"wenyuan-manifest {version} {state}\n".encode() + body


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"{",
        b"\xff\n",
        b"wenyuan-manifest 2 \n",
        stated(b"", version=3),
        stated(row("index.html")) + row("other.html"),
        stated(row("index.html"))[:-1],
        stated(b"index.html\n"),
        stated(row("index.html", "many")),
        stated(row("b") + row("a")),
        stated(row("../precious")),
        stated(row("/precious")),
        stated(row("a/..")),
        stated(b"\xff" + row("a")),
        b"wenyuan-manifest 2 " * 100_000,
    ],
)
def test_a_manifest_that_is_not_ours_lists_nothing(out: Path, manifest: bytes) -> None:
    build(OLD, out)
    (out.parent / "precious").write_text("mine")
    (out / NAME).write_bytes(manifest)
    with pytest.raises(WenyuanError) as caught:
        build(NEW, out)
    assert set(codes(caught)) == {"foreign-file"}
    assert content(out) == encoded(OLD)
    assert (out.parent / "precious").read_text() == "mine"


def test_a_restored_folder_hides_no_foreign_file(out: Path) -> None:
    """Times that a backup program restores do not count as our seal."""
    build(OLD, out)
    folder = out / "zh-hans"
    before = folder.stat()
    (folder / "note.txt").write_text("mine")
    restored = before.st_mtime_ns - 10 * survey.SECOND
    os.utime(folder, ns=(restored, restored))
    assert build(NEW, out).protected == ("zh-hans/note.txt",)


def test_foreign_files_and_folders_are_carried_over(out: Path) -> None:
    out.mkdir()
    plant(out)
    for site in (OLD, NEW, NEW, {"only": "this"}, {"only": "that"}, OLD):
        changes = build(site, out)
        assert content(out) == {**encoded(site), **FOREIGN}
        assert changes.protected == ("CNAME", "zh-hans/note.txt")


def test_a_foreign_file_edited_or_deleted_by_its_owner_stays_so(out: Path) -> None:
    build(OLD, out)
    plant(out)
    build(NEW, out)
    (out / "fresh").write_text("2")
    (out / "fresh").replace(out / "CNAME")
    (out / "zh-hans/note.txt").unlink()
    build(OLD, out)
    build(NEW, out)
    assert (out / "CNAME").read_text() == "2"
    assert not (out / "zh-hans/note.txt").exists()


def test_a_foreign_symbolic_link_is_carried_and_not_followed(out: Path) -> None:
    away = out.parent / "away"
    away.mkdir()
    (away / "a.txt").write_text("mine")
    build(OLD, out)
    (out / "link").symlink_to(away)
    for site in (NEW, OLD):
        assert build(site, out).protected == ("link",)
        assert (out / "link").readlink() == away
    assert (away / "a.txt").read_text() == "mine"


def test_our_folder_replaced_by_a_link_is_not_followed_when_removing(out: Path) -> None:
    away = out.parent / "away"
    build(OLD, out)
    (out / "zh-hans").rename(away)
    (out / "zh-hans").symlink_to(away)
    with pytest.raises(WenyuanError) as caught:
        build(OLD, out)
    assert codes(caught) == ["foreign-file"] * 2
    for site in ({"index.html": "1"}, {"index.html": "2"}):
        assert build(site, out).protected == ("zh-hans",)
    assert (away / "a/index.html").read_text() == "甲"


@pytest.mark.parametrize(
    ("foreign", "blocked"),
    [
        ("index.html", "index.html"),
        ("index.html/inner", "index.html"),
        ("zh-hant", "zh-hant/c/index.html"),
        ("zh-hant/c/index.html", "zh-hant/c/index.html"),
    ],
)
def test_a_foreign_file_in_the_way_stops_the_build(
    out: Path, foreign: str, blocked: str
) -> None:
    before = {"other.html": "1"}
    build(before, out)
    (out / foreign).parent.mkdir(parents=True, exist_ok=True)
    (out / foreign).write_text("mine")
    with pytest.raises(WenyuanError) as caught:
        build(NEW, out)
    assert [(one.code, one.path) for one in caught.value.problems] == [
        ("foreign-file", str(out / blocked))
    ]
    assert content(out) == {**encoded(before), foreign: b"mine"}
    assert left_overs(out) == set()


def test_all_foreign_files_in_the_way_are_named(out: Path) -> None:
    out.mkdir()
    for path in NEW:
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text("mine")
    with pytest.raises(WenyuanError) as caught:
        build(NEW, out)
    assert [one.path for one in caught.value.problems] == [
        str(out / path) for path in sorted(NEW)
    ]


def test_a_file_put_there_while_we_build_survives(out: Path) -> None:
    build(OLD, out)

    def made() -> Iterator[Made]:
        yield from files_of(OLD)
        (out / "CNAME").write_text("late")
        yield Made("x", b"new")

    publish(made(), out)
    assert (out / "CNAME").read_text() == "late"
    assert build(NEW, out).protected == ("CNAME",)


def test_a_symbolic_link_as_output_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "precious").write_text("mine")
    (tmp_path / "public").symlink_to(target)
    with pytest.raises(WenyuanError) as caught:
        build(OLD, tmp_path / "public")
    assert codes(caught) == ["unsafe-output"]
    assert content(target) == {"precious": b"mine"}


def test_home_root_and_protected_folders_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "home" / "site"
    (root / "content").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(root)
    (tmp_path / "file").write_text("x")
    refused: list[Path | str] = [
        "/",
        "..",
        "../..",
        ".",
        "content",
        "content/..",
        tmp_path / "file",
    ]
    for place in refused:
        with pytest.raises(WenyuanError) as caught:
            build(OLD, Path(place), [root, root / "content"])
        assert codes(caught) == ["unsafe-output"], place
    build(OLD, Path("public"), [root, root / "content"])
    assert content(root / "public") == encoded(OLD)
