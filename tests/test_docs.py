"""What is documented is true, and what exists is documented."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from generator import __version__
from generator.cli import main
from generator.ingest import RULES, clean, frontmatter, read
from generator.ingest.page import tree
from generator.ingest.rule import Rule
from generator.ingest.rules import furniture
from generator.manual import MARKER, rules_page
from generator.model import Source
from generator.problems import WORDINGS
from generator.render import anchors, blocks
from generator.render.markdown import to_html
from generator.script import rules
from generator.search import language, manifest, segments
from generator.search.documents import FIELDS as FIELDS_OF_SEARCH
from generator.serve import live
from generator.site import FIELDS, Site

ROOT = Path(__file__).resolve().parents[1]
NOTES = ROOT / "content/notes"
PAGES = {path.name: path.read_text("utf-8") for path in sorted(NOTES.glob("*.md"))}
PAPERS = {
    name: (ROOT / name).read_text("utf-8")
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
}
CONTEXT = click.Context(main)
COMMANDS = sorted(main.list_commands(CONTEXT))
FENCED = re.compile(r"(?ms)^ *```(\w*)\n(.*?)^ *```$")


def sections(page: str, level: int = 2) -> dict[str, str]:
    """Return the text below each heading of a level, by heading."""
    parts = re.split(rf"(?m)^{'#' * level} (.+)$", page)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(page: str) -> dict[str, str]:
    """Return the rest of each table row whose first cell is one code span."""
    return dict(re.findall(r"(?m)^\| `([^`]+)` \| (.*) \|$", page))


def options(command: click.Command) -> Iterator[str]:
    for one in command.params:
        if isinstance(one, click.Option):
            yield max(one.opts, key=len)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_each_option(name: str) -> None:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    assert re.search(rf"Example:  .*wenyuan {name}\b", command.help or "")
    assert f"wenyuan {name}" in PAPERS["README.md"]
    section = sections(PAGES["commands.md"])[f"wenyuan {name}"]
    assert [one for one in options(command) if f"`{one}" not in section] == []
    listed = set(re.findall(r"(?m)^- `(--[a-z-]+)", section))
    assert listed <= set(options(command))
    examples = [body for _, body in FENCED.findall(section)]
    assert any(f"wenyuan {name}" in example for example in examples)


def test_no_command_is_documented_that_does_not_exist() -> None:
    documented = {
        heading.removeprefix("wenyuan ")
        for heading in sections(PAGES["commands.md"])
        if heading.startswith("wenyuan ")
    }
    assert documented == set(COMMANDS)


def test_every_problem_code_is_explained() -> None:
    explained = sections(PAGES["problems.md"], 3)
    assert sorted(explained) == sorted(WORDINGS)
    assert all(re.search(r"\S{8}", text) for text in explained.values())


def test_the_list_of_rules_is_fresh(*, accept: bool) -> None:
    path = NOTES / "cleaning.md"
    head = PAGES["cleaning.md"].partition(MARKER)[0]
    if accept:
        path.write_text(head + rules_page(), "utf-8")
    assert path.read_text("utf-8") == head + rules_page(), "run pytest --accept"
    assert all(f"`{rule.name}`\n\n{rule.why}" in rules_page() for rule in RULES)


def test_every_key_of_the_front_matter_is_documented() -> None:
    keys, _, flags = PAGES["front-matter.md"].partition("## 提示的代码")
    assert sorted(rows(keys)) == sorted(frontmatter.FIELDS)
    raised = set(flag_codes())
    assert set(rows(flags)) == raised
    for script in ("hans", "hant"):
        text = (ROOT / f"templates/strings/{script}.toml").read_text("utf-8")
        words = tomllib.loads(text)
        assert raised <= words["flag_names"].keys()
        assert raised <= words["flag_reasons"].keys()


def flag_codes() -> Iterator[str]:
    """Yield the code of each flag that the first half of the pipeline raises."""
    for path in (ROOT / "generator/ingest").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Flag":
                code = node.args[0] if node.args else None
                if isinstance(code, ast.Constant):
                    yield str(code.value)


def test_every_key_of_the_settings_is_documented_with_its_default() -> None:
    item = re.compile(r"(?m)^- `(\w+)`，默认 ?`?(.+?)`?。.")
    documented = dict(item.findall(PAGES["site.md"]))
    assert sorted(documented) == sorted(FIELDS)
    site = Site(root=ROOT, content=ROOT)
    for key, words in documented.items():
        default = getattr(site, key)
        if isinstance(default, str | int):
            assert tomllib.loads(f"{key} = {words}") == {key: default}


@pytest.mark.parametrize("name", PAGES)
def test_a_note_is_whole(name: str) -> None:
    page = PAGES[name]
    links = re.findall(r"\]\(([^)]+\.md)\)", FENCED.sub("", page))
    assert [link for link in links if link not in PAGES] == []
    values = frontmatter.stated(page, name)
    assert isinstance(values, tuple)
    assert set(values[0]) == {"title"}
    markup, limited = to_html(page[values[1] :])
    assert not limited
    assert "<h1" not in markup


@pytest.mark.parametrize("name", [*PAPERS, *PAGES])
def test_every_file_that_is_named_exists(name: str) -> None:
    text = PAPERS.get(name) or PAGES[name]
    named = set(
        re.findall(r"`((?:generator|tests|templates|build_hooks)/[\w./-]*)", text)
    )
    if name in PAPERS:
        named |= set(re.findall(r"\]\(((?!https?:)[^)#]+)\)", text))
    assert sorted(one for one in named if not (ROOT / one).exists()) == []


def test_every_make_command_is_a_target() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in ("README.md", "CONTRIBUTING.md"):
        wanted = set(
            re.findall(r"\bmake (site|test|format|clean|check)\b", PAPERS[name])
        )
        assert {"site", "test"} <= wanted
        assert all(re.search(rf"(?m)^{one}:", makefile) for one in wanted)


def test_the_example_of_the_readme_is_true() -> None:
    before, after = [body for _, body in FENCED.findall(PAPERS["README.md"])][:2]
    source = read.read_bytes(before.encode(), "page.txt")
    assert isinstance(source, Source)
    cleaned = clean(source)
    made = frontmatter.write(cleaned.metadata, cleaned.body).splitlines()
    assert [line for line in after.splitlines() if line not in made] == []
    assert cleaned.body.splitlines()[-1] == after.splitlines()[-1]


def test_the_example_of_contributing_is_a_rule_that_works() -> None:
    (code,) = [
        body
        for kind, body in FENCED.findall(PAPERS["CONTRIBUTING.md"])
        if kind == "python"
    ]
    names = dict(vars(furniture))
    exec(re.sub(r"(?m)^   ", "", code), names)
    made = names["character_count"]
    assert isinstance(made, Rule)
    for example in made.examples:
        draft = example.draft()
        assert draft.apply(made.name, made.apply(draft)).text == example.after


def test_the_limits_of_security_are_those_of_the_program() -> None:
    table = PAPERS["SECURITY.md"].partition("## Limits")[2].partition("## What")[0]
    for number in (
        read.SIZE_LIMIT,
        frontmatter.SIZE_LIMIT,
        frontmatter.DEPTH_LIMIT,
        tree._DEPTH_LIMIT,
        blocks.BLOCK_CHARACTERS,
        blocks.BLOCK_MARKS,
        blocks.BLOCK_DEPTH,
        blocks.BLOCKS,
        rules.MOST,
        rules.LONGEST,
        anchors.MARKED,
        language.LIMIT,
        live.CACHED,
    ):
        assert re.search(rf"(?<![\d,]){number:,}(?![\d,])", table), number


def test_the_figures_of_the_search_format_are_those_of_the_program() -> None:
    page = PAGES["search.md"]
    assert f"不超过 {segments.CHECKED} 的" in page
    assert f"前 {language.LIMIT} 个字符" in page
    assert f"格式版本是 {manifest.VERSION}" in page
    boosts = {
        "题名": "title",
        "关键词": "keywords",
        "作者": "authors",
        "地点": "places",
    }
    for word, field in {**boosts, "正文": "body", "来源": "source"}.items():
        assert f"{word} {FIELDS_OF_SEARCH[field]:g}" in page


def test_the_changelog_knows_this_version() -> None:
    assert f"## [{__version__}]" in PAPERS["CHANGELOG.md"]
