"""For each value of the metadata: how sure it is, and where in the source it stands."""

from __future__ import annotations

from generator import explain
from generator.ingest import clean
from generator.ingest.provenance import FIELDS, provenance
from generator.model import Source

TEXT = (
    "港口夜市开张\n2020年6月1日 10:22　来源：江边日报　作者：周晓江\n"
    "5月30日，宁波的港口夜市开张了，宁波人都来看热闹，灯一直亮到半夜。\n"
    "夜市要开一个夏天，每天从傍晚到半夜，摊主说生意不错。\n责任编辑：李静文\n"
)


def spans(name: str, source: Source) -> list[str]:
    found = provenance(clean(source))[name]
    return [source.text[start:end] for start, end in found.spans]


def test_every_field_says_how_sure_it_is_and_where_it_stands() -> None:
    source = Source("a.txt", "text", TEXT, "utf-8", "")
    known = provenance(clean(source))
    assert tuple(known) == FIELDS
    sure = {name: known[name].certainty for name in FIELDS}
    assert sure["title"] == sure["date"] == sure["source"] == "stated"
    assert sure["places"] == sure["event_date"] == "inferred"
    assert sure["section"] == sure["keywords"] == sure["subtitle"] == "absent"
    assert spans("title", source) == ["港口夜市开张"]
    assert spans("date", source) == ["2020年6月1日 10:22"]
    assert spans("source", source) == ["江边日报"]
    assert spans("authors", source) == ["周晓江"]
    assert spans("editors", source) == ["李静文"]
    assert spans("places", source) == ["宁波"]
    assert spans("event_date", source) == ["5月30日"]
    assert spans("section", source) == []


def test_what_a_record_states_has_no_span() -> None:
    stated = {"title": "夜市", "authors": ["周晓江"]}
    source = Source("a.jsonl#1", "text", TEXT, "utf-8", "", stated)
    known = provenance(clean(source))
    assert (known["title"].value, known["title"].certainty) == ("夜市", "stated")
    assert known["title"].spans == known["authors"].spans == ()


def test_a_page_says_where_its_address_and_section_stand() -> None:
    page = (
        "<link rel=canonical href='https://a.example/1.html'><p>首页 &gt; 要闻 &gt; 正文</p>"
        f"<h1>港口夜市开张</h1><div><p>{TEXT}</p></div>"
    )
    source = Source("a.html", "html", page, "utf-8", "")
    assert spans("url", source) == ["https://a.example/1.html"]
    assert spans("section", source) == ["首页 &gt; 要闻 &gt; 正文"]


def test_the_command_carries_it() -> None:
    source = Source("a.txt", "text", TEXT, "utf-8", "")
    fields = explain.as_json(clean(source))["fields"]
    assert isinstance(fields, dict)
    assert fields["authors"]["value"] == ("周晓江",)
    assert fields["authors"]["certainty"] == "stated"
