"""Where articles were: those withdrawn, and the former addresses of renamed ones.

A static host cannot answer 410 or 301, so the pages say it themselves: they are
kept from search engines, and a former address refers to the new one at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.model import SCRIPTS, Article, Script
from generator.render import urls
from generator.render.frame import Frame, framed
from generator.render.theme import Theme
from generator.render.words import in_script
from generator.site import Site


def withdrawn(
    theme: Theme, site: Site, article: Article
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages and the JSON twin that stand where an article was.

    They keep its name and say when and why it was withdrawn, nothing more. None
    for an article that is not.
    """
    found = article.metadata.withdrawn
    if found is None:
        return
    for path, script in _places(site, article.slug):
        strings = theme.strings[script.key]
        title = article.metadata.title or strings["withdrawn_title"]
        frame = Frame(
            script=script,
            path=path,
            title=in_script(title, script, site.names),
            below=f"articles/{article.slug}/",
            original=SCRIPTS[article.metadata.script],
            indexed=False,
        )
        page = theme.render(
            "withdrawn.html",
            **framed(theme, site, frame),
            reason=in_script(found.reason, script, site.names),
            date=found.date,
            identifier=article.slug,
        )
        yield f"{path}index.html", page
    twin = {
        "id": article.slug,
        "withdrawn": {"reason": found.reason, "date": found.date},
    }
    text = json.dumps(twin, ensure_ascii=False, indent=1) + "\n"
    yield urls.article_json(article.slug), text.encode("utf-8", "replace")


def moved(
    theme: Theme, site: Site, slug: str, title: str, former: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages at the addresses of slug `former` that lead to those of `slug`.

    Former and present pages lie equally deep, so that the frame is that of the
    present one: its canonical address and its links are right for both.
    """
    paths = (path for path, _ in _places(site, former))
    for path, (target, script) in zip(paths, _places(site, slug), strict=True):
        strings = theme.strings[script.key]
        frame = Frame(
            script=script,
            path=target,
            title=strings["moved_title"],
            below=f"articles/{slug}/",
            found_path=urls.found(slug),
            indexed=False,
        )
        page = theme.render(
            "moved.html",
            **framed(theme, site, frame),
            target=urls.root_of(target) + target,
            name=in_script(title, script, site.names),
        )
        yield f"{path}index.html", page


def _places(site: Site, slug: str) -> Iterator[tuple[str, Script]]:
    """Yield the path of each page of an article, and the script of its words."""
    for script in site.scripts:
        yield urls.article(script, slug), script
    yield urls.found(slug), site.scripts[0]
