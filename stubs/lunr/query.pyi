from collections.abc import Sequence
from enum import Enum

class QueryPresence(Enum):
    OPTIONAL = 1
    REQUIRED = 2
    PROHIBITED = 3

class Query:
    clauses: list[object]
    def __init__(self, all_fields: Sequence[str]) -> None: ...
    def clause(
        self,
        term: str,
        *,
        fields: Sequence[str] = ...,
        use_pipeline: bool = ...,
        presence: QueryPresence = ...,
    ) -> Query: ...
