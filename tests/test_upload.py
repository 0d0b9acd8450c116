"""Uploading: a site elsewhere becomes the one that was built, whatever happened before."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.build.manifest import NAME, Entry, Manifest, format_manifest
from generator.cli import main
from generator.problems import WenyuanError
from tests.publishing import FOREIGN, NEW, OLD, Site, build, codes, encoded, plant

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("fsspec") is None, reason="needs the package fsspec"
)
if importlib.util.find_spec("fsspec"):
    from fsspec.implementations.memory import MemoryFileSystem

    from generator.build.upload import ASIDE, remote_at, upload

MEMORY = "memory://site/archive"


@pytest.fixture(params=["file", "memory", "store"])
def url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Give an empty place of each kind; a store takes several files at a time."""
    if request.param == "file":
        yield f"file://{tmp_path}/elsewhere"
        return
    monkeypatch.setattr(MemoryFileSystem, "async_impl", request.param == "store")
    MemoryFileSystem.store.clear()
    yield MEMORY
    MemoryFileSystem.store.clear()


def there(url: str) -> dict[str, bytes]:
    """Return every file at a place but the manifest."""
    remote = remote_at(url)
    system, root = remote.system, remote.root
    paths = system.find(root) if system.exists(root) else []
    found = {one.removeprefix(root + "/"): system.cat_file(one) for one in paths}
    assert ASIDE not in found
    return {path: data for path, data in found.items() if path != NAME}


def put(url: str, path: str, data: bytes) -> None:
    remote = remote_at(url)
    place = f"{remote.root}/{path}"
    remote.system.makedirs(place.rpartition("/")[0], exist_ok=True)
    remote.system.pipe_file(place, data)


def sent(out: Path, url: str) -> tuple[int, int, int]:
    changes = upload(out, remote_at(url))
    return len(changes.written), len(changes.kept), len(changes.removed)


def test_what_differs_is_sent_and_nothing_else(url: str, tmp_path: Path) -> None:
    out = tmp_path / "public"
    build(OLD, out)
    assert sent(out, url) == (3, 0, 0)
    assert there(url) == encoded(OLD)
    assert sent(out, url) == (0, 3, 0)
    build(NEW, out)
    assert sent(out, url) == (2, 1, 1)
    assert there(url) == encoded(NEW)


def test_files_of_others_stay(url: str, tmp_path: Path) -> None:
    out = tmp_path / "public"
    build(OLD, out)
    for path, data in FOREIGN.items():
        if not path.endswith("/"):
            put(url, path, data)
    upload(out, remote_at(url))
    build(NEW, out)
    upload(out, remote_at(url))
    found = there(url)
    assert found.items() >= encoded(NEW).items()
    assert found["CNAME"] == FOREIGN["CNAME"]
    assert len(found) == len(NEW) + 2


def test_folders_go_unless_somebody_uses_them(tmp_path: Path) -> None:
    out, there = tmp_path / "public", tmp_path / "elsewhere"
    build({"index.html": "", "a/b/c/x.html": "", "a/d/x.html": ""}, out)
    remote = remote_at(f"file://{there}")
    upload(out, remote)
    (there / "a/d/mine").write_text("mine")
    build({"index.html": ""}, out)
    upload(out, remote)
    assert sorted(one.name for one in there.rglob("*") if one.is_dir()) == ["a", "d"]


def test_files_of_ours_alone_are_sent(url: str, tmp_path: Path) -> None:
    out = tmp_path / "public"
    build(OLD, out)
    plant(out)
    upload(out, remote_at(url))
    assert there(url) == encoded(OLD)


@pytest.mark.parametrize("number", [1, 100])
def test_a_file_of_somebody_in_the_way_is_named(
    url: str, tmp_path: Path, number: int
) -> None:
    out = tmp_path / "public"
    build({f"a/{n}.html": "x" for n in range(number)}, out)
    put(url, "a/0.html", b"mine")
    with pytest.raises(WenyuanError) as caught:
        upload(out, remote_at(url))
    assert codes(caught) == ["foreign-file"]
    assert caught.value.problems[0].path == f"{remote_at(url).url}/a/0.html"
    assert there(url) == {"a/0.html": b"mine"}


NEEDED = {"put_file": 2, "pipe_file": 2, "rm_file": 5, "mv": 4}
"""How often an upload that brings OLD to NEW calls these; `mv` calls `rm_file`."""


@pytest.mark.parametrize("method", NEEDED)
@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_the_next_upload_mends_an_interrupted_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, after: int
) -> None:
    MemoryFileSystem.store.clear()
    out = tmp_path / "public"
    build(OLD, out)
    upload(out, remote_at(MEMORY))
    build(NEW, out)
    whole, calls = getattr(MemoryFileSystem, method), iter(range(100))

    def failing(self: object, *some: object, **named: object) -> object:
        if next(calls) >= after:
            raise ConnectionResetError("the line is dead")
        return whole(self, *some, **named)

    with monkeypatch.context() as patch:
        patch.setattr(MemoryFileSystem, method, failing)
        interrupted = after < NEEDED[method]
        with pytest.raises(WenyuanError) if interrupted else nullcontext() as caught:
            upload(out, remote_at(MEMORY))
        assert not interrupted or "the line is dead" in str(caught)
    third: Site = {**OLD, "index.html": "third"}
    build(third, out)  # neither what is there, nor what was on its way
    upload(out, remote_at(MEMORY))
    found = there(MEMORY)
    MemoryFileSystem.store.clear()
    assert found == encoded(third)


@pytest.mark.parametrize(
    "path", ["../outside", "a/../../outside", "/outside", "a//b", "a\\..\\b", "."]
)
def test_a_manifest_of_a_stranger_leads_nowhere_else(
    url: str, tmp_path: Path, path: str
) -> None:
    out = tmp_path / "public"
    build(OLD, out)
    place = url.rpartition("/")[0]
    put(place, "outside", b"kept")
    listed = Manifest.of({path: Entry("1" * 64, 4)})
    put(url, NAME, format_manifest(listed)[1])
    upload(out, remote_at(url))
    assert there(place)["outside"] == b"kept"
    assert there(url) == encoded(OLD)


def test_a_name_with_wildcards_is_only_that_file(url: str, tmp_path: Path) -> None:
    out = tmp_path / "public"
    build(OLD, out)
    put(url, "mine.html", b"kept")
    listed = Manifest.of({"*.html": Entry("1" * 64, 4), "[a-z]": Entry("1" * 64, 4)})
    put(url, NAME, format_manifest(listed)[1])
    upload(out, remote_at(url))
    assert there(url) == {**encoded(OLD), "mine.html": b"kept"}


def test_a_file_changed_by_hand_is_not_sent_as_ours(url: str, tmp_path: Path) -> None:
    out = tmp_path / "public"
    build(OLD, out)
    (out / "index.html").write_text("changed")
    with pytest.raises(WenyuanError, match="not as it was built") as caught:
        upload(out, remote_at(url))
    assert codes(caught) == ["unavailable"]
    assert "index.html" not in there(url)


def test_nothing_is_removed_for_a_site_that_is_not_there(
    url: str, tmp_path: Path
) -> None:
    out = tmp_path / "public"
    build(OLD, out)
    upload(out, remote_at(url))
    shutil.rmtree(out)
    with pytest.raises(WenyuanError) as caught:
        upload(out, remote_at(url))
    assert codes(caught) == ["not-built"]
    assert there(url) == encoded(OLD)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense://host/folder", "Protocol not known"),
        ("memory://", "names no folder"),
        ("file:///", "names no folder"),
    ],
)
def test_an_address_that_cannot_be_is_told_at_once(address: str, words: str) -> None:
    with pytest.raises(WenyuanError, match=words) as caught:
        remote_at(address)
    assert codes(caught) == ["unavailable"]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_url: str) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("fsspec.core.url_to_fs", missing)
    with pytest.raises(WenyuanError, match="Install s3fs to access S3"):
        remote_at("s3://bucket/folder")


def test_what_may_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(OLD, tmp_path / "public")

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(MemoryFileSystem, "pipe_file", forbidden)
    with pytest.raises(WenyuanError, match="Permission denied") as caught:
        upload(tmp_path / "public", remote_at(MEMORY))
    assert codes(caught) == ["cannot-write"]


def test_a_password_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_url: str) -> None:
        raise OSError("no route")

    monkeypatch.setattr("fsspec.core.url_to_fs", refused)
    with pytest.raises(WenyuanError, match="sftp://host/www cannot be used") as caught:
        remote_at("sftp://me:secret@host/www")
    assert "secret" not in str(caught.value)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def test_a_build_uploads_when_it_is_told_to(url: str, tmp_path: Path) -> None:
    root = str(tmp_path / "archive")
    assert run("new", root).exit_code == 0
    built = run("build", "--site", root, "--upload", url)
    assert built.exit_code == 0
    assert " written, 0 unchanged, 0 removed" in built.stdout
    found = there(url)
    assert found["zh-hans/index.html"].startswith(b"<!doctype html>")
    again = run("build", "--site", root, "--upload", url, "--format", "json")
    counts = json.loads(again.stdout)["upload"]
    assert counts == {"written": 0, "unchanged": len(found), "removed": 0}


ARTICLE = """---
title: 第{n}篇
date: 2021-03-0{n}
source: 江州晚报
keywords: [渡口]
script: hans
---
{text}
"""


def built(root: Path, *options: str) -> dict[str, bytes]:
    """Build an archive by the command; return every file of the site."""
    done = run("build", "--site", str(root), *options)
    assert done.exit_code == 0, done.output
    out = root / "public"
    files = {one.relative_to(out).as_posix(): one for one in out.rglob("*")}
    site = {path: one.read_bytes() for path, one in files.items() if one.is_file()}
    return {path: data for path, data in site.items() if path != NAME}


def test_through_edits_the_place_has_what_a_clean_build_makes(
    url: str, tmp_path: Path
) -> None:
    """Articles are added, edited and taken away, search and lists with them."""
    root = tmp_path / "archive"
    assert run("new", str(root)).exit_code == 0
    (root / "content/articles").mkdir(exist_ok=True)

    def write(n: int, text: str) -> Path:
        path = root / f"content/articles/{n}.md"
        path.write_text(ARTICLE.format(n=n, text=text), "utf-8")
        return path

    for n in (1, 2, 3):
        write(n, f"江边的渡口，第{n}班船过江。")
    assert there(url) == {}
    assert built(root, "--upload", url) == there(url)
    write(2, "港口的灯塔亮了。")
    write(4, "新来的一篇。")
    write(1, "").unlink()
    changed = built(root, "--upload", url)
    assert there(url) == changed
    assert "zh-hans/articles/4/index.html" in changed
    assert "zh-hans/articles/1/index.html" not in changed
    shutil.rmtree(root / "public")
    shutil.rmtree(root / ".wenyuan")
    assert built(root) == there(url)


def test_a_fresh_checkout_sends_nothing_again(url: str, tmp_path: Path) -> None:
    """As in continuous integration: neither the site nor a memory of it is at hand."""
    root = tmp_path / "archive"
    assert run("new", str(root)).exit_code == 0
    first = built(root, "--upload", url)
    shutil.copytree(root / "content", tmp_path / "again/content")
    shutil.copy(root / "site.toml", tmp_path / "again")
    options = ("--upload", url, "--format", "json")
    done = run("build", "--site", str(tmp_path / "again"), *options)
    counts = json.loads(done.stdout)["upload"]
    assert counts == {"written": 0, "unchanged": len(first), "removed": 0}


def test_a_failed_upload_is_exit_1_with_the_site_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_: object) -> None:
        raise ConnectionResetError("the line is dead")

    monkeypatch.setattr(MemoryFileSystem, "put_file", dead)
    root = str(tmp_path / "archive")
    assert run("new", root).exit_code == 0
    built = run("build", "--site", root, "--upload", MEMORY)
    assert built.exit_code == 1
    assert "error[unavailable] memory://site/archive cannot be used" in built.stderr
    assert (tmp_path / "archive/public/index.html").exists()


@pytest.mark.parametrize("place", ["", "/content", "/content/articles", "/public"])
def test_nothing_is_uploaded_into_the_archive_itself(
    tmp_path: Path, place: str
) -> None:
    root = tmp_path / "archive"
    assert run("new", str(root)).exit_code == 0
    before = sorted(root.rglob("*"))
    wrong = run("build", "--site", str(root), "--upload", f"file://{root}{place}")
    assert wrong.exit_code == 1
    assert "error[unsafe-output]" in wrong.stderr
    assert sorted(root.rglob("*")) == before


def test_addresses_and_folders_are_told_apart(tmp_path: Path) -> None:
    root = str(tmp_path / "archive")
    assert run("new", root).exit_code == 0
    wrong = run("build", "--site", root, "--out", "s3://bucket/folder")
    assert wrong.exit_code == 2
    assert "--upload" in wrong.stderr
    assert run("build", "--site", root, "--upload", "folder").exit_code == 2
