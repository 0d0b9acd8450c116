"""One article in every script: same length, same places, own text untouched."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import SCRIPTS, Article, Cleaning, Flag, Metadata
from generator.render.editions import Rendered, render, summarise
from generator.render.markdown import to_html
from generator.romanise import term_key
from generator.script import convert, convert_html, quotes
from generator.site import Site
from generator.value import replace
from tests.rendering import ARTICLES, small_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return small_site(tmp_path_factory.mktemp("site"))


def rendered(site: Site, body: str, **facts: object) -> Rendered:
    metadata = Metadata(**{"title": "题", **facts})  # type: ignore[arg-type]
    return render(Article("a", metadata, body, "content/articles/a.md", "d"), site)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda one: one.slug)
def test_editions_have_equal_length_and_structure(site: Site, article: Article) -> None:
    editions = list(render(article, site).editions.values())
    first, *others = editions
    for other in others:
        assert len(other.text) == len(first.text)
        assert len(other.html) == len(first.html)
        assert [one.id for one in other.headings] == [one.id for one in first.headings]
        assert len(other.shown.title) == len(first.shown.title)


@given(st.text("后面发里着裡著“”‘’「」 \n*[]<&a1，。#-", max_size=120))
def test_length_holds_for_any_text(body: str) -> None:
    done = rendered(small_site_anywhere(), body)
    assert len({len(edition.text) for edition in done.editions.values()}) == 1


@given(
    st.lists(
        st.text("后面发里着裡“”‘’「」 x&'-a.：/", min_size=1, max_size=30), max_size=4
    )
)
def test_bare_paragraphs_convert_as_any_html_does(lines: list[str]) -> None:
    body = "# 题后\n\n" + "\n\n".join(lines)
    hant = rendered(small_site_anywhere(), body).editions["hant"].html

    def change(text: str) -> str:
        return quotes(convert(text, "hant", source="hans"), "hant")

    assert hant == convert_html(to_html(body)[0], change)


def small_site_anywhere() -> Site:
    here = Path(__file__).parent
    return Site(root=here, content=here)


def test_the_own_script_is_left_as_it_is(site: Site) -> None:
    body = "「裡面」的人說：“著名”"
    own = rendered(site, body, script="hant").editions
    assert own["hant"].text == body
    assert own["hans"].text == "“里面”的人说：“著名”"
    mainland = rendered(site, "他说：“里面‘好’。”").editions
    assert mainland["hans"].text == "他说：“里面‘好’。”"
    assert mainland["hant"].text == "他說：「裡面『好』。」"


def test_quotes_can_be_kept(site: Site) -> None:
    kept = replace(site, quotes="keep")
    assert rendered(kept, "“里”").editions["hant"].text == "“裡”"


def test_names_keep_their_characters(site: Site) -> None:
    named = replace(site, names=("范平明",))
    done = rendered(named, "范平明与韦怀余会谈", names=("韦怀余",))
    text = done.editions["hant"].text
    assert "范平明" in text
    assert "余" in text


def test_facts_are_converted_and_keys_come_from_simplified(site: Site) -> None:
    entry = rendered(
        site, "甲", script="hant", source="互聯網", keywords=("讀書", "读书", "書"),
        staff={"責編": ("劉",)},
    ).entry  # fmt: skip
    assert entry.shown["hans"].source == "互联网"
    assert entry.shown["hans"].staff == {"责编": ("刘",)}
    assert entry.shown["hans"].keywords == ("读书", "书")
    assert entry.shown["hant"].keywords == ("讀書", "書")
    assert entry.terms["sources"] == (term_key("互联网"),)
    assert entry.terms["keywords"] == (term_key("读书"), term_key("书"))


def test_flags_are_terms_once_each(site: Site) -> None:
    flags = (Flag("lost-digits", "年月"), Flag("lost-digits", "余"), Flag("mojibake"))
    entry = rendered(site, "甲", cleaning=Cleaning("1", flags=flags)).entry
    assert entry.terms["flags"] == ("lost-digits", "mojibake")
    assert entry.flags == flags


def test_an_untitled_article_shows_a_bracketed_title(site: Site) -> None:
    suggested = Cleaning("1", flags=(Flag("no-title", note="全体会议"),))
    entry = rendered(site, "甲", title=None, cleaning=suggested).entry
    assert entry.shown["hans"].title == "〔全体会议〕"
    assert entry.shown["hant"].title == "〔全體會議〕"
    assert entry.title_supplied
    bare = rendered(
        site, "市委会议今天上午在市政府会议室里召开，会期一天。", title=None
    )
    assert (
        bare.entry.shown["hant"].title
        == "〔無題〕市委會議今天上午在市政府會議室裡召開…"
    )
    assert rendered(site, "", title=None).entry.shown["hans"].title == "〔无题〕"


def test_a_title_is_one_line(site: Site) -> None:
    assert rendered(site, "甲", title="上\n 下").entry.shown["hant"].title == "上 下"


def test_a_summary_ends_where_something_ends(site: Site) -> None:
    sentence = "这是一句话，" * 9 + "完了。"
    assert summarise(sentence * 3) == sentence
    assert summarise("短。") == "短。"
    assert summarise("逗，" * 100) == "逗，" * 49 + "逗…"
    assert summarise("无" * 300) == "无" * 100 + "…"
    body = "# 标题\n\n第一段。\n\n- 列表\n\n第二段。"
    assert rendered(site, body).entry.shown["hans"].summary == "第一段。第二段。"


def test_characters_are_what_can_be_seen(site: Site) -> None:
    assert rendered(site, "甲 乙\n\n**丙**，").entry.characters == 4


def test_a_limit_is_reported(site: Site) -> None:
    (found,) = rendered(site, "[" * 1000).problems
    assert (found.code, found.path) == ("markdown-limit", "content/articles/a.md")


def test_the_result_can_be_sent_to_another_process(site: Site) -> None:
    done = render(ARTICLES[0], site)
    assert pickle.loads(pickle.dumps(done)) == done


def test_every_script_can_be_asked_for(site: Site) -> None:
    everything = replace(site, scripts=tuple(SCRIPTS.values()))
    assert list(rendered(everything, "里面").editions) == list(SCRIPTS)
