"""Publishing by difference: the same tree as the whole site gives, or a refusal."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from generator.build import exchange
from generator.build.manifest import NAME, folders_of
from generator.build.publish import (
    Made,
    OutdatedError,
    Published,
    publish,
    published_state,
)
from generator.model import Changes
from generator.problems import WenyuanError
from tests.publishing import (
    FOREIGN,
    NEW,
    OLD,
    Site,
    codes,
    content,
    encoded,
    files_of,
    left_overs,
    plant,
    spares,
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


def whole(site: Site, out: Path) -> str:
    return publish(files_of(site), out).state


def step(old: Site, new: Site, out: Path, base: str) -> Published:
    changed = {path: text for path, text in new.items() if old.get(path) != text}
    gone = old.keys() - new.keys()
    return publish(files_of(changed), out, base=base, gone=gone)


def never() -> Iterator[Made]:
    raise AssertionError
    yield


def test_a_difference_leaves_what_the_whole_site_would(out: Path) -> None:
    base = whole(OLD, out)
    done = step(OLD, NEW, out, base)
    assert done.changes == Changes(
        written=("index.html", "zh-hant/c/index.html"),
        removed=("zh-hans/b/index.html",),
    )
    assert content(out) == encoded(NEW)
    clean = out.with_name("clean")
    assert whole(NEW, clean) == done.state == published_state(out)
    assert (out / NAME).read_bytes() == (clean / NAME).read_bytes()
    assert [content(spare) for spare in spares(out)] == [encoded(NEW)]


def test_the_same_bytes_and_unknown_paths_change_nothing(out: Path) -> None:
    base = whole(OLD, out)
    before = out.stat()
    same = files_of({"index.html": "old"})
    done = publish(same, out, base=base, gone=["x", "zh-hans", "../y"])
    assert done == Published(Changes(kept=("index.html",)), base)
    assert publish([], out, base=base) == Published(Changes(), base)
    assert (out.stat().st_ino, out.stat().st_ctime_ns) == (
        before.st_ino,
        before.st_ctime_ns,
    )


def test_there_is_no_state_without_a_site_of_ours(out: Path) -> None:
    assert published_state(out) is None
    out.mkdir()
    plant(out)
    assert published_state(out) is None
    with pytest.raises(OutdatedError):
        publish(never(), out, base="")
    assert whole(OLD, out) == published_state(out)


def test_equal_sites_have_one_state_and_others_another(tmp_path: Path) -> None:
    states = [whole(site, tmp_path / str(n)) for n, site in enumerate((OLD, OLD, NEW))]
    assert states[0] == states[1] != states[2]


def remove_manifest(out: Path) -> None:
    (out / NAME).unlink()


def rewrite_manifest(out: Path) -> None:
    (out / NAME).write_bytes((out / NAME).read_bytes())


def restore_all(out: Path) -> None:
    """As a backup program does: times come back, but not the time of change."""
    times = {path: path.stat().st_mtime_ns for path in (out, *out.rglob("*"))}
    for path, modified in times.items():
        late = modified - 10_000_000_000
        os.utime(path, ns=(late, late))


def remove_page(out: Path) -> None:
    (out / "index.html").unlink()


def remove_article(out: Path) -> None:
    shutil.rmtree(out / "zh-hans/a")


def page_to_folder(out: Path) -> None:
    (out / "index.html").unlink()
    (out / "index.html").mkdir()


def article_to_file(out: Path) -> None:
    shutil.rmtree(out / "zh-hans/a")
    (out / "zh-hans/a").write_text("mine")


def folder_to_link(out: Path) -> None:
    (out / "zh-hans").rename(out.with_name("away"))
    (out / "zh-hans").symlink_to(out.with_name("away"))


@pytest.mark.parametrize(
    "damage",
    [
        remove_manifest,
        rewrite_manifest,
        restore_all,
        remove_page,
        remove_article,
        page_to_folder,
        article_to_file,
        folder_to_link,
        shutil.rmtree,
    ],
)
def test_an_output_that_is_another_needs_the_whole_site(
    out: Path, damage: object
) -> None:
    base = whole(OLD, out)
    assert callable(damage)
    damage(out)
    before = content(out) if out.exists() else None
    with pytest.raises(OutdatedError):
        publish(never(), out, base=base)
    assert (content(out) if out.exists() else None) == before
    assert left_overs(out) <= {"away"}


def test_another_state_needs_the_whole_site(out: Path) -> None:
    base = whole(OLD, out)
    other = whole(NEW, out)
    with pytest.raises(OutdatedError):
        publish(never(), out, base=base)
    assert publish([], out, base=other).state == other


def test_what_others_keep_stays_without_being_looked_for(out: Path) -> None:
    base, last = whole(OLD, out), OLD
    (out / "zh-hans/a/late.txt").write_text("mine")
    plant(out)
    for site in (NEW, OLD, NEW):
        done = step(last, site, out, base)
        base, last = done.state, site
        assert done.changes.protected == ("CNAME", "zh-hans/note.txt")
        expected = {**encoded(site), **FOREIGN, "zh-hans/a/late.txt": b"mine"}
        assert content(out) == expected
    (out / "CNAME").unlink()
    step(NEW, OLD, out, base)
    assert not (out / "CNAME").exists()
    assert not any((spare / "CNAME").exists() for spare in spares(out))


@pytest.mark.parametrize("foreign", ["x", "zh-hans/a/x", "zh-hant/c"])
def test_a_file_of_others_is_not_written_over(out: Path, foreign: str) -> None:
    base = whole(NEW, out)
    shutil.rmtree(out / "zh-hant/c")
    (out / foreign).write_text("mine")
    base = whole({path: NEW[path] for path in NEW if "/c" not in path}, out)
    path = "zh-hant/c/y" if foreign == "zh-hant/c" else foreign
    with pytest.raises(WenyuanError) as caught:
        publish([Made(path, b"ours"), Made("z", b"")], out, base=base)
    assert set(codes(caught)) == {"foreign-file"}
    assert (out / foreign).read_text() == "mine"
    assert left_overs(out) == set()


def test_a_folder_of_others_inside_ours_is_not_written_over(out: Path) -> None:
    base = whole({"a/b": "1", "a/c/d": "2", "e": "3"}, out)
    (out / "a/c/mine").mkdir()
    with pytest.raises(WenyuanError) as caught:
        publish([Made("a/c", b"")], out, base=base, gone=["a/c/d"])
    assert codes(caught) == ["foreign-file"]


@pytest.mark.parametrize("path", ["a/b/x", "a", "A/B", "a/B/c"])
def test_a_new_path_in_the_place_of_another_is_a_bug(out: Path, path: str) -> None:
    site = {"a/b": "1", "c": "2"}
    base = whole(site, out)
    with pytest.raises(ValueError, match="stand"):
        publish([Made(path, b"")], out, base=base)
    assert content(out) == encoded(site)


def test_a_file_and_a_folder_can_change_into_each_other(out: Path) -> None:
    one, other = {"a/b/c": "1", "d": "2"}, {"a": "3", "d/e": "4"}
    base, last = whole(one, out), one
    for site in (other, one, other):
        base = step(last, site, out, base).state
        last = site
        assert content(out) == encoded(site)


def test_two_renames_do_for_a_difference_too(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_swap", lambda *_: False)
    base = whole(OLD, out)
    base = step(OLD, NEW, out, base).state
    step(NEW, OLD, out, base)
    assert content(out) == encoded(OLD)
    assert left_overs(out) == set()


names = st.sampled_from(["a", "b", "a/a", "a/b", "b/a/c", "c/d", "c/e/f"])
sites = st.dictionaries(names, st.sampled_from(["1", "22", "333"]), max_size=5).filter(
    lambda site: not set(site) & set(folders_of(site))
)
theirs = st.sampled_from(["CNAME", "c/note", "a/note", ".git/refs/x", "c/e/y"])


class Publishing(RuleBasedStateMachine):
    """Whole sites and differences in any order, while others use the folder too."""

    @initialize(site=sites)
    def begin(self, site: dict[str, str]) -> None:
        self.top = Path(tempfile.mkdtemp())
        self.out = self.top / "public"
        self.site = site
        self.base = whole(site, self.out)
        self.mine: dict[str, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "top"):
            shutil.rmtree(self.top)

    @rule(site=sites)
    def publish_whole(self, site: dict[str, str]) -> None:
        if self.fits(site):
            self.base, self.site = whole(site, self.out), site

    @rule(site=sites)
    def publish_difference(self, site: dict[str, str]) -> None:
        if self.fits(site):
            self.base = step(self.site, site, self.out, self.base).state
            self.site = site

    def fits(self, site: Site) -> bool:
        """Tell whether nothing of others is in the way; if so the build must say so."""
        kept = {*self.mine, *folders_of(self.mine)} - {""}
        clash = any(path in kept for path in site) or any(
            path in self.mine for path in folders_of(site)
        )
        if clash:
            with pytest.raises(WenyuanError) as caught:
                step(self.site, site, self.out, self.base)
            assert set(codes(caught)) == {"foreign-file"}
        return not clash

    @rule(path=theirs, text=st.sampled_from(["mine", "still mine"]))
    def put(self, path: str, text: str) -> None:
        if not any(one in self.site for one in folders_of([path])):
            (self.out / path).parent.mkdir(parents=True, exist_ok=True)
            (self.out / path).write_text(text)
            self.mine[path] = text

    @precondition(lambda self: self.mine)
    @rule(data=st.data())
    def replace(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.mine)))
        (self.out / "beside").write_text("other")
        (self.out / "beside").replace(self.out / path)
        self.mine[path] = "other"

    @precondition(lambda self: self.mine)
    @rule(data=st.data())
    def take_away(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.mine)))
        (self.out / path).unlink()
        del self.mine[path]
        needed = folders_of((*self.mine, *self.site))
        for folder in reversed(folders_of([path])):
            if folder not in needed:  # an empty folder is someone's, too
                (self.out / folder).rmdir()

    @invariant()
    def the_tree_is_the_site_and_what_others_keep(self) -> None:
        if hasattr(self, "site"):
            found = content(self.out)
            files = {path: data for path, data in found.items() if path[-1] != "/"}
            assert files == {**encoded(self.site), **encoded(self.mine)}
            assert left_overs(self.out) == set()


def test_any_sequence_of_builds_equals_one_build_of_the_whole() -> None:
    few = settings(max_examples=30, stateful_step_count=10, deadline=None)
    run_state_machine_as_test(Publishing, settings=few)
