"""The theme: templates, words and assets; the one door to `jinja2`.

Templates and assets come from `content/templates` first, then from the theme
that is shipped; a template may extend its shipped namesake as
`theme/<name>`. Everything a template prints is escaped, except `Html`.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import traceback
from collections.abc import Callable, Hashable, Iterable, Mapping, MutableMapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import jinja2
from jinja2.bccache import Bucket
from markupsafe import escape as escape_any

from generator import __version__
from generator.model import Script
from generator.problems import WenyuanError, problem
from generator.render import dates, urls
from generator.render.assets import COLOURS, colour_sheet, load_assets
from generator.render.html import Html, escape
from generator.render.strings import Strings, load_strings
from generator.render.templates import templates_of
from generator.script.cache import keep, recall
from generator.site import SHIPPED, Site

_SPECIAL = re.compile("[&<>\"']")
_WORD = re.compile(r"\{\{ (?:t\.(\w+)|(en|zh)) \}\}")

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)

Made = TypeVar("Made")


class Theme:
    """All that pages look like. Pickles as its site and is read anew elsewhere."""

    def __init__(self, site: Site) -> None:
        """Read the theme of a site; raises WenyuanError when it is not usable."""
        self.site = site
        folders = (SHIPPED, site.templates)
        self.strings: Mapping[str, Strings] = {
            script.key: load_strings(script, folders, site.interface)
            for script in site.scripts
        }
        self.words = {
            key: SimpleNamespace(**strings) for key, strings in self.strings.items()
        }
        """The same for templates: attributes are found faster than keys."""
        made = {COLOURS: colour_sheet(site.colours)} if site.colours else {}
        self.assets = load_assets(folders, made, search=site.search)
        self._loader = _loader(site.templates)
        self._environments = {
            script.key: _environment(
                self._loader, script.key, self.strings[script.key], _marks(site, script)
            )
            for script in site.scripts
        }
        self.about = ("about",) if (site.notes / "about.md").is_file() else ()
        """The section of the site's own page about itself, when there is one."""
        self._made: dict[Hashable, object] = {}

    def __reduce__(self) -> tuple[type[Theme], tuple[Site]]:
        """Let worker processes make their own."""
        return Theme, (self.site,)

    def digest_of(self, *templates: str) -> str:
        """Return a digest of all that pages of some templates look like.

        That is the templates they are made of, every part (`_cite.html` and its like),
        every word, and every asset, whose addresses they hold.
        """
        return self.once(("digest", templates), lambda: self._digest(templates))

    def _digest(self, templates: Iterable[str]) -> str:
        names = self._names
        wanted = {name for name in names if name.rpartition("/")[2].startswith("_")}
        for one in templates:
            wanted |= templates_of(one, names, self._source)
        total = hashlib.sha256(self._common)
        for name in sorted(wanted):
            total.update(f"\0{name}\0{self._source(name)}".encode())
        return total.hexdigest()

    @functools.cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._loader.list_templates())

    @functools.cached_property
    def _common(self) -> bytes:
        """Digest of what all pages have in common."""
        total = hashlib.sha256(f"{__version__} {self.about}".encode())
        for asset in self.assets.values():
            total.update(f"\0{asset.path}\0".encode() + asset.data)
        total.update(repr(sorted(self.strings.items())).encode())
        return total.digest()

    def _source(self, name: str) -> str:
        environment = next(iter(self._environments.values()))
        source = self._loader.get_source
        return self.once(("source", name), lambda: source(environment, name)[0])

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what `make` makes, from memory when `key` was asked for before."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[return-value]

    def asset(self, name: str, root: str = "./") -> str:
        """Return the address of an asset from a page whose way to the root is `root`.

        Raises jinja2.TemplateRuntimeError for an unknown name: it is a template
        that asked.
        """
        if name not in self.assets:
            raise jinja2.TemplateRuntimeError(f"there is no asset {name}")
        return root + self.assets[name].path

    def render(self, template: str, script: Script, **values: object) -> bytes:
        """Fill a template; the values are those that frame.py describes, and more.

        Raises WenyuanError for a mistake in a template, with its file and line.
        """
        environment = self._environments[script.key]
        try:
            text = environment.get_template(template).render(values, script=script)
        except jinja2.TemplateSyntaxError as wrong:
            where, line, reason = wrong.name or template, wrong.lineno, str(wrong)
        except jinja2.TemplateNotFound as wrong:
            where, line, reason = template, None, f"there is no template {wrong}"
        except jinja2.TemplateError as wrong:
            where, line = _place(wrong, template)
            reason = wrong.message or type(wrong).__name__
        else:
            return text.encode()
        output = str(values.get("path", template)) or "the home page"
        raise WenyuanError(
            problem("template", where, line, reason=reason, output=output)
        )


class _Compiled(jinja2.BytecodeCache):
    """Keeps the shipped templates compiled, in the user's cache folder.

    As with Python's own compiled modules, what is kept is code; it is used only
    where nobody but the user could have written it.
    """

    def __init__(self, script: str) -> None:
        self._script = script

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return what tells a shipped template from others; nothing for a site's own."""
        shipped = filename is not None and Path(filename).is_relative_to(SHIPPED)
        return super().get_cache_key(name, filename) if shipped else ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if what it wants is kept."""
        for kept in (bucket.key and recall(*self._place(bucket))) or ():
            bucket.bytecode_from_string(kept["code"])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in a bucket."""
        if bucket.key:
            keep(*self._place(bucket), [{"code": bucket.bytecode_to_string()}])

    def _place(self, bucket: Bucket) -> tuple[str, str]:
        """Return the name under which a template is kept, and what it is made from."""
        name = f"template-{self._script}-{bucket.key}"
        return name, f"{bucket.checksum}-{jinja2.__version__}-{__version__}"


class _Environment(jinja2.Environment):
    """Compiles templates that escape what they print with `printed`."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> dict[str, Any]:
        """Return what all templates may use, as one map: each page copies it."""
        return {**self.globals, **(d or {})}

    def _generate(
        self,
        source: jinja2.nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - theirs
    ) -> str:
        """Return the program of a template; Jinja has this method to be overridden."""
        made = super()._generate(source, name, filename, defer_init)
        return f"{made}\nfrom {__name__} import printed as escape\n"


def printed(value: object) -> str:
    """Return what a template prints of a value: `Html` as it is, all else escaped.

    Jinja's own function makes anew what needs no escaping, which is nearly all.
    """
    if type(value) is Html or (type(value) is str and not _SPECIAL.search(value)):
        return value
    return str(value) if type(value) is int else escape_any(value)


def _loader(own: Path) -> jinja2.BaseLoader:
    shipped = jinja2.FileSystemLoader(SHIPPED)
    named = jinja2.PrefixLoader({"theme": shipped})
    return jinja2.ChoiceLoader([jinja2.FileSystemLoader(own), shipped, named])


def _marks(site: Site, script: Script) -> Mapping[str, str]:
    """Return `en` and `zh`: attributes that tell the interface from the archive.

    They are empty where both are in the script of the page (WCAG 2.2, 3.1.2).
    """
    if site.interface == "script":
        return {"en": "", "zh": ""}
    return {"en": f' lang="{site.interface}"', "zh": f' lang="{script.tag}"'}


def _environment(
    loader: jinja2.BaseLoader, script: str, strings: Strings, marks: Mapping[str, str]
) -> jinja2.Environment:
    """Return an environment in which every value is escaped and must exist.

    Words of the interface that stand alone, `{{ t.home }}`, become part of the
    template when it is compiled, as do the marks `{{ en }}` and `{{ zh }}`: a page
    has sixty, an archive many pages.
    """

    def spoken(found: re.Match[str]) -> str:
        if found[2]:
            return marks[found[2]]
        word = strings.get(found[1], "{")
        return found[0] if "{" in word else escape(word)

    def load(name: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, path, fresh = loader.get_source(environment, name)
        return _WORD.sub(spoken, source), path, fresh

    environment = _Environment(
        loader=jinja2.FunctionLoader(load),
        bytecode_cache=_Compiled(script),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.policies["json.dumps_function"] = _ENCODER.encode
    environment.policies["json.dumps_kwargs"] = {}
    environment.filters["when"] = _when
    environment.filters["day"] = _day
    environment.filters["number"] = _number
    environment.globals["urls"] = urls
    environment.globals["version"] = __version__
    return environment


def _when(edtf: str | None, words: SimpleNamespace) -> Html:
    return dates.when(edtf, vars(words))


def _day(edtf: str | None, words: SimpleNamespace) -> Html:
    return dates.when(edtf.partition("T")[0] if edtf else None, vars(words))


def _number(value: int) -> str:
    return f"{value:,}"


def _place(wrong: Exception, template: str) -> tuple[str, int | None]:
    """Return the template and line where `wrong` arose: Jinja's frames name them."""
    for frame in reversed(traceback.extract_tb(wrong.__traceback__)):
        path = Path(frame.filename)
        for folder in (SHIPPED, path.parent):
            if path.suffix == ".html" and path.is_relative_to(folder):
                return path.relative_to(folder).as_posix(), frame.lineno
    return template, None
