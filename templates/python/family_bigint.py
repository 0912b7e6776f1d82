"""int: of any size in memory; of at most 4300 digits in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _operator, _typing
from core_types import _Type
from core_errors import _TOO_LONG, _Refusal, _is_long, _wrong

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Task

# [twin]


class _BigintType(_Type):
    class_ = int

    def __init__(self, name: str, size: int, least: int, greatest: int) -> None:
        self.expected = name

    def accept(self, value: _typing.Any) -> int:
        if type(value) is int:
            return value
        if isinstance(value, bool) or not hasattr(type(value), "__index__"):
            raise self.refuse(value)
        return _operator.index(value)

    def dump(self, value: object) -> _Task:
        number = self.accept(value)
        if _is_long(number):
            raise _Refusal(ValueError, _TOO_LONG)
        return number

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        number = nodes.integer(node)
        if number is None:
            raise _wrong(self, nodes.type_name(node))
        return number

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "integer"}
