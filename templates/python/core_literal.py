"""Literal["a", "b"] and Literal[1, 2]: exact str or int, and one of the values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _typing
from core_types import _Type
from core_errors import _Refusal, _show, _wrong

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Task

# [twin]


class _literal(_Type):
    def __init__(self, expected: str, *values: str | int) -> None:
        self.expected = self.name = expected
        self.values: dict[object, str | int] = {value: value for value in values}
        self.kind = type(values[0])

    @property
    def annotation(self) -> _typing.Any:
        literal: _typing.Any = _typing.Literal
        return literal[tuple(self.values)]

    def accept(self, value: object) -> str | int:
        if type(value) is not self.kind:
            raise self.refuse(value)
        if value in self.values:
            return value
        raise _Refusal(ValueError, f"{_show(value)} is not a valid {self.name}")

    dump = accept

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        value = nodes.text(node) if self.kind is str else nodes.integer(node)
        if value is None:
            raise _wrong(self, nodes.type_name(node))
        return self.values[self.accept(value)]

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "string" if self.kind is str else "integer", "enum": [*self.values]}
