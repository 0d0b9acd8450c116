"""Article files: YAML front matter and a Markdown body, read and written.

The one door to PyYAML. Dates stay texts, and only `true`, `false`, `null` and plain
numbers are anything else (the YAML 1.2 core schema, not YAML 1.1's surprises).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import yaml

from generator.ingest.fields import FIELDS, MismatchError
from generator.model import Cleaning, Metadata, Origin, Withdrawal
from generator.problems import Problem, problem
from generator.value import as_dict, names_of

__all__ = ["FIELDS", "fingerprint", "is_edited", "parse", "signed", "stated", "write"]

try:
    from yaml import CSafeDumper as _BaseDumper
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeDumper as _BaseDumper  # type: ignore[assignment]
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]

_CORE = (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:null", r"null|~|", "n~\0"),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
)


class _Loader(_BaseLoader):
    """Loads the core schema; merge keys, aliases' bombs and tags are not needed."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - PyYAML's own way


class _Dumper(_BaseDumper):
    """Writes what `_Loader` reads back."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - PyYAML's own way

    def ignore_aliases(self, data: object) -> bool:
        """Write equal values out in full."""
        del data
        return True


for _tag, _pattern, _first in _CORE:
    for _class in (_Loader, _Dumper):
        _class.add_implicit_resolver(
            _tag, re.compile(rf"^(?:{_pattern})$"), list(_first)
        )
_Dumper.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])

_TEXT = yaml.ScalarNode, "tag:yaml.org,2002:str"
_LIST = yaml.SequenceNode, "tag:yaml.org,2002:seq"
_MAPPING = yaml.MappingNode, "tag:yaml.org,2002:map"

_FENCE = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_LEAD = re.compile(r"(?:\A|[\n\r\x85\u2028\u2029])([-?: \t]+)")
"""What a line begins with: each nested block takes a column of it, or two."""
_BEGUN = re.compile(
    r"\A\ufeff?(?:---[ \t]*\r?\n[A-Za-z_]+:|(?P<toml>\+\+\+)[ \t]*\r?\n\w+ ?=)"
)
"""The beginning of a front matter, whether it has an end or not."""
_ALWAYS = (
    "title",
    "date",
    "source",
    "authors",
    "places",
    "keywords",
    "script",
    "found_script",
)
_DIGEST_LINE = re.compile(r"(?m)^  digest: .*\n?")
SIZE_LIMIT = 64_000
"""Longest front matter, in characters."""
DEPTH_LIMIT = 40
"""Deepest nesting of lists and mappings in it."""


def parse(text: str, path: str) -> tuple[Metadata, str] | list[Problem]:
    """Return metadata and body of an article file, or every problem it has."""
    match = _FENCE.match(text)
    if not match:
        wrong = _unreadable(text, path)
        return [wrong or problem("no-front-matter", path, 1)]
    block = match["yaml"]
    data = _load(block, path)
    if isinstance(data, Problem):
        return [data]
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in data.items():
        try:
            if key in FIELDS:
                values[key] = FIELDS[key](value)
            else:
                values.setdefault("extra", {})[key] = value
        except MismatchError as wrong:
            problems.append(_misfit(key, value, str(wrong), path, _line_of(block, key)))
    if problems:
        return problems
    return Metadata(**values), text[match.end() :].lstrip("\r\n")


def stated(text: str, path: str) -> tuple[dict[str, Any], int] | Problem | None:
    """Return the front matter of a Markdown source and where its body begins.

    None when it has no front matter.
    """
    match = _FENCE.match(text)
    if not match:
        return _unreadable(text, path)
    data = _load(match["yaml"], path)
    return data if isinstance(data, Problem) else (data, match.end())


def _unreadable(text: str, path: str) -> Problem | None:
    """Return what is wrong with a front matter that has no end, or is TOML."""
    begun = _BEGUN.match(text)
    if not begun:
        return None
    reason = "it is TOML" if begun["toml"] else "no line `---` ends it"
    return problem("front-matter", path, 1, reason=reason)


def write(metadata: Metadata, body: str) -> str:
    """Return the text of an article file; its digest marks it as not edited by hand."""
    return signed(metadata, body, fingerprint(_written(metadata, body)))


def signed(metadata: Metadata, body: str, digest: str) -> str:
    """Return the text of an article file that records `digest` as its origin's."""
    text = _written(metadata, body)
    if not metadata.cleaning:
        return text
    return text.replace("\n  digest: ''\n", f"\n  digest: {digest}\n", 1)


def fingerprint(text: str) -> str:
    """Return the digest of an article file's text, leaving out the digest's own line."""
    return hashlib.sha256(_DIGEST_LINE.sub("", text, count=1).encode()).hexdigest()[:16]


def is_edited(text: str, metadata: Metadata) -> bool:
    """Tell whether a person changed the file since it was generated."""
    cleaning = metadata.cleaning
    return cleaning is None or cleaning.digest != fingerprint(text)


def _written(metadata: Metadata, body: str) -> str:
    data: dict[str, Any] = {}
    for name in names_of(Metadata):
        value = getattr(metadata, name)
        if name in _ALWAYS or (value and name != "extra"):
            data[name] = _plain(value)
    data.update(metadata.extra)
    block = yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=100_000,
    )
    return f"---\n{block}---\n\n{body}"


def _plain(value: Any) -> Any:  # noqa: ANN401 - any metadata value
    if isinstance(value, Origin):
        return as_dict(value)
    if isinstance(value, Withdrawal):
        return {name: one for name, one in as_dict(value).items() if one}
    if isinstance(value, Cleaning):
        flags = [{k: v for k, v in as_dict(flag).items() if v} for flag in value.flags]
        made = {"version": value.version, "rules": dict(value.rules), "flags": flags}
        if value.inferred:
            made["inferred"] = list(value.inferred)
        if value.proposed_keywords:
            made["proposed_keywords"] = list(value.proposed_keywords)
        if value.keep:
            made["keep"] = list(value.keep)
        return {**made, "digest": ""}  # `signed` fills it in
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _load(block: str, path: str) -> dict[str, Any] | Problem:
    if len(block) > SIZE_LIMIT:
        reason = f"longer than {SIZE_LIMIT:,} characters"
        return problem("front-matter", path, 1, reason=reason)
    try:
        if ("&" in block and "*" in block) or _may_be_deep(block):
            _refuse_costly(block)
        data = _read(block)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        reason = getattr(wrong, "problem", None) or "unreadable"
        return problem("front-matter", path, line, reason=reason)
    except ValueError as wrong:
        return problem("front-matter", path, 1, reason=str(wrong))
    data = {} if data is None else data
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        return problem("front-matter", path, 2, reason="not a list of `key: value`")
    return data


def _read(block: str) -> object:
    """Return what YAML says, in two thirds of the time that `yaml.load` takes."""
    loader = _Loader(block)
    try:
        node = loader.get_single_node()
        return None if node is None else _value(loader, node)
    finally:
        loader.dispose()


def _value(loader: _Loader, node: yaml.Node) -> object:
    """Return what a node stands for; what is not quite plain is left to PyYAML."""
    kind = type(node), node.tag
    if kind == _TEXT:
        return node.value
    if kind == _LIST:
        return [_value(loader, one) for one in node.value]
    if kind == _MAPPING and all((type(key), key.tag) == _TEXT for key, _ in node.value):
        return {key.value: _value(loader, one) for key, one in node.value}
    return loader.construct_object(node, deep=True)


def _may_be_deep(block: str) -> bool:
    """Tell whether nesting may pass the limit, from what no nesting can do without."""
    brackets = block.count("[") + block.count("{")
    indent = max(map(len, _LEAD.findall(block)), default=0)
    return brackets + indent + 2 > DEPTH_LIMIT


def _refuse_costly(block: str) -> None:
    """Raise ValueError for aliases, and for nesting beyond the limit.

    A few aliases can mean billions of values. Nested values are made by a call for
    each level, in C: thirty thousand of them end the process.
    """
    depth = 0
    for event in yaml.parse(block, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("aliases (*name) are not accepted")  # noqa: TRY004
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_LIMIT:
            raise ValueError("too deeply nested")


def _misfit(key: str, value: object, expected: str, path: str, line: int) -> Problem:
    if key in {"date", "event_date"}:
        return problem("bad-date", path, line, value=value)
    hint = "see content/notes/front-matter.md"
    shown = repr(value)[:80]
    return problem(
        "bad-value", path, line, key=key, expected=expected, value=shown, hint=hint
    )


def _line_of(block: str, key: str) -> int:
    match = re.search(rf"(?m)^[\"']?{re.escape(key)}[\"']?\s*:", block)
    return block.count("\n", 0, match.start()) + 2 if match else 1
