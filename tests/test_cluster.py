"""Builds by several processes or machines: the same bytes, whatever becomes of them."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.build import build_site, cluster, run
from generator.build.run import Workers
from generator.problems import Report, WenyuanError
from generator.scaffold import scaffold
from generator.site import Site, load_site

REPOSITORY = Path(__file__).resolve().parents[1]
TEXT = """渡口的早晨{n}
2021-03-{n:02} 07:05　来源：江州晚报　作者：周晓江
江州的渡口在城东，每天清晨五点，第一班船载着菜农过江。这是第{n}篇，写的是第{n}天。
"""
NUMBER = 20
clustered = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="needs the package distributed",
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = tmp_path / "archive"
    scaffold(root)
    for number in range(1, NUMBER):
        text = TEXT.format(n=number)
        (root / f"content/sources/{number}.txt").write_text(text, "utf-8")
    return load_site(root, Report())


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


SETTING = """
import os, signal, sys
from contextlib import nullcontext, suppress
from pathlib import Path
from generator.build import build_site, run
from generator.problems import Report, WenyuanError
from generator.site import load_site

root, out, mode = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
run.ALONE = 1
run.CHUNK = 2

class Step:
    \"\"\"Has one worker die when the second article of a step is there.\"\"\"
    def __init__(self, victims):
        self.victims = victims
        self.killed = 0
    def phase(self, label):
        return nullcontext()
    def __call__(self, label, items, length):
        for place, item in enumerate(items):
            for victim in self.victims() if place == 1 else ():
                with suppress(ProcessLookupError):  # killed a moment ago
                    os.kill(victim, signal.SIGKILL)
                    self.killed += 1
                    break
            yield item

def build(workers, victims=lambda: []):
    report, step = Report(), Step(victims)
    site = load_site(root, report)
    built = build_site(site, report, out=out, workers=workers, step=step)
    assert not report.problems, report.problems
    print(built.articles, step.killed)
"""
CLUSTER = """
from distributed import LocalCluster

if __name__ == "__main__":
    number = int(mode[0])
    with LocalCluster(
        n_workers=number, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        def victims():
            return [one.pid for one in cluster.workers.values() if one.pid]
        with run.workers(1, cluster.scheduler_address, root) as some:
            build(some, victims if "kill" in mode else list)
"""
FRESH = """
from secrets import token_hex

if __name__ == "__main__":
    with run.workers(1, "local", root) as some:
        print(len(set(some.map(token_hex, [8] * 8))))
"""
POOL = """
import multiprocessing

def victims():
    return [one.pid for one in multiprocessing.active_children()]
try:
    with run.workers(2) as some:
        build(some, victims)
except WenyuanError as wrong:
    sys.exit(str(wrong))
"""


def built_by(
    program: str, site: Site, out: Path, mode: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SETTING + program, site.root, out, mode],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


@clustered
def test_one_and_two_dask_workers_make_the_same_bytes(
    site: Site, tmp_path: Path
) -> None:
    for number in ("1", "2"):
        done = built_by(CLUSTER, site, tmp_path / number, number)
        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == [str(NUMBER), "0"]
    build_site(site, Report(), out=tmp_path / "none", workers=Workers())
    expected = tree(tmp_path / "none")
    assert tree(tmp_path / "1") == tree(tmp_path / "2") == expected


@clustered
def test_a_dask_worker_killed_in_the_middle_changes_nothing(
    site: Site, tmp_path: Path
) -> None:
    done = built_by(CLUSTER, site, tmp_path / "killed", "2, kill")
    assert done.returncode == 0, done.stderr
    articles, killed = map(int, done.stdout.split())
    assert (articles, killed >= 2) == (NUMBER, True)  # of those who read, who make
    build_site(site, Report(), out=tmp_path / "whole", workers=Workers())
    assert tree(tmp_path / "killed") == tree(tmp_path / "whole")


@clustered
def test_a_cluster_does_again_what_it_did_before(site: Site, tmp_path: Path) -> None:
    """Between two builds a file changes and keeps its name."""
    done = built_by(FRESH, site, tmp_path)
    assert done.stdout.split() == ["8"], done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs signals and fork")
def test_a_process_killed_in_the_middle_is_told_and_changes_nothing(
    site: Site, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build_site(site, Report(), out=out, workers=Workers())
    before = tree(out)
    for path in site.articles.iterdir():
        path.write_text(path.read_text("utf-8") + "\n又一句。\n", "utf-8")
    done = built_by(POOL, site, out)
    assert done.returncode == 1
    assert "error[unavailable] a worker process was ended from outside" in done.stderr
    assert "hint: " in done.stderr
    assert tree(out) == before
    build_site(site, Report(), out=out, workers=Workers())
    build_site(site, Report(), out=tmp_path / "clean", workers=Workers())
    assert tree(out) == tree(tmp_path / "clean") != before


def test_a_cluster_that_would_make_something_else_is_refused(tmp_path: Path) -> None:
    mine = cluster.greeting(tmp_path)
    cluster._check({"a": mine, "b": mine}, tmp_path)
    with pytest.raises(WenyuanError, match="b runs another version"):
        cluster._check({"a": mine, "b": ("other", True)}, tmp_path)
    with pytest.raises(WenyuanError, match=r"a does not see .*missing"):
        cluster._check(
            {"a": cluster.greeting(tmp_path / "missing")}, tmp_path / "missing"
        )


def test_without_its_package_a_cluster_is_refused_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(WenyuanError, match=r"wenyuan\[cluster\]"),
        run.workers(2, "local", tmp_path),
    ):
        pass


def test_no_cluster_is_asked_for_a_few_items() -> None:
    def connect() -> cluster.Cluster:
        raise AssertionError("nobody wants a cluster for so little")

    few = Workers(connect=connect)
    assert list(few.map(abs, range(-5, 0))) == [5, 4, 3, 2, 1]
