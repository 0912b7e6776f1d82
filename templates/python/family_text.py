"""str: subclasses enter as their exact base value; a lone surrogate cannot be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_types import _Type
from core_nodes import _written
from core_errors import _wrong

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Task

# [twin]


class _TextType(_Type):
    class_ = str

    def __init__(self, name: str, size: int, least: int, greatest: int) -> None:
        self.expected = name

    def accept(self, value: object) -> str:
        if type(value) is str:
            return value
        if isinstance(value, str):
            return "".join((value,))
        raise self.refuse(value)

    def dump(self, value: object) -> _Task:
        return _written(self.accept(value))

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        if type(node) is str:
            return node
        text = nodes.text(node)
        if text is None:
            raise _wrong(self, nodes.type_name(node))
        return text

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "string"}
