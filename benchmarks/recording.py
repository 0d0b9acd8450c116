"""Measured tables: printed, and written into the page of results when asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).with_name("results-build.md")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def load() -> str:
    """Say how busy the machine is, and how many processors it has."""
    minute, *_ = os.getloadavg()
    return f"{os.cpu_count()} cores, load {minute:.1f}"


def record(heading: str, text: str, page: Path = RESULTS) -> None:
    """Put a section in the place of the one of this heading, or at the end."""
    parts = re.split(r"(?m)^(?=## )", page.read_text("utf-8"))
    section = f"## {heading}\n\n{text.strip()}\n\n"
    places = [n for n, part in enumerate(parts) if part.startswith(f"## {heading}\n")]
    if places:
        parts[places[0]] = section
    else:
        parts[-1] = parts[-1].rstrip() + "\n\n"
        parts.append(section)
    page.write_text("".join(parts).rstrip() + "\n", "utf-8")
