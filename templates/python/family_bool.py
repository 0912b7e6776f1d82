"""bool: exactly True or False."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_types import _Type
from core_errors import _wrong

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Task

# [twin]


class _BoolType(_Type):
    class_ = bool

    def __init__(self, name: str, size: int, least: int, greatest: int) -> None:
        self.expected = name

    def accept(self, value: object) -> bool:
        if type(value) is bool:
            return value
        raise self.refuse(value)

    dump = accept

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        truth = nodes.truth(node)
        if truth is None:
            raise _wrong(self, nodes.type_name(node))
        return truth

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "boolean"}
