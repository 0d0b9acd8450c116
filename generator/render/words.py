"""Texts of the site itself (title, description, labels) in the script of a page."""

from __future__ import annotations

import functools

from generator.model import Script
from generator.script import convert


@functools.lru_cache(maxsize=4096)
def in_script(
    text: str,
    script: Script,
    names: tuple[str, ...] = (),
) -> str:
    """Return a text of the site's owner as `script` writes it."""
    return convert(text, script.key, names=names)
