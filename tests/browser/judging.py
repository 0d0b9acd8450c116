"""What judges the pages: axe-core, IBM's rules, html-validate and the Nu checker.

All four are npm packages, pinned with their digests in `judges/package-lock.json` and
put beside it by `npm ci`; `make test` does that once.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "judges"
MODULES = FOLDER / "node_modules"
REMEDY = "run `python tests/browser/provision.py`, which needs npm and its registry"

AXE = MODULES / "axe-core/axe.min.js"
IBM = MODULES / "accessibility-checker-engine/ace.js"
HTML_VALIDATE = MODULES / "html-validate/bin/html-validate.mjs"
NU = MODULES / "vnu-jar/build/dist/vnu.jar"

ASK_AXE = """async (only) => {
  const rules = { "target-size": { enabled: true } };
  const options = only.length ? { runOnly: only } : { rules };
  const { violations } = await axe.run(document, options);
  return violations.map(({ id, nodes }) => `axe ${id}: ${nodes[0].html}`);
}"""
ASK_IBM = """async () => {
  const { results } = await new ace.Checker().check(document, ["WCAG_2_2"]);
  return results
    .filter(({ value }) => value[0] === "VIOLATION" && value[1] === "FAIL")
    .map(({ ruleId, snippet }) => `IBM ${ruleId}: ${snippet}`);
}"""

HTML_RULES = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:a11y"],
    "rules": {
        "long-title": "off",  # titles are their authors'
        "doctype-style": "off",
        "no-trailing-whitespace": "off",
        "void-style": "off",
        "require-sri": "off",  # every file is our own
        "prefer-native-element": "error",
    },
}


def is_ready() -> bool:
    """Tell whether the judges of the lock file are in place."""
    stamp = MODULES / ".lock"
    lock = FOLDER / "package-lock.json"
    return stamp.is_file() and stamp.read_bytes() == lock.read_bytes()


def install() -> None:
    """Put the judges in place; says nothing when npm or its registry is missing."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    npm = shutil.which("npm", path=programs)
    if npm is None or is_ready():
        return
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(
        command, cwd=FOLDER, env={**os.environ, "PATH": programs}, check=False
    )
    if done.returncode == 0:
        (MODULES / ".lock").write_bytes((FOLDER / "package-lock.json").read_bytes())


def axe(page: Page, *rules: str) -> list[str]:
    """Return what axe finds wrong with the page as it is shown; by some rules only."""
    page.evaluate(AXE.read_text("utf-8"))  # a policy does not stop the debugger
    found: list[str] = page.evaluate(ASK_AXE, list(rules))
    return found


def ibm(page: Page) -> list[str]:
    """Return what IBM's rules for WCAG 2.2 find wrong with the page as it is shown."""
    page.evaluate(IBM.read_text("utf-8"))
    found: list[str] = page.evaluate(ASK_IBM)
    return found


def html_complaints(files: Iterable[Path]) -> Iterator[str]:
    """Yield what html-validate finds wrong with files."""
    rules = FOLDER / "node_modules" / ".htmlvalidate.json"
    rules.write_text(json.dumps(HTML_RULES), "utf-8")
    options: list[str | Path] = ["--config", rules, "--formatter", "json"]
    command: list[str | Path] = ["node", HTML_VALIDATE, *options, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for file in json.loads(done.stdout):
        for one in file["messages"]:
            place = f"{file['filePath']}:{one['line']}"
            yield f"{place}: {one['ruleId']}: {one['message']}"


def nu_complaints(java: str, files: Iterable[Path]) -> Iterator[str]:
    """Yield what the Nu checker finds wrong with files."""
    command: list[str | Path] = [
        java,
        "-Xss4m",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        NU,
        "--errors-only",
        "--format",
        "json",
        "--stdout",
        *files,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    for one in json.loads(done.stdout)["messages"]:
        yield f"{one['url']}:{one.get('lastLine')}: {one['type']}: {one['message']}"
