"""What a build has to make: the files whose parts changed since the last one.

Every part of the plan has a key, and so has every file in it; those of what is
published are in the store. A part with another key is looked into, and of its files
those with another key are made. Losing the store only means to make all of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import cached_property, partial
from itertools import chain, islice
from pathlib import Path

from generator.build.catalogue import Light
from generator.build.indexing import Index, documents
from generator.build.known import Files, KnownParts
from generator.build.listings import Sheets
from generator.build.making import Job
from generator.build.parts import Part, article_part, page_at
from generator.build.plan import SEARCH, Plan
from generator.build.processes import give_back
from generator.build.publish import Made
from generator.build.relations import Shown
from generator.build.run import CHUNK, between, chunks
from generator.build.session import Session
from generator.build.store import Store
from generator.build.tasks import Done, Task, make
from generator.build.writer import Writer
from generator.render import urls
from generator.search.manifest import MANIFEST
from generator.search.patch import Files as IndexFiles
from generator.search.postings import Making, encode, search_files
from generator.search.shelf import Shelf
from generator.value import Struct

LABELS = {SEARCH: "segments"}
"""What parts are called while they are made, where that is not their name."""
ARTICLES, LISTS = "articles", "lists"
"""Under what is kept how articles are shown, and the key of all lists."""
NEVER = Shown("", "")
"""Stands for how an article was shown that was not: a new one."""
FEW = 64
"""Articles that are looked for in every list; of more, every list is looked at."""
AtWork = tuple[str, Files, Made | None]
"""A part whose files are being made: its name, their keys, and another of its files."""


class Remake(Struct, dict=True):
    """What to make and what goes, from the last published state to a plan's."""

    plan: Plan
    store: Store
    out: Path
    whole: bool
    """True to make every file: nothing is known of what is published."""
    altered: frozenset[str] = frozenset()
    """Articles that lists show otherwise; complete once pages are being made."""

    @cached_property
    def parts(self) -> KnownParts:
        """What is published."""
        return KnownParts(self.store, self.whole)

    @property
    def gone(self) -> Collection[str]:
        """Paths that are no longer of the site; complete once `made` is exhausted."""
        return self.parts.gone

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
        self.parts.gone -= paths

    def _made(
        self, session: Session, index: Making | None, writer: Writer | None
    ) -> Iterator[Made]:
        known = self.parts.keys("name NOT GLOB '*/*'")
        key = self.plan.listings.key
        listed = known.pop(LISTS, None) != key or self.whole
        due = self._due(index)
        if self.whole:
            give_back()
        at_work: deque[AtWork] = deque()
        tasks = self._tasks(due, at_work, index, listed=listed)
        maker = make(self.plan.site, writer if session.workers.are_here else None)
        with closing(session.workers.each(maker, tasks)) as done:
            yield from self._articles(session, due, at_work, done)
            if index:
                yield from self._segments(session, index, done)
            for part in self.plan.parts():
                if known.pop(part.name, None) != part.key or self.whole:
                    yield from self._part(session, part, index)
            if listed:
                yield from self._lists(session, done)
                self.parts.keep(LISTS, key, {})
        session.workers.dismiss()
        self.parts.drop(known)

    def _part(
        self, session: Session, part: Part, index: Making | None
    ) -> Iterator[Made]:
        """Make what changed of a part that shows many articles, or none."""
        search = part.name == SEARCH
        files = self._index(session, part, index) if search else self.parts.remade(part)
        return session.step(LABELS.get(part.name, part.name), files, None)

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
        jobs = chunks(self._job(one, at_work, index) for one in due)
        makers = self.plan.data_makers() if self.whole else ()
        yield from between(jobs, -(-len(due) // CHUNK), tuple(makers))
        if index:
            yield from ([one] for one in index.sections())
        if listed:
            yield from chunks(map(self.plan.listings.job, self._listed[0]))

    @cached_property
    def _listed(self) -> tuple[Sequence[Sheets], dict[str, str]]:
        """The pages of lists that are to be made, and the known parts of no list."""
        return self.parts.listed(self.plan.listings, self._only)

    @cached_property
    def _only(self) -> Collection[str] | None:
        """The articles of whose lists something changed, if every list is what it was."""
        before = self.parts.keys(f"name = '{LISTS}'").get(LISTS, "").partition(" ")[0]
        same = before == self.plan.listings.order and not self.whole
        return self.altered if same and len(self.altered) <= FEW else None

    def _lists(self, session: Session, done: Iterator[Done]) -> Iterator[Made]:
        """Make what changed of the lists, and of all that is like them."""
        due, known = self._listed
        listings = self.plan.listings
        indexes = listings.indexes() if self._only is None else ()
        for part in chain(indexes, listings.feed_parts()):
            if known.pop(part.name, None) != part.key or self.whole:
                yield from self.parts.remade(part)
        for one in session.step("lists", done, len(due)):
            yield from one.files
        self.parts.drop(known)

    def _segments(
        self, session: Session, index: Making, done: Iterator[Done]
    ) -> Iterator[Made]:
        """Make the segments of an index from nothing."""
        give_back()
        number = index.shelf.count
        sections = islice(done, number)
        for one in session.step(LABELS[SEARCH], sections, number):
            index.note(one.told)
            yield from one.files
        give_back()

    def _index(
        self, session: Session, part: Part, index: Making | None
    ) -> Iterator[Made]:
        """Make what changed of the search index, and of the pages with its manifest.

        The segments are made already when all is made anew.
        """
        published = self.out / SEARCH
        manifest = b""
        files = index.others() if index else self._patched(session, published)
        for path, data in files:
            if data is None:
                self.parts.gone.add(f"{SEARCH}/{path}")
                continue
            if path == MANIFEST:
                manifest = data
            yield Made(f"{SEARCH}/{path}", data)
        manifest = manifest or (published / MANIFEST).read_bytes()
        if index:
            index.shelf.close()  # lists take room
        pages = Part(part.name, part.key, lambda: self.plan.search_pages(manifest))
        yield from self.parts.remade(pages)

    def _patched(self, session: Session, published: Path) -> IndexFiles:
        """Return what differs of the index, or all of it if that is little less."""
        files = None
        if (published / MANIFEST).is_file():
            files = self.index.patched(published)
        if files is None:
            self.parts.gone.update(
                path.relative_to(self.out).as_posix()
                for path in published.rglob("*.*")
                if path.is_file()
            )
            rows, analysed = documents(self.plan.content)
            return search_files(
                analysed, rows, partial(session.workers.map, encode, size=1)
            )
        return files

    def _due(self, index: Making | None) -> list[Light]:
        """Return the articles of which pages changed, and remember their keys.

        They come in the order in which an index takes them.
        """
        plan, known = self.plan, self.store.mapping(ARTICLES, Shown)
        anew = self.whole or self.store.setting(ARTICLES) != plan.stamp
        changed: dict[str, Shown] = {}
        due, altered = [], set()
        for one, key in plan.shown():
            was = known.get(one.slug, NEVER)
            if anew or was.key != key:
                due.append(one)
            if was.face != one.face:
                altered.add(one.slug)
            if was.key != key or was.face != one.face:
                changed[one.slug] = Shown(key, one.face)
        self.altered = frozenset(altered)
        self._keep_shown(known, changed)
        if index:
            by_slug = {one.slug: one for one in plan.content.light}
            due = [by_slug[row.slug] for row in index.shelf.rows]
            index.settle()
        return due

    def _keep_shown(self, known: dict[str, Shown], changed: dict[str, Shown]) -> None:
        """Keep how articles are shown, and let those go that are no more."""
        gone = known.keys() - {one.slug for one in self.plan.content.light}
        self.parts.drop(list(map(article_part, gone)))
        for slug in gone:
            del known[slug]
        known.update(changed)
        if changed or gone:
            self.store.keep_mapping(ARTICLES, known, {*changed, *gone})
        self.store.set(ARTICLES, self.plan.stamp)

    def _articles(
        self,
        session: Session,
        due: Sequence[Light],
        at_work: deque[AtWork],
        done: Iterator[Done],
    ) -> Iterator[Made]:
        """Make the pages of the articles that changed."""
        pages = islice(done, len(due))
        for one in session.step("pages", pages, len(due)):
            name, files, fragment = at_work.popleft()
            self.parts.keep(name, "", files)
            yield from one.files
            if fragment:
                yield fragment

    def _job(self, light: Light, at_work: deque[AtWork], index: Making | None) -> Job:
        """Return what makes those files of an article that changed.

        It joins the line of those that are `at_work`.
        """
        plan, slug = self.plan, light.slug
        name = article_part(slug)
        old, files = self.parts.files(name), plan.article_files(light)
        self.parts.gone.update(old.keys() - files.keys())
        fragment = None
        if index:
            path, data = index.fragment(plan.content.analysis(slug))
            fragment = Made(f"{SEARCH}/{path}", data)
        at_work.append((name, files, fragment))
        wanted = frozenset(path for path, key in files.items() if old.get(path) != key)
        pages = {page_at(urls.article(script, slug)) for script in plan.site.scripts}
        # what was changed in its source is told elsewhere
        blobs = plan.content.blobs(slug, None if wanted <= pages else light.record)
        return Job(blobs, plan.around(slug), wanted)

    def remember(self) -> None:
        """Let the store know that this is what is published."""
        if self.plan.site.search:
            self.index.remember()
