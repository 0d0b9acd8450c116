"""What the tests of pages share: a small archive, and a strict reader of HTML."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from generator.library import Counts, Library
from generator.model import (
    Article,
    Cleaning,
    Edit,
    Flag,
    Metadata,
    Origin,
    Source,
)
from generator.render import feeds, pages, urls
from generator.render.conversion import undecided_in
from generator.render.editions import Rendered, render
from generator.render.markdown import to_html
from generator.render.sitemap import sitemap
from generator.render.theme import Theme
from generator.site import Site

VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()
)

SCRIPT = '<script>alert("1")</script>'
FOUND = "当前位置: 首页\n市委(wěi)会議召开\n記者報道"

ARTICLES = (
    Article(
        "2020-12-19-fang-cheng",
        Metadata(
            title="外事工作“更上新台阶”",
            date="2020-12-19T10:44",
            source="中国日报广西记者站",
            authors=("李静鹏",),
            author_note="外事办副主任",
            editors=("潘一侨",),
            staff={"值班": ("吴弋", "刘昆")},
            places=("广西防城港",),
            keywords=("外交", "港口"),
            origin=Origin("sources/a.txt", "0" * 64, "utf-8", "https://example.org/a"),
            cleaning=Cleaning(
                "1",
                flags=(
                    Flag("lost-digits", near="以及余公里"),
                    Flag("lost-digits", near="年月日"),
                    Flag("unheard-of", note="随便"),
                ),
            ),
        ),
        "导语一段，以及余公里的海岸线。\n\n## 一、提高站位\n\n他说：“好。”\n\n"
        "## 二、服务基层\n\n\\*\\*国同志\n\n## 三、守边控边\n\n年月日，结束。",
        "content/articles/2020-12-19-fang-cheng.md",
        "d1",
    ),
    Article(
        "2020-12-ri-ji",
        Metadata(
            title="慢船讀書會日記",
            date="2020-12",
            source="互聯網",
            script="hant",
            found_script="hant",
            keywords=("讀書",),
        ),
        "慢船讀書會在裡面。",
        "content/articles/2020-12-ri-ji.md",
        "d2",
    ),
    Article(
        "2019-hui-yi",
        Metadata(
            title=None,
            date="2019-05-30?",
            found_script="machine-hant",
            cleaning=Cleaning("1", flags=(Flag("no-title", note="全体会议"),)),
        ),
        "市委会议召开。",
        "content/articles/2019-hui-yi.md",
        "d3",
    ),
    Article(
        "undated-hostile",
        Metadata(
            title=SCRIPT + "＜script＞",
            source='"><img src=x onerror=alert(1)>',
            authors=("<b>甲</b>",),
            keywords=("'; DROP",),
            places=("北京",),
            origin=Origin("sources/</code>.txt", url="javascript:alert(1)"),
        ),
        f"{SCRIPT}\n\n[点](javascript:alert(1)) ![图](https://evil.example/x.png)\n\n"
        "- 甲\n- 乙\n\n| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n",
        "content/articles/undated-hostile.md",
        "d4",
    ),
)

SOURCE = Source("sources/b.txt", "text", FOUND, "gb18030", "f" * 64)
EDITS = (
    Edit("breadcrumb", 0, 9, "当前位置: 首页\n", "", 0.9),
    Edit("pinyin", 11, 16, "(wěi)", "", 0.99),
    Edit("script-restored", 17, 18, "議", "议", 0.95),
    Edit("typo", 20, 21, "\n", "。\n", 0.5),
)
AUDIT = pages.Audit(
    SOURCE,
    EDITS,
    Counter(edit.rule for edit in EDITS),
    {"pinyin": "Remove injected readings.", "typo": "Ends a sentence."},
)
LOST = pages.Audit(None, (), {}, {})


def small_site(root: Path, **settings: object) -> Site:
    """Return a site of two scripts at https://example.org/archive/."""
    content = root / "content"
    (content / "notes").mkdir(parents=True, exist_ok=True)
    (content / "notes" / "about.md").touch()
    defaults: dict[str, object] = {
        "base_url": "https://example.org/archive/",
        "title": "文渊文库",
        "description": "简繁双读的文章汇编",
        "licence": "CC BY 4.0",
        "page_size": 2,
    }
    return Site(root=root, content=content, **(defaults | settings))  # type: ignore[arg-type]


@dataclass
class Archive:
    """A small archive and every file of its site by path."""

    site: Site
    rendered: dict[str, Rendered] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Render everything with every page function there is."""
        site, self.theme = self.site, Theme(self.site)
        self.rendered = {one.slug: render(one, site) for one in ARTICLES}
        self.library = Library.of(one.entry for one in self.rendered.values())
        self.entries = self.library.entries(self.library.slugs)
        for script in site.scripts:
            self._script(script.key)
        for one in ARTICLES:
            entry = self.library.entry(one.slug)
            audit = AUDIT if entry.found_script == "machine-hant" else LOST
            editions = self.rendered[one.slug].editions
            page = pages.found(self.theme, site, entry, one, audit)
            self.put(urls.found(one.slug), page)
            undecided = tuple(undecided_in(one, editions, site))
            twin = feeds.article_json(
                site, entry, one, editions, audit, undecided=undecided
            )
            self.put(urls.article_json(one.slug), twin)
        for path, data in pages.changes(self.theme, site, (), ()):
            self.put(path, data)
        self.put("", pages.chooser(self.theme, site))
        self.put("404.html", pages.not_found(self.theme, site))
        self.put("robots.txt", feeds.robots(site))
        self.put("search/manifest.json", b"{}")  # stands for the index
        for path, pieces in sitemap(site, self.library, ["years/"]).items():
            self.put(path, b"".join(pieces()))
        for asset in self.theme.assets.values():
            self.put(asset.path, asset.data)

    def _script(self, key: str) -> None:
        site, theme, library = self.site, self.theme, self.library
        script = next(one for one in site.scripts if one.key == key)
        for one in ARTICLES:
            edition = self.rendered[one.slug].editions[key]
            around = pages.around(library, one.slug)
            entry = library.entry(one.slug)
            page = pages.article(theme, site, entry, edition, one, around)
            self.put(urls.article(script, one.slug), page)
        self.put(urls.home(script), pages.home(theme, site, script, library, 1_230))
        years = pages.years(theme, site, script, library)
        self.put(urls.listing(script, "years"), years)
        for part in pages.list_pages(theme, site, script, library):
            listing = pages.listing(theme, site, script, part)
            self.put(part.path(script), listing)
        self.put(urls.search(script), pages.search_page(theme, site, script, b"{}"))
        feed = feeds.Feed("")
        atom = feeds.atom(theme, site, script, self.entries, feed)
        self.put(urls.feed(script), atom)
        json_feed = feeds.json_feed(site, script, self.entries, feed)
        self.put(urls.json_feed(script), json_feed)
        for term in library.terms["sources"]:
            entries = library.entries(term.slugs)
            feed = feeds.Feed(library.label(term)[key], "sources", term.key)
            atom = feeds.atom(theme, site, script, entries, feed)
            self.put(urls.feed(script, "sources", term.key), atom)
        made = ["robots.txt", "sitemap.xml"]
        counts = Counts(len(ARTICLES), 1_234, 1, 5, ("2019", "2020"))
        data = pages.data_page(theme, site, script, counts, made)
        self.put(urls.data(script), data)
        html, _ = to_html("本馆。见[规则](site.md#h-1)。\n\n# 键\n\n`title`")
        notes = [pages.Note("about", "关于", html), pages.Note("site", "配置", html)]
        for note in notes:
            page = pages.note(theme, site, script, note)
            self.put(urls.note(script, note.name), page)
        self.put(urls.note(script, ""), pages.notes_index(theme, site, script, notes))

    def put(self, path: str, data: bytes) -> None:
        """Add a file; a page's path ends in `/`."""
        name = path + "index.html" if not path or path.endswith("/") else path
        assert name not in self.files, name
        self.files[name] = data

    def page(self, path: str) -> str:
        """Return the text of a page or file."""
        name = path + "index.html" if not path or path.endswith("/") else path
        return self.files[name].decode()


class Reader(HTMLParser):
    """Reads a page and complains about what is not well formed."""

    def __init__(self, text: str) -> None:
        """Read `text` whole."""
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.found: list[str] = []
        """The text of `pre.found` without what was put in."""
        self.feed(text)
        self.close()
        if self.open:
            self.faults.append(f"not closed: {self.open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag; attributes must not repeat."""
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.faults.append(f"repeated attribute in {tag}: {names}")
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            if tag == "pre":
                self.found.append("\ufdd0")

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        """Keep the text of the source."""
        if "pre" in self.open and "ins" not in self.open:
            self.found.append(data)

    @property
    def source(self) -> str:
        """The source as the page shows it; `pre` drops its first line break."""
        return re.sub("\ufdd0\n?", "", "".join(self.found))

    def values(self, tag: str, attribute: str) -> list[str]:
        """Return an attribute of every such tag that has it."""
        return [
            str(attributes[attribute])
            for name, attributes in self.tags
            if name == tag and attribute in attributes
        ]
