"""Compares our search with one whole index of lunr.js, and with one of `lunr`."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lunr.builder import Builder
from lunr.query import Query, QueryPresence

from benchmarks.search_tools import REPOSITORY, Sample, documents
from generator.script import convert, fold
from generator.search.documents import FIELDS, UNITS, Analysed, analyse
from generator.search.language import parse
from generator.search.manifest import decode_manifest
from generator.search.query import lunr_terms
from generator.search.table import Row, ordered
from generator.search.tokens import normalise, tokens

QUERIES = 1000


@dataclass(frozen=True)
class Equality:
    """How far our answers are from those of whole indexes."""

    queries: int
    documents: int
    """Queries of which a whole index lacks a document that we found."""
    order: int
    """Queries that it answers in another order."""
    score: float
    """The largest difference of a score."""
    python: float | None
    """The largest difference from a score of `lunr`, where that was built too."""
    bytes: int
    """Of the whole index, gzipped."""
    seconds: float
    peak: float


def random_queries(sample: Sample, rng: random.Random) -> list[str]:
    """Return runs of one to eight characters, every second in Traditional."""
    found: list[str] = []
    while len(found) < QUERIES:
        text = rng.choice(sample.articles)["text"]
        start = rng.randrange(len(text))
        run = text[start : start + rng.randint(1, 8)]
        if normalise(run) and not set(run) & set('“”„"「」\n'):
            found.append(f'"{convert(run, "hant") if len(found) % 2 else run}"')
    return found


def compare(sample: Sample, folder: Path, *, python: bool) -> Equality:
    """Ask random queries of the index in `folder/search` and of whole ones."""
    queries = random_queries(sample, random.Random(20261121))  # noqa: S311
    task = {
        "folder": str(folder / "search"),
        "tokens": str(folder / "tokens.jsonl"),
        "queries": queries,
        "sized": True,
    }
    rows = list(_tokens(sample))
    with (folder / "tokens.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "whole.json").write_text(json.dumps(task), "utf-8")
    script = REPOSITORY / "benchmarks" / "search_lunr.mjs"
    command = ["node", "--max-old-space-size=8000", str(script)]
    done = subprocess.run(
        [*command, str(folder / "whole.json")], check=True, capture_output=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    manifest = decode_manifest((folder / "search" / "manifest.json").read_bytes())
    large = frozenset(manifest.large)
    return Equality(
        queries=len(queries),
        **found["differing"],
        python=_python(rows, queries, found["answers"], large) if python else None,
        bytes=found["bytes"],
        seconds=found["seconds"],
        peak=found["peak"],
    )


def _tokens(sample: Sample) -> Iterator[dict[str, Any]]:
    """Yield the tokens of each article, by its document number."""
    analysed: dict[str, Analysed] = {
        one.slug: analyse(one) for one in documents(sample, mixed=False)
    }
    rows = ordered(map(Row.of, analysed.values()))
    for number, row in enumerate(rows):
        texts = analysed[row.slug].texts
        fields = zip(FIELDS, texts, UNITS, strict=True)
        yield {
            "id": str(number),
            **{name: tokens(text, unit) for name, text, unit in fields},
        }


def _normal(text: str) -> str:
    return normalise(fold(text))


def _python(
    rows: Sequence[dict[str, Any]],
    queries: Sequence[str],
    answers: Sequence[Sequence[tuple[int, float]]],
    large: Collection[str],
) -> float:
    """Return the largest difference from the scores of one index of `lunr`."""
    builder = Builder()
    builder.ref("id")
    for name, boost in FIELDS.items():
        builder.field(name, boost=int(boost))
    for row in rows:
        builder.add(row)
    index = builder.build()
    largest = 0.0
    for query, answer in zip(queries, answers, strict=True):
        asked = Query(list(FIELDS))
        for one in lunr_terms(parse(query), _normal, large):
            asked.clause(one.term, use_pipeline=False, presence=QueryPresence.REQUIRED)
        found = {int(hit["ref"]): float(hit["score"]) for hit in index.query(asked)}
        for number, score in answer:
            largest = max(largest, abs(found.get(number, float("inf")) - score))
    return largest
