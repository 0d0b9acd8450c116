"""What all tests share: the outer material, and `--accept` for golden files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# How long an example takes says something of the machine, not of the program.
settings.register_profile("wenyuan", deadline=None)
settings.load_profile("wenyuan")

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`, which writes what the program makes into the golden files."""
    parser.addoption("--accept", action="store_true", help="rewrite the golden files")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of seeds, gold and corpus, kept outside the repository."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the shared folder with seeds and gold is missing in CI")
        pytest.skip("needs the folder ../shared with seeds and gold")
    return SHARED


@pytest.fixture(scope="session")
def gold(shared: Path) -> dict[str, dict[str, Any]]:
    """Return what a careful archivist makes of each seed, by its number."""
    return {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in sorted((shared / "gold").glob("*.json"))
    }


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden files are to be rewritten."""
    return bool(request.config.getoption("--accept"))
