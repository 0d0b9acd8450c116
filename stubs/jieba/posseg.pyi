"""Words with their part of speech."""

from collections.abc import Iterator

class pair:  # noqa: N801
    word: str
    flag: str

def cut(sentence: str) -> Iterator[pair]: ...
