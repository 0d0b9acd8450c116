"""Former names of articles: which address leads to which article now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.problems import Problem, problem
from generator.value import Struct


class Named(Struct, frozen=True):
    """An article with its present slug and its former ones."""

    slug: str
    path: str
    """Of its file, from the site's root."""
    formerly: tuple[str, ...]


def former_names(
    articles: Iterable[Named],
) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """Return the present slug by former one, and what cannot be.

    A former name that is another article's, now or before, is a problem and leads
    to that other one; an article's own present name among its former ones is none.
    """
    known = tuple(articles)
    owners = {one.slug: one for one in known}
    moved: dict[str, str] = {}
    problems: list[Problem] = []
    for one in known:
        for former in one.formerly:
            other = owners.setdefault(former, one)
            if other is not one:
                found = problem(
                    "former-name", one.path, 1, slug=former, other=other.path
                )
                problems.append(found)
            elif former != one.slug:
                moved[former] = one.slug
    return moved, tuple(problems)
