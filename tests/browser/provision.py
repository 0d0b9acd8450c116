"""Sees to it that a Chromium and the judges of pages are there for the browser tests.

Looks for a Chromium first; where there is none and Debian's package can be installed,
installs it. The judges come from npm, see judging.py. Anything else is left to the
person, who is told what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.browser import judging

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = "install Debian's package chromium, or set CHROMIUM to a Chromium program"


def find_chromium() -> str | None:
    """Return the path of a Chromium: `$CHROMIUM`, one on PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named and shutil.which(named):
        return shutil.which(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    cache = os.environ.get(
        "PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"
    )
    own = sorted(Path(cache).glob("chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else None


def install() -> None:
    """Install Debian's chromium where that is permitted."""
    apt = shutil.which("apt-get")
    if not apt or (hasattr(os, "geteuid") and os.geteuid() != 0):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (
        ["update"],
        ["install", "--yes", "--no-install-recommends", "chromium"],
    ):
        command = [apt, "--quiet=2", *step]
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)


def main() -> int:
    """Find or install a Chromium; in CI its absence is a failure."""
    if not find_chromium():
        install()
    found = find_chromium()
    sys.stdout.write(f"browser tests: {found or 'skipped; ' + REMEDY}\n")
    judging.install()
    ready = judging.is_ready()
    sys.stdout.write(f"judges of pages: {'ready' if ready else 'skipped; no npm'}\n")
    return 1 if os.environ.get("CI") and not (found and ready) else 0


if __name__ == "__main__":
    sys.exit(main())
