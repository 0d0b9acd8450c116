from collections.abc import Sequence

class TokenSet:
    @classmethod
    def from_list(cls, list_of_words: Sequence[str]) -> TokenSet: ...
