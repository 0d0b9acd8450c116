"""What a long command tells of itself: how far it is, and where its time went."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.build import stopwatch as stopwatch_module
from generator.build.session import Steps, unwatched, within
from generator.build.stopwatch import Stopwatch
from generator.cli import main
from generator.cli.watching import Moment, Watch


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    assert CliRunner().invoke(main, ["new", str(root)]).exit_code == 0
    return root


def build(root: Path, *options: str) -> Result:
    done = CliRunner().invoke(main, ["build", "--site", str(root), *options])
    assert done.exit_code == 0, done.stderr
    return done


def test_events_are_a_line_each_beside_the_summary(archive: Path) -> None:
    done = build(archive, "--format", "json")
    assert json.loads(done.stdout)["articles"] == 1
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert all(
        list(event)
        == ["event", "step", "done", "total", "seconds", "rate", "remaining"]
        for event in events
    )
    steps = {event["step"] for event in events}
    assert steps >= {"sources", "articles", "lists", "segments", "pages"}
    for step in steps:
        first, *_, last = [event for event in events if event["step"] == step]
        assert (first["event"], first["done"]) == ("start", 0)
        assert last["event"] == "end"
        assert last["done"] == (last["total"] or last["done"]) > 0
        assert last["remaining"] in {0, None}


def test_nothing_is_told_that_nobody_asked_for(archive: Path) -> None:
    assert build(archive, "--format", "json", "--quiet").stderr == ""
    assert build(archive).stderr == ""  # not a terminal


def test_steps_of_a_profile_sum_to_the_whole(archive: Path) -> None:
    summary = json.loads(build(archive, "--format", "json", "--profile").stdout)
    profile = summary["profile"]
    for figure in ("wall", "cpu"):
        every = sum(step[figure] for step in profile["steps"])
        assert every == pytest.approx(profile[figure], abs=1e-4)
    # the seconds are rounded to thousandths
    assert profile["wall"] >= summary["seconds"] - 0.0005
    by_name = {step["step"]: step for step in profile["steps"]}
    assert by_name["articles"]["items"] == by_name["pages"]["items"] == 1
    assert list(by_name)[-1] == "rest"
    assert {"content", "plan", "shared files", "publish"} <= by_name.keys()


def test_a_profile_is_a_table_after_everything_else(archive: Path) -> None:
    lines = build(archive, "--profile").stderr.splitlines()
    assert lines[0].split() == ["wall", "s", "CPU", "s", "items"]
    assert [line.split()[0] for line in lines[-3:]] == ["rest", "total", "loaded"]
    rows = {line.split()[0]: line.split()[1:] for line in lines[1:-1]}
    assert rows["pages"][-1] == "1"


def test_every_moment_counts_for_the_innermost_phase(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticks = count()
    monkeypatch.setattr(stopwatch_module, "_now", lambda: (next(ticks), 0.0))
    watch = Stopwatch()

    def made() -> Iterator[int]:
        for number in range(3):
            with watch.phase("inner"):
                pass
            yield number

    with watch.phase("outer"):
        assert list(watch.counted("items", made())) == [0, 1, 2]
    spent = {label: one.wall for label, one in watch.spent().items()}
    # The clock is read at the beginning, at the end, and whenever a phase begins or
    # ends: four of them make items, and three lie within those.
    assert spent == {"outer": 5, "items": 7, "inner": 3, "rest": 2}
    assert watch.spent()["items"].items == 3
    assert list(watch.spent())[-1] == "rest"


def test_what_workers_took_counts_where_they_took_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended = [0.0]
    monkeypatch.setattr(stopwatch_module, "_now", lambda: (0.0, ended[0]))
    monkeypatch.setattr(stopwatch_module, "_workers", lambda: ended[0])
    watch = Stopwatch()

    def made(*seconds: float) -> Iterator[float]:
        for one in seconds:
            watch.told(one)
            yield one

    list(watch.counted("articles", made(8.0, 0.5)))
    with watch.phase("content"):
        ended[0] = 9.0  # the first workers end: half a second was not for any item
    list(watch.counted("pages", made(1.0, 2.0)))
    list(watch.counted("segments", made(4.0)))
    ended[0] = 16.25  # so do those that take their place
    assert {label: one.cpu for label, one in watch.spent().items()} == {
        "articles": 8.5,
        "content": 0.5,
        "pages": 3.0,
        "segments": 4.0,
        "rest": 0.25,
    }


def test_a_phase_that_fails_is_left() -> None:
    watch = Stopwatch()
    with pytest.raises(ValueError, match="bad"), watch.phase("one"):
        raise ValueError("bad")
    with watch.phase("two"):
        pass
    assert list(watch.spent()) == ["one", "two", "rest"]


@pytest.mark.parametrize("steps", [unwatched, Watch(), Watch(stopwatch=Stopwatch())])
def test_items_pass_unchanged(steps: Steps) -> None:
    assert list(steps("step", iter("abc"), 3)) == ["a", "b", "c"]
    assert list(within(steps.phase, "phase", "abc")) == ["a", "b", "c"]


def test_progress_is_told_at_most_once_in_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticks = count(step=0.25)
    monkeypatch.setattr("generator.cli.watching.time.monotonic", lambda: next(ticks))
    told: list[Moment] = []
    assert list(Watch(told.append, 1.0)("pages", range(10), 10)) == list(range(10))
    assert [(one.event, one.done) for one in told] == [
        ("start", 0),
        ("progress", 4),
        ("progress", 8),
        ("end", 10),
    ]
    assert (told[1].rate, told[1].remaining) == (4.0, 1.5)
    assert told[1].to_text() == "pages: 4 of 10, 4 a second, 2 s left"
    assert told[-1].to_text() == "pages: 10, 4 a second, 2.8 s"


def test_what_cannot_be_known_is_not_told() -> None:
    begun = Moment("start", "segments", 0, None, 0.0)
    assert begun.rate is begun.remaining is None
    assert begun.to_text() == "segments: 0"
    later = Moment("progress", "segments", 5000, None, 2.5)
    assert later.to_text() == "segments: 5,000, 2,000 a second"
    assert json.loads(later.to_json())["remaining"] is None
    more = Moment("progress", "pages", 12, 10, 1.0)
    assert more.remaining == 0
