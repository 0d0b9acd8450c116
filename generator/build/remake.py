"""What a build has to make: the files whose parts changed since the last one.

Every part of the plan has a key, and so has every file in it; those of what is
published are in the store. A part with another key is looked into, and of its files
those with another key are made. Losing the store only means to make all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.build.content import Light
from generator.build.indexing import patched_index, remember_index
from generator.build.making import Job, article_pages, paths_of
from generator.build.parts import Part
from generator.build.plan import SEARCH, Plan
from generator.build.publish import Made
from generator.build.run import Workers
from generator.build.session import Session
from generator.build.store import Store, pack, unpack

Files = dict[str, str]
"""The key of each file of a part, by path."""


@dataclass
class Remake:
    """What to make and what goes, from the last published state to a plan's."""

    plan: Plan
    store: Store
    out: Path
    whole: bool
    """True to make every file: nothing is known of what is published."""
    gone: set[str] = field(default_factory=set)
    """Paths that are no longer of the site; complete once `made` is exhausted."""
    rows: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Parts to be remembered once this is published: name, key, files."""

    def made(self, session: Session) -> Iterator[Made]:
        """Make the files that changed."""
        known = dict(self.store.each("SELECT name, key FROM part"))
        paths: set[str] = set()
        for part in self.plan.parts():
            if known.pop(part.name, None) != part.key or self.whole:
                files = self._index(part) if part.name == SEARCH else self._shared(part)
                for one in files:
                    paths.add(one.path)
                    yield one
        due = []
        for light in self.plan.content.light:
            part = self.plan.article(light)
            if known.pop(part.name, None) != part.key or self.whole:
                due.append((light, part))
        made = self._articles(due, session.workers)
        for pages in session.step("pages", made, len(due)):
            yield from pages
        for name in known:
            self.gone.update(self._files(name))
        self.gone -= paths

    def _shared(self, part: Part) -> Iterator[Made]:
        """Make what changed of a part that shows many articles, or none."""
        old = self._files(part.name)
        files: Files = {}
        for file in part.files():
            files[file.path] = file.inputs
            if self.whole or old.get(file.path) != file.inputs:
                yield Made(file.path, file.make())
        self.gone.update(old.keys() - files.keys())
        self.rows.append((part.name, part.key, pack(files)))

    def _index(self, part: Part) -> Iterator[Made]:
        """Make what changed of the search index."""
        content, published = self.plan.content, self.out / SEARCH
        files = None if self.whole else patched_index(content, published)
        self.rows.append((part.name, part.key, pack({})))
        if files is not None:
            for path, data in files:
                if data is None:
                    self.gone.add(f"{SEARCH}/{path}")
                else:
                    yield Made(f"{SEARCH}/{path}", data)
            return
        if not self.whole:
            self.gone.update(
                path.relative_to(self.out).as_posix()
                for path in published.rglob("*.*")
                if path.is_file()
            )
        for file in part.files():
            yield Made(file.path, file.make())

    def _articles(
        self, due: list[tuple[Light, Part]], workers: Workers
    ) -> Iterator[list[Made]]:
        """Make the pages of some articles."""
        plan, site = self.plan, self.plan.site
        jobs = (
            Job(plan.content.blobs(light.slug), plan.around(light.slug))
            for light, _ in due
        )
        results = workers.map(article_pages(site), jobs)
        for (light, part), made in zip(due, results, strict=True):
            files = dict.fromkeys(paths_of(site, light.slug), "")
            if not self.whole:
                self.gone.update(self._files(part.name).keys() - files.keys())
            self.rows.append((part.name, part.key, pack(files)))
            yield [Made(path, data) for path, data in made]

    def _files(self, name: str) -> Files:
        """Return the published files of a part."""
        if self.whole:
            return {}
        found = self.store.rows("SELECT files FROM part WHERE name = ?", name)
        return unpack(found[0][0], Files) if found else {}

    def remember(self) -> None:
        """Let the store know that this is what is published."""
        names = {name for (name,) in self.store.rows("SELECT name FROM part")}
        current = {part.name for part in self.plan.parts()}
        current |= {f"article/{light.slug}" for light in self.plan.content.light}
        self.store.drop("part", "name", names - current)
        self.store.put("part", self.rows)
        remember_index(self.plan.content)
