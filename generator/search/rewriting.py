"""Reads segments, puts changed articles into them, and writes what differs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

import numpy as np

from generator.search.changes import Update
from generator.search.classes import read_classes
from generator.search.codes import among
from generator.search.decoding import read_lists
from generator.search.documents import BODY_PLACE
from generator.search.encoding import Segment, encoded, large_terms
from generator.search.fragments import decode_fragment
from generator.search.lists import FIELD, Flags, Lists, chosen, distinct, kept, united
from generator.search.manifest import fragment_path
from generator.search.segments import (
    Name,
    positions_path,
    segment_of,
    segment_path,
    term_code,
    term_of,
)
from generator.search.tokens import normalise
from generator.value import Struct, replace


class Rewritten(Struct, frozen=True):
    """What became of some segments and large terms after changes."""

    names: frozenset[Name]
    """Those that were read."""
    files: tuple[tuple[str, bytes | None], ...]
    """The files that differ; None for one that is no longer there."""
    large: frozenset[str]
    """The large terms among them now."""
    terms: frozenset[str]
    """The terms in them that some change touches and some document has."""


def rewritten(update: Update, names: frozenset[Name]) -> Rewritten:
    """Return what becomes of some segments and large terms."""
    old: dict[str, bytes] = {}

    def read(path: str) -> bytes:
        old[path] = update.read(path)
        return old[path]

    lists = _told(_lists(update, names, read), update)
    shrunken = _large(names) - large_terms(
        chosen(lists, _among(lists, _large(names))), len(update.after.slugs)
    )
    more = {segment_of(one, update.manifest.power) for one in shrunken} - names
    if more:  # terms that are not large any more go back to their segments
        return rewritten(update, names | more)
    segments = sorted(name for name in names if isinstance(name, int))
    found = encoded(lists, segments, update.manifest.power, len(update.after.slugs))
    now = dict(_paths(found))
    gone = ((path, None) for path in old if path not in now)
    differing = ((path, data) for path, data in now.items() if data != old.get(path))
    terms = {term_of(code) for code in distinct(lists.key >> FIELD).tolist()}
    return Rewritten(names, (*gone, *differing), _large(found), update.terms & terms)


def _large(names: Iterable[Name]) -> frozenset[str]:
    return frozenset(name for name in names if isinstance(name, str))


def _paths(segments: Mapping[Name, Segment]) -> Iterable[tuple[str, bytes]]:
    for name, segment in segments.items():
        yield segment_path(name), segment.postings
        if segment.positions:
            yield positions_path(str(name)), segment.positions


def _lists(
    update: Update, names: frozenset[Name], read: Callable[[str], bytes]
) -> Lists:
    """Return the postings of some segments and large terms as they are now."""
    power = update.manifest.power
    levels = np.array(update.manifest.levels, np.int64)
    old = read_lists(read, sorted(names, key=str), power, levels)
    old = kept(old, ~among(old.number, update.gone))
    large = set(update.manifest.large)
    owners = (
        (code, term_of(code))
        for code in distinct(update.postings.key >> FIELD).tolist()
    )
    mine = [
        code
        for code, term in owners
        if (term if term in large else segment_of(term, power)) in names
    ]
    keys = update.postings.key >> FIELD
    return united(old, chosen(update.postings, among(keys, mine)))


def _among(lists: Lists, terms: Collection[str]) -> Flags:
    return among(lists.key >> FIELD, [term_code(one) for one in terms])


def _told(lists: Lists, update: Update) -> Lists:
    """Add the positions of pairs that were in so few bodies that they had none."""
    wanted = lists.occurrences(lists.positioned) & (lists.position < 0)
    size = lists.occurring
    begin = np.cumsum(size) - size
    postings = np.flatnonzero(size)
    postings = postings[wanted[begin[postings]]]
    term = np.repeat(lists.key >> FIELD, lists.count)[postings]
    position = lists.position.copy()
    bodies: dict[int, str] = {}
    for at, code in zip(postings.tolist(), term.tolist(), strict=True):
        number = int(lists.number[at])
        if number not in bodies:
            bodies[number] = _body(update, number)
        body, pair = bodies[number], term_of(code)
        places = [n for n in range(len(body)) if body.startswith(pair, n)]
        position[begin[at] : begin[at] + len(places)] = places
    return replace(lists, position=position)


def _body(update: Update, number: int) -> str:
    """Return the normalised body of a document by its number."""
    if number in update.added:
        return update.added[number].texts[BODY_PLACE]
    classes = read_classes(update.manifest.classes)
    fragment = decode_fragment(update.read(fragment_path(number)), classes)
    table = {ord(one): group[0] for one, group in classes.items()}
    return normalise(fragment.body(lambda text: text.translate(table)))
