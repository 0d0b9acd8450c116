"""Keywords that a text suggests: nouns it keeps to, and marked as proposals only."""

from __future__ import annotations

from generator.ingest import clean, frontmatter
from generator.ingest.keywords import proposed, with_proposals
from generator.model import Source

TEXT = (
    "渡口的早晨从一盏灯开始。老船工说，渡口还在，渡轮就在。\n\n"
    "下午，渡轮靠岸，渡口又热闹起来。石家庄来的客人说，石家庄没有渡轮。\n\n"
    "傍晚，渡口静了，石家庄的客人坐最后一班渡轮走了，工作的人也走了，工作完了。"
)


def test_the_nouns_a_text_keeps_to_are_proposed() -> None:
    assert proposed("渡口与船工", TEXT) == ("渡口", "渡轮", "船工")


def test_no_half_of_a_word_and_no_place_is_proposed() -> None:
    words = proposed("", TEXT)
    assert not {"家庄", "石家", "石家庄", "工作"} & set(words)


def test_traditional_texts_propose_the_same() -> None:
    traditional = (
        "渡輪靠岸，渡輪離岸，渡輪又靠岸；讀書會開了，讀書會散了，我們的讀書會。"
    )
    assert proposed("渡輪上的讀書會", traditional) == ("读书会", "渡轮")


def test_a_short_text_proposes_nothing() -> None:
    assert proposed("", "今天停水。") == ()
    assert proposed("", "") == ()


def made(text: str) -> Source:
    return Source("a.txt", "text", text, "utf-8", "")


def test_proposals_are_kept_apart_from_keywords_and_survive_a_round_trip() -> None:
    done = with_proposals(clean(made(f"渡口与船工\n\n{TEXT}")))
    assert done.metadata.keywords == ()
    assert done.metadata.cleaning
    assert done.metadata.cleaning.proposed_keywords == ("渡口", "渡轮", "船工")
    parsed = frontmatter.parse(frontmatter.write(done.metadata, done.body), "a.md")
    assert isinstance(parsed, tuple)
    assert parsed[0].cleaning
    assert parsed[0].cleaning.proposed_keywords == ("渡口", "渡轮", "船工")


def test_stated_keywords_leave_no_room_for_proposals() -> None:
    source = Source("a.txt", "text", TEXT, "utf-8", "", {"keywords": ["船工"]})
    done = with_proposals(clean(source))
    assert done.metadata.keywords == ("船工",)
    assert done.metadata.cleaning
    assert done.metadata.cleaning.proposed_keywords == ()
