"""The house has floors: an import never points upwards, a library has one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "generator"

FLOORS = [
    {"value", "installed"},
    {"__init__", "model", "problems", "naming", "edtf"},
    {
        "site",
        "romanise",
        "collation",
        "writing",
        "order",
        "library",
        "reprints",
        "script",
    },
    {"ingest", "search"},
    {"render", "explain", "manual", "scaffold"},
    {"build"},
    {"serve", "check"},
    {"cli", "__main__"},
]
"""Rooms from the ground up; a room may use those below it, and its neighbours."""

DOORS = {
    "opencc": set(),
    "lunr": {"search/lunr_index.py"},
    "numpy": {
        "search/sets.py",
        "search/changes.py",
        "search/codes.py",
        "search/columns.py",
        "search/copies.py",
        "search/decoding.py",
        "search/encoding.py",
        "search/lists.py",
        "search/related.py",
        "search/rewriting.py",
        "search/shelf.py",
        "search/variation.py",
    },
    "sqlite3": {"build/store.py"},
    "zstandard": {"build/store.py"},
    "msgspec": {"value.py"},
    "jinja2": {"render/theme.py"},
    "markdown": {"render/markdown.py"},
    "yaml": {"ingest/frontmatter.py"},
    "pypinyin": {"romanise.py"},
    "distributed": {"build/cluster.py"},
    "fsspec": {"build/upload.py"},
    "watchfiles": None,
    "click": None,
}
"""The modules that may import a foreign library; None: the room named below."""
ROOM_OF = {"watchfiles": "serve", "click": "cli"}


def modules() -> Iterator[tuple[str, Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        yield name, path, ast.parse(path.read_text("utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(name: str) -> str:
    return name.split("/", maxsplit=1)[0].removesuffix(".py")


def floor(name: str) -> int:
    return next(level for level, rooms in enumerate(FLOORS) if name in rooms)


def test_imports_point_down() -> None:
    wrong = []
    for name, _, tree in modules():
        here = floor(room(name))
        for module in imported(tree):
            parts = module.split(".")
            if parts[0] == "generator" and len(parts) > 1 and parts[1] != "__version__":
                there = next(
                    (i for i, rooms in enumerate(FLOORS) if parts[1] in rooms), -1
                )
                if there > here:
                    wrong.append(f"{name} imports {module}")
    assert wrong == []


def test_each_foreign_library_has_one_door() -> None:
    wrong = []
    for name, _, tree in modules():
        for library in {module.partition(".")[0] for module in imported(tree)} & set(
            DOORS
        ):
            allowed = DOORS[library]
            fits = (
                room(name) == ROOM_OF[library] if allowed is None else name in allowed
            )
            if not fits:
                wrong.append(f"{name} imports {library}")
    assert wrong == []


def test_modules_and_functions_stay_small() -> None:
    big = []
    for name, path, tree in modules():
        lines = path.read_text("utf-8").count("\n")
        if lines > 300:
            big.append(f"{name}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
                if size > 40:
                    big.append(f"{name}: {node.name} has {size} lines")
    assert big == []
