"""A former address leads to one article, and to the right one."""

from __future__ import annotations

from generator.build.former import Named, former_names


def named(slug: str, *formerly: str) -> Named:
    return Named(slug, f"content/articles/{slug}.md", formerly)


def test_former_names_lead_to_present_ones() -> None:
    moved, problems = former_names(
        [named("xin", "jiu", "geng-jiu"), named("bie"), named("zi-ji", "zi-ji")]
    )
    assert moved == {"jiu": "xin", "geng-jiu": "xin"}
    assert problems == ()


def test_a_name_in_use_is_not_given_away() -> None:
    moved, problems = former_names(
        [named("jia", "yi"), named("yi"), named("bing", "lao"), named("ding", "lao")]
    )
    assert moved == {"lao": "bing"}
    assert [(one.code, one.path, one.message) for one in problems] == [
        (
            "former-name",
            f"content/articles/{slug}.md",
            f"its former name {former} is a name of content/articles/{other}.md",
        )
        for slug, former, other in (("jia", "yi", "yi"), ("ding", "lao", "bing"))
    ]
