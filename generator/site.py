"""The site's configuration: site.toml, read and checked once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from generator.model import FACETS, SCRIPTS, Script
from generator.problems import Problem, Report, WenyuanError, problem
from generator.value import Struct, field

_INSIDE = Path(__file__).with_name("_theme")
SHIPPED = _INSIDE if _INSIDE.is_dir() else _INSIDE.parents[1] / "templates"
"""The default theme: inside a wheel, else in the checkout."""


class Site(Struct, frozen=True, kw_only=True):
    """An archive's settings; every key of site.toml is a field of this value."""

    root: Path
    """The folder that holds site.toml or the `content` folder holding it."""
    content: Path
    """The folder with `sources/` and `articles/`."""
    title: str = "文渊文库"
    description: str = ""
    base_url: str = ""
    """Public address, ending in `/`; empty while unknown (then no canonical links)."""
    scripts: tuple[Script, ...] = (SCRIPTS["hans"], SCRIPTS["hant"])
    quotes: str = "corner"
    """corner: “ ” become 「 」 in Traditional views; keep: they stay."""
    punctuation: str = "restore"
    """restore: half-width marks between Han characters become full width; keep."""
    names: tuple[str, ...] = ()
    """Names whose characters conversion leaves alone, site-wide."""
    glossary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Named groups of conversion rules that articles can refer to."""
    interface: str = "script"
    """script: the interface speaks Chinese in the page's script; en: English."""
    colours: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By name of the theme's colour: as `#a1301c`, in the light and the dark scheme."""
    facets: tuple[str, ...] = FACETS
    page_size: int = 50
    feed_size: int = 20
    downloads: tuple[str, ...] = ()
    """Extra files beside each article: md, txt, bib, ris, csl."""
    archives: tuple[str, ...] = ()
    """Further files of the whole archive: zip, epub, oai."""
    search: bool = True
    """Whether readers can search the archive; without, no index is made."""
    licence: str = ""
    contact: str = ""
    drafts: bool = False

    @property
    def articles(self) -> Path:
        """Folder of the article files."""
        return self.content / "articles"

    @property
    def sources(self) -> Path:
        """Folder of the sources as found."""
        return self.content / "sources"

    @property
    def notes(self) -> Path:
        """Folder of the site's own pages (about, documentation)."""
        return self.content / "notes"

    @property
    def templates(self) -> Path:
        """Folder whose files override the theme's by name."""
        return self.content / "templates"

    @property
    def base_path(self) -> str:
        """Path part of `base_url`, beginning and ending in `/`."""
        return urlsplit(self.base_url).path or "/"


COLOURS = ("paper", "sheet", "ink", "soft", "line", "zhu", "wash", "seal", "seal-ink")
"""The theme's colours; `templates/assets/site.css` says what each is for."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")


class _MismatchError(ValueError):
    """A value that does not fit; the text says what is expected."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _MismatchError("a text in quotation marks")
    if _CONTROL.search(value):
        raise _MismatchError("a text without control characters")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise _MismatchError("a list of texts")
    return tuple(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _MismatchError("true or false")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1000:
        raise _MismatchError("a whole number from 1 to 1000")
    return value


def _one_of(*choices: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in choices:
            raise _MismatchError(" or ".join(f'"{c}"' for c in choices))
        return str(value)

    return check


def _some_of(*choices: str) -> Callable[[object], tuple[str, ...]]:
    def check(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not set(map(str, value)) <= set(choices):
            raise _MismatchError(
                "a list of some of " + ", ".join(f'"{c}"' for c in choices)
            )
        return tuple(dict.fromkeys(map(str, value)))

    return check


def _base_url(value: object) -> str:
    text = _text(value)
    if text and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise _MismatchError("an address such as https://example.org/archive/")
    return text if not text or text.endswith("/") else text + "/"


def _scripts(value: object) -> tuple[Script, ...]:
    by_tag = {script.tag: script for script in SCRIPTS.values()}
    tags = _some_of(*by_tag)(value)
    if not {"zh-Hans", "zh-Hant"} & set(tags):
        raise _MismatchError('a list that holds "zh-Hans" or "zh-Hant"')
    return tuple(by_tag[tag] for tag in tags)


def _glossary(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise _MismatchError("a table of lists of rules")
    return {str(key): _texts(rules) for key, rules in value.items()}


def _colours(value: object) -> dict[str, tuple[str, str]]:
    if not isinstance(value, dict) or not set(value) <= set(COLOURS):
        raise _MismatchError("a table of some of " + ", ".join(COLOURS))
    found: dict[str, tuple[str, str]] = {}
    for name, one in value.items():
        pair = (one, one) if isinstance(one, str) else _texts(one)
        if len(pair) != 2 or not all(map(_COLOUR.fullmatch, pair)):
            raise _MismatchError('colours such as "#a1301c", or two for light and dark')
        found[name] = (pair[0], pair[1])
    return found


FIELDS: Mapping[str, Callable[[object], object]] = {
    "title": _text,
    "description": _text,
    "base_url": _base_url,
    "scripts": _scripts,
    "quotes": _one_of("corner", "keep"),
    "punctuation": _one_of("restore", "keep"),
    "names": _texts,
    "glossary": _glossary,
    "interface": _one_of("script", "en"),
    "colours": _colours,
    "facets": _some_of(*FACETS),
    "page_size": _count,
    "feed_size": _count,
    "downloads": _some_of("md", "txt", "bib", "ris", "csl"),
    "archives": _some_of("zip", "epub", "oai"),
    "search": _flag,
    "licence": _text,
    "contact": _text,
    "drafts": _flag,
}
"""Every key of site.toml and what checks it."""


def load_site(root: Path, report: Report) -> Site:
    """Read `site.toml` in `root` or in `root/content`.

    Mistakes in single keys go to `report` and the defaults stand in for them.
    Raises WenyuanError when there is no site.toml or it is not TOML.
    """
    for folder in (root, root / "content"):
        path = folder / "site.toml"
        if path.is_file():
            break
    else:
        raise WenyuanError(problem("no-site", str(root)))
    shown = path.relative_to(root).as_posix()
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = wrong.object.count(b"\n", 0, wrong.start) + 1
        reason = "not UTF-8"
        raise WenyuanError(problem("bad-toml", shown, line, reason=reason)) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        said = re.search(r"line (\d+)", str(wrong))
        reason = str(wrong).split(" (at")[0]
        number = int(said.group(1)) if said else 1
        raise WenyuanError(problem("bad-toml", shown, number, reason=reason)) from None
    values: dict[str, object] = {}
    for key, value in data.items():
        found = _check(key, value, shown, _line_of(text, key))
        if isinstance(found, Problem):
            report.add(found)
        else:
            values[key] = found[0]
    content = root / "content"
    return Site(root=root, content=content, **values)  # type: ignore[arg-type]


def _check(key: str, value: object, path: str, line: int) -> Problem | tuple[object]:
    """Return the checked value in a one-tuple, or the problem with it."""
    if key not in FIELDS:
        import difflib  # noqa: PLC0415 - seldom needed

        near = difflib.get_close_matches(key, FIELDS, 1, 0.5)
        hint = f"did you mean `{near[0]}`?" if near else "see content/notes/site.md"
        return problem("unknown-key", path, line, key=key, hint=hint)
    try:
        return (FIELDS[key](value),)
    except _MismatchError as wrong:
        return problem(
            "bad-value",
            path,
            line,
            key=key,
            expected=str(wrong),
            value=repr(value),
            hint="see content/notes/site.md",
        )


def _line_of(text: str, key: str) -> int:
    match = re.search(rf"^\s*\[?\s*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1
