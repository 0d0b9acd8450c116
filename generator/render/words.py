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
    """Return a text of the site's owner, or one of ours, as `script` writes it.

    `source` is the script that it is in, where that is known.
    """
    return convert(text, script.key, names=names, source=source)
