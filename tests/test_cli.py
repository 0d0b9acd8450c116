"""The command line: answers on stdout, problems on stderr, honest exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main

REPOSITORY = Path(__file__).resolve().parents[1]
DIRTY = "渡口的早晨\n2021-03-04 07:05　来源：江州晚报\n江州的渡口在城东，每天清晨五点开船。\n"


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=text, catch_exceptions=False)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    assert run("new", str(root)).exit_code == 0
    return root


def test_from_nothing_to_a_searched_site(archive: Path) -> None:
    built = run("build", "--site", str(archive), "--format", "json")
    assert built.exit_code == 0, built.stderr
    summary = json.loads(built.stdout)
    assert summary["sources"]["total"] == summary["articles"] == 1
    assert summary["problems"] == []
    found = run("search", "樣文", "--site", str(archive), "--format", "json")
    result = json.loads(found.stdout)
    assert set(result) == {"query", "total", "hits"}
    assert result["total"] == 1
    assert set(result["hits"][0]) == {"slug", "score", "title", "date", "excerpt"}
    assert "样文" in result["hits"][0]["excerpt"]


def test_new_refuses_a_full_folder(archive: Path) -> None:
    again = run("new", str(archive))
    assert again.exit_code == 1
    assert "error[exists]" in again.stderr


def test_clean_from_stdin_and_file(tmp_path: Path) -> None:
    out = run("clean", text=DIRTY)
    assert out.stdout.startswith("---\ntitle: 渡口的早晨\ndate: 2021-03-04T07:05\n")
    path = tmp_path / "x.txt"
    path.write_bytes(DIRTY.encode("gb18030"))
    record = json.loads(run("clean", str(path), "--format", "json").stdout)
    assert set(record) >= {"metadata", "body", "edits", "flags"}
    assert record["metadata"]["origin"]["encoding"] == "gb18030"
    source, body, position = DIRTY, "", 0
    for edit in record["edits"]:
        assert source[edit["start"] : edit["end"]] == edit["text"]
        body += source[position : edit["start"]] + edit["replacement"]
        position = edit["end"]
    assert body + source[position:] == record["body"]


def test_clean_keeps_half_width_marks_when_asked() -> None:
    text = "题目在此\n他说,今天很好,明天也会很好,大家都很高兴。\n"
    assert "他说，今天" in run("clean", text=text).stdout
    assert "他说,今天" in run("clean", "--punctuation", "keep", text=text).stdout


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", bytes(range(128, 256))])
def test_bad_input_is_one_sentence_and_exit_1(data: bytes) -> None:
    out = run("clean", text=data)
    assert out.exit_code == 1
    assert out.stdout == ""
    assert "error[" in out.stderr
    assert "hint: " in out.stderr


def test_explain_in_three_forms(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(DIRTY)
    assert "⟨credit-line 0.95⟩" in run("explain", str(path)).stdout
    assert json.loads(run("explain", str(path), "--format", "json").stdout)["edits"]
    page = run("explain", str(path), "--format", "html").stdout
    assert "<del title='credit-line 0.95'>" in page
    assert run("explain", "nothing", "--site", str(REPOSITORY)).exit_code == 1


def test_explain_takes_a_slug(archive: Path) -> None:
    run("ingest", "--site", str(archive))
    (path,) = (archive / "content/articles").glob("*.md")
    out = run("explain", path.stem, "--site", str(archive))
    assert "⟨breadcrumb 0.97⟩" in out.stdout


@pytest.mark.parametrize(
    "place", ["../secret.txt", "sources/../../secret.txt", "sources/link.txt"]
)
def test_explain_reads_no_file_outside_the_sources(archive: Path, place: str) -> None:
    run("ingest", "--site", str(archive))
    (archive / "secret.txt").write_text("密码", "utf-8")
    (archive / "content/sources/link.txt").symlink_to(archive / "secret.txt")
    article = next((archive / "content/articles").glob("*.md"))
    text = re.sub(
        r"file: [^,\n}]+", f"file: {place}", article.read_text("utf-8"), count=1
    )
    assert place in text
    article.write_text(text, "utf-8")
    out = run("explain", article.stem, "--site", str(archive))
    assert out.exit_code == 1
    assert "密码" not in out.stdout + out.stderr
    assert f"{article.name}:1: " in out.stderr


def test_explain_finds_the_source_of_an_article_by_any_name(archive: Path) -> None:
    sources = archive / "content/sources"
    (path,) = sources.iterdir()
    path.rename(sources / "期#1.txt")
    (sources / "r.jsonl").write_text(json.dumps({"id": "a#b", "text": DIRTY}))
    run("ingest", "--site", str(archive))
    for article in (archive / "content/articles").glob("*.md"):
        assert run("explain", article.stem, "--site", str(archive)).exit_code == 0


def test_a_message_has_no_characters_that_a_terminal_obeys(archive: Path) -> None:
    (archive / "content/sources/a\x1b[31m\nb.txt").write_text("")
    told = run("ingest", "--site", str(archive)).stderr.split("\n")
    place = r"content/sources/a\x1b[31m\x0ab.txt:1"
    assert told[0] == f"{place}: error[empty-source] the file is empty"


@pytest.mark.parametrize("name", ["长" * 300, "a/" * 3000, "\0"])
def test_explain_of_an_impossible_name(archive: Path, name: str) -> None:
    found = run("explain", name, "--site", str(archive))
    assert found.exit_code == 1
    assert "no-such-article" in found.stderr


def test_rules_are_listed() -> None:
    rules = json.loads(run("rules", "--format", "json").stdout)
    assert all(one["why"] and one["examples"] for one in rules)
    assert "credit-line" in run("rules").stdout


@pytest.mark.parametrize(
    ("arguments", "text", "want"),
    [
        (["--to", "hant"], "党的领导\n汉字\n", "黨的領導\n漢字\n"),
        (["--to", "hans"], "漢字\r\n", "汉字\r\n"),
        (["--to", "hans"], "汉字", "汉字"),
        (["--reference", "s2t"], "里面", "裏面"),
        (["--to", "hant", "--html"], '<a href="/汉">汉</a>', '<a href="/汉">漢</a>'),
        (["--to", "hant"], "", ""),
    ],
)
def test_convert_keeps_lines_and_their_ends(
    arguments: list[str], text: str, want: str
) -> None:
    out = CliRunner().invoke(main, ["convert", *arguments], input=text.encode())
    assert out.stdout_bytes == want.encode()


def test_wrong_usage_is_exit_2(archive: Path) -> None:
    assert run("convert", text="x").exit_code == 2
    assert run("build", "--site", str(archive / "missing")).exit_code == 2
    assert run("nonsense").exit_code == 2


def test_a_folder_without_settings_is_named(tmp_path: Path) -> None:
    out = run("build", "--site", str(tmp_path))
    assert out.exit_code == 1
    assert "error[no-site]" in out.stderr


def test_settings_mistakes_are_all_named(archive: Path) -> None:
    (archive / "site.toml").write_text('titel = "x"\nquotes = "round"\npage_size = 0\n')
    out = run("check", "--site", str(archive))
    assert out.exit_code == 1
    assert "site.toml:1: error[unknown-key] unknown key `titel`" in out.stderr
    assert "did you mean `title`?" in out.stderr
    assert "site.toml:2: error[bad-value]" in out.stderr
    assert "site.toml:3: error[bad-value]" in out.stderr


def test_settings_that_are_not_utf_8_are_told(archive: Path) -> None:
    (archive / "site.toml").write_bytes('quotes = "keep"\ntitle = "文库"'.encode("gbk"))
    out = run("check", "--site", str(archive))
    assert out.exit_code == 1
    assert "site.toml:2: error[bad-toml] not valid TOML: not UTF-8" in out.stderr


def test_settings_may_begin_with_a_byte_order_mark(archive: Path) -> None:
    (archive / "site.toml").write_text('title = "文库"', "utf-8-sig")
    assert run("check", "--site", str(archive)).exit_code == 0


def test_a_title_with_a_control_character_is_told(archive: Path) -> None:
    (archive / "site.toml").write_text('title = "a\\u0000b"')
    assert "without control characters" in run("check", "--site", str(archive)).stderr


def test_check_for_a_pull_request(archive: Path) -> None:
    (archive / "content/sources/empty.txt").write_text("")
    out = run("check", "--site", str(archive), "--format", "github")
    assert out.exit_code == 1
    assert (
        "::error file=content/sources/empty.txt,line=1,title=empty-source::"
        in out.stdout
    )


def test_a_file_name_is_no_command_of_a_workflow(archive: Path) -> None:
    name = "a,b:c%\n::warning::injected.doc"
    (archive / "content/sources" / name).write_text("x")
    out = run("check", "--site", str(archive), "--format", "github")
    (line,) = (one for one in out.stdout.splitlines() if "unknown-kind" in one)
    assert line.startswith(
        "::warning file=content/sources/a%2Cb%3Ac%25%0A%3A%3Awarning%3A%3Ainjected.doc,"
    )
    assert all(one.startswith("::") for one in out.stdout.splitlines())
    assert "::warning::injected" not in out.stdout


def test_a_terminal_is_told_and_not_commanded(archive: Path) -> None:
    wipe = "\x1b[2J\x9b2J"
    (archive / f"content/sources/{wipe}.doc").write_text("x")
    out = run("check", "--site", str(archive))
    assert "content/sources/\\x1b[2J\\x9b2J.doc: warning" in out.stderr
    path = archive / "content/sources/dirty.txt"
    path.write_text(f"题名\n正文一段，{wipe}足够长，有句号。\n")
    explained = run("explain", str(path)).output
    assert "正文一段，\\x1b⟨invisible" in explained
    assert not {"\x1b", "\x9b"} & {*out.stderr, *explained}


@pytest.mark.parametrize("address", ["example.org", "http:x", "httpx://a/", "https://"])
def test_what_is_no_public_address_is_wrong_usage(archive: Path, address: str) -> None:
    out = run("build", "--site", str(archive), "--base-url", address)
    assert out.exit_code == 2
    assert "https://example.org/archive/" in out.stderr


def test_search_before_build_says_what_to_do(archive: Path) -> None:
    out = run("search", "x", "--site", str(archive))
    assert out.exit_code == 1
    assert "error[not-built]" in out.stderr


def test_an_archive_without_search_says_so(archive: Path) -> None:
    with (archive / "site.toml").open("a") as settings:
        settings.write("search = false\n")
    assert run("build", "--site", str(archive)).exit_code == 0
    out = run("search", "x", "--site", str(archive))
    assert out.exit_code == 1
    assert "error[no-search]" in out.stderr


def test_strict_fails_on_warnings(archive: Path) -> None:
    (archive / "content/sources/readme.doc").write_text("x")
    assert run("build", "--site", str(archive)).exit_code == 0
    assert run("build", "--site", str(archive), "--strict").exit_code == 1


def test_the_module_says_how_to_go_on_with_it(archive: Path) -> None:
    command = [sys.executable, "-m", "generator", "build", "--site", str(archive)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "look at it:  python -m generator serve" in told.stdout


def test_the_module_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
    )
    assert done.stdout.startswith("wenyuan, version ")
