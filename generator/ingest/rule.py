"""A cleaning rule: a function with its name, its reason and its examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from generator.ingest.draft import Draft, Finding
from generator.model import Kind, Source
from generator.value import Struct, field


class Example(Struct, frozen=True):
    """What a rule does to one text; the text is shown to people and run as a test."""

    before: str
    after: str
    facts: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    kind: Kind = "text"

    @classmethod
    def untouched(cls, text: str, kind: Kind = "text") -> Example:
        """Return an example of a look-alike: a text that the rule must leave alone."""
        return cls(text, text, kind=kind)

    def draft(self) -> Draft:
        """Return the draft on which the rule is tried."""
        return Draft.of(Source("example.txt", self.kind, self.before, "utf-8", ""))


class Rule(Struct, frozen=True):
    """One kind of dirt: `apply` reads a draft and yields what it finds in it."""

    name: str
    family: str
    """The module that holds it: the kind of dirt."""
    why: str
    apply: Callable[[Draft], Iterable[Finding]]
    examples: tuple[Example, ...]


def rule(*examples: Example) -> Callable[[Callable[[Draft], Iterable[Finding]]], Rule]:
    """Turn a function into a `Rule`: its docstring is the reason, its name the name."""

    def made(apply: Callable[[Draft], Iterable[Finding]]) -> Rule:
        why = " ".join((apply.__doc__ or "").split())
        name = apply.__name__.replace("_", "-")
        return Rule(name, apply.__module__.rpartition(".")[2], why, apply, examples)

    return made
