"""The output folder, and what of our own stands beside it.

Beside an output folder `public` stand `.public.lock` and `.public.spare-<state>` (a
twin of the published tree, see `staging`), and while a build runs `.public.new`,
`.public.ready`, `.public.aside` and `.public.between`.
"""

from __future__ import annotations

import os
from pathlib import Path

from generator.value import Struct


class Place(Struct, frozen=True):
    """The output folder and the names of our own files and folders next to it."""

    out: Path
    """Absolute, with real parents."""
    in_place: bool = False
    """True where nothing can be kept beside it: then our own things lie in it."""

    def own(self, suffix: str) -> Path:
        """Return the path of our own file or folder `suffix`."""
        if self.in_place:
            return self.out / f".wenyuan-{suffix}"
        return self.out.with_name(f".{self.out.name}.{suffix}")

    @property
    def new(self) -> Path:
        """Where the files of a build are written; worthless when it is killed."""
        return self.own("new")

    @property
    def ready(self) -> Path:
        """What `new` is called once it is whole and can be carried out."""
        return self.own("ready")

    @property
    def aside(self) -> Path:
        """The tree that is not in the output's place while the two change places."""
        return self.own("aside")

    @property
    def is_clear(self) -> bool:
        """Whether no build is at work here, and none was killed at it."""
        own = (self.new, self.ready, self.aside, self.between)
        return not any(os.path.lexists(one) for one in own)

    @property
    def between(self) -> Path:
        """A third place, where trees can only change places by renaming."""
        return self.own("between")
