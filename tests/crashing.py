"""Crashes a build at every one of its steps; run as `python -m tests.crashing`.

From the step at which it crashes on, every call that changes a folder fails, clearing
up included, so that the disk is as a kill at that moment leaves it. An audit hook
cannot be taken away again: hence a process of its own.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Generator
from pathlib import Path

from generator.build import exchange
from generator.build.publish import Made, publish, published_state
from generator.build.writer import Writer
from tests.publishing import (
    FOREIGN,
    NEW,
    OLD,
    Site,
    content,
    encoded,
    left_overs,
    plant,
)

CHANGING = {
    *("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.utime"),
    *("os.chmod", "shutil.rmtree", "shutil.copymode"),
}
LATE = "zh-hans/a/late.txt"
"""A file of someone else's in a folder that a difference does not look at."""


class Crash(BaseException):
    """The process is gone."""


class Countdown:
    """Lets a number of steps pass, then none."""

    left: int | None = None

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        written = event == "open" and len(arguments) > 1 and arguments[1] == "w"
        if self.left is not None and (event in CHANGING or written):
            self.left -= 1
            if self.left < 0:
                raise Crash


def change(site: Site, old: Site, out: Path, mode: str) -> None:
    base = published_state(out)
    files = site.items() if mode == "whole" else site.items() - old.items()

    def made(put: Writer) -> Generator[Made]:
        for path, text in sorted(files):
            data = text.encode()
            yield Made(path, put(path, data) if mode == "written" else data)

    publish(
        made,
        out,
        base=None if mode == "whole" else base,
        gone=old.keys() - site.keys(),
        in_place=mode == "in place",
    )


def is_whole(out: Path, mode: str) -> bool:
    found = content(out) if out.exists() else {}
    found.pop(LATE, None)
    if mode == "renames" and not out.exists():
        return True
    if mode == "in place":
        pages = {path: found.get(path) for path in (*OLD, *NEW)}
        old, new = encoded(OLD), encoded(NEW)
        return all(
            data in {old.get(path), new.get(path)} for path, data in pages.items()
        )
    return found in ({**encoded(OLD), **FOREIGN}, {**encoded(NEW), **FOREIGN})


def crash_everywhere(top: Path, mode: str) -> int:
    """Return the number of steps at which a build was crashed."""
    countdown = Countdown()
    sys.addaudithook(countdown.hook)
    if mode == "renames":
        exchange._swap = lambda *_: False
    number, ended = 0, False
    while not ended:
        out = top / "public"
        change(OLD, {}, out, "whole")
        plant(out)
        change(NEW, OLD, out, "whole")
        change(OLD, NEW, out, "whole")
        (out / LATE).write_text("mine")
        countdown.left = number
        try:
            change(NEW, OLD, out, mode)
            ended = True
        except Crash:
            pass
        countdown.left = None
        assert is_whole(out, mode), (mode, number, content(out))
        change({**NEW, "last": "x"}, {}, out, "whole")
        expected = {**encoded(NEW), **FOREIGN, "last": b"x", LATE: b"mine"}
        found = content(out)
        found.pop(".wenyuan-lock", None)
        assert found == expected, (mode, number, found)
        assert left_overs(out) == set(), (mode, number, left_overs(out))
        shutil.rmtree(top)
        top.mkdir()
        number += 1
    return number


if __name__ == "__main__":
    sys.stdout.write(f"{crash_everywhere(Path(sys.argv[1]), sys.argv[2])}\n")
