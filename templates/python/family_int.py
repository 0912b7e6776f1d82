"""Integers of a fixed width: whatever has __index__ enters, and must be in range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _operator, _typing
from core_types import _Type
from core_errors import _Refusal, _show, _wrong

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Task

# [twin]


class _IntType(_Type):
    class_ = int

    def __init__(self, name: str, size: int, least: int, greatest: int) -> None:
        self.name = name
        self.expected = "int"
        self.least = least
        self.greatest = greatest

    def accept(self, value: _typing.Any) -> int:
        if type(value) is int:
            number = value
        elif isinstance(value, bool) or not hasattr(type(value), "__index__"):
            raise self.refuse(value)
        else:
            number = _operator.index(value)
        if self.least <= number <= self.greatest:
            return number
        raise _Refusal(OverflowError, f"{_show(number)} is out of range for {self.name}")

    dump = accept

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        number = nodes.integer(node)
        if number is None:
            raise _wrong(self, nodes.type_name(node))
        if self.least <= number <= self.greatest:
            return number
        raise _Refusal(OverflowError, f"{_show(number)} is out of range for {self.name}")

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "integer", "minimum": self.least, "maximum": self.greatest}
