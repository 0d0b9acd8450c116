"""What a build has to make: the files whose parts changed since the last one.

Every part of the plan has a key, and so has every file in it; those of what is
published are in the store. A part with another key is looked into, and of its files
those with another key are made. Losing the store only means to make all of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path

from generator.build.catalogue import Light
from generator.build.indexing import Index
from generator.build.listings import Sheets
from generator.build.making import Job, article_pages, list_pages
from generator.build.parts import Part, page_at
from generator.build.plan import SEARCH, Plan
from generator.build.publish import Made
from generator.build.run import ALONE
from generator.build.session import Session
from generator.build.store import Store
from generator.render import urls
from generator.search.manifest import MANIFEST
from generator.search.postings import search_files
from generator.value import Struct, field, pack, unpack

LABELS = {SEARCH: "segments"}
"""What parts are called while they are made, where that is not their name."""
ARTICLES = "articles"
"""Under what the keys of all articles' parts are kept."""
Files = dict[str, str]
"""The key of each file of a part, by path."""


class Remake(Struct, dict=True):
    """What to make and what goes, from the last published state to a plan's."""

    plan: Plan
    store: Store
    out: Path
    whole: bool
    """True to make every file: nothing is known of what is published."""
    gone: set[str] = field(default_factory=set)
    """Paths that are no longer of the site; complete once `made` is exhausted."""

    @cached_property
    def index(self) -> Index:
        """The search index of the last build."""
        return Index(self.plan.content)

    def made(self, session: Session) -> Iterator[Made]:
        """Make the files that changed; what is made is remembered in the store."""
        paths: set[str] = set()
        for one in self._made(session):
            if not self.whole:
                paths.add(one.path)
            yield one
        self.gone -= paths

    def _made(self, session: Session) -> Iterator[Made]:
        # Pages of articles first: they need little else, and lists the whole library.
        yield from self._articles(session)
        known = self._known("name NOT GLOB '*/*'")
        for part in self.plan.parts():
            if known.pop(part.name, None) != part.key or self.whole:
                files = self._index(part) if part.name == SEARCH else self._shared(part)
                yield from session.step(LABELS.get(part.name, part.name), files, None)
        lists, faces = "lists", self.plan.faces
        if known.pop(lists, None) != faces or self.whole:
            yield from self._lists(session)
            self._remember(lists, faces, {})
        self._forget(known)

    def _known(self, where: str) -> dict[str, str]:
        """Return the keys of parts that are published, by name."""
        return dict(self.store.rows(f"SELECT name, key FROM part WHERE {where}"))  # noqa: S608 - ours

    def _remember(self, name: str, key: str, files: Files) -> None:
        self.store.put("part", [(name, key, pack(files))])

    def _forget(self, names: Collection[str]) -> None:
        """Let the files of parts go that are no longer of the site."""
        for name in names:
            self.gone.update(self._files(name))
        self.store.drop("part", "name", names)

    def _shared(self, part: Part) -> Iterator[Made]:
        """Make what changed of a part that shows many articles, or none."""
        old = self._files(part.name)
        files: Files = {}
        for file in part.files():
            files[file.path] = file.inputs
            if self.whole or old.get(file.path) != file.inputs:
                data = file.pieces() if file.pieces else file.make()
                yield Made(file.path, data)
        self.gone.update(old.keys() - files.keys())
        self._remember(part.name, part.key, files)

    def _lists(self, session: Session) -> Iterator[Made]:
        """Make what changed of the lists, and of all that is like them."""
        known, listings = self._known("name GLOB 'list/*'"), self.plan.listings
        site = self.plan.site
        due: list[Sheets] = []
        for part, listed in listings.lists():
            if known.pop(part.name, None) != part.key or self.whole:
                old, files = self._files(part.name), Files()
                for sheets in listings.sheets(listed):
                    paths = sheets.paths(site)
                    files.update(dict.fromkeys(paths, sheets.key))
                    if self.whole or any(old.get(one) != sheets.key for one in paths):
                        due.append(sheets)
                self.gone.update(old.keys() - files.keys())
                self._remember(part.name, part.key, files)
        made = session.workers.map(list_pages(site), map(listings.job, due))
        made = session.step("lists", made, len(due))
        for sheets, datas in zip(due, made, strict=True):
            yield from map(Made, sheets.paths(site), datas)
        for part in listings.indexes():
            if known.pop(part.name, None) != part.key or self.whole:
                yield from self._shared(part)
        self._forget(known)

    def _index(self, part: Part) -> Iterator[Made]:
        """Make what changed of the search index, and of the pages with its manifest."""
        content, published = self.plan.content, self.out / SEARCH
        whole = self.whole or not (published / MANIFEST).is_file()
        files = None if whole else self.index.patched(published)
        if files is None:
            if not self.whole:
                self.gone.update(
                    path.relative_to(self.out).as_posix()
                    for path in published.rglob("*.*")
                    if path.is_file()
                )
            files = search_files(content.analysed())
        manifest = b""
        for path, data in files:
            if data is None:
                self.gone.add(f"{SEARCH}/{path}")
                continue
            if path == MANIFEST:
                manifest = data
            yield Made(f"{SEARCH}/{path}", data)
        manifest = manifest or (published / MANIFEST).read_bytes()
        pages = Part(part.name, part.key, lambda: self.plan.search_pages(manifest))
        yield from self._shared(pages)

    def _articles(self, session: Session) -> Iterator[Made]:
        """Make the pages of the articles that changed."""
        plan, light = self.plan, self.plan.content.light
        known = self.store.whole(ARTICLES, Files) or {}
        gone, due = set(known), []
        for one in light:
            name, key = plan.article_key(one)
            gone.discard(name)
            if known.get(name) != key or self.whole:
                due.append(one)
        self._forget(gone)
        at_work: deque[tuple[str, Files]] = deque()
        jobs = (self._job(one, at_work) for one in due)
        results = session.workers.map(article_pages(plan.site), jobs)
        for pages in session.step("pages", results, len(due)):
            name, files = at_work.popleft()
            self._remember(name, "", files)
            yield from (Made(path, data) for path, data in pages)
        if len(due) <= ALONE:
            known.update(map(plan.article_key, due))
            now = {name: key for name, key in known.items() if name not in gone}
        else:  # not held until now: there may be a million
            now = dict(map(plan.article_key, light))
        if due or gone:
            self.store.keep(ARTICLES, now)

    def _job(self, light: Light, at_work: deque[tuple[str, Files]]) -> Job:
        """Return what makes those files of an article that changed.

        Its name and files join the line of those that are `at_work`.
        """
        plan, slug = self.plan, light.slug
        name, _ = plan.article_key(light)
        old, files = self._files(name), plan.article_files(light)
        self.gone.update(old.keys() - files.keys())
        at_work.append((name, files))
        wanted = frozenset(path for path, key in files.items() if old.get(path) != key)
        pages = {page_at(urls.article(script, slug)) for script in plan.site.scripts}
        blobs = plan.content.blobs(slug, audited=not wanted <= pages)
        return Job(blobs, plan.around(slug), wanted)

    def _files(self, name: str) -> Files:
        """Return the published files of a part."""
        if self.whole:
            return {}
        found = self.store.rows("SELECT files FROM part WHERE name = ?", name)
        return unpack(found[0][0], Files) if found else {}

    def remember(self) -> None:
        """Let the store know that this is what is published."""
        if self.plan.site.search:
            self.index.remember()
