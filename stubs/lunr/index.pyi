from collections.abc import Mapping, Sequence
from typing import Any

from lunr.pipeline import Pipeline
from lunr.query import Query
from lunr.token_set import TokenSet
from lunr.vector import Vector

class Index:
    inverted_index: Mapping[str, Mapping[str, Any]]
    field_vectors: Mapping[str, Vector]
    def __init__(
        self,
        inverted_index: Mapping[str, Mapping[str, Any]],
        field_vectors: Mapping[str, Vector],
        token_set: TokenSet,
        fields: Sequence[str],
        pipeline: Pipeline,
    ) -> None: ...
    def query(self, query: Query) -> list[dict[str, Any]]: ...
