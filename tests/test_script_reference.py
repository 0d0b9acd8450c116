"""Reference mode is the library, byte for byte; its files are found without it."""

from __future__ import annotations

import json
import lzma
import os
import random
import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import opencc
import pytest

from generator.problems import WenyuanError
from generator.script import CONFIGS, reference
from generator.script import dictionaries as door
from generator.script.compilation import compile_stage
from generator.script.dictionaries import candidates, chain, dictionary
from generator.script.engine import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path(__file__).resolve().parents[1] / "../shared"


@pytest.fixture(scope="module", params=CONFIGS)
def library(request: pytest.FixtureRequest) -> tuple[str, opencc.OpenCC]:
    config = str(request.param)
    return config, opencc.OpenCC(config)


def keys_of(config: str) -> list[str]:
    return [
        key for group in chain(config) for name in group for key in dictionary(name)
    ]


def fuzz(config: str, count: int) -> Iterator[str]:
    """Make texts of keys, pieces of keys, separators, other scripts, and any Han."""
    dice = random.Random(config)
    keys = keys_of(config)
    phrases = [key for key in keys if len(key) > 1] or keys
    separators = " \n　，。、；：？！…“”‘’「」—－（）．-,.?!*"

    def piece() -> str:
        kind = dice.randrange(8)
        if kind < 3:
            return dice.choice(phrases)
        if kind == 3:
            key = dice.choice(phrases)
            cut = dice.randrange(len(key))
            return dice.choice([key[:cut], key[cut:]])
        if kind == 4:
            return chr(dice.randrange(0x4E00, 0xA000))
        if kind == 5:
            return dice.choice(keys)
        if kind == 6:
            return dice.choice(separators)
        return dice.choice(["a1", "\U00020bb7", "\0", "é", "\U0001f600", "한", "の"])

    for _ in range(count):
        yield "".join(piece() for _ in range(dice.randrange(1, 14)))


def test_fuzz_equals_the_library(library: tuple[str, opencc.OpenCC]) -> None:
    config, converter = library
    for text in fuzz(config, 1500):
        assert reference(text, config) == converter.convert(text), text


def test_every_key_equals_the_library(library: tuple[str, opencc.OpenCC]) -> None:
    config, converter = library
    text = "\n".join(keys_of(config)[::12])
    assert reference(text, config) == converter.convert(text)


@pytest.mark.parametrize("text", ["", "a", "发", "\n", "…", "\0", "发" * 300, "\ud800"])
def test_odd_texts_equal_the_library(
    text: str, library: tuple[str, opencc.OpenCC]
) -> None:
    config, converter = library
    assert reference(text, config) == converter.convert(text)


@pytest.mark.shared
def test_news_equals_the_library(library: tuple[str, opencc.OpenCC]) -> None:
    config, converter = library
    if not SHARED.is_dir():
        assert not os.environ.get("CI"), "the shared material is missing"
        pytest.skip("the shared material is missing")
    source = "s2t" if config.startswith(("t2", "tw2", "hk2")) else ""
    with lzma.open(SHARED / "corpus/xwlb.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, 300 * 40, 40):
            text = json.loads(line)["text"]
            text = reference(text, source) if source else text
            assert reference(text, config) == converter.convert(text)


def test_unknown_configuration_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="'s2x' is not a configuration"):
        reference("发", "s2x")


def test_missing_distribution_is_one_worded_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for cached in (door._paths, door.dictionary, door.candidates):
        cached.cache_clear()
    monkeypatch.setattr(door, "files_of", lambda _: [])
    try:
        with pytest.raises(WenyuanError) as raised:
            dictionary("STPhrases")
        assert [one.code for one in raised.value.problems] == ["opencc-owner"]
    finally:
        door._paths.cache_clear()


def test_the_library_is_never_imported_by_us() -> None:
    folder = Path(door.__file__).parent
    for path in folder.glob("*.py"):
        assert not re.search(
            r"^\s*(import|from) opencc\b", path.read_text("utf-8"), re.MULTILINE
        )


def test_first_candidate_is_taken() -> None:
    assert candidates("STCharacters")["发"] == ("發", "髮")
    assert dictionary("STCharacters")["发"] == "發"


def test_rank_outranks_length_and_length_outranks_place() -> None:
    stage = compile_stage(
        [{"乙丙": "１"}, {"甲乙丙": "２", "丙丁戊": "３", "戊": "４"}], {}
    )
    assert stage.convert("甲乙丙丁戊") == "甲１丁４"
    assert stage.convert("甲乙甲丙丁戊") == "甲乙甲３"
    stage = compile_stage(
        [{"甲乙": "ＡＢ", "乙丙": "ＣＤ"}, {"丙": "Ｃ"}], {"Ｂ": "Ｘ"}
    )
    assert stage.convert("甲乙丙") == "ＡＸＣ"


def test_a_lone_character_can_outrank_a_phrase() -> None:
    stage = compile_stage(
        [{"乙": "Ｂ", "丁丁": "Ｄ"}, {"甲乙": "ＸＹ", "甲": "Ａ"}], {}
    )
    assert stage.convert("甲乙") == "ＡＢ"


def test_keys_with_a_separator_never_match() -> None:
    stage = compile_stage([{"甲．乙": "ＸＹＺ", "丙丁": "Ｑ"}], {})
    assert stage.convert("甲．乙丙丁") == "甲．乙Ｑ"
    assert re.fullmatch(f"[{SEPARATORS}]+", "． \n，-")


def test_a_long_chain_of_neighbours_takes_linear_time() -> None:
    text = "干干后后里里发发" * 20_000
    assert len(reference(text, "s2tw")) == len(text)
