"""Manual conversion rules, in the notation of MediaWiki's language converter.

A rule is `zh-hans:甲;zh-hant:乙` (also zh-cn, zh-tw, zh-hk …): wherever one of its
forms stands, each script shows its own; or `甲=>乙`: 甲 becomes 乙 in the scripts
that the text is converted to. In a text, `-{甲}-` leaves 甲 as it is, `-{rule}-`
shows the form of the script, `-{H|rule}-` shows nothing and is a rule for the
whole article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from generator.script.characters import is_han
from generator.value import Struct

FALLBACKS: Mapping[str, tuple[str, ...]] = {
    "hans": ("zh-hans", "zh-cn", "zh-sg", "zh-my"),
    "hant": ("zh-hant", "zh-tw", "zh-hk", "zh-mo"),
    "hant-tw": ("zh-tw", "zh-hant", "zh-hk", "zh-mo"),
    "hant-hk": ("zh-hk", "zh-mo", "zh-hant", "zh-tw"),
}
"""The variants that a script takes its form from, the best first."""

_VARIANT = re.compile(r"\s*(zh[a-z-]*)\s*:\s*(.*?)\s*\Z", re.IGNORECASE | re.DOTALL)
_INLINE = re.compile(r"-\{([^{}<>\n]*)\}-")
_FLAGS = re.compile(r"([A-Za-z+-])\|(.*)", re.DOTALL)
LONGEST = 500
"""Characters of a rule in a text; a longer one is shown as it is written."""
MOST = 1_000
"""Rules in a text that count: each may have to be looked for in all of it."""
_FEW = 8
"""So many words are looked for one by one, sooner than a pattern is compiled."""

_PRIVATE = 0xF0000
"""Planes 15 and 16 are for private use: characters from here stand for rules."""


class RuleError(ValueError):
    """A rule that cannot be used; the text says why."""


class Rule(Struct, frozen=True):
    """What to write for some words, by variant."""

    words: tuple[str, ...]
    """Wherever one of these stands …"""
    forms: Mapping[str, str]
    """… this is shown, by variant; `*` is the form in every other script."""

    def form(self, target: str, script: str) -> str | None:
        """Return the form for `target` in an article written in `script`, if any."""
        found = (self.forms[one] for one in FALLBACKS[target] if one in self.forms)
        anywhere = None if _side(target) == _side(script) else self.forms.get("*")
        return next(found, anywhere)


def _side(script: str) -> str:
    return script.partition("-")[0]


def parse_rule(text: str) -> Rule:
    """Read a rule that holds for a whole article or site.

    Raises RuleError when it is malformed, names an unknown variant, or has a word
    of one character, which would change that character inside every other word.
    """
    source, arrow, rest = text.partition("=>")
    if arrow:
        source, rest = source.strip(), rest.strip()
        forms = _forms(rest) or {"*": rest}
        rule = Rule((source,), forms)
    else:
        forms = _forms(text)
        if len(forms) < 2:
            raise RuleError("it gives forms for fewer than two variants")
        rule = Rule(tuple(dict.fromkeys(forms.values())), forms)
    if not all(rule.words) or not all(forms.values()):
        raise RuleError("a form is empty")
    if any(len(word) < 2 for word in rule.words):
        raise RuleError("a word of one character would change it in every word")
    if not all(any(map(is_han, word)) for word in rule.words):
        raise RuleError("there is no Chinese character in it")
    return rule


def _forms(text: str) -> dict[str, str]:
    """Read `zh-hans:甲;zh-hant:乙`; empty when the text is no list of variants."""
    parts = [part for part in text.split(";") if part.strip()]
    matches = [_VARIANT.match(part) for part in parts]
    if not any(matches):
        return {}
    forms: dict[str, str] = {}
    known = {variant for variants in FALLBACKS.values() for variant in variants}
    for part, match in zip(parts, matches, strict=True):
        if match is None:
            raise RuleError(f"{part.strip()} has no variant before it")
        variant = match[1].lower()
        if variant not in known:
            raise RuleError(f"{variant} is not a variant; write zh-hans or zh-hant")
        forms[variant] = match[2]
    return forms


class Inline(Struct, frozen=True):
    """The rules that stand in a text, each replaced by a private-use character."""

    text: str
    rules: Mapping[str, str]
    """By the character that stands for it: what stood between `-{` and `}-`."""

    def page_rules(self) -> tuple[Rule, ...]:
        """Return the rules for the whole article. Raises RuleError."""
        found = (_FLAGS.fullmatch(rule) for rule in self.rules.values())
        return tuple(parse_rule(one[2]) for one in found if one and one[1] in "HA")

    def shown(
        self, text: str, target: str, script: str, escape: Callable[[str], str]
    ) -> str:
        """Put into a converted text what each rule shows in `target`."""
        if not self.rules:
            return text
        forms = {
            mark: escape(show_rule(rule, target, script))
            for mark, rule in self.rules.items()
        }
        return re.sub(f"[{''.join(forms)}]", lambda found: forms[found[0]], text)


def take_inline(
    text: str,
    unescape: Callable[[str], str] = str,
    each: Callable[[str, Callable[[str], str]], str] | None = None,
) -> Inline:
    """Take the rules out of `text`.

    `unescape` undoes what was done to the text's characters; `each` applies a
    function to the parts of the text that are prose (default: to all of it).
    """
    if "-{" not in text:
        return Inline(text, {})
    first = max(ord(max(text)) + 1, _PRIVATE)
    marks: dict[str, str] = {}

    def mark(match: re.Match[str]) -> str:
        rule = unescape(match[1])
        if len(rule) > LONGEST or first + len(marks) > 0x10FFFD:
            return match[0]
        if rule not in marks and len(marks) == MOST:
            return match[0]
        return marks.setdefault(rule, chr(first + len(marks)))

    def marked(part: str) -> str:
        return _INLINE.sub(mark, part)

    done = each(text, marked) if each else marked(text)
    return Inline(done, {character: rule for rule, character in marks.items()})


def show_rule(rule: str, target: str, script: str) -> str:
    """Return what `-{rule}-` shows in `target`; a rule with a mistake as written."""
    flagged = _FLAGS.fullmatch(rule)
    if flagged and flagged[1] == "H":
        return ""
    content = flagged[2] if flagged else rule
    try:
        forms = {} if flagged and flagged[1] == "R" else _forms(content)
    except RuleError:
        return f"-{{{rule}}}-"
    if not forms:
        return content
    best = Rule((), forms).form(target, script)
    return next(iter(forms.values())) if best is None else best


def check_inline(rule: str) -> None:
    """Raise RuleError when what stands between `-{` and `}-` has a mistake."""
    flagged = _FLAGS.fullmatch(rule)
    if flagged and flagged[1] not in "HAR":
        raise RuleError(f"{flagged[1]} is not a flag; there are H, A and R")
    if flagged and flagged[1] in "HA":
        parse_rule(flagged[2])
    elif not flagged:
        _forms(rule)


def replacements(rules: Sequence[Rule], target: str, script: str) -> dict[str, str]:
    """Return what each word of `rules` becomes in `target`; a later rule wins."""
    return {
        word: form
        for rule in rules
        if (form := rule.form(target, script)) is not None
        for word in rule.words
    }


def replace_around(
    text: str, words: Mapping[str, str], convert: Callable[[str], str]
) -> str:
    """Put other words for some, the longest first, and convert all between them."""
    if not words:
        return convert(text)
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    if len(words) <= _FEW:
        first, *rest = longest_first
        others = {word: words[word] for word in rest}
        parts = text.split(first)
        return words[first].join(
            [replace_around(part, others, convert) if part else "" for part in parts]
        )
    pieces, done = [], 0
    for match in re.finditer("|".join(map(re.escape, longest_first)), text):
        pieces += [convert(text[done : match.start()]), words[match[0]]]
        done = match.end()
    return "".join(pieces) + convert(text[done:])
