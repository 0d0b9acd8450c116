"""The script room: everything about Simplified and Traditional Chinese.

- `convert`: a whole text in the script of a target, for readers.
- `undecided`, `Undecided`: the characters that conversion could only guess.
- `parse_rule`, `take_inline` and their like: manual rules.
- `reference`: what opencc-python-reimplemented would write, byte for byte.
- `detect`, `Detection`: which script a text is in, and the evidence.
- `restore`: machine-made Traditional back to the Simplified it was made from.
- `convert_html`: the text of HTML converted, its markup untouched.
- `quotes`: quotation marks as the readers of a script expect them.
- `simplify`: character by character, for matching patterns.
- `fold`, `fold_table`: the one form in which search compares both scripts.
- `HAN`, `is_han`: what counts as a Han character.
- `CONFIGS`: the configurations that `reference` knows.
"""

from generator.script.characters import HAN, fold, fold_table, is_han, simplify
from generator.script.convert import convert
from generator.script.detect import Detection, detect, restore
from generator.script.dictionaries import CONFIGS
from generator.script.markup import convert_html
from generator.script.pipeline import reference
from generator.script.quotes import quotes
from generator.script.rules import (
    Inline,
    Rule,
    RuleError,
    check_inline,
    parse_rule,
    replace_around,
    replacements,
    take_inline,
)
from generator.script.undecided import Undecided, undecided

__all__ = [
    "CONFIGS",
    "HAN",
    "Detection",
    "Inline",
    "Rule",
    "RuleError",
    "Undecided",
    "check_inline",
    "convert",
    "convert_html",
    "detect",
    "fold",
    "fold_table",
    "is_han",
    "parse_rule",
    "quotes",
    "reference",
    "replace_around",
    "replacements",
    "restore",
    "simplify",
    "take_inline",
    "undecided",
]
