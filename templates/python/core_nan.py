"""Floats of records with `nan: as_null`: NaN is null in JSON, and null is NaN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from family_float import _FloatType

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Task

# [twin]


class _nan_as_null(_FloatType):
    """The float type given, but for null."""

    def __init__(self, plain: _FloatType) -> None:
        self.__dict__.update(plain.__dict__)

    def dump(self, value: object) -> _Task:
        number = self.accept(value)
        return None if number != number else super().dump(number)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        is_null = node is None or nodes.is_null_text(node)
        return float("nan") if is_null else super().load(node, nodes)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": ["number", "null"]}
