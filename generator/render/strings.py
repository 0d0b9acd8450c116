"""The words of the interface: a catalogue per script, written natively; and English."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.model import Script
from generator.problems import WenyuanError, problem

Strings = Mapping[str, str]
"""Words by name; those of a table have the table's name before a dot."""

CATALOGUES: Mapping[str, str] = {
    "hans": "hans",
    "hant": "hant",
    "hant-tw": "hant",
    "hant-hk": "hant",
}
"""Which catalogue a script's interface is written in."""


def load_strings(
    script: Script, folders: Iterable[Path], interface: str = "script"
) -> Strings:
    """Return the words of a script's pages; later folders override single words.

    Each folder may hold `strings/<catalogue>.toml`. With the interface `en`, words of
    `strings/en.toml` stand in for those of the script. Raises WenyuanError when a
    file is not TOML or holds something other than texts and tables of texts.
    """
    names = [f"strings/{CATALOGUES[script.key]}.toml"]
    if interface != "script":
        names.append(f"strings/{interface}.toml")
    merged: dict[str, str] = {}
    for name in names:
        for folder in folders:
            path = folder / name
            if path.is_file():
                merged |= _read(path, name)
    return merged


def _read(path: Path, name: str) -> Strings:
    try:
        return dict(_flat(tomllib.loads(path.read_text("utf-8"))))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as wrong:
        raise WenyuanError(
            problem("template", name, reason=str(wrong), output="the interface")
        ) from None


def _flat(data: Mapping[str, object], lead: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, str):
            yield lead + key, value
        elif isinstance(value, dict) and not lead:
            yield from _flat(value, f"{key}.")
        else:
            raise TypeError(f"`{lead}{key}` must be a text or a table of texts")
