"""The preview: always the newest page, and what is wrong with it."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from generator.problems import WenyuanError, problem
from generator.serve import Preview, serve
from generator.serve import server as server_module
from generator.serve.live import SHOWN, Live, State
from generator.serve.watch import watch_paths
from tests.serving import PAGE, SITE, Fixture, preview_of


@pytest.fixture
def site() -> Iterator[Fixture]:
    fixture = Fixture()
    yield fixture
    fixture.close()
    assert not any("Traceback" in line for line in fixture.lines)


def events(connection: socket.socket, port: int) -> Iterator[dict[str, object]]:
    head = f"GET /.wenyuan/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
    connection.sendall(head.encode())
    with connection.makefile("rb") as stream:
        for line in stream:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))


def version_of(page: bytes) -> str:
    found = re.search(rb'data-version="([0-9a-f]+)"', page)
    assert found
    return found[1].decode()


def test_a_change_is_told_to_every_browser(site: Fixture) -> None:
    with site.connect() as one, site.connect() as other:
        streams = events(one, site.port), events(other, site.port)
        before = version_of(site.get("/").body)
        for stream in streams:
            assert next(stream) == {"version": before, "total": 0, "problems": []}
        site.next = preview_of({"index.html": PAGE.replace("甲", "乙")})
        site.live.reload()
        states = [next(stream) for stream in streams]
        page = site.get("/").body
        assert "乙".encode() in page
        assert {state["version"] for state in states} == {version_of(page)}
        assert version_of(page) != before


def test_a_reload_that_changes_nothing_is_not_told(site: Fixture) -> None:
    before = site.live.state
    site.next = preview_of(SITE)
    site.live.reload()
    assert site.live.state == before


def test_problems_are_told_with_their_place(site: Fixture) -> None:
    note = problem("no-title", "content/articles/a.md")
    error = problem("bad-date", "content/articles/b.md", 4, value="<i>")
    site.next = preview_of(SITE, note, error)
    with site.connect() as connection:
        stream = events(connection, site.port)
        before = next(stream)
        site.live.reload()
        state = next(stream)
    assert state["version"] == before["version"]
    assert state["total"] == 2
    told = state["problems"]
    assert isinstance(told, list)
    assert told[0] == {
        "severity": "error",
        "code": "bad-date",
        "file": "content/articles/b.md",
        "line": 4,
        "message": "<i> is not a date",
        "hint": error.hint,
    }


def test_of_many_problems_the_first_are_told() -> None:
    notes = tuple(problem("no-title", f"{n}.md") for n in range(SHOWN + 5))
    told = json.loads(State(1, "0", notes).to_json())
    assert (told["total"], len(told["problems"])) == (SHOWN + 5, SHOWN)


def test_a_site_that_cannot_be_loaded_leaves_the_last_good_one() -> None:
    bad = problem("bad-toml", "site.toml", 2, reason="no")
    asked: list[Collection[Path] | None] = []
    turns: list[Preview | Exception] = [
        preview_of(SITE),
        WenyuanError(bad),
        ZeroDivisionError("our bug"),
        preview_of(SITE),
        preview_of(SITE),
    ]

    def load(changed: Collection[Path] | None) -> Preview:
        asked.append(changed)
        turn = turns.pop(0)
        if isinstance(turn, Exception):
            raise turn
        return turn

    lines: list[str] = []
    live = Live(load, lines.append)
    first = live.state
    some = [Path("a.md")]
    live.reload(some)
    assert live.state.problems == (bad,)
    assert live.find("index.html")
    live.reload(some)
    assert "our bug" in lines[-1]
    live.reload(some)
    live.reload(some)
    # what changed alone is no help after a failure
    assert asked == [None, some, None, None, some]
    assert not live.state.problems
    assert live.state.version == first.version


def test_watching_sees_new_changed_and_replaced_files(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    (folder / "articles").mkdir(parents=True)
    settings = tmp_path / "site.toml"
    settings.write_text("")
    seen = threading.Semaphore(0)
    stop = threading.Event()
    paths = [folder, settings, tmp_path / "missing"]
    watchers = watch_paths(paths, lambda _: seen.release(), stop, print, begun=0)
    for _ in watchers:  # each tells, once it watches, what changed since 1970
        assert seen.acquire(timeout=30)

    def happens(path: Path, seconds: float = 30) -> bool:
        beside = path.with_name(".beside")
        beside.write_text("x")
        beside.replace(path)
        return seen.acquire(timeout=seconds)

    (folder / ".wenyuan").mkdir()
    assert happens(folder / "articles" / "a.md")
    assert happens(folder / "articles" / "a.md")
    assert happens(settings)
    assert not happens(folder / ".wenyuan" / "store.db", 0.7)
    assert not happens(tmp_path / "other", 0.7)
    stop.set()
    for watcher in watchers:
        watcher.join(5)
        assert not watcher.is_alive()


SERVE = """
import sys
from collections.abc import Collection
from pathlib import Path
from generator.model import OutputFile
from generator.serve import Preview, serve

folder = Path(sys.argv[1])


def load(changed):
    text = (folder / "a.md").read_text()
    page = f"<html><body>{text}</body></html>".encode()
    file = OutputFile("index.html", text, lambda: page)
    return Preview({"index.html": file}.get, text)


def log(line):
    print(line, flush=True)


serve(load, port=0, open_browser=False, watch=[folder], log=log)
"""


def test_saving_a_file_reloads_the_browser_and_ctrl_c_ends_quietly(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.md").write_text("one")
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(tmp_path)],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        port = int(child.stdout.readline().rstrip("/\n").rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            stream = events(connection, port)
            first = next(stream)
            (tmp_path / "a.md").write_text("two")
            assert next(stream)["version"] != first["version"]
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=10)
    assert (child.returncode, err) == (0, "")
    assert out.endswith("stopped\n")


def test_a_port_in_use_is_told(site: Fixture) -> None:
    with pytest.raises(WenyuanError, match=r"port \d+ cannot be used") as caught:
        serve(site.load, port=site.port, open_browser=False, watch=[], log=print)
    assert caught.value.problems[0].code == "unavailable"


def test_an_event_stream_without_news_stays_alive(
    site: Fixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "HEARTBEAT", 0.01)
    with site.connect() as connection:
        head = f"GET /.wenyuan/events HTTP/1.1\r\nHost: localhost:{site.port}\r\n\r\n"
        connection.sendall(head.encode())
        data = b""
        while data.count(b": no news\n\n") < 2:
            data += connection.recv(4096)
    assert b"Content-Type: text/event-stream" in data
    assert b"Content-Length" not in data


def test_the_event_stream_has_no_body_for_head(site: Fixture) -> None:
    assert site.get("/.wenyuan/events", "HEAD").body == b""
