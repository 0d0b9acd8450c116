"""Publishing what other processes write: the same tree, the same refusals."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from generator.build import run, writer
from generator.build.publish import Made, publish
from generator.build.run import Workers
from generator.build.writer import Writer
from generator.problems import WenyuanError
from tests.publishing import NEW, OLD, Site, codes, content, encoded, left_overs

REPOSITORY = Path(__file__).resolve().parents[1]
forked = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


def written(put: Writer, file: tuple[str, str]) -> Made:
    return Made(file[0], put(file[0], file[1].encode()))


def making(
    site: Site | list[tuple[str, str]], jobs: int = 1
) -> Callable[[Writer | None], Generator[Made]]:
    """Return what writes every second file here and the others elsewhere."""
    files = list(site if isinstance(site, list) else site.items())

    def made(put: Writer | None) -> Generator[Made]:
        assert put
        yield from (Made(path, text.encode()) for path, text in files[::2])
        yield from Workers(jobs).map(functools.partial(written, put), files[1::2])

    return made


@forked
def test_files_written_elsewhere_are_published_like_others(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "ALONE", 1)
    monkeypatch.setattr(run, "CHUNK", 2)
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


def test_nobody_else_writes_where_something_is_published(out: Path) -> None:
    publish(making(OLD), out)
    given: list[Writer | None] = []

    def made(put: Writer | None) -> Generator[Made]:
        given.append(put)
        yield from (Made(path, text.encode()) for path, text in NEW.items())

    publish(made, out)
    assert given == [None]
    assert content(out) == encoded(NEW)


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
def test_a_disk_that_is_full_elsewhere_is_told_as_here(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run, "ALONE", 1)
    monkeypatch.setattr(writer, "put", full)
    site = [(f"{n}/x", "") for n in range(200)]
    with pytest.raises(WenyuanError, match="No space left") as caught:
        publish(making(site, jobs=2), out)
    assert codes(caught) == ["cannot-write"]
    assert caught.value.problems[0].path == f"{out}/1/x"
    assert left_overs(out) == set()
    assert not out.exists()


PARENT = """
import os, time
from generator.build import run

def work(_):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)

run.ALONE = run.CHUNK = 1
if __name__ == "__main__":
    with run._processes(2) as executor:
        for one in (executor.submit(work, 0), executor.submit(work, 1)):
            one.result()
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
