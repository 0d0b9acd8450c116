"""What other distributions are installed: their versions and files.

Read from what installers leave beside them (PyPA, "Recording installed projects"):
`importlib.metadata` takes longer to load than a small build should take.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_SUFFIX = ".dist-info"


def versions() -> dict[str, str]:
    """Return the version of each distribution, by its name in lower case."""
    split = (path.name.removesuffix(_SUFFIX).split("-", 1) for path in _folders())
    return {_normal(name): "".join(version) for name, *version in split}


def files_of(name: str) -> list[Path]:
    """Return the files of a distribution; none of one that is not installed."""
    for folder in _folders()[::-1]:
        if _normal(folder.name.partition("-")[0]) == _normal(name):
            with suppress(OSError):
                lines = (folder / "RECORD").read_text("utf-8").splitlines()
                paths = (line.rsplit(",", 2)[0].strip('"') for line in lines)
                return [folder.parent / path for path in paths]
    return []


@cache
def _folders() -> list[Path]:
    """Return what describes each distribution; the first on the path is the last."""
    found: list[Path] = []
    for place in reversed(sys.path):
        with suppress(OSError):
            names = os.listdir(place or ".")  # noqa: PTH208 - thrice as fast
            found += [Path(place, name) for name in names if name.endswith(_SUFFIX)]
    return found


def _normal(name: str) -> str:
    """Return a name as PyPA compares them."""
    return re.sub(r"[-_.]+", "-", name).lower()
