"""Scores a cleaned text against its gold: characters, facts."""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from generator.ingest import clean
from generator.ingest.shadow import shadow_of
from generator.model import Source
from tests.quality.dirt import Page

FIELDS = ("date", "source", "authors", "editors")


@dataclass(frozen=True)
class Score:
    """How one page came out: shares of characters, and facts right, wrong, invented."""

    precision: float
    recall: float
    facts: Counter[str]
    """`right`, `missing`, `wrong`, `invented`, and `title` when that is wrong."""
    paragraphs: bool
    """True when the borders of the paragraphs are right too."""
    borders: tuple[int, int, int]
    """Borders of paragraphs: right ones, found ones, wanted ones."""

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def bare(text: str) -> str:
    """Return a text without white space, in Simplified and half-width characters."""
    return re.sub(r"\s", "", shadow_of(text))


def score(page: Page) -> Score:
    """Clean a damaged page and compare it with what it was made from."""
    done = clean(Source("page.txt", "text", page.text, "utf-8", ""))
    plain = re.sub(r"\\([\\`*_\[\]#>+\-.!)=:])", r"\1", done.body)
    plain = (
        re.sub(r"(?m)^#{2,3} ", "", plain).replace("&lt;", "<").replace("&amp;", "&")
    )
    got, want = bare(plain), bare("".join(page.body))
    same = _common(got, want)
    metadata = done.metadata
    read = {
        "date": metadata.date or "",
        "source": metadata.source or "",
        "authors": " ".join(metadata.authors),
        "editors": " ".join(metadata.editors),
    }
    facts: Counter[str] = Counter(
        _verdict(read[name], page.facts.get(name, "")) for name in FIELDS
    )
    del facts["absent"]
    facts["title"] += bare(metadata.title or "") != bare(page.title)
    blocks = [bare(block) for block in plain.strip().split("\n\n")]
    found, wanted = _borders(blocks), _borders([bare(one) for one in page.body])
    return Score(
        precision=same / len(got) if got else 0.0,
        recall=same / len(want),
        facts=+facts,
        paragraphs=blocks == [bare(one) for one in page.body],
        borders=(len(found & wanted), len(found), len(wanted)),
    )


def _borders(paragraphs: list[str]) -> set[int]:
    """Return where paragraphs end, the last one apart, counted in characters."""
    return set(itertools.accumulate(map(len, paragraphs[:-1])))


def _verdict(got: str, want: str) -> str:
    if shadow_of(got) == shadow_of(want):
        return "right" if want else "absent"
    if not want:
        return "invented"
    return "wrong" if got else "missing"


def _common(got: str, want: str) -> int:
    """Return the length of what two texts have in common, in order."""
    if got == want:
        return len(got)
    lead = next(
        (i for i, (a, b) in enumerate(zip(got, want, strict=False)) if a != b),
        min(len(got), len(want)),
    )
    rest = difflib.SequenceMatcher(None, got[lead:], want[lead:], autojunk=False)
    return lead + sum(block.size for block in rest.get_matching_blocks())


def _border_f1(counts: list[tuple[int, int, int]]) -> float:
    right, found, wanted = (sum(column) for column in zip(*counts, strict=True))
    return 2 * right / (found + wanted) if found + wanted else 1.0


@dataclass(frozen=True)
class Summary:
    """The scores of many pages."""

    count: int
    precision: float
    recall: float
    f1: float
    good: float
    """Share of pages with F1 of at least .98."""
    paragraphs: float
    borders: float
    """F1 of the borders of paragraphs."""
    facts: Counter[str]

    @classmethod
    def of(cls, scores: Iterable[Score]) -> Summary:
        found = list(scores)
        number = len(found)
        return cls(
            number,
            sum(one.precision for one in found) / number,
            sum(one.recall for one in found) / number,
            sum(one.f1 for one in found) / number,
            sum(one.f1 >= 0.98 for one in found) / number,
            sum(one.paragraphs for one in found) / number,
            _border_f1([one.borders for one in found]),
            sum((one.facts for one in found), Counter()),
        )

    def row(self) -> str:
        facts = self.facts
        return (
            f"{self.count:5} {self.precision:.4f} {self.recall:.4f} {self.f1:.4f}"
            f" {self.good:.3f} {self.paragraphs:.3f} {self.borders:.3f} {facts['right']:5}"
            f" {facts['missing']:4} {facts['wrong']:4} {facts['invented']:4}"
            f" {facts['title']:4}"
        )
