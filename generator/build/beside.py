"""The folder beside the output in which files lie until they are let into it."""

# Paths are strings in here: there is one for every file.
# ruff: noqa: PTH102, PTH104, PTH108

from __future__ import annotations

import os
from collections.abc import Container

from generator.build.paths import shared
from generator.build.writer import make_folder, staged, telling_shared


class Beside:
    """Knows where each staged file lies and where it belongs. Methods raise OSError.

    A file whose folder is published lies under a name of its own, to be moved into
    it; a new folder is made here and moved whole.
    """

    def __init__(self, place: str, folders: Container[str]) -> None:
        """Begin with nothing, given the folders that are published."""
        self._place, self._folders = place, folders
        self._folder = ""
        self._opened = False
        self.moves: dict[str, str] = {}
        """Where each file or new folder belongs, and where it lies."""
        self.made: set[str] = set()
        """The new folders that were made here."""

    def open(self) -> None:
        """See that the folder is there."""
        if not self._opened:
            self._opened = True
            make_folder(self._place)  # a worker may have made it

    def room(self, path: str) -> str:
        """Return where a file is to be written."""
        self.open()
        folder = path.rpartition("/")[0]
        if folder in self._folders:
            return self.own(path)
        if folder != self._folder:
            self._make_folder(folder)
            self._folder = folder
        return f"{self._place}/tree/{path}"

    def own(self, path: str) -> str:
        """Return where a file is to be written whose folder is published."""
        self.moves[path] = staged(path)
        return f"{self._place}/{self.moves[path]}"

    def take_over(self, path: str) -> None:
        """Note that a worker wrote a file of a new tree, to be moved with its top folder."""
        top, slash, _ = path.partition("/")
        if slash:
            self.moves[top] = f"tree/{top}"
        else:
            os.rename(f"{self._place}/tree/{path}", self.own(path))

    def let_in(self, path: str) -> None:
        """Have a file moved that lies under its own name, with a new folder or alone.

        Raises ValueError when another was written there.
        """
        place, lies = self.room(path), f"{self._place}/{staged(path)}"
        if place != lies:
            if os.path.lexists(place):
                raise shared(path)
            with telling_shared(path):
                os.rename(lies, place)

    def forget(self, path: str) -> None:
        """Remove a file that lies under its own name."""
        os.unlink(f"{self._place}/{staged(path)}")

    def _make_folder(self, folder: str) -> None:
        above, place = folder.rpartition("/")[0], f"{self._place}/tree/{folder}"
        try:
            os.mkdir(place)
        except FileExistsError:
            return
        except FileNotFoundError:
            if above in self._folders:
                make_folder(f"{self._place}/tree/{above}")
            else:
                self._make_folder(above)
            make_folder(place)
        self.made.add(folder)
        if above in self._folders:
            self.moves[folder] = f"tree/{folder}"
