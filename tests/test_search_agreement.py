"""Search equals one whole Lunr index, and finds every substring in either script.

The judge is naive: a text matches when the normalised phrase is in it, and one
whole index built by `lunr` over the same tokens gives the scores. Python and the
browser's modules, run by Node on the same built folder, must both agree with it.
"""

from __future__ import annotations

import json
import lzma
import os
import random
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from lunr.builder import Builder
from lunr.index import Index
from lunr.query import Query, QueryPresence

from generator.script import convert, fold
from generator.search import encoding
from generator.search.documents import BODY, FIELDS, UNITS, Document, analyse
from generator.search.fragments import Fragment
from generator.search.language import Alternative, Clause, Phrase, Similar, parse
from generator.search.manifest import decode_manifest
from generator.search.postings import search_files
from generator.search.query import lunr_terms, rank, search
from generator.search.similar import alike_in
from generator.search.table import Row, ordered, year
from generator.search.tokens import normalise, tokens

CLIENT = Path(__file__).parent / "client"
PAIRS = "国國发發后後里裡着著体體学學"
COMMON = PAIRS + "人大中的一，。 \n"
RARE = "龍龙書书馬马《》“”·𠮷囍"
LATIN = "abcXYZ0129"
LATINS = [one + other + LATIN[:2] for one in LATIN for other in LATIN]
SIMPLE = str.maketrans(PAIRS[1::2] + "龍書馬", PAIRS[::2] + "龙书马")
FULL = str.maketrans(PAIRS[::2] + "龙书马", PAIRS[1::2] + "龍書馬")


def normal(text: str) -> str:
    return normalise(fold(text))


def lines(text: str) -> str:
    """Normalise a field; a line that folds like one before it does not count."""
    return normalise("\n".join(dict.fromkeys(fold(text).split("\n"))))


@dataclass(frozen=True)
class _Judge:
    """One whole Lunr index over all tokens, and plain substring tests."""

    documents: Sequence[Document]
    large: frozenset[str] = frozenset()
    """The large terms of our index, which phrases are not looked up by."""

    @cached_property
    def texts(self) -> list[dict[str, str]]:
        return [
            {
                name: normal(Fragment("", None, {}, one.text).body(fold))
                if name == BODY
                else lines(one.fields.get(name, ""))
                for name in FIELDS
            }
            for one in self.documents
        ]

    @cached_property
    def tokens(self) -> list[dict[str, str | list[str]]]:
        return [
            {
                "id": str(number),
                **{
                    name: tokens(text, unit)
                    for (name, text), unit in zip(texts.items(), UNITS, strict=True)
                },
            }
            for number, texts in enumerate(self.texts)
        ]

    @cached_property
    def order(self) -> list[int]:
        """Return for each document its number in the index."""
        rows = ordered(Row.of(analyse(one)) for one in self.documents)
        numbers = {row.slug: number for number, row in enumerate(rows)}
        return [numbers[one.slug] for one in self.documents]

    @cached_property
    def index(self) -> Builder:
        builder = Builder()
        builder.ref("id")
        for name, boost in FIELDS.items():
            builder.field(name, boost=boost)
        for one in self.tokens:
            builder.add(one)
        return builder

    def answer(self, query: str) -> list[tuple[str, float]]:
        """Return slugs and scores in order."""
        clauses = parse(query)
        found = [n for n in range(len(self.documents)) if self.matches(clauses, n)]
        scored = self.scores(clauses) if clauses else {}
        numbers = {self.order[place]: place for place in found}
        by_number = {n: scored.get(place, 0.0) for n, place in numbers.items()}
        return [
            (self.documents[numbers[n]].slug, by_number[n])
            for n in (rank(by_number, by_number) if clauses else ())
        ]

    def matches(self, clauses: Sequence[Clause], place: int) -> bool:
        return all(
            any(self.holds(one, place) for one in clause.alternatives)
            is not clause.excluded
            for clause in clauses
        )

    def holds(self, one: Alternative, place: int) -> bool:
        if isinstance(one, Phrase):
            fields = [one.field] if one.field else list(FIELDS)
            return any(normal(one.text) in self.texts[place][name] for name in fields)
        if isinstance(one, Similar):
            texts = self.texts[place]["title"], self.texts[place][BODY]
            return bool(alike_in(normal(one.word), texts))
        return one.first <= year(self.documents[place].date or "") <= one.last

    @cached_property
    def built(self) -> Index:
        return self.index.build()

    def scores(self, clauses: Sequence[Clause]) -> dict[int, float]:
        query = Query(list(FIELDS))
        for one in lunr_terms(clauses, normal, self.large):
            query.clause(
                one.term,
                fields=[one.field] if one.field else [],
                use_pipeline=False,
                presence=QueryPresence.REQUIRED
                if one.required
                else QueryPresence.OPTIONAL,
            )
        if not query.clauses:
            return {}
        return {int(hit["ref"]): hit["score"] for hit in self.built.query(query)}


def synthetic(rng: random.Random, count: int) -> list[Document]:
    """Return documents in which few characters recur in every order."""
    documents: list[Document] = []
    for number in range(count):
        size = rng.randrange(0, 160)
        letters = [*COMMON * 3, *RARE, *LATIN, *rng.choices(LATINS, k=9)]
        text = "".join(rng.choice(letters) for _ in range(size))
        title = "".join(rng.choice(COMMON) for _ in range(rng.randrange(8)))
        hans, hant = text.translate(SIMPLE), text.translate(FULL)
        if number % 10 == 3:
            hant = hant.replace("人大", "人民大")  # a manual rule of one script
        date = None if number % 7 == 0 else f"20{number % 9 + 10}-0{number % 8 + 1}"
        scripts = {"hans": hans, "hant": hant}
        documents.append(
            Document(
                slug=f"article-{number:03}",
                date=date,
                fields={"title": title, "source": rng.choice(["国人报", "大学", ""])},
                text=scripts if number % 2 else dict(reversed(scripts.items())),
                shown={
                    "hans": {"title": title.translate(SIMPLE)},
                    "hant": {"title": title.translate(FULL)},
                },
            )
        )
    return documents


def substring(rng: random.Random, documents: Sequence[Document]) -> str:
    """Return 1 to 8 characters of some text, as a reader could type them."""
    while True:
        text = rng.choice(list(rng.choice(documents).text.values()))
        start = rng.randrange(len(text) or 1)
        found = text[start : start + rng.randint(1, 8)]
        if normal(found) and not set(found) & set('“”"「」\n'):
            return f'"{found}"'


def queries(rng: random.Random, documents: Sequence[Document]) -> list[str]:
    """Return queries of every kind."""

    def one() -> str:
        return substring(rng, documents)

    def word() -> str:
        return "".join(one().strip('"').split()) or "人"

    made = [one() for _ in range(140)]
    made += [f"{one()} {one()}" for _ in range(20)]
    made += [f"{one()} -{one()}" for _ in range(20)]
    made += [f"{one()} OR {word()} {word()}" for _ in range(20)]
    made += [f"-{one()}" for _ in range(5)]
    made += [f"title:{word()} year:2012..2015" for _ in range(10)]
    made += [f"来源：{word()} OR title:{word()}" for _ in range(10)]
    made += [f"year:2013.. -year:2015 {word()}" for _ in range(5)]
    made += [f"{''.join(rng.choices('abcXYZ0129', k=4))}~" for _ in range(20)]
    made += [f"abcd~ OR {word()}", f"{word()} xyzx~1 -9210~"]
    made += ["", " ", "-", "*", "“", "title:", "a*", "year:2012", "没有的话", "-没有"]
    return made


def write(documents: Sequence[Document], folder: Path) -> None:
    for path, data in search_files([analyse(one) for one in documents]):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def check(documents: Sequence[Document], asked: Sequence[str], folder: Path) -> None:
    """Compare the judge, Python and Node."""
    write(documents, folder / "search")
    manifest = decode_manifest((folder / "search" / "manifest.json").read_bytes())
    judge = _Judge(documents, frozenset(manifest.large))
    cases = []
    for query in asked:
        expected = judge.answer(query)
        found = search(folder / "search", query, limit=len(documents))
        assert found.total == len(expected), query
        assert [hit.slug for hit in found.hits] == [slug for slug, _ in expected], query
        for hit, (_, score) in zip(found.hits, expected, strict=True):
            assert hit.score == pytest.approx(score, rel=0, abs=1e-9), query
        wanted = [
            {"term": one.term, "field": one.field, "required": one.required}
            for one in lunr_terms(parse(query), normal, judge.large)
        ]
        cases.append({"query": query, "expected": expected, "wanted": wanted})
    agreement = {
        "fields": list(FIELDS.items()),
        "documents": judge.tokens,
        "slugs": [one.slug for one in documents],
        "cases": cases,
    }
    (folder / "agreement.json").write_text(json.dumps(agreement), "utf-8")
    node(folder)


def node(folder: Path | None, *files: str) -> None:
    """Run the browser's modules under Node."""
    if shutil.which("node") is None:
        pytest.skip("needs Node 20 or later")
    names = files or ("agreement.test.mjs",)
    done = subprocess.run(
        ["node", "--test", *(str(CLIENT / name) for name in names)],
        env={**os.environ, **({"WENYUAN_AGREEMENT": str(folder)} if folder else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_a_synthetic_archive_agrees_with_lunr(tmp_path: Path) -> None:
    rng = random.Random(20201219)
    documents = synthetic(rng, 150)
    check(documents, queries(rng, documents), tmp_path)


def test_an_archive_with_large_terms_agrees_with_lunr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "LARGE", 900)
    rng = random.Random(20201220)
    documents = synthetic(rng, 150)
    check(documents, queries(rng, documents), tmp_path)
    assert len(list((tmp_path / "search/p").glob("*.large.bin"))) > 4


def test_every_substring_is_found_in_either_script(tmp_path: Path) -> None:
    rng = random.Random(5)
    documents = synthetic(rng, 60)
    write(documents, tmp_path)
    texts = _Judge(documents).texts
    for _ in range(150):
        phrase = substring(rng, documents)
        inside = [normal(phrase.strip('"')) in one[BODY] for one in texts]
        for typed in (phrase, phrase.translate(SIMPLE), phrase.translate(FULL)):
            found = search(tmp_path, f"{typed}", limit=60, script="hant")
            slugs = {hit.slug for hit in found.hits}
            held = {one.slug for one, has in zip(documents, inside, strict=True) if has}
            assert held <= slugs, typed


def test_each_excerpt_is_marked_exactly(tmp_path: Path) -> None:
    rng = random.Random(6)
    documents = [one for one in synthetic(rng, 60) if "人民大" not in one.text["hant"]]
    write(documents, tmp_path)
    for _ in range(50):
        phrase = substring(rng, documents)
        for script in ("hans", "hant"):
            for hit in search(tmp_path, phrase, limit=5, script=script).hits:
                marked = {normal(hit.excerpt[a:b]) for a, b in hit.marks}
                assert marked <= {normal(phrase.strip('"'))}
                if not marked:
                    assert normal(phrase.strip('"')) not in normal(hit.excerpt)


def test_the_modules_of_the_browser_pass_their_own_tests() -> None:
    node(None, *sorted(path.name for path in CLIENT.glob("*.test.mjs")))


@pytest.fixture(scope="module")
def corpus(shared: Path) -> list[Document]:
    """Return 300 articles of the corpus, from all its years."""
    documents: list[Document] = []
    with lzma.open(
        shared / "corpus" / "xwlb.jsonl.xz", "rt", encoding="utf-8"
    ) as lines:
        for number, line in enumerate(lines):
            if number % 210 or len(documents) == 300:
                continue
            row = json.loads(line)
            title, text = row["title"] or "", row["text"]
            documents.append(
                Document(
                    slug=row["id"].lower(),
                    date=row["date"],
                    fields={
                        "title": title,
                        "source": row["source"] or "",
                        "keywords": "\n".join(row["keywords"] or ()),
                    },
                    text={"hans": text, "hant": convert(text, "hant")},
                    shown={"hans": {"title": title}},
                )
            )
    return documents


@pytest.mark.shared
def test_the_corpus_agrees_with_lunr(corpus: list[Document], tmp_path: Path) -> None:
    rng = random.Random(7)
    asked = [substring(rng, corpus) for _ in range(800)]
    asked += ["习近平", "習近平", "的", "中国 -北京", "year:2015 香港", "title:会见"]
    check(corpus, asked, tmp_path)
