"""Joins ES modules into one file, so that a page fetches its script in one step.

Each module becomes a function that returns what it exports. Only the forms that
the theme's own modules are written in are understood: `import { a, b as c } from`,
`import a from`, `import "./a.js"`, `export function`, `export class`,
`export const`, `export default name;`, each at the start of a line. Indentation and
lines that hold only a comment are left out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence

_IMPORT = re.compile(
    r"^import\s+(?:(\w+|\{[^}]*\})\s+from\s+)?[\"'](\.{1,2}/[^\"'\n]+)[\"'];?[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"^export\s+((?:async\s+)?function\*?|class|const|let)\s+(\w+)", re.MULTILINE
)
_DEFAULT = re.compile(r"^export\s+default\s+([\w.]+);?[ \t]*$", re.MULTILINE)


def modules(name: str, files: Mapping[str, bytes]) -> list[str]:
    """Return the module `name` and all that it imports, each after its imports.

    Empty when one is missing or some import each other in a ring.
    """
    order = list(_order(name, files, set()))
    whole = all(
        target in order[:place]
        for place, one in enumerate(order)
        for target in imports(one, files)
    )
    return order if whole else []


def bundle(order: Sequence[str], files: Mapping[str, bytes]) -> bytes:
    """Join modules, given in the order of `modules`, into one.

    As the standard has it (ECMA-262, 16.2), each runs once, after its imports. What
    the last one exports, by names, the whole exports.
    """
    parts = [_wrapped(one, files, order) for one in order]
    exports = [found[2] for found in _EXPORT.finditer(_source(order[-1], files))]
    if exports:
        parts.append(f"export const {{ {', '.join(exports)} }} = m{len(order) - 1};\n")
    return "".join(parts).encode("utf-8", "surrogateescape")


def imports(name: str, files: Mapping[str, bytes]) -> list[str]:
    """Return the modules that a module imports."""
    return [_target(name, found[2]) for found in _IMPORT.finditer(_source(name, files))]


def _order(name: str, files: Mapping[str, bytes], seen: set[str]) -> Iterator[str]:
    """Yield the modules, each after those that it imports."""
    seen.add(name)
    for target in imports(name, files):
        if target in files and target not in seen:
            yield from _order(target, files, seen)
    yield name


def _target(name: str, reference: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), reference))


def _source(name: str, files: Mapping[str, bytes]) -> str:
    return files[name].decode("utf-8", "surrogateescape")


def _wrapped(name: str, files: Mapping[str, bytes], order: Sequence[str]) -> str:
    """Return a module as a function called at once, its imports as constants."""

    def constant(found: re.Match[str]) -> str:
        what, place = found[1], order.index(_target(name, found[2]))
        if not what:
            return ""
        names = (
            what.replace(" as ", ": ") if what[0] == "{" else f"{{ default: {what} }}"
        )
        return f"const {names} = m{place};\n"

    source = _source(name, files)
    exports = [found[2] for found in _EXPORT.finditer(source)]
    exports += [f"default: {found[1]}" for found in _DEFAULT.finditer(source)]
    body = _IMPORT.sub(constant, source)
    body = _tight(_DEFAULT.sub("", _EXPORT.sub(r"\1 \2", body)))
    return (
        f"const m{order.index(name)} = (() => {{\n{body}\n"
        f"return {{ {', '.join(exports)} }};\n}})();\n"
    )


def _tight(source: str) -> str:
    """Leave out indentation and comments, unless a string may go on in another line."""
    lines = source.split("\n")
    if any(line.count("`") % 2 or line.endswith("\\") for line in lines):
        return source
    bare = (line.strip(" \t") for line in lines)
    return "\n".join(line for line in bare if line and not line.startswith("//"))
