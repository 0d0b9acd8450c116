"""First half of the pipeline: sources as found to article files.

`clean` is the whole of it for one source: the rules act in order on a draft that
remembers every change, and what they read becomes the metadata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.ingest.cleaning import RULES, Cleaned, clean

__all__ = ["RULES", "Cleaned", "clean"]


def __getattr__(name: str) -> object:
    """Load the rules when they are asked for: a build that cleans nothing does not."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from generator.ingest import cleaning  # noqa: PLC0415 - what this is about

    return getattr(cleaning, name)
