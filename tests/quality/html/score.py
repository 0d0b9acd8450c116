"""Scores cleaned pages against their gold: characters, titles, facts."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass

from generator.ingest import clean
from generator.model import Source
from tests.quality.html.generate import Gold
from tests.quality.score import bare

FIELDS = ("title", "date", "source", "authors", "editors")


@dataclass(frozen=True)
class Score:
    """How one page came out."""

    name: str
    precision: float
    recall: float
    facts: Counter[str]
    """`<field>:right`, `:missing`, `:wrong` or `:invented`."""

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def score(gold: Gold) -> Score:
    """Clean a page and compare it with its gold."""
    done = clean(Source("page.html", "html", gold.page, "utf-8", ""))
    got, want = bare(plain(done.body)), bare("".join(gold.body))
    same = common(got, want)
    read = {
        "title": done.metadata.title or "",
        "date": _to_the_minute(done.metadata.date or "", gold.facts.get("date", "")),
        "source": done.metadata.source or "",
        "authors": " ".join(done.metadata.authors),
        "editors": " ".join(done.metadata.editors),
    }
    wanted = gold.facts | {"title": gold.title}
    verdicts = (
        f"{name}:{_verdict(read[name], wanted.get(name, ''))}"
        for name in FIELDS
        if read[name] or name not in gold.optional
    )
    return Score(
        gold.name,
        same / len(got) if got else 0.0,
        same / len(want),
        Counter(one for one in verdicts if not one.endswith("absent")),
    )


def _to_the_minute(date: str, wanted: str) -> str:
    """Return a date without its seconds where those are not asked for."""
    return date[: len(wanted)] if len(wanted) == len("2021-03-04T07:05") else date


def plain(body: str) -> str:
    """Return Markdown as text: no pictures, no marks, no escapes."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", body)
    text = re.sub(r"\\([\\`*_\[\]#>+\-.!)=:])", r"\1", text)
    return re.sub(r"(?m)^#{2,3} ", "", text).replace("&lt;", "<").replace("&amp;", "&")


def common(got: str, want: str) -> int:
    """Return how many characters two texts have in common, in order."""
    if got == want:
        return len(want)
    if want and want in got:
        return len(want)
    matcher = difflib.SequenceMatcher(None, got, want, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def _verdict(got: str, want: str) -> str:
    if bare(got) == bare(want):
        return "right" if want else "absent"
    if not want:
        return "invented"
    return "wrong" if got else "missing"
