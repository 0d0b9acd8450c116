"""The site in preview: loaded by one thread, read by many."""

from __future__ import annotations

import json
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Collection
from pathlib import Path

from generator.model import OutputFile
from generator.problems import Problem, WenyuanError
from generator.value import Struct, replace

CACHED = 256
"""Files kept after they were made."""
SHOWN = 100
"""Problems told to the browser at most."""


class Preview(Struct, frozen=True):
    """A site as it would be built now."""

    find: Callable[[str], OutputFile | None]
    """Tells how the file at an output path is made."""
    key: str
    """Digest of all that the site shows."""
    problems: tuple[Problem, ...] = ()


Load = Callable[[Collection[Path] | None], Preview]
"""Loads the site; told the paths of all that changed since the last load, or None."""


class State(Struct, frozen=True):
    """What the browser is told: which pages it should have, and what is wrong."""

    serial: int
    """Grows with every state."""
    version: str
    """Changes with the pages; a page that bears another one is out of date."""
    problems: tuple[Problem, ...]

    def to_json(self) -> str:
        """Word it as JSON on one line: `version`, `total` and the first `problems`."""
        order = ("error", "warning", "note")
        first = sorted(self.problems, key=lambda one: order.index(one.severity))
        problems = [
            {
                "severity": one.severity,
                "code": one.code,
                "file": one.path,
                "line": one.line,
                "message": one.message,
                "hint": one.hint,
            }
            for one in first[:SHOWN]
        ]
        total = len(self.problems)
        told = {"version": self.version, "total": total, "problems": problems}
        return json.dumps(told)


class Live:
    """The preview in service and the files made last."""

    def __init__(self, load: Load, log: Callable[[str], None]) -> None:
        """Load the preview for the first time; raises what `load` raises."""
        self._load = load
        self._log = log
        self._preview = load(None)
        # after a failure nobody can tell what the next load has seen
        self._is_known = True
        # Pages share a Markdown parser and a template environment, which two threads
        # must not enter at once; and a request during a reload is for the new page.
        self._making = threading.RLock()
        self._made: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._changed = threading.Condition()
        self._closed = False
        self.state = State(0, f"{time.time_ns():x}", self._preview.problems)

    def find(self, path: str) -> OutputFile | None:
        """Return the output file at the path, if the site has one."""
        with self._making:
            return self._preview.find(path)

    def read(self, file: OutputFile) -> bytes:
        """Make the file, or return what was made of the same inputs before."""
        key = (file.path, file.inputs)
        with self._making:
            if key not in self._made:
                self._made[key] = file.make()
            self._made.move_to_end(key)
            while len(self._made) > CACHED:
                self._made.popitem(last=False)
            return self._made[key]

    def reload(self, changed: Collection[Path] | None = None) -> None:
        """Load anew; where that fails, keep the preview and show the problems.

        `changed` are the paths of all that changed, if that is known.
        """
        started = time.perf_counter()
        with self._making:
            known, self._is_known = self._is_known, False
            try:
                preview = self._load(changed if known else None)
            except WenyuanError as error:
                self._log(str(error))
                self._show(self.state.version, error.problems)
                return
            except Exception:  # noqa: BLE001 (a bug in a page must not end the preview)
                self._log(traceback.format_exc())
                return
            same = self._preview.key == preview.key
            self._preview, self._is_known = preview, True
        version = self.state.version if same else f"{time.time_ns():x}"
        self._log(f"reloaded in {time.perf_counter() - started:.2f} s")
        self._show(version, preview.problems)

    def _show(self, version: str, problems: tuple[Problem, ...]) -> None:
        with self._changed:
            state = replace(self.state, version=version, problems=problems)
            if state != self.state:
                self.state = replace(state, serial=state.serial + 1)
                self._changed.notify_all()

    def wait(self, serial: int, seconds: float) -> State | None:
        """Return the state once it is not `serial`, or after some seconds as it is.

        None when the preview has been closed.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._closed or self.state.serial != serial, seconds
            )
            return None if self._closed else self.state

    def close(self) -> None:
        """Let every thread that waits for a change go on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
