"""Texts of the site itself (title, description, labels) in the script of a page."""

from __future__ import annotations

import functools
from typing import Literal

from generator.model import Script
from generator.script import convert


@functools.lru_cache(maxsize=4096)
def in_script(
    text: str,
    script: Script,
    names: tuple[str, ...] = (),
    source: Literal["auto", "hans", "hant"] = "auto",
) -> str:
    """Return a short text, written in the script `source`, as `script` writes it."""
    return convert(text, script.key, names=names, source=source)
