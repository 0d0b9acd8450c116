"""A build that is killed, finds no room or meets another: nothing torn, nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.build import build_site, plan_site, prepare
from generator.build import publish as publishing
from generator.build.publish import Published
from generator.build.run import Workers
from generator.build.session import Session
from generator.build.store import opened
from generator.ingest.articles import ArticleFile, load_article
from generator.problems import Report, WenyuanError, problem
from generator.scaffold import scaffold
from generator.site import load_site

REPOSITORY = Path(__file__).resolve().parents[1]
BODY = (
    "江州的渡口在城东，每天清晨五点，第一班船载着菜农过江。坐船的人说，桥上快，船上慢。"
)
ARTICLE = """---
title: 渡口的第{n}个早晨
date: 2021-03-{n:02}
source: 江州晚报
keywords: [渡口]
script: hans
---
{body}
"""
NUMBER = 12


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    scaffold(root)
    (root / "content/sources/第一篇文章.txt").unlink()
    articles = root / "content/articles"
    articles.mkdir(exist_ok=True)
    for number in range(1, NUMBER + 1):
        text = ARTICLE.format(n=number, body=BODY)
        (articles / f"a-{number}.md").write_text(text, "utf-8")
    return root


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(root: Path, out: Path) -> dict[str, bytes]:
    report = Report()
    build_site(load_site(root, report), report, out=out, workers=Workers())
    assert report.problems == []
    return tree(out)


def edit(root: Path, words: str) -> None:
    for path in (root / "content/articles").iterdir():
        path.write_text(path.read_text("utf-8") + f"\n{words}\n", "utf-8")


def command(root: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "generator", "build", "--site", str(root), *options]


def clean(root: Path, folder: Path) -> dict[str, bytes]:
    """Return what a build of a copy makes that knows of no other."""
    copy = folder / "copy"
    shutil.copytree(root / "content", copy / "content")
    shutil.copy(root / "site.toml", copy)
    made = build(copy, folder / "clean")
    shutil.rmtree(copy)
    shutil.rmtree(folder / "clean")
    return made


def test_a_build_killed_at_any_moment_leaves_a_whole_site(
    root: Path, tmp_path: Path
) -> None:
    out = root / "public"
    shown = build(root, out)
    begin = time.monotonic()
    subprocess.run(command(root, "--force", "--quiet"), cwd=REPOSITORY, check=True)
    whole = time.monotonic() - begin
    for turn in range(5):
        edit(root, f"第{turn}回。")
        after = clean(root, tmp_path)
        with subprocess.Popen(command(root, "--quiet"), cwd=REPOSITORY) as child:
            time.sleep(whole * (turn + 1) / 5)
            child.send_signal(signal.SIGKILL)
        assert tree(out) in (shown, after), turn
        shown = build(root, out)
        assert shown == after


def test_what_a_failed_build_found_is_published_by_the_next(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = root / "public"
    before = build(root, out)
    edit(root, "又一句。")

    def fails(*_: object, **__: object) -> Published:
        raise WenyuanError(problem("busy", str(out)))

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "publish", fails)
        with pytest.raises(WenyuanError):
            build(root, out)
    assert tree(out) == before
    assert build(root, out) == clean(root, tmp_path) != before


def test_what_a_preview_found_is_published_by_the_next_build(
    root: Path, tmp_path: Path
) -> None:
    out = root / "public"
    before = build(root, out)
    edit(root, "又一句。")
    site = load_site(root, Report())
    with opened(root) as store:
        plan_site(site, Session(store, Report(), Workers()))
    assert build(root, out) == clean(root, tmp_path) != before


def test_two_builds_at_once_make_one_site(root: Path, tmp_path: Path) -> None:
    both = [
        subprocess.Popen(
            command(root, "--force"), cwd=REPOSITORY, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    told = [one.communicate()[1] for one in both]
    for one, words in zip(both, told, strict=True):
        assert one.returncode == 0 or "error[busy]" in words, words
        assert "Traceback" not in words
    assert 0 in [one.returncode for one in both]
    assert build(root, root / "public") == clean(root, tmp_path)


def test_a_file_changed_while_it_is_read_is_looked_at_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = root / "public"
    changed: list[Path] = []

    def read_late(path: Path, shown: str) -> ArticleFile:
        """Read a file that somebody saves between our two looks at it."""
        if path.stem == "a-3" and not changed:
            changed.append(path)
            path.write_text(path.read_text("utf-8") + "\n存盘。\n", "utf-8")
        found = load_article(path, shown)
        if path.stem == "a-5" and changed[-1] != path:
            changed.append(path)
            path.write_text(path.read_text("utf-8") + "\n又存盘。\n", "utf-8")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(prepare, "load_article", read_late)
        build(root, out)
    assert [path.stem for path in changed] == ["a-3", "a-5"]
    made = build(root, out)
    assert made == clean(root, tmp_path)
    for slug, words in (("a-3", "存盘"), ("a-5", "又存盘")):
        assert words in made[f"zh-hans/articles/{slug}/index.html"].decode()


ISOLATED = """
set -e
mount -t tmpfs -o size=$SIZE tmpfs "$DISK"
cp -r "$ROOT" "$DISK/archive"
cd "$REPOSITORY"
build() { "$PYTHON" -m generator build --quiet --jobs 1 --site "$SITE" --out "$DISK/public"; }
sum() { cd "$DISK/public"; find . -type f -exec sha256sum {} + | sort; cd "$REPOSITORY"; }
build
sum > "$RESULTS/before"
for article in "$SITE"/content/articles/*.md; do printf '\\n又一句。\\n' >> "$article"; done
"""
FULL = """
dd if=/dev/zero of="$DISK/filler" bs=4096 2>/dev/null || true
truncate -s -"$LEFT" "$DISK/filler"
if build 2> "$RESULTS/message"; then touch "$RESULTS/fitted"; fi
sum > "$RESULTS/after"
rm "$DISK/filler"
build
sum > "$RESULTS/later"
"""
READ_ONLY = """
mount -o remount,ro "$DISK"
if build 2> "$RESULTS/message"; then touch "$RESULTS/fitted"; fi
sum > "$RESULTS/after"
mount -o remount,rw "$DISK"
build
sum > "$RESULTS/later"
"""


def isolated(script: str, root: Path, folder: Path, **values: str) -> Path:
    """Run a script that mounts a small file system of its own; return its results."""
    unshare = shutil.which("unshare")
    probe = [str(unshare), "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    if (
        not unshare
        or subprocess.run(probe, capture_output=True, check=False).returncode
    ):
        pytest.skip("this user may not mount a file system of its own")
    disk, results = folder / "disk", folder / "results"
    disk.mkdir()
    results.mkdir()
    site = values.pop("SITE", str(root))
    places = {"DISK": disk, "RESULTS": results, "ROOT": root, "REPOSITORY": REPOSITORY}
    names = {name: str(place) for name, place in places.items()}
    given = {
        "PYTHON": sys.executable,
        "SIZE": "64m",
        "SITE": site,
        **names,
        **values,
    }
    subprocess.run(
        [unshare, "-rm", "sh", "-c", ISOLATED + script],
        env={**os.environ, **given},
        check=True,
    )
    return results


@pytest.mark.parametrize("left", [4096, 65536])
@pytest.mark.parametrize("inside", [False, True])
def test_a_full_disk_is_told_and_changes_nothing(
    root: Path, tmp_path: Path, left: int, *, inside: bool
) -> None:
    """Check the disk of the output, and one that holds content and store as well."""
    values = {"SITE": str(tmp_path / "disk/archive")} if inside else {}
    results = isolated(FULL, root, tmp_path, LEFT=str(left), **values)
    message = (results / "message").read_text("utf-8")
    before = (results / "before").read_text("utf-8")
    after = (results / "after").read_text("utf-8")
    later = (results / "later").read_text("utf-8")
    assert not (results / "fitted").exists()
    assert "error[cannot-write]" in message
    assert "No space left on device" in message or "disk is full" in message
    assert "Traceback" not in message
    assert before == after != later


def test_a_read_only_output_is_told_and_changes_nothing(
    root: Path, tmp_path: Path
) -> None:
    results = isolated(READ_ONLY, root, tmp_path)
    message = (results / "message").read_text("utf-8")
    assert not (results / "fitted").exists()
    assert "error[cannot-write]" in message
    assert "Read-only file system" in message
    assert "Traceback" not in message
    before, after = (
        (results / name).read_text("utf-8") for name in ("before", "after")
    )
    assert before == after != (results / "later").read_text("utf-8")
