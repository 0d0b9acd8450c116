"""Publishing: the tree is what was asked for, and costs only what changed."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import ledger
from generator.build.manifest import NAME, folders_of
from generator.build.paths import Paths
from generator.build.publish import Made, publish
from generator.model import Changes
from tests.publishing import (
    NEW,
    OLD,
    Site,
    build,
    content,
    encoded,
    files_of,
    left_overs,
    spares,
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


def test_a_first_build_writes_every_file_and_a_manifest(out: Path) -> None:
    changes = build(OLD, out)
    assert content(out) == encoded(OLD)
    assert changes == Changes(written=tuple(sorted(OLD)))
    first, *holders, gap, one, two, three = (out / NAME).read_text().split("\n")[:-1]
    lines = (one, two, three)
    assert (holders, gap) == (["/", "zh-hans/"], "")
    assert one == f"index.html\t{hashlib.sha256(b'old').hexdigest()}\t3"
    body = "".join(f"{line}\n" for line in lines).encode()
    assert first == f"wenyuan-manifest 2 {hashlib.sha256(body).hexdigest()}"
    assert left_overs(out) == set()


def test_a_second_build_tells_what_changed(out: Path) -> None:
    build(OLD, out)
    changes = build(NEW, out)
    assert content(out) == encoded(NEW)
    assert changes == Changes(
        written=("index.html", "zh-hant/c/index.html"),
        kept=("zh-hans/a/index.html",),
        removed=("zh-hans/b/index.html",),
    )
    assert not (out / "zh-hans/b").exists()
    assert left_overs(out) == set()


def test_builds_go_on_alternating_between_the_two_trees(out: Path) -> None:
    for turn in range(6):
        site = {**OLD, f"page-{turn}/index.html": "x", "index.html": str(turn)}
        changes = build(site, out)
        assert content(out) == encoded(site)
        assert len(changes.written) == (len(site) if turn == 0 else 2)
        assert left_overs(out) == set()


def test_the_output_stays_the_same_folder(out: Path) -> None:
    build(OLD, out)
    before = out.stat().st_ino
    for site in (NEW, OLD, NEW):
        build(site, out)
        assert out.stat().st_ino == before


def test_nothing_is_touched_when_nothing_changed(out: Path) -> None:
    build(OLD, out)

    def state() -> dict[Path, tuple[int, int]]:
        found = {path: path.stat() for path in (out, *out.rglob("*"))}
        return {path: (one.st_ino, one.st_ctime_ns) for path, one in found.items()}

    before = state()
    build(OLD, out)
    assert state() == before


def test_an_unchanged_file_keeps_its_inode_and_its_time(out: Path) -> None:
    build(OLD, out)
    before = (out / "zh-hans/a/index.html").stat()
    build(NEW, out)
    after = (out / "zh-hans/a/index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_incremental_build_equals_a_clean_one_byte_for_byte(tmp_path: Path) -> None:
    step, clean = tmp_path / "step", tmp_path / "clean"
    build(OLD, step)
    build(NEW, step)
    publish(reversed(files_of(NEW)), clean)
    assert content(step) == content(clean)
    assert (step / NAME).read_bytes() == (clean / NAME).read_bytes()


names = st.sampled_from(["a", "b", "a/a", "a/b", "b/a/c", "c/d"])
sites = st.dictionaries(names, st.sampled_from(["1", "22", "333"]), max_size=5)


def stands_alone(site: Site) -> bool:
    return not set(site) & set(folders_of(site))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(sites.filter(stands_alone), min_size=1, max_size=6))
def test_any_sequence_of_sites_leaves_the_last_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, str]]
) -> None:
    out = tmp_path_factory.mktemp("any") / "public"
    for site in steps:
        build(site, out)
        assert content(out) == encoded(site)
        assert all(content(spare) == encoded(site) for spare in spares(out))
        assert left_overs(out) == set()


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(sites.filter(stands_alone), min_size=1, max_size=4))
def test_sites_larger_than_memory_are_published_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, str]]
) -> None:
    whole = tmp_path_factory.mktemp("whole") / "public"
    out = tmp_path_factory.mktemp("spilled") / "public"
    for site in steps:
        changes = build(site, whole)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ledger, "RUN", 2)
            assert build(site, out) == changes
        assert content(out) == content(whole) == encoded(site)
        assert (out / NAME).read_bytes() == (whole / NAME).read_bytes()
        assert left_overs(out) == set()


def test_a_file_given_in_pieces_is_the_same_file(out: Path) -> None:
    data = [b"one ", b"two ", b"three"]
    first = publish([Made("a/b", iter(data)), Made("c", b"c")], out)
    before = (out / "a/b").stat()
    again = publish([Made("a/b", iter(data)), Made("c", b"".join(data))], out)
    assert content(out) == {"a/b": b"one two three", "c": b"one two three"}
    assert first.changes.written == ("a/b", "c")
    assert again.changes == Changes(written=("c",), kept=("a/b",))
    assert (out / "a/b").stat().st_ino == before.st_ino
    last = publish([Made("a/b", iter(data[:1]))], out, base=again.state, gone=["c"])
    assert last.changes == Changes(written=("a/b",), removed=("c",))
    assert content(out) == {"a/b": b"one "}
    assert left_overs(out) == set()


def test_progress_counts_every_file(out: Path) -> None:
    steps: list[int] = []
    publish(files_of(OLD), out, progress=steps.append)
    publish(files_of(OLD), out, progress=steps.append)
    assert sum(steps) == 2 * len(OLD)


def test_modes_follow_the_umask(out: Path) -> None:
    before = os.umask(0o022)
    try:
        build(OLD, out)
        build(NEW, out)
    finally:
        os.umask(before)
    for path in (out, *out.rglob("*")):
        wanted = 0o755 if path.is_dir() else 0o644
        assert stat.S_IMODE(path.stat().st_mode) == wanted


def test_the_output_folder_keeps_its_own_mode(out: Path) -> None:
    build(OLD, out)
    out.chmod(0o2775)
    build(NEW, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o2775


def test_files_are_taken_one_at_a_time(out: Path) -> None:
    held: list[int] = []

    class Counted(bytes):
        def __del__(self) -> None:
            held.pop()

    def make(path: str) -> Made:
        held.append(1)
        assert len(held) <= 2  # the one before may still have its name
        return Made(path, Counted(b"x"))

    publish((make(f"{n}.txt") for n in range(9)), out)
    assert not held


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a/.."),
        *("a\0b", "a\tb", "a\nb", "a\\b", "\udcff", "x" * 256, "文" * 86 + "/a", NAME),
    ],
)
def test_a_path_that_is_not_plain_is_a_bug(out: Path, path: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        publish([Made(path, b"")], out)
    assert not out.exists()
    assert left_overs(out) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "a"),
        ("a/index.html", "A/Index.html"),
        ("a/b", "a"),
        ("a", "a/b"),
        ("a/b", "A"),
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"),
        ("straße", "STRASSE"),
    ],
)
def test_two_paths_for_one_place_are_a_bug(out: Path, one: str, other: str) -> None:
    build(OLD, out)
    with pytest.raises(ValueError, match="stand"):
        publish([Made(path, b"") for path in (one, other)], out)
    assert content(out) == encoded(OLD)


segments = st.sampled_from(["a", "A", "b", "a-b", "é", "e\u0301", "x.y"])
some_paths = st.lists(st.lists(segments, min_size=1, max_size=3).map("/".join))


@settings(max_examples=300, deadline=None)
@given(some_paths)
def test_paths_are_for_one_place_when_one_system_has_it_so(found: list[str]) -> None:
    keys = [unicodedata.normalize("NFC", path.casefold()) for path in found]
    clash = len(set(keys)) < len(keys) or bool(set(keys) & set(folders_of(keys)))
    paths = Paths()
    for path in found:
        paths.add(path)
    if clash:
        with pytest.raises(ValueError, match="stand"):
            list(paths.ordered(sorted(found)))
    else:
        assert list(paths.ordered(sorted(found))) == sorted(found)


def test_ordinary_paths_are_taken() -> None:
    paths = Paths()
    found = sorted(("a/b", "a/c", "b", ".nojekyll", "文/章.html", "a b", "x" * 255))
    for path in found:
        paths.add(path)
    assert list(paths.ordered(found)) == found
