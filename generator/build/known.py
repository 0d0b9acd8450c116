"""The parts that are published, as the store knows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.build.listings import Listings, Sheets
from generator.build.parts import Part
from generator.build.publish import Made
from generator.build.store import Store, digest
from generator.value import Struct, field, pack, unpack

Files = dict[str, str]
"""The key of each file of a part, by path."""


class KnownParts(Struct):
    """What the store knows of the published parts, and the files that are to go."""

    store: Store
    whole: bool
    """True when nothing is known of what is published."""
    gone: set[str] = field(default_factory=set)
    """Paths of files that were of a part and are no longer."""

    def keys(self, where: str) -> dict[str, str]:
        """Return the keys of parts, by name."""
        return dict(self.store.rows(f"SELECT name, key FROM part WHERE {where}"))  # noqa: S608 - ours

    def files(self, name: str) -> Files:
        """Return the published files of a part."""
        if self.whole:
            return {}
        found = self.store.rows("SELECT files FROM part WHERE name = ?", name)
        return unpack(found[0][0], Files) if found else {}

    def keep(self, name: str, key: str, files: Files) -> None:
        """Write down that a part is published with this key, and has these files."""
        self.store.put("part", [(name, key, pack(files))])

    def drop(self, names: Collection[str]) -> None:
        """Forget parts that are no longer of the site, and have their files removed."""
        for name in names:
            self.gone.update(self.files(name))
        self.store.drop("part", "name", names)

    def remade(self, part: Part) -> Iterator[Made]:
        """Make what changed of a part that shows many articles, or none."""
        old = self.files(part.name)
        files: Files = {}
        for file in part.files():
            files[file.path] = file.inputs
            if self.whole or old.get(file.path) != file.inputs:
                data = file.pieces() if file.pieces else file.make()
                yield Made(file.path, data)
        self.gone.update(old.keys() - files.keys())
        self.keep(part.name, part.key, files)

    def listed(
        self, listings: Listings, only: Collection[str] | None
    ) -> tuple[Sequence[Sheets], dict[str, str]]:
        """Return the pages of lists that are to be made, and the known parts of no list.

        With `only` these articles, in the places they had, are all that lists show
        otherwise.
        """
        known = self.keys("name GLOB 'list/*'") if only is None else {}
        site, due = listings.site, list[Sheets]()
        for listed in listings.lists(only):
            sheets = tuple(listings.sheets(listed, only))
            files = {path: one.key for one in sheets for path in one.paths(site)}
            known_key = known.pop(listed.name, None)
            if known_key == digest(*files.values()) and not self.whole:
                continue
            old = self.files(listed.name)
            changed = {path for path, key in files.items() if old.get(path) != key}
            due += (one for one in sheets if not changed.isdisjoint(one.paths(site)))
            every = files if only is None else {**old, **files}
            self.gone.update(old.keys() - every.keys())
            self.keep(listed.name, digest(*every.values()), every)
        return due, known
