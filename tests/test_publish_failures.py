"""Publishing: the old site or the new one, never half."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from generator import writing
from generator.build import difference, exchange, spare, staging, tree
from generator.build.publish import Made, publish, published_state
from generator.problems import WenyuanError
from generator.writing import write_file
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
    spares,
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


class BrokenError(Exception):
    """A bug in a page."""


def test_a_page_that_cannot_be_made_changes_nothing(out: Path) -> None:
    build(OLD, out)

    def made() -> Iterator[Made]:
        yield from files_of(NEW)
        raise BrokenError

    with pytest.raises(BrokenError):
        publish(made(), out)
    assert content(out) == encoded(OLD)
    assert left_overs(out) == set()
    build(NEW, out)
    assert content(out) == encoded(NEW)


@pytest.mark.parametrize("failing", range(6))
@pytest.mark.parametrize("warm", [False, True])
def test_a_full_disk_at_any_write_changes_nothing(
    out: Path, monkeypatch: pytest.MonkeyPatch, failing: int, *, warm: bool
) -> None:
    build(OLD, out)
    if warm:
        build({**OLD, "x": "1"}, out)
        build(OLD, out)
    real = writing.write_new
    left = [failing]

    def write_new(path: Path | str, data: writing.Data, modified: int) -> None:
        if left[0] == 0:
            Path(path).write_bytes(b"{")
            raise OSError(28, "No space left on device", str(path))
        left[0] -= 1
        real(path, data, modified)

    site = {**NEW, "1": "1", "2": "2"}
    with monkeypatch.context() as patch:
        patch.setattr(tree, "write_new", write_new)
        if failing < len(site):
            with pytest.raises(WenyuanError, match="No space left") as caught:
                build(site, out)
            assert codes(caught) == ["cannot-write"]
            assert content(out) == encoded(OLD)
            assert left_overs(out) == set()
    build(site, out)
    assert content(out) == encoded(site)


STEPS = [
    *((staging, name) for name in ("seal_folders", "flush", "bring_spare")),
    *((spare, name) for name in ("twin", "_sweep")),
    *((difference, name) for name in ("exchange", "drop", "move", "seal_manifest")),
]


@pytest.mark.parametrize(("module", "step"), STEPS)
def test_a_failure_at_any_step_leaves_a_whole_site(
    out: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, step: str
) -> None:
    build(OLD, out)
    plant(out)
    for one in spares(out):  # or nobody would make another
        shutil.rmtree(one)

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(module, step, fails)
        with pytest.raises(WenyuanError, match="Input/output error"):
            build(NEW, out)
    assert content(out) == {**encoded(OLD), **FOREIGN}
    build(NEW, out)
    assert content(out) == {**encoded(NEW), **FOREIGN}
    assert left_overs(out) == set()


def test_a_failure_after_the_exchange_leaves_the_new_site(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(OLD, out)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(spare, "follow", fails)
        build(NEW, out)
    assert content(out) == encoded(NEW)
    assert not spares(out)
    build(OLD, out)
    assert content(out) == encoded(OLD)


def test_a_full_file_system_is_told_by_write_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a" / "x.md"
    write_file(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WenyuanError, match="No space left") as caught:
        write_file(path, b"new")
    assert codes(caught) == ["cannot-write"]
    assert content(tmp_path) == {"a/x.md": b"old"}


def test_write_file_replaces_a_link_and_not_what_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"mine")
    (tmp_path / "x.md").symlink_to("target")
    write_file(tmp_path / "x.md", b"new")
    assert (tmp_path / "target").read_bytes() == b"mine"
    assert (tmp_path / "x.md").read_bytes() == b"new"


def test_an_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WenyuanError) as caught:
        build(OLD, tmp_path / "file" / "public")
    assert codes(caught) == ["cannot-write"]


def test_two_renames_do_where_exchange_is_missing(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_swap", lambda *_: False)
    for site in (OLD, NEW, OLD):
        build(site, out)
        assert content(out) == encoded(site)
        assert left_overs(out) == set()


def test_a_failed_second_rename_puts_the_old_tree_back(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(OLD, out)
    monkeypatch.setattr(exchange, "_swap", lambda *_: False)
    with pytest.raises(OSError, match="No such file"):
        exchange.exchange(out.with_name("missing"), out)
    assert content(out) == encoded(OLD)


def test_copies_do_where_hard_links_are_missing(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", link)
    out.mkdir()
    plant(out)
    for site in (OLD, NEW, OLD, NEW):
        build(site, out)
        assert content(out) == {**encoded(site), **FOREIGN}
    (out / "index.html").write_text("bad")
    build(NEW, out)
    build(OLD, out)
    assert content(out) == {**encoded(OLD), **FOREIGN}


BUILD = """
import sys
from pathlib import Path
from generator.build.publish import Made, publish

out, version, count, base = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4:]


def make(path):
    print("made", flush=True)
    if version == "wait":
        sys.stdin.read()
    return Made(path, version.encode() * 1000)


publish(
    (make(f"{n % 9}/{n}.html") for n in range(count)),
    out,
    base=published_state(out) if base else None,
    in_place=base == ["in place"],
)
"""


def start(out: Path, version: str, count: int, *base: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, str(out), version, str(count), *base],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )


def versions(out: Path) -> tuple[int, set[bytes]]:
    """Return how many pages there are, and of which versions."""
    pages = [path.read_bytes() for path in out.rglob("*.html")]
    return len(pages), {page[:1] * (len(page) == 1000) for page in pages}


def test_a_build_killed_at_any_moment_leaves_a_whole_site(out: Path) -> None:
    count = 150
    with start(out, "0", count) as first:
        first.communicate()
    shown = before = "0"
    for turn in range(12):
        version = str(turn % 9 + 1)
        with start(out, version, count) as child:
            assert child.stdout is not None
            for _ in range(1 + turn * 13 % count):
                child.stdout.readline()
            time.sleep(0.004 * (turn % 5))
            child.send_signal(signal.SIGKILL)
        number, found = versions(out)
        assert number == count
        # one killed while the tree was aside is finished by the next
        assert found in ({version.encode()}, {shown.encode()}, {before.encode()})
        shown, before = found.pop().decode(), version
    with start(out, "n", count) as last:
        last.communicate()
        assert last.returncode == 0
    assert versions(out) == (count, {b"n"})
    assert left_overs(out) == set()


def test_only_our_own_leavings_are_swept(out: Path) -> None:
    kept = {".public.newest", ".publicanew", ".other.new"}
    for name in (*kept, ".public.new", ".public.aside", ".public.between"):
        (out.parent / name).mkdir()
    build(OLD, out)
    assert left_overs(out) == kept


def test_a_second_build_at_the_same_time_is_told_so(out: Path) -> None:
    build(OLD, out)
    with start(out, "wait", 1) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with pytest.raises(WenyuanError) as caught:
            build(NEW, out)
        assert codes(caught) == ["busy"]
        assert content(out) == encoded(OLD)
        child.communicate(b"")
    assert build(NEW, out).written


def test_no_reader_sees_a_missing_or_torn_page(out: Path) -> None:
    pages = [f"{n % 9}/{n}.html" for n in range(60)]
    versions_of = [[Made(page, one * 20_000) for page in pages] for one in (b"a", b"b")]
    publish(versions_of[0], out)
    ended = threading.Event()
    bad: list[str] = []
    reads = [0]

    def read() -> None:
        while not ended.is_set():
            for page in pages:
                try:
                    data = (out / page).read_bytes()
                except OSError as error:
                    bad.append(str(error))
                else:
                    reads[0] += 1
                    if data not in (b"a" * 20_000, b"b" * 20_000):
                        bad.append(page)

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(30):
        publish(versions_of[(turn + 1) % 2], out)
    ended.set()
    reader.join()
    assert bad == []
    assert reads[0] > 100


@pytest.mark.parametrize(
    "mode", ["difference", "written", "whole", "renames", "in place"]
)
def test_a_build_crashed_at_any_step_loses_and_tears_nothing(
    tmp_path: Path, mode: str
) -> None:
    command = [sys.executable, "-m", "tests.crashing", str(tmp_path), mode]
    root = Path(__file__).parents[1]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > len(NEW)


def test_no_reader_sees_two_states_of_a_difference(out: Path) -> None:
    """One reader compares the first and the last page of each difference."""
    state = publish([Made(f"{n}/x", b"0") for n in range(40)], out).state
    ended = threading.Event()
    pairs: list[tuple[int, int, int]] = []

    def read() -> None:
        while not ended.is_set():
            texts = [(out / f"{n}/x").read_bytes() for n in (0, 39, 0)]
            pairs.append((int(texts[0]), int(texts[1]), int(texts[2])))

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(1, 31):
        made = [Made(f"{n}/x", b"%d" % turn) for n in range(40)]
        state = publish(made, out, base=state).state
    ended.set()
    reader.join()
    assert pairs
    assert all(one <= other <= again for one, other, again in pairs)


def test_in_place_the_files_are_replaced_in_the_folder_itself(out: Path) -> None:
    state = publish(files_of(OLD), out, in_place=True).state
    plant(out)
    before = out.stat().st_ino
    gone = OLD.keys() - NEW.keys()
    done = publish(files_of(NEW), out, base=state, gone=gone, in_place=True)
    assert done.changes.written == ("index.html", "zh-hant/c/index.html")
    assert done.changes.removed == ("zh-hans/b/index.html",)
    assert done.state == published_state(out)
    (out / ".wenyuan-lock").unlink()
    assert content(out) == {**encoded(NEW), **FOREIGN}
    assert out.stat().st_ino == before
    assert {path.name for path in out.parent.iterdir()} == {out.name}


def test_a_folder_that_cannot_change_places_is_told_with_the_way_out(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(OLD, out)

    def busy(*_: object) -> None:
        raise OSError(16, "Device or resource busy")

    with monkeypatch.context() as patch:
        patch.setattr(difference, "exchange", busy)
        with pytest.raises(WenyuanError, match="--in-place") as caught:
            build(NEW, out)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_mount", lambda self: self == out)
        with pytest.raises(WenyuanError, match="mount point") as early:
            build(NEW, out)
    assert codes(caught) == codes(early) == ["not-exchangeable"]
    assert content(out) == encoded(OLD)
    publish(files_of(NEW), out, in_place=True)
    (out / ".wenyuan-lock").unlink()
    assert content(out) == encoded(NEW)
