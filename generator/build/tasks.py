"""What a build has made in worker processes, and how any of it is made.

Pages of articles and of lists and the segments of the index pass through the same
workers one after the other, so that none of them waits for the last of another kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from generator.build.making import Job, SheetJob, article_pages, list_pages
from generator.build.plan import SEARCH
from generator.build.processes import give_back
from generator.build.publish import Made
from generator.build.writer import Writer
from generator.search.columns import Section
from generator.search.postings import Told, encode
from generator.site import Site
from generator.value import Struct

Task: TypeAlias = Job | SheetJob | tuple[Section, int]


Files: TypeAlias = list[tuple[str, bytes]]

NOTHING = Told(frozenset(), ())
"""What is told of files that are of no section."""


class Done(NamedTuple):
    """What came of a task."""

    files: list[Made]
    told: Told
    """Of a section of the index."""


class make(Struct, frozen=True, dict=True):  # noqa: N801 - used as a function that processes can be sent
    """Makes the files of a task, and writes them where they are to be published."""

    site: Site
    writer: Writer | None
    """Without one they are sent back."""

    def __call__(self, tasks: Sequence[Task]) -> list[Done]:
        """Return the files of each task, written or to be written.

        First all are made and then all written: each of the two goes faster when
        the other does not drive it out of the processor's caches.
        """
        made = [self._made(task) for task in tasks]
        return [Done(self._written(files), told) for files, told in made]

    def _made(self, task: Task) -> tuple[Files, Told]:
        if isinstance(task, Job):
            return self._article(task), NOTHING
        if isinstance(task, SheetJob):
            return self._list(task), NOTHING
        found, told = encode(task)
        files = [(f"{SEARCH}/{path}", data) for path, data in found]
        if task[0].large:  # few are
            give_back()
        return files, told

    @cached_property
    def _article(self) -> article_pages:
        return article_pages(self.site)

    @cached_property
    def _list(self) -> list_pages:
        give_back()  # the sections before it took more than pages do
        return list_pages(self.site)

    def _written(self, files: Files) -> list[Made]:
        if self.writer is None:
            return [Made(*one) for one in files]
        return [Made(path, self.writer(path, data)) for path, data in files]
