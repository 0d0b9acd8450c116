"""The door to opencc-python-reimplemented: its dictionaries and configurations.

The package is never imported, because three distributions install a module
called `opencc` and the last one installed wins; its files are found through its
own metadata instead. They are the OpenCC dictionaries (Apache-2.0).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.installed import files_of
from generator.problems import WenyuanError, problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DISTRIBUTION = "opencc-python-reimplemented"
CONFIGS = (
    "hk2s",
    "s2hk",
    "s2t",
    "s2tw",
    "s2twp",
    "t2hk",
    "t2s",
    "t2tw",
    "tw2s",
    "tw2sp",
)
"""The library's configurations: from which script and region to which."""


def chain(config: str) -> tuple[tuple[str, ...], ...]:
    """Return the stages of `config`, each the names of its dictionaries by rank.

    Raises ValueError for a configuration that the library does not have and
    WenyuanError when the library's files are not installed.
    """
    if config not in CONFIGS:
        known = ", ".join(CONFIGS)
        message = f"{config!r} is not a configuration; there are {known}"
        raise ValueError(message)
    data = json.loads(_read(f"config/{config}.json"))
    return tuple(tuple(_names(link["dict"])) for link in data["conversion_chain"])


def sources(config: str) -> Iterator[Path]:
    """Yield the files that `config` is made from.

    Raises WenyuanError when the library's files are not installed.
    """
    stages = chain(config)
    yield _locate(f"config/{config}.json")
    for names in stages:
        yield from map(file_of, names)


def file_of(name: str) -> Path:
    """Return the file of a dictionary.

    Raises WenyuanError when the library's files are not installed.
    """
    return _locate(f"dictionary/{name}.txt")


def _names(node: dict[str, Any]) -> list[str]:
    """List the dictionary files of a configuration's node, groups flattened."""
    if node["type"] == "group":
        return [name for child in node["dicts"] for name in _names(child)]
    return [node["file"].removesuffix(".txt")]


@cache
def candidates(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the dictionary `name` with all the values a key may have, best first.

    Raises WenyuanError when the library's files are not installed.
    """
    return {key: tuple(value.split()) for key, value in _entries(name).items()}


@cache
def dictionary(name: str) -> Mapping[str, str]:
    """Return the dictionary `name` with the value that the library takes: the first.

    Raises WenyuanError when the library's files are not installed.
    """
    entries = _entries(name)
    entries.update(
        {key: value.split()[0] for key, value in entries.items() if " " in value}
    )
    return entries


def _entries(name: str) -> dict[str, str]:
    """Parse lines of key, tab, values, all in one go because that is fast."""
    text = _read(f"dictionary/{name}.txt")
    cells = text.strip().replace("\t", "\n").split("\n")
    return dict(zip(cells[::2], cells[1::2], strict=True))


def _read(path: str) -> str:
    try:
        return _locate(path).read_text("utf-8")
    except OSError:
        raise WenyuanError(problem("opencc-owner")) from None


def _locate(path: str) -> Path:
    """Locate a file of the package, by its path inside the package's folder."""
    try:
        return _paths()[path]
    except KeyError:
        raise WenyuanError(problem("opencc-owner")) from None


@cache
def _paths() -> Mapping[str, Path]:
    """Locate the package's data files by folder and name: `config/s2t.json`."""
    return {
        f"{file.parent.name}/{file.name}": file
        for file in files_of(DISTRIBUTION)
        if file.suffix in {".txt", ".json"}
    }
