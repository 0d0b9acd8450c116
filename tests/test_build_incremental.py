"""Law 4: after any sequence of changes a build equals one from nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from generator.build import build_site, plan_site, store
from generator.build.run import Workers
from generator.build.session import Session
from generator.build.store import NAME as STORE
from generator.build.store import opened
from generator.problems import Report
from generator.scaffold import scaffold
from generator.site import load_site
from generator.value import replace

Item = TypeVar("Item")
ARTICLE = """---
title: {title}
date: {date}
source: {source}
authors: [{author}]
keywords: [{keyword}]
places: [江州]
script: hans
draft: {draft}
---
{body}
"""
BODIES = [
    "江州的渡口在城东，每天清晨五点，第一班船载着菜农过江。坐船的人说，桥上快，船上慢。",
    "后来城里修了桥，渡船仍旧开着。\n\n友好城市代表团参观友好城市的港口，说友好城市很好。",
    "友好城市代表团又来了。友好城市的客人坐渡船过江，看友好城市的灯。",
    "头发、发展、皇后、后来；里程、这里；干净、干部、树干。",
    "第一段。\n\n## 一、标题\n\n第二段有 **粗体** 和 Latin words 2021。",
]
SOURCE = """渡口的早晨{n}
2021-03-0{n} 07:05　来源：江州晚报　作者：周晓江
江州的渡口在城东，每天清晨五点，第一班船载着菜农过江。这是第{n}篇，写的是第{n}天。
后来城里修了桥，渡船仍旧开着。坐船的人说，桥上快，船上慢，慢有慢的好处。
"""
WORDS = ["江州晚报", "江州日报", "海运", "友好城市", "周晓江"]
DATES = ["2021-03-01", "2021-03", "2020", "2021-03-02T08:00", "null", "2022-04-28?"]
SLUGS = ["a", "b", "c", "d", "2021-03-01-x"]
SETTINGS = [
    "",
    "page_size = 1\n",
    'quotes = "keep"\n',
    'scripts = ["zh-Hans"]\n',
    'downloads = ["md", "bib"]\n',
    'facets = ["sources"]\n',
    "search = false\n",
    "drafts = true\n",
    '[glossary]\nport = ["渡口=>zh-Hant:渡頭"]\n',
]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Interrupted:
    """Watches a build and ends it after some items."""

    def __init__(self, count: int) -> None:
        """Let so many items pass."""
        self.left = count

    def __call__(
        self, _label: str, items: Iterable[Item], _length: int | None, /
    ) -> Iterator[Item]:
        """Yield the items until there are enough."""
        for item in items:
            if not self.left:
                raise InterruptedError
            self.left -= 1
            yield item

    def phase(self, _label: str, /) -> AbstractContextManager[None]:
        """Return what does nothing."""
        return nullcontext()


class Edits(RuleBasedStateMachine):
    """An archive that people keep changing, built after every change."""

    def __init__(self) -> None:
        """Begin with an archive that holds nothing."""
        super().__init__()
        self.patching = pytest.MonkeyPatch()
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name) / "archive"
        scaffold(self.root)
        for path in (self.root / "content/sources").iterdir():
            path.unlink()

    @initialize(amended=st.sampled_from([0, 2, store.AMENDED]))
    def choose_how_much_is_kept_apart(self, amended: int) -> None:
        """In a large archive, there is a limit to it that a small one never meets."""
        self.patching.setattr(store, "AMENDED", amended)

    def teardown(self) -> None:
        self.patching.undo()
        self.folder.cleanup()

    @property
    def articles(self) -> Path:
        folder = self.root / "content/articles"
        folder.mkdir(exist_ok=True)
        return folder

    @rule(
        slug=st.sampled_from(SLUGS),
        title=st.sampled_from(["渡口", "友好城市来访", "null", "后来的发展"]),
        date=st.sampled_from(DATES),
        source=st.sampled_from(WORDS[:2]),
        keyword=st.sampled_from(WORDS),
        author=st.sampled_from(["周晓江", "李静鹏"]),
        body=st.sampled_from(BODIES),
        draft=st.booleans(),
    )
    def write(self, slug: str, draft: bool, **values: str) -> None:  # noqa: FBT001
        """Write an article file, new or over an old one."""
        text = ARTICLE.format(draft=str(draft).lower(), **values)
        (self.articles / f"{slug}.md").write_text(text, "utf-8")

    @rule(data=st.data(), body=st.sampled_from(BODIES))
    def edit_body(self, data: st.DataObject, body: str) -> None:
        """Add words to an article."""
        if files := sorted(self.articles.glob("*.md")):
            path = data.draw(st.sampled_from(files))
            path.write_bytes(path.read_bytes() + f"{body}\n".encode())

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if files := sorted(self.articles.glob("*.md")):
            data.draw(st.sampled_from(files)).unlink()

    @rule(data=st.data(), name=st.sampled_from(SLUGS))
    def rename(self, data: st.DataObject, name: str) -> None:
        if files := sorted(self.articles.glob("*.md")):
            data.draw(st.sampled_from(files)).rename(self.articles / f"{name}.md")

    @rule(data=st.data(), reason=st.sampled_from(WORDS))
    def withdraw(self, data: st.DataObject, reason: str) -> None:
        self._state(data, f"withdrawn: {{reason: {reason}}}")

    @rule(data=st.data(), name=st.sampled_from(SLUGS))
    def name_former(self, data: st.DataObject, name: str) -> None:
        self._state(data, f"formerly: [{name}]")

    def _state(self, data: st.DataObject, line: str) -> None:
        """Put a line into the head of an article."""
        if files := sorted(self.articles.glob("*.md")):
            path = data.draw(st.sampled_from(files))
            new = f"{line}\nscript:".encode()
            path.write_bytes(path.read_bytes().replace(b"script:", new, 1))

    @rule(data=st.data(), encoding=st.sampled_from(["utf-8", "gbk"]))
    def break_one(self, data: st.DataObject, encoding: str) -> None:
        if files := sorted(self.articles.glob("*.md")):
            data.draw(st.sampled_from(files)).write_text(
                "---\ndate: 2021-13\n---\n坏。", encoding
            )

    @rule(number=st.integers(1, 3), gone=st.booleans())
    def change_source(self, number: int, gone: bool) -> None:  # noqa: FBT001
        """Add, change or remove a source."""
        path = self.root / f"content/sources/{number}.txt"
        if gone:
            path.unlink(missing_ok=True)
        elif path.exists():
            path.write_text(path.read_text("utf-8") + "又过了一天，渡船还在开。\n")
        else:
            path.write_text(SOURCE.format(n=number), "utf-8")

    @rule(extra=st.sampled_from(SETTINGS), base=st.booleans())
    def configure(self, extra: str, base: bool) -> None:  # noqa: FBT001
        address = 'base_url = "https://a.example/b/"\n' if base else ""
        (self.root / "site.toml").write_text(f'title = "试"\n{address}{extra}', "utf-8")

    @rule(word=st.sampled_from(["", "一", "二"]))
    def change_template(self, word: str) -> None:
        folder = self.root / "content/templates"
        folder.mkdir(exist_ok=True)
        text = "{% extends 'theme/404.html' %}{# " + word + " #}"
        (folder / "404.html").write_text(text, "utf-8")

    @rule(word=st.sampled_from(WORDS))
    def change_note(self, word: str) -> None:
        folder = self.root / "content/notes"
        folder.mkdir(exist_ok=True)
        (folder / "about.md").write_text(f"---\ntitle: 关于\n---\n关于{word}。\n")

    @rule()
    def lose_the_store(self) -> None:
        shutil.rmtree(self.root / STORE, ignore_errors=True)

    @rule()
    def preview(self) -> None:
        """Take in what changed without publishing it."""
        site = load_site(self.root, Report())
        with opened(self.root) as store:
            plan_site(site, Session(store, Report(), Workers()))

    @rule(count=st.integers(0, 12))
    def interrupt(self, count: int) -> None:
        """Stop a build when it has made some things."""
        site, step = load_site(self.root, Report()), Interrupted(count)
        with suppress(InterruptedError):
            build_site(
                site, Report(), out=self.root / "public", workers=Workers(), step=step
            )

    @rule(data=st.data(), years=st.sampled_from([-1, 1]))
    def set_the_clock(self, data: st.DataObject, years: int) -> None:
        """Give a file another time, as a clock that was wrong leaves it."""
        if files := sorted(self.articles.glob("*.md")):
            path = data.draw(st.sampled_from(files))
            then = path.stat().st_mtime + years * 366 * 86400
            os.utime(path, (then, then))

    @rule()
    def lose_pages(self) -> None:
        """Take a folder of ours away: of one file less only --force would notice."""
        for path in sorted((self.root / "public/articles").glob("*/"))[:1]:
            shutil.rmtree(path)

    @invariant()
    def equals_a_build_from_nothing(self) -> None:
        site = load_site(self.root, Report())
        first, second = Report(), Report()
        build_site(site, first, out=self.root / "public", workers=Workers())
        with tempfile.TemporaryDirectory() as folder:
            clean = Path(folder) / "archive"
            shutil.copytree(
                self.root,
                clean,
                ignore=shutil.ignore_patterns(STORE, "public", ".public*"),
            )
            site = load_site(clean, Report())
            build_site(site, second, out=clean / "public", workers=Workers())
            made, wanted = tree(self.root / "public"), tree(clean / "public")
            assert made.keys() == wanted.keys()
            assert [path for path in made if made[path] != wanted[path]] == []
        words = [str(one) for one in first.sorted()]
        assert words == [str(one) for one in second.sorted()]


def test_a_file_that_could_not_be_read_is_complained_of_until_it_is_gone(
    tmp_path: Path,
) -> None:
    root = tmp_path / "archive"
    scaffold(root)
    path = root / "content/articles/gbk.md"
    path.write_text("---\ntitle: 国标\n---\n正文。\n", "gbk")
    told: list[list[str]] = []
    for _ in range(3):
        report = Report()
        site = load_site(root, report)
        build_site(site, report, out=root / "public", workers=Workers())
        told.append([one.code for one in report.problems])
        if len(told) == 2:
            path.unlink()
    assert told == [["not-utf-8"], ["not-utf-8"], []]


def test_drafts_shown_and_hidden_again_relate_as_in_a_build_from_nothing(
    tmp_path: Path,
) -> None:
    root = tmp_path / "archive"
    scaffold(root)
    (root / "content/sources/第一篇文章.txt").unlink()
    facts = {"source": WORDS[0], "keyword": WORDS[3], "author": WORDS[4]}
    for slug, draft in zip(SLUGS, ("false", "true", "false", "true"), strict=False):
        text = ARTICLE.format(
            title=f"友好城市来访{slug}",
            date=DATES[0],
            draft=draft,
            body=BODIES[2],
            **facts,
        )
        (root / f"content/articles/{slug}.md").write_text(text, "utf-8")

    def built(out: str, *, drafts: bool) -> dict[str, bytes]:
        site = replace(load_site(root, Report()), drafts=drafts)
        build_site(site, Report(), out=root / out, workers=Workers())
        return tree(root / out)

    incremental = [built("public", drafts=one) for one in (False, True, False)]
    for drafts, made in zip((False, True, False), incremental, strict=True):
        shutil.rmtree(root / STORE)
        assert made == built(f"clean-{drafts}", drafts=drafts)
    page = "zh-hans/articles/a/index.html"
    assert b"articles/b/" in incremental[1][page]
    assert b"articles/b/" not in incremental[2][page]


TestEdits = Edits.TestCase
TestEdits.settings = settings(
    max_examples=int(os.environ.get("WENYUAN_EXAMPLES", "3")),
    stateful_step_count=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes minutes
)
