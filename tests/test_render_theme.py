"""The theme: words, assets under hashed names, templates that a site overrides."""

from __future__ import annotations

import gzip
import hashlib
import pickle
import re
from pathlib import Path

import pytest

from generator.ingest.rules import RULES
from generator.model import SCRIPTS
from generator.problems import WenyuanError
from generator.render import assets, pages
from generator.render.assets import NARROW, SEARCH, load_assets
from generator.render.bundle import bundle
from generator.render.strings import load_strings
from generator.render.templates import templates_of
from generator.render.theme import Theme
from generator.site import SHIPPED, Site
from tests.rendering import small_site

HANS, HANT = SCRIPTS["hans"], SCRIPTS["hant"]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return small_site(tmp_path)


def write(site: Site, name: str, text: str) -> None:
    path = site.templates / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_both_catalogues_have_the_same_words() -> None:
    hans, hant = load_strings(HANS, [SHIPPED]), load_strings(HANT, [SHIPPED])
    assert list(hans) == list(hant)
    for key, words in hans.items():
        assert re.findall(r"\{\w*\}", words) == re.findall(r"\{\w*\}", hant[key]), key


def test_a_site_sets_colours(tmp_path: Path) -> None:
    site = small_site(tmp_path, colours={"zhu": ("#123456", "#abcdef")})
    sheet = Theme(site).assets["colours.css"].data.decode()
    assert sheet.startswith(":root{--zhu:#123456}")
    assert ':root[data-scheme="dark"]{--zhu:#abcdef}' in sheet
    assert "assets/colours." in pages.chooser(Theme(site), site).decode()
    assert "colours.css" not in Theme(small_site(tmp_path)).assets


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a :hover , b { color : red ; }", "a :hover,b{color : red}"),
        ('a::after { content: "  ; /* x */ " ; }', 'a::after{content:"  ; /* x */ "}'),
        ("/* x */ a { b: '\\'  ' } /* y */", "a{b:'\\'  '}"),
        (
            "@media (min-width: 4rem) and (hover) { a { b: c } }",
            "@media (min-width:4rem) and (hover){a{b:c}}",
        ),
    ],
)
def test_style_sheets_lose_only_what_means_nothing(before: str, after: str) -> None:
    assert assets._tight(before.encode()).decode() == after


def test_every_word_that_a_template_asks_for_exists_and_none_is_idle() -> None:
    words = load_strings(HANS, [SHIPPED])
    texts = [path.read_text("utf-8") for path in SHIPPED.glob("*.html")]
    code = Path(pages.__file__).parents[1].rglob("*.py")
    texts += [path.read_text("utf-8") for path in code]
    asked = set(re.findall(r"\bt\.(\w+)", "".join(texts)))
    assert asked <= set(words)
    whole = "".join(texts)
    computed = (
        "found_scripts.",
        "flag_names.",
        "flag_reasons.",
        "rule_reasons.",
        "staff.",
        "file_",
        "scheme_",
        "size_",
        "face_",
        "flow_",
        "converted_from_",
    )
    idle = [
        key
        for key in words
        if not key.startswith(computed)
        and not re.search(rf"\b{key.removesuffix('_field')}\b", whole)
    ]
    assert idle == []


def test_every_shipped_rule_and_flag_has_its_words() -> None:
    words = load_strings(HANS, [SHIPPED])
    assert [
        rule.name for rule in RULES if f"rule_reasons.{rule.name}" not in words
    ] == []
    flags = {key.partition(".")[2] for key in words if key.startswith("flag_names.")}
    reasons = {
        key.partition(".")[2] for key in words if key.startswith("flag_reasons.")
    }
    assert flags == reasons


def test_a_site_overrides_single_words(site: Site) -> None:
    write(site, "strings/hant.toml", 'home = "入口"\n[flag_names]\nmojibake = "亂"\n')
    strings = Theme(site).strings
    assert strings["hant"]["home"] == "入口"
    assert strings["hant"]["flag_names.mojibake"] == "亂"
    assert strings["hant"]["years"] == "年份"
    assert strings["hans"]["home"] == "首页"


@pytest.mark.parametrize("text", ["home = 1", "home = ", "a = {b = {c = 'd'}}"])
def test_wrong_words_are_named(site: Site, text: str) -> None:
    write(site, "strings/hans.toml", text)
    with pytest.raises(WenyuanError, match=r"strings/hans\.toml: error\[template\]"):
        Theme(site)


def test_assets_carry_their_hash(site: Site) -> None:
    for name, asset in Theme(site).assets.items():
        digest = hashlib.sha256(asset.data).hexdigest()[:8]
        stem, _, suffix = name.rpartition(".")
        assert asset.path == f"assets/{stem}.{digest}.{suffix}"


def test_scripts_import_hashed_names(site: Site) -> None:
    write(site, "assets/js/a.js", 'import { b } from "./deep/b.js";\nimport "../c.js";')
    write(site, "assets/js/deep/b.js", "export { c as b } from '../../c.js';")
    write(site, "assets/c.js", "export const c = 1;")
    found = Theme(site).assets
    deep, c = found["js/deep/b.js"], found["c.js"]
    assert found["js/a.js"].data.decode() == (
        f'import {{ b }} from "./deep/{deep.path.rpartition("/")[2]}";\n'
        f'import "./../{c.path.rpartition("/")[2]}";'
    )
    assert c.path.rpartition("/")[2] in deep.data.decode()
    write(site, "assets/c.js", "export const c = 2;")
    assert Theme(site).assets["js/a.js"].path != found["js/a.js"].path


def test_styles_refer_to_hashed_names(site: Site) -> None:
    write(site, "assets/own.css", 'a { background: url("./favicon.svg") }')
    found = Theme(site).assets
    assert (
        found["favicon.svg"].path.rpartition("/")[2] in found["own.css"].data.decode()
    )


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.js": 'import "./none.js";'}, r"\./none\.js does not exist"),
        ({"a.js": 'import "../../../etc/x.js";'}, "does not exist"),
        ({"a.js": 'import "./b.js";', "b.js": 'import "./a.js";'}, "leads back"),
    ],
)
def test_broken_imports_are_named(
    site: Site, files: dict[str, str], message: str
) -> None:
    for name, text in files.items():
        write(site, f"assets/{name}", text)
    with pytest.raises(WenyuanError, match=message):
        Theme(site)


def test_the_search_page_is_two_files_with_lunr_in_the_first(site: Site) -> None:
    found = Theme(site).assets
    module = found[SEARCH].data.decode()
    assert "const module={exports:{}},exports=module.exports;\n" in module
    assert "return { default: module.exports };" in module
    assert not re.search(r"^\s*(import|export)\b", module, re.MULTILINE)
    assert f'import("./{Path(found[NARROW].path).name}")' in module
    assert "export const { narrowing } = m" in found[NARROW].data.decode()
    names = [name for name in found if name.startswith("js/search/")]
    assert names == [NARROW, SEARCH]


def test_a_module_that_others_import_stays(site: Site) -> None:
    write(site, "assets/js/own.js", 'import { fold } from "./search/fold.js";')
    found = Theme(site).assets
    assert found["js/search/fold.js"].path.rpartition("/")[2] in (
        found["js/own.js"].data.decode()
    )


def test_a_bundle_leaves_out_what_nobody_runs_but_no_part_of_a_string() -> None:
    plain = b"  // why\nexport const one = () => {\n  return `1`;\n};\n"
    lines = b"// why\nconst text = `a\n  // b`;\nexport const two = text;\n"
    assert bundle(["a.js", "b.js"], {"a.js": plain, "b.js": lines}).decode() == (
        "const m0 = (() => {\nconst one = () => {\nreturn `1`;\n};\nreturn { one };\n})();\n"
        "const m1 = (() => {\n// why\nconst text = `a\n  // b`;\nconst two = text;\n\n"
        "return { two };\n})();\nexport const { two } = m1;\n"
    )


def test_a_missing_lunr_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(assets, "_VENDORED", tmp_path / "lunr.js")
    with pytest.raises(WenyuanError, match="no-lunr"):
        load_assets([SHIPPED])


def test_links_out_of_the_theme_are_not_followed(site: Site, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (site.templates / "assets").mkdir(parents=True)
    (site.templates / "assets" / "secret.txt").symlink_to(tmp_path / "secret.txt")
    assert "secret.txt" not in Theme(site).assets


def test_a_site_overrides_one_block(site: Site) -> None:
    write(
        site,
        "base.html",
        '{% extends "theme/base.html" %}{% block footer %}<footer>{{ t.home }}</footer>'
        "{% endblock %}",
    )
    page = pages.chooser(Theme(site), site).decode()
    assert "<main" in page
    write(site, "_brand.html", "<b>{{ site_title }}</b>")
    page = pages.search_page(Theme(site), site, HANT, b"{}").decode()
    assert "<b>文淵文庫</b>" in page
    assert "<footer>首頁</footer>" in page


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% block main %}\n{% if %}", r"note\.html:2: error\[template\]"),
        ("甲\n{{ nothing }}", r"note\.html:2: .*'nothing' is undefined"),
        ('\n\n{{ asset("no.css") }}', r"note\.html:3: .*no asset no\.css"),
        ('{% extends "none.html" %}', r"there is no template none\.html"),
        ("{{ t.no_such_word }}", "no_such_word"),
    ],
)
def test_mistakes_in_templates_are_named(
    site: Site, template: str, message: str
) -> None:
    write(site, "note.html", template)
    note = pages.Note("about", "关于", "<p>甲</p>")
    with pytest.raises(WenyuanError, match=message):
        pages.note(Theme(site), site, HANS, note)


def test_everything_a_template_prints_is_escaped(site: Site) -> None:
    write(site, "note.html", "{{ heading }}{{ body }}")
    note = pages.Note("about", "<script>", "<p>甲</p>")
    assert (
        pages.note(Theme(site), site, HANS, note) == "&lt;script&gt;<p>甲</p>".encode()
    )


def test_the_digest_covers_templates_words_and_assets(site: Site) -> None:
    digests = [Theme(site).digest_of("note.html")]
    assert Theme(site).digest_of("note.html") == digests[0]
    for name, text in (
        ("note.html", "x"),
        ("strings/hans.toml", 'home = "x"'),
        ("assets/x.css", "a{}"),
    ):
        write(site, name, text)
        digests.append(Theme(site).digest_of("note.html"))
    assert len(set(digests)) == len(digests)


def test_the_digest_of_a_page_leaves_out_what_is_not_in_it(site: Site) -> None:
    before = {name: Theme(site).digest_of(name) for name in ("note.html", "list.html")}
    write(site, "list.html", '{% extends "theme/list.html" %}')
    theme = Theme(site)
    assert theme.digest_of("note.html") == before["note.html"]
    assert theme.digest_of("list.html") != before["list.html"]
    write(site, "base.html", '{% extends "theme/base.html" %}')
    assert Theme(site).digest_of("note.html") != before["note.html"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% extends "b.html" %}', {"a.html", "b.html"}),
        ("{%- include 'b.html' -%}", {"a.html", "b.html"}),
        (
            '{{ part("b.html") }}{% from "c.html" import x %}',
            {"a.html", "b.html", "c.html"},
        ),
        ('{% include "b" ~ kind %}', {"a.html", "b.html", "c.html"}),
        ('{% include "b.html" if x else y %}', {"a.html", "b.html", "c.html"}),
        ("{% extends layout %}", {"a.html", "b.html", "c.html"}),
        ("{{ part(name) }}", {"a.html", "b.html", "c.html"}),
        ("plain", {"a.html"}),
    ],
)
def test_templates_of_a_page(source: str, found: set[str]) -> None:
    sources = {"a.html": source, "b.html": "", "c.html": ""}
    assert templates_of("a.html", sources, sources.__getitem__) == found


def test_a_theme_can_be_sent_to_another_process(site: Site) -> None:
    theme = Theme(site)
    again = pickle.loads(pickle.dumps(theme))
    assert again.digest_of("note.html") == theme.digest_of("note.html")


def test_styles_and_scripts_keep_to_their_budgets(site: Site) -> None:
    found = Theme(site).assets

    def weight(*names: str) -> int:
        return sum(len(gzip.compress(found[name].data, 9)) for name in names)

    assert weight("site.css") <= 5_000
    assert weight("js/theme.js", "js/early.js") <= 3_000
