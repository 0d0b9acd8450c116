"""Publishing what other processes write: the same tree, the same refusals."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from generator.build import run, spare, writer
from generator.build.manifest import NAME
from generator.build.publish import Made, Published, publish
from generator.build.run import workers
from generator.build.session import unwatched, within
from generator.build.writer import Writer
from generator.model import Changes
from generator.problems import WenyuanError
from tests.publishing import NEW, OLD, Site, codes, content, encoded, left_overs, spares

REPOSITORY = Path(__file__).resolve().parents[1]
forked = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


def written(put: Writer, file: tuple[str, str]) -> Made:
    return Made(file[0], put(file[0], file[1].encode()))


def killed(put: Writer, file: tuple[str, str]) -> Made:
    """Write as above, until a file says that the process is ended from outside."""
    if file[1] == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    return written(put, file)


def making(
    site: Site | list[tuple[str, str]],
    jobs: int = 1,
    write: Callable[[Writer, tuple[str, str]], Made] = written,
) -> Callable[[Writer], Generator[Made]]:
    """Return what writes every second file here and the others elsewhere."""
    files = list(site if isinstance(site, list) else site.items())

    def made(put: Writer) -> Generator[Made]:
        yield from (Made(path, text.encode()) for path, text in files[::2])
        with workers(jobs) as some:
            yield from some.map(functools.partial(write, put), files[1::2])

    return made


def numbers(tree: Path) -> dict[str, int]:
    """Return the inode number of each file of a tree but our manifest."""
    found = {p.relative_to(tree).as_posix(): p for p in tree.rglob("*") if p.is_file()}
    return {name: path.stat().st_ino for name, path in found.items() if name != NAME}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few files be enough for two workers."""
    monkeypatch.setattr(run, "ALONE", 1)
    monkeypatch.setattr(run, "CHUNK", 2)


@forked
@pytest.mark.usefixtures("small")
def test_files_written_elsewhere_are_published_like_others(
    out: Path, tmp_path: Path
) -> None:
    site = {f"{n % 3}/{n % 7}/{n}.html": str(n) for n in range(60)}
    site |= {"root.txt": "root", "0.txt": "another", **OLD}
    done = publish(making(site, jobs=2), out)
    files = [Made(path, text.encode()) for path, text in site.items()]
    alone = publish(files, tmp_path / "folder" / "alone")
    assert (done.state, done.changes) == (alone.state, alone.changes)
    assert content(out) == encoded(site)
    assert left_overs(out) == {"folder"}
    again = publish(files, out)
    assert (again.changes.written, len(again.changes.kept)) == ((), len(site))


def numbered(text: str, numbers: range) -> dict[str, str]:
    return {f"{n % 3}/{n % 7}/{n}.html": f"{text} {n}" for n in numbers}


@forked
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("in_place", [False, True])
def test_a_difference_written_elsewhere_leaves_what_the_whole_site_would(
    out: Path, *, in_place: bool
) -> None:
    old = {**OLD, **numbered("old", range(40)), **numbered("same", range(40, 60))}
    base = publish(making(old, jobs=2), out, in_place=in_place).state
    differing = {**numbered("new", range(40)), "0/new/x": "", "1/a/b/c/y": "", "z": ""}
    same = numbered("same", range(40, 60))
    inodes = {path: (out / path).stat().st_ino for path in same}
    made, gone = making({**differing, **same}, jobs=2), ["index.html"]
    done = publish(made, out, base=base, gone=gone, in_place=in_place)
    assert done.changes == Changes(
        written=tuple(sorted(differing)), kept=tuple(sorted(same)), removed=tuple(gone)
    )
    new = {**old, **differing}
    del new["index.html"]
    assert encoded(new).items() <= content(out).items()
    assert inodes == {path: (out / path).stat().st_ino for path in same}
    assert done.state == publish(making(new), out.with_name("clean")).state


@pytest.mark.parametrize("in_place", [False, True])
def test_what_is_published_is_not_written_elsewhere(
    out: Path, *, in_place: bool
) -> None:
    state = publish(making(OLD), out, in_place=in_place).state
    given: list[object] = []

    def made(put: Writer) -> Generator[Made]:
        for path, text in OLD.items():
            made = Made(path, put(path, text.encode()))
            given.append(made.data)
            yield made
        assert not Path(put.new).exists()

    for base in (state, None):
        done = publish(made, out, base=base, in_place=in_place)
        assert (done.changes.written, done.state) == ((), state)
    assert given == [*encoded(OLD).values()] * 2


def test_a_published_file_whose_time_was_changed_is_kept(out: Path) -> None:
    state = publish(making(OLD), out).state
    os.utime(out / "zh-hans/a/index.html", ns=(0, 0))
    inode = (out / "zh-hans/a/index.html").stat().st_ino
    done = publish(making(OLD), out, base=state)
    assert done == Published(Changes(kept=tuple(sorted(OLD))), state)
    assert (out / "zh-hans/a/index.html").stat().st_ino == inode
    assert left_overs(out) == set()


@pytest.mark.parametrize("whole", [False, True])
def test_what_is_not_ours_stands_in_the_way_of_files_written_elsewhere(
    out: Path, *, whole: bool
) -> None:
    state = publish(making(OLD), out).state
    (out / "zh-hans/b/mine").mkdir()
    (out / "zh-hans/b/mine/too").write_text("mine")
    (out / "zh-hans/a/file").write_text("mine")
    before = content(out)
    ways = {"zh-hans/a/file": "ours", "zh-hans/b/mine": "ours", "zh-hans/a/file/x": ""}
    with pytest.raises(WenyuanError) as caught:
        publish(
            lambda put: (written(put, one) for one in {**NEW, **ways}.items()),
            out,
            base=None if whole else state,
        )
    assert codes(caught) == ["foreign-file"] * 3
    assert content(out) == before
    assert left_overs(out) == set()


def test_a_file_written_elsewhere_mends_one_that_was_damaged(out: Path) -> None:
    state = publish(making(OLD), out).state
    (out / "zh-hans/a/index.html").unlink()
    (out / "zh-hans/b/index.html").write_text("damaged")
    new = [(path, f"{text}!") for path, text in OLD.items()]
    publish(lambda put: (written(put, one) for one in new), out, base=state)
    assert content(out) == encoded(dict(new))


@forked
@pytest.mark.usefixtures("small")
def test_a_worker_that_is_ended_while_it_writes_leaves_the_old_site(out: Path) -> None:
    old = numbered("old", range(60))
    state = publish(making(old, jobs=2), out).state
    new = numbered("new", range(60)) | {"0/5/33.html": "kill"}
    with pytest.raises(WenyuanError, match="ended from outside") as caught:
        publish(making(new, 2, killed), out, base=state)
    assert codes(caught) == ["unavailable"]
    assert content(out) == encoded(old)
    assert left_overs(out) == set()
    publish(making(new, 2), out, base=state)
    assert content(out) == encoded(new)


@pytest.mark.parametrize(
    "path", ["../x", "/x", "a/../../x", "", "a//b", "a\0b", ".wenyuan-manifest.txt"]
)
def test_no_path_leads_a_writer_out_of_the_tree(out: Path, path: str) -> None:
    with pytest.raises(ValueError, match="output file"):
        publish(making([("first", ""), (path, "bad")]), out)
    assert left_overs(out) == set()
    assert not out.exists()
    assert not (out.parent / "x").exists()


@pytest.mark.parametrize(
    "files", [("z", "a", "y", "a"), ("z", "a", "y", "a/b"), ("z", "a/b", "y", "a")]
)
def test_two_files_in_one_place_are_refused(out: Path, files: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="two output files"):
        publish(making([(path, "") for path in files]), out)
    assert left_overs(out) == set()


@forked
@pytest.mark.parametrize("published", [False, True])
def test_a_disk_that_is_full_elsewhere_is_told_as_here(
    out: Path, monkeypatch: pytest.MonkeyPatch, *, published: bool
) -> None:
    base = publish(making(OLD), out).state if published else None

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run, "ALONE", 1)
    monkeypatch.setattr(writer, "put", full)
    site = [(f"{n}/x", "") for n in range(200)]
    with pytest.raises(WenyuanError, match="No space left") as caught:
        publish(making(site, jobs=2), out, base=base)
    assert codes(caught) == ["cannot-write"]
    assert caught.value.problems[0].path == f"{out}/1/x"
    assert left_overs(out) == set()
    assert (content(out) == encoded(OLD)) if published else not out.exists()


def slowly(folder: Path, put: Writer, file: tuple[str, str]) -> Made:
    (folder / f"{file[1]}.begun").touch()
    time.sleep(0.02)
    made = written(put, file)
    (folder / f"{file[1]}.done").touch()
    return made


@forked
@pytest.mark.usefixtures("small")
def test_nobody_writes_any_more_what_is_thrown_away(out: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    taken: list[int] = []

    def stop(number: int) -> None:
        taken.append(number)
        if len(taken) == 5:
            raise KeyboardInterrupt

    with workers(2) as some:

        def made(put: Writer) -> Generator[Made]:
            files = [(f"{n}/x", str(n)) for n in range(500)]
            slow = functools.partial(slowly, notes, put)
            yield from within(unwatched.phase, "pages", some.map(slow, files))

        with pytest.raises(KeyboardInterrupt):
            publish(made, out, progress=stop)
        begun = {one.stem for one in notes.glob("*.begun")}
        assert begun == {one.stem for one in notes.glob("*.done")}
        assert left_overs(out) == {"notes"}
        assert list(some.map(abs, range(-9, 0))) == list(range(9, 0, -1))


PARENT = """
import os, time
from generator.build import run

def work(number):
    if not number:  # this is the parent
        return
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)

run.ALONE = run.CHUNK = 1
if __name__ == "__main__":
    with run.workers(2) as some:
        list(some.map(work, range(3)))
"""


@forked
def test_workers_end_with_the_build_that_is_killed() -> None:
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        parent.send_signal(signal.SIGKILL)
        # The end of the file: nobody holds the other end of the pipe any more.
        assert parent.stdout.read() == b""
    assert len(set(workers)) == 2


@forked
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("exists", [False, True])
def test_a_spare_grows_along_with_the_first_tree(
    out: Path, monkeypatch: pytest.MonkeyPatch, *, exists: bool
) -> None:
    if exists:
        out.mkdir()
    state = publish(making(OLD, 2), out).state
    (twin,) = spares(out)
    assert numbers(twin) == numbers(out)
    assert twin.stat().st_mode == out.stat().st_mode
    assert left_overs(out) == set()
    monkeypatch.setattr(spare, "twin", None)  # nobody needs to make another
    gone = OLD.keys() - NEW.keys()
    publish(making(NEW, 2), out, base=state, gone=gone)
    assert content(out) == encoded(NEW)
    assert [numbers(one) for one in spares(out)] == [numbers(out)]


@forked
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("path", OLD)
def test_a_tree_that_cannot_be_twinned_has_no_spare(
    out: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def fails(source: str, target: str, **kept: bool) -> None:
        if target.endswith(path):
            raise OSError(31, "Too many links")
        link(source, target, **kept)

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", fails)
        state = publish(making(OLD, 2), out).state
    assert content(out) == encoded(OLD)
    assert not spares(out)
    assert left_overs(out) == set()
    publish(making(NEW, 2), out, base=state, gone=OLD.keys() - NEW.keys())
    assert content(out) == encoded(NEW)
    assert [numbers(one) for one in spares(out)] == [numbers(out)]


def test_files_that_are_replaced_in_place_have_no_spare(out: Path) -> None:
    publish(making(OLD), out, in_place=True)
    assert content(out) == {**encoded(OLD), ".wenyuan-lock": b""}
    assert not spares(out)
