"""How one article is converted: its manual rules, its names, its quotation marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape
from typing import Literal

from generator.model import Article, Edition, Metadata, Script
from generator.problems import Problem, problem
from generator.script import (
    Inline,
    Rule,
    RuleError,
    Undecided,
    check_inline,
    convert,
    convert_html,
    parse_rule,
    quotes,
    replace_around,
    replacements,
    take_inline,
    undecided,
)
from generator.site import Site
from generator.value import Struct, field, replace

_LISTED = 5
"""How many undecided characters a note shows."""

_NAME = 4
"""Longest name of a person, in characters."""


class Manual(Struct, frozen=True):
    """What an editor settled about an article's conversion, and what is wrong in it."""

    page: tuple[Rule, ...] = ()
    """The article's own rules; they outrank the site's."""
    site: tuple[Rule, ...] = ()
    """Those of the glossary groups that the article names."""
    problems: tuple[Problem, ...] = ()
    body: Inline = field(default_factory=lambda: Inline("", {}))
    """The article's HTML, the rules in its text taken out."""

    @property
    def rules(self) -> bool:
        """Tell whether there are any rules."""
        return bool(self.page or self.site)


def manual(article: Article, site: Site, markup: str) -> Manual:
    """Gather the rules of an article: its text's, its front matter's, its groups'.

    `markup` is the HTML of its body.
    """
    inline = take_inline(markup, unescape, convert_html)
    page: list[Rule] = []
    shared: list[Rule] = []
    wrong: list[Problem] = []
    for text in article.metadata.convert:
        group = site.glossary.get(text)
        for rule in (text,) if group is None else group:
            path = article.path if group is None else "site.toml"
            try:
                (page if group is None else shared).append(parse_rule(rule))
            except RuleError as why:
                wrong.append(_problem(site, path, rule, why))
    for rule in inline.rules.values():
        try:
            check_inline(rule)
        except RuleError as why:
            wrong.append(_problem(site, article.path, rule, why))
        else:
            page.extend(replace(inline, rules={"": rule}).page_rules())
    if "-{" in inline.text.partition("<code")[0]:
        unended = RuleError("it does not end in }- on its own line, or holds markup")
        wrong.append(_problem(site, article.path, "-{", unended))
    return Manual(tuple(page), tuple(shared), tuple(wrong), inline)


def _problem(site: Site, path: str, rule: str, why: RuleError) -> Problem:
    """Word a mistake, with the first line of the file that holds the rule."""
    try:
        text = (site.root / path).read_text("utf-8", errors="replace")
    except OSError:
        text = ""
    at = text.find(rule)
    line = text.count("\n", 0, at) + 1 if at >= 0 else None
    return problem("bad-rule", path, line, rule=rule, reason=str(why))


def people_of(metadata: Metadata) -> tuple[str, ...]:
    """Return the names of people that the metadata states."""
    named = [*metadata.authors, *metadata.editors]
    named += [one for people in metadata.staff.values() for one in people]
    return tuple(name for name in named if 2 <= len(name) <= _NAME)


def converter(
    metadata: Metadata, target: Script, site: Site, settled: Manual, *, html: bool
) -> Callable[[str], str]:
    """Return what turns the article's own text into the target script.

    `html`: the text is the text of HTML, its `<` and `&` escaped, and what rules
    put into it is escaped too. The article's rules outrank names, names the site's
    rules, and these the overlay and the dictionaries.
    """
    own, keep = metadata.script == target.key, (lambda text: escape(text, quote=False))
    if own and not settled.rules:
        return str
    safe: Callable[[str], str] = keep if html else str
    page, shared = (
        {safe(word): safe(form) for word, form in found.items()}
        for found in (
            replacements(settled.page, target.key, metadata.script),
            replacements(settled.site, target.key, metadata.script),
        )
    )
    names = (*metadata.names, *site.names)
    persons = people_of(metadata)
    habit: Literal["hans", "hant"] = "hans" if target.key == "hans" else "hant"

    def by_dictionaries(text: str) -> str:
        if own:
            return text
        return convert(
            text, target.key, names=names, persons=persons, source=metadata.script
        )

    def converted(text: str) -> str:
        changed = replace_around(
            text,
            page,
            lambda rest: replace_around(rest, shared, by_dictionaries),
        )
        return (
            quotes(changed, habit) if not own and site.quotes == "corner" else changed
        )

    return converted


def undecided_in(
    article: Article, editions: Mapping[str, Edition], site: Site
) -> tuple[Undecided, ...]:
    """List what converting the article's text to hant could only guess.

    Offsets are those of the hans edition's text. Empty when the article is not in
    Simplified, or its rules make the two texts differ in length.
    """
    hans, hant = editions.get("hans"), editions.get("hant")
    if article.metadata.script != "hans" or hans is None or hant is None:
        return ()
    names = (*article.metadata.names, *site.names)
    return undecided(hans.text, "hant", names=names, converted=hant.text)


def undecided_note(path: str, found: Sequence[Undecided], text: str) -> Problem:
    """Word the report of one article: how many, and the first few in context."""
    shown = dict.fromkeys(
        text[max(one.start - 2, 0) : one.start + 3].replace("\n", " ")
        + f"（{one.chosen}，{'、'.join(one.alternatives)}）"
        for one in found
    )
    listed = "；".join(list(shown)[:_LISTED]) + ("…" if len(shown) > _LISTED else "")
    return problem("undecided", path, count=len(found), shown=listed)


def glossary_problems(site: Site) -> Iterator[Problem]:
    """Yield what is wrong in the glossary groups of site.toml."""
    for rules in site.glossary.values():
        for rule in rules:
            try:
                parse_rule(rule)
            except RuleError as why:
                yield _problem(site, "site.toml", rule, why)
