"""Other converters, each in an environment of its own, driven over a pipe."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OPENCC = "OpenCC==1.4.2"
ZHCONV = "zhconv-rs==0.4.2"
"""GPL: compared against only; nothing of it is copied."""

_SERVER = """
import sys, json, time
started = time.perf_counter()
kind = sys.argv[1]
if kind == "OpenCC":
    import opencc
    convert = opencc.OpenCC("s2tw").convert
elif kind == "zhconv-rs":
    import zhconv_rs
    convert = lambda text: zhconv_rs.zhconv(text, "zh-hant")
convert("发")
loaded = time.perf_counter() - started
print(json.dumps(loaded), flush=True)
for line in sys.stdin:
    texts = json.loads(line)
    started = time.perf_counter()
    found = [convert(text) for text in texts]
    print(json.dumps([time.perf_counter() - started, found]), flush=True)
"""


class Peer:
    """A converter in another process; it measures itself, without the pipe."""

    def __init__(self, python: Path, kind: str) -> None:
        """Start it and wait until it has converted a first character."""
        self._process = subprocess.Popen(
            [python, "-c", _SERVER, kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.loading: float = self._answer()

    def convert(self, texts: Sequence[str]) -> tuple[float, list[str]]:
        """Convert texts; return the seconds taken and the results."""
        assert self._process.stdin  # noqa: S101 - it was made with a pipe
        self._process.stdin.write(json.dumps(texts) + "\n")
        self._process.stdin.flush()
        seconds, found = self._answer()
        return seconds, found

    def stop(self) -> None:
        """End the process."""
        self._process.communicate()

    def _answer(self) -> Any:  # noqa: ANN401 - whatever the peer says
        assert self._process.stdout  # noqa: S101 - it was made with a pipe
        return json.loads(self._process.stdout.readline())


@contextmanager
def peers(*packages: str) -> Iterator[dict[str, Peer]]:
    """Install each package in an environment of its own; yield what is running."""
    with tempfile.TemporaryDirectory() as folder:
        running: dict[str, Peer] = {}
        for package in packages:
            kind = package.partition("=")[0]
            home = Path(folder) / kind
            venv.create(home, with_pip=True)
            scripts = "Scripts" if sys.platform == "win32" else "bin"
            python = home / scripts / "python"
            install = [python, "-m", "pip", "install", "--quiet", package]
            subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
            running[kind] = Peer(python, kind)
        try:
            yield running
        finally:
            for peer in running.values():
                peer.stop()
