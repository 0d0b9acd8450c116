"""Worker processes: one set for a whole build, let go of where that is due."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from generator.build import run
from generator.build.run import Workers, workers
from generator.problems import WenyuanError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
NUMBERS = range(40)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "ALONE", 1)
    monkeypatch.setattr(run, "CHUNK", 2)


@pytest.fixture
def two() -> Iterator[Workers]:
    with workers(2) as some:
        yield some


def who(_: int) -> int:
    """Return the process that did this, when others had the time to do as much."""
    time.sleep(0.002)
    return os.getpid()


def slow(folder: Path, number: int) -> int:
    (folder / f"{number}.begun").touch()
    time.sleep(0.02)
    (folder / f"{number}.done").touch()
    return number


def fatal(number: int) -> int:
    if number == max(NUMBERS):
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def done_by(some: Workers) -> set[int]:
    return set(some.map(who, NUMBERS)) - {os.getpid()}


def start_method(some: Workers) -> str:
    assert some.processes
    return some.processes.executor._mp_context.get_start_method()  # type: ignore[attr-defined, no-any-return]


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_same_processes_do_all_until_others_take_their_place() -> None:
    with workers(2) as some:
        first = done_by(some)
        assert len(first | done_by(some)) <= 2
        some.renew()
        second = done_by(some)
        assert second.isdisjoint(first)
        assert start_method(some) == "fork"  # no thread of the first ones is left
        assert not any(map(is_there, first))
        some.dismiss()
        assert not any(map(is_there, second))
        third = done_by(some)
        assert third.isdisjoint(second)
    assert not any(map(is_there, third))


def test_new_processes_take_the_place_of_those_at_work_only(two: Workers) -> None:
    two.renew()
    assert two.processes
    assert not two.processes.at_work
    assert list(two.map(abs, iter(()))) == []
    assert not two.processes.at_work


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    with workers(jobs) as some:
        assert list(some.map(abs, range(-99, 0))) == list(range(99, 0, -1))


def test_who_stops_asking_waits_for_what_is_under_way(
    two: Workers, tmp_path: Path
) -> None:
    with closing(two.map(partial(slow, tmp_path), range(1000))) as results:
        assert [next(results) for _ in range(4)] == [0, 1, 2, 3]
    begun = {one.stem for one in tmp_path.glob("*.begun")}
    assert begun == {one.stem for one in tmp_path.glob("*.done")}
    assert len(begun) < 100
    assert two.processes
    assert two.processes.at_work  # for whoever asks for something else
    assert list(two.map(abs, range(-9, 0))) == list(range(9, 0, -1))


def test_an_error_waits_for_what_is_under_way(two: Workers, tmp_path: Path) -> None:
    def numbers() -> Iterator[int]:
        yield from range(20)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        list(two.map(partial(slow, tmp_path), numbers()))
    begun = {one.stem for one in tmp_path.glob("*.begun")}
    assert begun == {one.stem for one in tmp_path.glob("*.done")}


def test_processes_that_were_at_work_before_can_be_lost(two: Workers) -> None:
    assert done_by(two)
    for _ in range(2):
        with pytest.raises(WenyuanError, match="ended from outside") as caught:
            list(two.map(fatal, NUMBERS))
        assert [one.code for one in caught.value.problems] == ["unavailable"]
    two.renew()
    assert list(two.map(abs, range(-9, 0))) == list(range(9, 0, -1))


def test_with_another_thread_nothing_is_forked() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        with workers(2) as some:
            assert list(some.map(abs, range(-9, 0))) == list(range(9, 0, -1))
            assert start_method(some) == "spawn"
    finally:
        stop.set()
        other.join()


def test_what_others_took_is_told_with_their_results() -> None:
    told: list[float] = []
    with workers(2, told=told.append) as some:
        assert list(some.map(abs, NUMBERS)) == list(NUMBERS)
    assert len(told) == len(NUMBERS) // run.CHUNK
    assert all(one >= 0 for one in told)


@pytest.mark.parametrize(("jobs", "others"), [(4, 8), (4, 3), (3, 7), (5, 0), (0, 0)])
def test_other_things_are_done_evenly_between_jobs(jobs: int, others: int) -> None:
    done: list[str] = []
    note = done.append
    for job in run.between(range(jobs), jobs, [partial(note, "other")] * others):
        note(f"job {job}")
    assert done.count("other") == others
    assert [one for one in done if one != "other"] == [f"job {n}" for n in range(jobs)]
    if others >= jobs > 0:
        between = " ".join(done).split("job")[1:]
        counts = [one.count("other") for one in between]
        assert max(counts) - min(counts) <= 1
