"""What changes of articles mean for an index: which terms, which numbers, which postings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

from generator.search.codes import Numbers
from generator.search.columns import column, whole
from generator.search.documents import BODY_PLACE, FIELDS, UNITS, Analysed
from generator.search.lists import Lists, place_order
from generator.search.manifest import Manifest
from generator.search.segments import Name, segment_of
from generator.search.table import Table
from generator.search.tokens import field_length, level, pairs
from generator.value import Struct, replace


class Change(Struct, frozen=True):
    """An article before and after; None where there was or is none."""

    before: Analysed | None
    after: Analysed | None


class Update(Struct, frozen=True, dict=True):
    """An index as the last build left it, and what is different now."""

    read: Callable[[str], bytes]
    """Reads a file of the last build by its path below `search/`."""
    manifest: Manifest
    """Of the last build."""
    before: Table
    after: Table
    changes: Sequence[Change]

    @cached_property
    def gone(self) -> Numbers:
        """The old numbers of the changed documents; all others keep theirs."""
        slugs = {one.before.slug for one in self.changes if one.before}
        return np.array(sorted(map(self.before.numbers.__getitem__, slugs)), np.int64)

    @cached_property
    def added(self) -> Mapping[int, Analysed]:
        """The changed documents that there are now, by number."""
        now = (one.after for one in self.changes if one.after)
        return {self.after.numbers[one.slug]: one for one in now}

    @cached_property
    def postings(self) -> Lists:
        """All postings of the changed documents."""
        return postings_of(self.added, self.manifest.power)

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms of which something differs in some changed document."""
        found: set[str] = set()
        for change in self.changes:
            before, after = change.before, change.after
            if before is None or after is None or self._moved(before.slug):
                found.update(_tokens(before), _tokens(after))
            else:
                found.update(_differing(before, after))
        return frozenset(found)

    @cached_property
    def names(self) -> frozenset[Name]:
        """The segments and large terms that may differ."""
        power, large = self.manifest.power, frozenset(self.manifest.large)
        small = {segment_of(one, power) for one in self.terms - large}
        return frozenset(small | (self.terms & large))

    def _moved(self, slug: str) -> bool:
        return self.after.numbers[slug] != self.before.numbers[slug]

    @cached_property
    def totals(self) -> Mapping[str, int]:
        """By field: the sum of all field lengths, in tokens."""
        sums = dict(self.manifest.totals)
        for change in self.changes:
            for one, sign in ((change.before, -1), (change.after, 1)):
                for place, name in enumerate(FIELDS if one else ()):
                    unit = UNITS[place]
                    size = level(len(_text(one, place)), unit)
                    sums[name] += sign * field_length(size, unit)
        return sums


def _tokens(one: Analysed | None) -> Iterator[str]:
    for text in one.texts if one else ():
        yield from text
        yield from pairs(text)


def _differing(before: Analysed, after: Analysed) -> Iterator[str]:
    """Yield the terms of which one document has other postings than the other."""
    for place, unit in enumerate(UNITS):
        one, other = before.texts[place], after.texts[place]
        if one == other:
            continue
        old, new = _places(one), _places(other)
        levels = np.array([level(len(text), unit) for text in (one, other)])
        written = levels[0] != levels[1] and place != BODY_PLACE
        for term in old.keys() | new.keys():
            left, right = old.get(term, ()), new.get(term, ())
            if left != right or written or _recoded(term, len(left), levels):
                yield term


def _recoded(term: str, frequency: int, levels: Numbers) -> bool:
    """Tell whether the length of a body decides how positions of a term are coded."""
    if len(term) == 1 or levels[0] == levels[1]:
        return False
    before, after = place_order(levels, np.array([frequency])).tolist()
    return bool(before != after)


def _text(one: Analysed | None, place: int) -> str:
    return one.texts[place] if one else ""


def _places(text: str) -> Mapping[str, Sequence[int]]:
    """Return where each pair is in a text; of a character, only how often."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, pair in enumerate(pairs(text)):
        found[pair].append(at)
    return {**found, **{one: [0] * text.count(one) for one in set(text)}}


def postings_of(documents: Mapping[int, Analysed], power: int) -> Lists:
    """Return all postings of some documents, given by their numbers."""
    numbers = sorted(documents)
    columns = [
        column([documents[number].texts[place] for number in numbers], unit)
        for place, unit in enumerate(UNITS)
    ]
    lists = whole(columns, power)
    return replace(lists, number=np.array(numbers, np.int64)[lists.number])
