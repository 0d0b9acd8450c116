"""What can be wrong with content, and the one place that words it.

A content mistake is a `Problem`, collected in a `Report` and shown with all the
others, compiler style. `WenyuanError` is only for "cannot go on". Every code is
explained in `content/notes/problems.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from generator.value import Struct, field

Severity = Literal["error", "warning", "note"]


class Problem(Struct, frozen=True):
    """One thing that is wrong, where it is, and how to mend it."""

    severity: Severity
    code: str
    message: str
    path: str = ""
    line: int | None = None
    hint: str = ""

    def __str__(self) -> str:
        """Word it compiler style: `path:line: error[code] message`, then the hint."""
        place = self.path + (f":{self.line}" if self.line is not None else "")
        lead = f"{place}: " if place else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{lead}{self.severity}[{self.code}] {self.message}{hint}"


class Wording(Struct, frozen=True):
    """How one code is worded; both texts are `str.format` templates."""

    severity: Severity
    message: str
    hint: str = ""


WORDINGS: Mapping[str, Wording] = {
    # reading sources
    "empty-source": Wording(
        "error", "the file is empty", "delete it, or put the article's text in it"
    ),
    "not-text": Wording(
        "error",
        "this is {what}, not text",
        "keep only text, HTML, Markdown or JSON Lines in the sources folder",
    ),
    "undecodable": Wording(
        "error",
        "the bytes are in none of UTF-8, UTF-16, GB18030 and Big5 (first bad byte at"
        " offset {offset})",
        "save the file as UTF-8, or move it out of the sources folder",
    ),
    "not-utf-8": Wording(
        "error",
        "an article file is UTF-8, and this is not (first bad byte at offset {offset})",
        "save it as UTF-8, or put it into content/sources: other encodings are read there",
    ),
    "stray-article": Wording(
        "warning",
        "not published: articles are the *.md files right in content/articles",
        "move it up or rename it; what is still to be cleaned belongs in sources",
    ),
    "too-large": Wording(
        "error",
        "{size:,} bytes are more than the {limit:,} that one article may have",
        "split it, or keep many articles as records of one .jsonl file",
    ),
    "not-regular": Wording(
        "error",
        "this is {what}, not a regular file",
        "put the file itself in the sources folder",
    ),
    "bad-name": Wording(
        "error",
        "the name of this file is not UTF-8; the bytes that are not are shown as \\x..",
        "rename it{guess}",
    ),
    "unreadable": Wording(
        "error",
        "cannot be read: {reason}",
        "check its name and permissions, and that it is whole",
    ),
    "unknown-kind": Wording(
        "warning",
        "no reader for {what}",
        "use .txt, .html, .htm, .md, .jsonl, .jsonl.gz or .jsonl.xz",
    ),
    "bad-record": Wording(
        "error",
        "the record is not usable: {reason}",
        "write one JSON object a line, with a non-empty `text` or `html`",
    ),
    "no-body": Wording(
        "error",
        "nothing is left of the article after cleaning",
        "run `wenyuan explain {path}` to see which rule took what",
    ),
    "cleaned-too-much": Wording(
        "warning",
        "rule {rule} removed {share:.0%} of the article",
        "run `wenyuan explain {path}` and look at what it took",
    ),
    # article files
    "front-matter": Wording(
        "error",
        "the front matter is not valid YAML: {reason}",
        "it stands between two lines `---` at the top, one `key: value` a line",
    ),
    "no-front-matter": Wording(
        "error",
        "the file has no front matter",
        "begin it with a line `---`, then `title: …`, then a line `---`",
    ),
    "bad-date": Wording(
        "error",
        "{value} is not a date",
        "write it as 2020-12-01, 2020-12 or 2020, with ? when it is inferred",
    ),
    "bad-value": Wording("error", "`{key}` must be {expected}, not {value}", "{hint}"),
    "bad-slug": Wording(
        "error",
        "{slug} cannot be part of a URL",
        "name the file with lower-case letters, digits and hyphens only, at most 100",
    ),
    "duplicate-origin": Wording(
        "error", "comes from the same source as {other}", "keep one of the two files"
    ),
    "former-name": Wording(
        "error",
        "its former name {slug} is a name of {other}",
        "an address leads to one article: remove {slug} from `formerly`",
    ),
    "edited-article": Wording(
        "note",
        "was edited by hand and is kept as it is; cleaning {source} anew would now"
        " give another text",
        "delete the file to take the new text, or leave it",
    ),
    "keep-clash": Wording(
        "warning",
        "`keep` brings back text in a paragraph that was edited by hand; the edited"
        " paragraph stays",
        "compare it with `wenyuan explain` and mend it by hand",
    ),
    "source-gone": Wording(
        "warning",
        "its source {source} is gone or unusable; the article has no as-found view",
        "put the source back or mend it, or set `origin: null`",
    ),
    "source-changed": Wording(
        "warning",
        "its source {source} is not the one it was made from; the as-found view shows"
        " the source as it is now",
        "delete the article file to make it anew, or update `origin.sha256`",
    ),
    "no-title": Wording(
        "note", "the source gives no title", "add `title:` and `title_supplied: true`"
    ),
    "bad-rule": Wording(
        "error",
        "the conversion rule {rule} is not usable: {reason}",
        "write -{{zh-hans:甲;zh-hant:乙}}- in the text, zh-hans:甲甲;zh-hant:乙乙 or"
        " 甲甲=>乙乙 in `convert:`, or the name of a glossary group of site.toml",
    ),
    "undecided": Wording(
        "note",
        "{count} characters may be written otherwise in Traditional: {shown}",
        "settle them with `names:` or `convert:` in the front matter",
    ),
    "markdown-limit": Wording(
        "warning",
        "a block is too long or too deeply nested for Markdown, shown as plain text",
        "split the paragraph",
    ),
    "dead-link": Wording(
        "error", "the link {target} leads nowhere", "correct it or remove it"
    ),
    # the site
    "no-site": Wording(
        "error",
        "there is no site.toml here",
        "run the command in an archive's folder, give --site DIR, or start one with"
        " `wenyuan new DIR`",
    ),
    "bad-toml": Wording(
        "error", "not valid TOML: {reason}", "see content/notes/site.md"
    ),
    "unknown-key": Wording("error", "unknown key `{key}`", "{hint}"),
    "template": Wording(
        "error", "{reason} (while making {output})", "correct the template"
    ),
    "no-lunr": Wording(
        "error",
        "lunr.js is missing from this installation",
        "install Wenyuan again with pip; its build step fetches lunr.js",
    ),
    "opencc-owner": Wording(
        "error",
        "the dictionaries of opencc-python-reimplemented are not installed",
        "pip install --force-reinstall opencc-python-reimplemented",
    ),
    "no-lexicon": Wording(
        "error",
        "jieba's dictionary, the list of word frequencies, is not installed",
        "pip install --force-reinstall jieba",
    ),
    # publishing
    "unsafe-output": Wording(
        "error", "cannot be the output folder: {reason}", "choose another --out"
    ),
    "foreign-file": Wording(
        "error",
        "stands where the site wants to write, and no build of ours put it there",
        "move it away, or choose another --out",
    ),
    "busy": Wording(
        "error", "another build is writing to it", "try again when it has ended"
    ),
    "cannot-write": Wording(
        "error", "cannot be written: {reason}", "check space and permissions"
    ),
    "not-exchangeable": Wording(
        "error",
        "cannot change places with the new site: {reason}",
        "choose an --out that is not a mount point, or replace file by file with"
        " --in-place",
    ),
    "not-built": Wording(
        "error", "{path} holds no built site", "run `wenyuan build` first"
    ),
    "no-search": Wording(
        "error", "this archive has no search", "take out `search = false`, and build"
    ),
    "exists": Wording(
        "error", "{path} exists and is not empty", "choose a new folder name"
    ),
    "no-such-article": Wording(
        "error",
        "{name} is neither a file nor the slug of an article",
        "give a file, or a slug as in content/articles/<slug>.md",
    ),
    "unavailable": Wording("error", "{reason}", "{hint}"),
}


def problem(
    code: str, path: str = "", line: int | None = None, **values: object
) -> Problem:
    """Word the problem `code`; `values` fill the wording's placeholders.

    Raises KeyError for a code or a placeholder that does not exist (our bug).
    """
    wording = WORDINGS[code]
    named = {"path": path, **values}
    return Problem(
        severity=wording.severity,
        code=code,
        message=wording.message.format_map(named),
        path=path,
        line=line,
        hint=wording.hint.format_map(named),
    )


class WenyuanError(Exception):
    """Nothing can go on; carries the problems that say why."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems; the exception's text words them all."""
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = problems


class Report(Struct):
    """Collects problems while the work goes on; shown once, sorted, at the end."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, *found: Problem) -> None:
        """Take note of problems."""
        self.problems.extend(found)

    def sorted(self) -> list[Problem]:
        """Return each problem once, by path, then line, then code."""
        return sorted(
            set(self.problems), key=lambda p: (p.path, p.line or 0, p.code, p.message)
        )

    def failed(self, *, strict: bool = False) -> bool:
        """Tell whether a command must exit with status 1."""
        bad = {"error", "warning"} if strict else {"error"}
        return any(one.severity in bad for one in self.problems)
