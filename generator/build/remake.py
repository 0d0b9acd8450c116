"""What a build has to make: the files whose parts changed since the last one.

Every part of the plan has a key, and so has every file in it; those of what is
published are in the store. A part with another key is looked into, and of its files
those with another key are made. Losing the store only means to make all of them.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import cached_property
from pathlib import Path

from generator.build.catalogue import Light
from generator.build.indexing import Index, documents
from generator.build.listings import Sheets
from generator.build.making import Job
from generator.build.parts import Part, page_at
from generator.build.plan import SEARCH, Plan
from generator.build.processes import give_back
from generator.build.publish import Made
from generator.build.run import chunks
from generator.build.session import Session
from generator.build.store import Store
from generator.build.tasks import Done, Task, make
from generator.build.writer import Writer
from generator.render import urls
from generator.search.manifest import MANIFEST
from generator.search.patch import Files as IndexFiles
from generator.search.postings import Making, search_files
from generator.search.shelf import Shelf
from generator.value import Struct, field, pack, unpack

LABELS = {SEARCH: "segments"}
"""What parts are called while they are made, where that is not their name."""
ARTICLES = "articles"
"""Under what the keys of all articles' parts are kept."""
Files = dict[str, str]
"""The key of each file of a part, by path."""
AtWork = tuple[str, Files, Made | None]
"""A part whose files are being made: its name, their keys, and another of its files."""


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

    def made(self, session: Session, writer: Writer | None = None) -> Generator[Made]:
        """Make the files that changed; what is made is remembered in the store.

        The `writer` writes those that are made in other processes.
        """
        paths: set[str] = set()
        with ExitStack() as stack:
            index = None
            if self.whole and self.plan.site.search:
                shelf = Shelf(documents(self.plan.content)[0])
                index = Making(stack.enter_context(closing(shelf)))
            for one in self._made(session, index, writer):
                if not self.whole:
                    paths.add(one.path)
                yield one
        self.gone -= paths

    def _made(
        self, session: Session, index: Making | None, writer: Writer | None
    ) -> Iterator[Made]:
        known = self._known("name NOT GLOB '*/*'")
        lists, faces = "lists", self.plan.faces
        listed = known.pop(lists, None) != faces or self.whole
        due = self._due(index)
        at_work: deque[AtWork] = deque()
        tasks = self._tasks(due, at_work, index, listed=listed)
        maker = make(self.plan.site, writer if session.workers.are_here else None)
        with closing(session.workers.each(maker, tasks)) as done:
            yield from self._articles(session, due, at_work, done)
            if index:
                yield from self._segments(session, index, done)
            for part in self.plan.parts():
                if known.pop(part.name, None) != part.key or self.whole:
                    search = part.name == SEARCH
                    files = self._index(part, index) if search else self._shared(part)
                    yield from session.step(
                        LABELS.get(part.name, part.name), files, None
                    )
            if listed:
                yield from self._lists(session, done)
                self._remember(lists, faces, {})
        session.workers.dismiss()
        self._forget(known)

    def _tasks(
        self,
        due: Sequence[Light],
        at_work: deque[AtWork],
        index: Making | None,
        *,
        listed: bool,
    ) -> Iterator[Sequence[Task]]:
        """Yield all that workers have to do, as much at a time as is sent to one.

        Pages of articles first: they need little else, and lists the whole library.
        """
        yield from chunks(self._job(one, at_work, index) for one in due)
        if index:
            yield from ([one] for one in index.sections())
        if listed:
            yield from chunks(map(self.plan.listings.job, self._listed[0]))

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

    @cached_property
    def _listed(self) -> tuple[Sequence[Sheets], dict[str, str]]:
        """The pages of lists that are to be made, and the known parts of no list."""
        known, listings = self._known("name GLOB 'list/*'"), self.plan.listings
        due: list[Sheets] = []
        for part, listed in listings.lists():
            if known.pop(part.name, None) != part.key or self.whole:
                old, files = self._files(part.name), Files()
                for sheets in listings.sheets(listed):
                    paths = sheets.paths(self.plan.site)
                    files.update(dict.fromkeys(paths, sheets.key))
                    if self.whole or any(old.get(one) != sheets.key for one in paths):
                        due.append(sheets)
                self.gone.update(old.keys() - files.keys())
                self._remember(part.name, part.key, files)
        return due, known

    def _lists(self, session: Session, done: Iterator[Done]) -> Iterator[Made]:
        """Make what changed of the lists, and of all that is like them."""
        due, known = self._listed
        for part in self.plan.listings.indexes():
            if known.pop(part.name, None) != part.key or self.whole:
                yield from self._shared(part)
        for one in session.step("lists", done, len(due)):
            yield from one.files
        self._forget(known)

    def _segments(
        self, session: Session, index: Making, done: Iterator[Done]
    ) -> Iterator[Made]:
        """Make the segments of an index from nothing."""
        number = index.shelf.count
        sections = itertools.islice(done, number)
        for one in session.step(LABELS[SEARCH], sections, number):
            index.note(one.told)
            yield from one.files
        give_back()

    def _index(self, part: Part, index: Making | None) -> Iterator[Made]:
        """Make what changed of the search index, and of the pages with its manifest.

        The segments are made already when all is made anew.
        """
        published = self.out / SEARCH
        manifest = b""
        for path, data in index.others() if index else self._patched(published):
            if data is None:
                self.gone.add(f"{SEARCH}/{path}")
                continue
            if path == MANIFEST:
                manifest = data
            yield Made(f"{SEARCH}/{path}", data)
        manifest = manifest or (published / MANIFEST).read_bytes()
        if index:
            index.shelf.close()  # lists take room
        pages = Part(part.name, part.key, lambda: self.plan.search_pages(manifest))
        yield from self._shared(pages)

    def _patched(self, published: Path) -> IndexFiles:
        """Return what differs of the index, or all of it if that is little less."""
        files = None
        if (published / MANIFEST).is_file():
            files = self.index.patched(published)
        if files is None:
            self.gone.update(
                path.relative_to(self.out).as_posix()
                for path in published.rglob("*.*")
                if path.is_file()
            )
            rows, analysed = documents(self.plan.content)
            return search_files(analysed, rows)
        return files

    def _due(self, index: Making | None) -> list[Light]:
        """Return the articles of which pages changed, and remember their keys.

        They come in the order in which an index takes them.
        """
        plan, light = self.plan, self.plan.content.light
        known = self.store.mapping(ARTICLES, str)
        gone, due = set(known), []
        for one in light:
            name, key = plan.article_key(one)
            gone.discard(name)
            if known.get(name) != key or self.whole:
                due.append(one)
        self._forget(gone)
        if due or gone:  # held by nobody while pages are made: there may be a million
            now = dict(map(plan.article_key, light))
            self.store.keep_mapping(ARTICLES, now, known)
        if index:
            by_slug = {one.slug: one for one in light}
            return [by_slug[row.slug] for row in index.shelf.rows]
        return due

    def _articles(
        self,
        session: Session,
        due: Sequence[Light],
        at_work: deque[AtWork],
        done: Iterator[Done],
    ) -> Iterator[Made]:
        """Make the pages of the articles that changed."""
        pages = itertools.islice(done, len(due))
        for one in session.step("pages", pages, len(due)):
            name, files, fragment = at_work.popleft()
            self._remember(name, "", files)
            yield from one.files
            if fragment:
                yield fragment

    def _job(self, light: Light, at_work: deque[AtWork], index: Making | None) -> Job:
        """Return what makes those files of an article that changed.

        It joins the line of those that are `at_work`.
        """
        plan, slug = self.plan, light.slug
        name, _ = plan.article_key(light)
        old, files = self._files(name), plan.article_files(light)
        self.gone.update(old.keys() - files.keys())
        fragment = None
        if index:
            path, data = index.fragment(plan.content.analysis(slug))
            fragment = Made(f"{SEARCH}/{path}", data)
        at_work.append((name, files, fragment))
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
