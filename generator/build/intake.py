"""Article files that changed: loaded, rendered, and written down in the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from generator.build.run import ALONE
from generator.build.scan import ARTICLES, Scan, forget
from generator.build.session import Session
from generator.build.store import Store, pack_problems
from generator.problems import Problem, problem
from generator.site import Site

if TYPE_CHECKING:
    from generator.build.prepare import Prepared

MEANT = (".md", ".markdown", ".txt", ".html", ".htm")
"""Ends of the names of files that people mean as articles, whatever their case."""


def take_in(site: Site, session: Session, found: Scan) -> None:
    """Load the article files that changed, and make all that needs no other article."""
    if found.still:
        return
    from generator.ingest.articles import is_article  # noqa: PLC0415 - heavy

    store = session.store
    gone = [name for name in found.gone if is_article(name)]
    changed = sorted(name for name in found.changed if is_article(name))
    for name in (*gone, *changed):
        _unsettle(store, name)
    slugs = [name.removesuffix(".md") for name in gone]
    for slug in slugs:
        _keep_indexed(store, slug)
    store.drop("article", "name", gone)
    store.drop("entry", "slug", slugs)
    store.drop("mention", "slug", slugs)
    store.drop("body", "slug", slugs)
    if changed:
        from generator.build.prepare import prepare  # noqa: PLC0415 - heavy

        known = partial(_term_key, store) if len(changed) < ALONE else None
        moving: list[str] = []
        results = session.workers.map(prepare(site, known), changed)
        for made in session.step("articles", results, len(changed)):
            _keep(store, made)
            if made.facts.digest != found.changed[made.facts.name]:
                moving.append(made.facts.name)
        if moving:
            forget(store, ARTICLES, moving)


def strays(site: Site, names: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each file of the articles' folder that is meant as one in vain."""
    folder = site.articles.relative_to(site.root).as_posix()
    for name in names:
        if ("/" in name or not name.endswith(".md")) and name.lower().endswith(MEANT):
            yield problem("stray-article", f"{folder}/{name}")


def _term_key(store: Store, label: str) -> str | None:
    """Return the URL key of a value of a facet, if an earlier build made it."""
    for (key,) in store.rows("SELECT key FROM term WHERE label = ?", label):
        return str(key)
    return None


def _unsettle(store: Store, name: str) -> None:
    """Have the source of an article ingested again: the article changed."""
    for (origin,) in store.rows("SELECT origin FROM article WHERE name = ?", name):
        store.run("UPDATE record SET settled = 0 WHERE name = ?", origin)


def _keep(store: Store, made: Prepared) -> None:
    """Write down what was made of an article file."""
    facts = made.facts
    problems = pack_problems(made.problems)
    store.put("article", [(*facts, problems)])
    if facts.usable:
        _keep_indexed(store, facts.slug)
        store.put("entry", [(facts.slug, made.entry)])
        store.put("mention", [(facts.slug, made.mention)])
        store.put("term", made.terms.items())
        store.put("body", [(facts.slug, made.kept, made.analysed)])
    # An article that a person broke is left alone; one that these rules made of this
    # very source is up to date; any other has its source looked at again.
    store.run(
        "UPDATE record SET settled = ? OR (digest = ? AND ?) WHERE name = ?",
        not facts.usable,
        facts.origin_digest,
        facts.current,
        facts.origin,
    )


def _keep_indexed(store: Store, slug: str) -> None:
    """Keep what the published index knows of an article, before that is written over."""
    store.run(
        "INSERT OR IGNORE INTO was SELECT slug, analysed FROM body"
        " WHERE slug = ? AND analysed <> x''",
        slug,
    )
