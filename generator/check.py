"""All problems of a site, found by making every file and writing none."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from generator.build import plan_site
from generator.build.content import Content
from generator.build.run import Workers
from generator.build.session import Session, Steps, unwatched
from generator.build.store import opened
from generator.ingest.collect import placed, source_names
from generator.ingest.read import read_file
from generator.model import OutputFile
from generator.problems import Problem, Report, WenyuanError, problem
from generator.render.conversion import glossary_problems, undecided_note
from generator.site import Site

_LINK = re.compile(
    rb"""<(?:a|link|script|img|form)\b[^>]*?\s(?:href|src|action)="([^"]*)\""""
)
_ID = re.compile(rb'\sid="([^"]*)"')


def check(
    site: Site, report: Report, workers: Workers, step: Steps = unwatched
) -> dict[str, int]:
    """Make every page in memory, follow every link, and report what is wrong.

    Returns how many sources, articles and files there are.
    """
    sources = 0
    for name in source_names(site):
        for found in read_file(site.content / name, name):
            sources += 1
            if isinstance(found, Problem):
                report.add(placed(found, site))
    report.add(*glossary_problems(site))
    with opened(None) as store:
        plan = plan_site(site, Session(store, report, workers, step), writing=False)
        report.add(*_undecided(plan.content))
        files = {file.path: file for file in plan.files()}
        for file in step("check", files.values(), len(files)):
            try:
                data = file.make()
            except WenyuanError as wrong:
                report.add(*wrong.problems)
                continue
            if file.path.endswith(".html"):
                report.add(*_dead_links(site, file.path, data, files))
        articles = len(plan.content.light)
    return {"sources": sources, "articles": articles, "files": len(files)}


def _undecided(content: Content) -> Iterator[Problem]:
    """Yield a note for each article with characters that conversion only guessed."""
    for light in content.light:
        kept = content.kept(light.slug)
        if kept.undecided:
            text = kept.editions["hans"].text
            yield undecided_note(kept.article.path, kept.undecided, text)


def _dead_links(
    site: Site, path: str, data: bytes, files: Mapping[str, OutputFile]
) -> Iterator[Problem]:
    """Yield a problem for each link of a page that leads to no file of the site."""
    own = set(_ID.findall(data))
    for link in dict.fromkeys(_LINK.findall(data)):
        try:
            target = urlsplit(link.decode().replace("&amp;", "&"))
        except ValueError:  # http://[x
            yield problem("dead-link", path, target=link.decode())
            continue
        if target.scheme or target.netloc:
            continue
        if target.path:
            dead = _resolved(site, path, unquote(target.path)) not in files
        else:
            fragment = target.fragment.encode()
            dead = bool(fragment) and fragment not in own
            dead = dead and not fragment.startswith(b":~:")
        if dead:
            yield _dead(site, path, target.geturl())


def _dead(site: Site, path: str, link: str) -> Problem:
    """Return the problem of a page's dead link: where a person wrote it, if one did."""
    *_, kind, name, _page = *"  ", *path.split("/")
    file = (site.articles if kind == "articles" else site.notes) / f"{name}.md"
    text = file.read_text("utf-8", errors="replace") if file.is_file() else ""
    note = link.strip("/").rpartition("/")[2] + ".md"  # links to notes name their files
    for written in (link, unquote(link), note):
        at = text.find(f"]({written}")
        if at >= 0:
            where = file.relative_to(site.root).as_posix()
            line = text.count("\n", 0, at) + 1
            return problem("dead-link", where, line, target=written)
    return problem("dead-link", path, target=link)


def _resolved(site: Site, path: str, link: str) -> str:
    """Return the output path that a relative link of the page at `path` means."""
    if link.startswith(site.base_path):
        whole = link.removeprefix(site.base_path)
    else:
        whole = posixpath.join(posixpath.dirname(path), link)
    place = posixpath.normpath(whole) if whole else "."
    if place == ".":
        return "index.html"
    return f"{place}/index.html" if link.endswith(("/", "..", ".")) else place


def github_annotations(report: Report) -> Iterator[str]:
    """Yield the problems as workflow commands of GitHub, which show beside a change.

    Escaped as its own toolkit does: a file name with a line break in it would
    otherwise be a command of its own.
    """
    levels = {"error": "error", "warning": "warning", "note": "notice"}
    for one in report.sorted():
        text = _escaped("\n".join(filter(None, (one.message, one.hint))))
        path = _escaped(one.path).replace(":", "%3A").replace(",", "%2C")
        place = f"file={path},line={one.line or 1},title={one.code}"
        yield f"::{levels[one.severity]} {place}::{text}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
