"""The same articles as an archive of ours and as a site of Hugo, and how to edit them."""

from __future__ import annotations

import compileall
import json
import os
import re
import shutil
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import generator
from benchmarks import hugo
from benchmarks.synthesise import Record
from generator.scaffold import scaffold
from generator.script import convert

_DATE = re.compile(r"(?m)^(date: \d{4})-\d\d-\d\d")
ADDRESS = "https://example.org/"
_EDITED = """\
{% extends "theme/article.html" %}
{% block head %}{{ super() }}<meta name="edition" content="MARK">{% endblock %}
"""


@dataclass(frozen=True)
class Subject:
    """A site on disk and the program that builds it."""

    name: str
    root: Path
    command: tuple[str, ...]
    articles: tuple[Path, ...]
    """The folders of article files: one for each ready-made language."""
    template: Path
    edited: str
    """Text of that template with which the page of every article shows MARK."""

    @property
    def out(self) -> Path:
        """The folder that it builds."""
        return self.root / "public"

    def lose(self) -> None:
        """Remove what earlier builds left."""
        left = [one for one in self.root.glob(".public*") if one.is_dir()]
        for path in (self.out, self.root / ".wenyuan", self.root / "resources", *left):
            shutil.rmtree(path, ignore_errors=True)

    def touch(self) -> None:
        """Give every article file a new time, as a fresh checkout does."""
        for folder in self.articles:
            for path in folder.iterdir():
                os.utime(path)

    def add_sentence(self, mark: str) -> None:
        """Add a paragraph to the article in the middle."""
        for path in self._middle():
            text = path.read_text("utf-8")
            path.write_text(f"{text}\n后来又加了第{mark}句。\n", "utf-8")

    def retitle(self, mark: str) -> None:
        """Give the article in the middle another title."""
        for path in self._middle():
            text = path.read_text("utf-8")
            text = text.replace('title: "', f'title: "{mark}', 1)
            path.write_text(text, "utf-8")

    def redate(self, mark: str) -> None:
        """Give it another day of the same year."""
        month, day = divmod(zlib.crc32(mark.encode()) % (12 * 28), 28)
        for path in self._middle():
            text = path.read_text("utf-8")
            another = rf"\g<1>-{month + 1:02}-{day + 1:02}"
            path.write_text(_DATE.sub(another, text, count=1), "utf-8")

    def restyle(self, mark: str) -> None:
        """Edit the template of articles."""
        self.template.parent.mkdir(exist_ok=True)
        self.template.write_text(self.edited.replace("MARK", mark), "utf-8")

    def _middle(self) -> list[Path]:
        found = [sorted(folder.iterdir()) for folder in self.articles]
        return [paths[len(paths) // 2] for paths in found]

    def size(self) -> tuple[int, int]:
        """Return how many files it built, and their bytes."""
        sizes = [
            os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118 - a million
            for folder, _, names in os.walk(self.out)
            for name in names
        ]
        return len(sizes), sum(sizes)


def ours(
    root: Path, settings: Iterable[str] = (), options: Iterable[str] = ()
) -> Subject:
    """Lay out an archive of ours without articles; `settings` are lines of site.toml.

    The program is compiled first, as installing it does: where Python may not write
    bytecode, each run would compile again what was edited since.
    """
    compileall.compile_dir(Path(generator.__file__).parent, quiet=1)
    scaffold(root)
    (root / "content/sources/第一篇文章.txt").unlink()
    with (root / "site.toml").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in settings)
    articles = root / "content/articles"
    articles.mkdir(exist_ok=True)
    command = (sys.executable, "-m", "generator", "build", "--quiet")
    options = ("--site", str(root), "--base-url", ADDRESS, *options)
    template = root / "content/templates/article.html"
    return Subject("ours", root, (*command, *options), (articles,), template, _EDITED)


def hugos(root: Path, program: Path) -> Subject:
    """Lay out a site of Hugo without articles."""
    hugo.lay_out(root)
    folders = [root / "content" / name / "articles" for name in hugo.LANGUAGES.values()]
    command = (str(program), "--source", str(root), "--quiet", "--noBuildLock")
    page = root / hugo.PAGE
    return Subject("Hugo", root, command, tuple(folders), page, hugo.EDITED)


def fill(subjects: Iterable[Subject], records: Iterable[Record]) -> int:
    """Write the articles into the sites; return how many Han and other characters.

    A site with one folder gets each article as it is; one with two, in both scripts.
    """
    total = 0
    for record in records:
        total += len(record["text"])
        for subject in subjects:
            scripts = ("hans", "hant") if len(subject.articles) > 1 else ("",)
            for folder, script in zip(subject.articles, scripts, strict=True):
                path = folder / f"{record['id']}.md"
                path.write_text(_article(record, script), "utf-8")
    return total


def _article(record: Record, script: str) -> str:
    """Return a file of Markdown, for Hugo when a script is named."""

    def shown(text: str) -> str:
        return convert(text, script) if script else text

    quoted = {
        "title": shown(record["title"]),
        "source": shown(record["source"] or ""),
        "tags" if script else "keywords": [shown(one) for one in record["keywords"]],
    }
    lines = [f"{key}: {json.dumps(quoted[key], ensure_ascii=False)}" for key in quoted]
    lines.append(f"date: {record['date']}")
    lines += [] if script else ["script: hans"]
    body = "\n\n".join(line.strip() for line in shown(record["text"]).splitlines())
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"
