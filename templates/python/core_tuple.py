"""tuple[A, B], with a type for each item, and tuple[T, ...] of any length; exact tuples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _itertools, _types, _typing
from core_types import _Generator, _Type
from core_nodes import _no_array
from core_errors import _Refusal

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Steps, _Task

# [twin]


class _tuple(_Type):
    """tuple[A, B]."""

    expected = "tuple"

    def __init__(self, *items: _Type) -> None:
        self.items = items

    @property
    def annotation(self) -> _typing.Any:
        return _types.GenericAlias(tuple, tuple([item.annotation for item in self.items]))

    def types(self, count: int) -> _abc.Iterable[_Type]:
        """The types of `count` items that are to be read."""
        return self.items

    def check_count(self, count: int, spot: str = "start") -> None:
        expected = len(self.items)
        if count != expected:
            words = f"expected {expected} item{'' if expected == 1 else 's'}, got {count}"
            raise _Refusal(TypeError, words, spot)

    def accept(self, value: object) -> object:
        if type(value) is not tuple:
            raise self.refuse(value)
        self.check_count(len(value))
        for index, (type_, item) in enumerate(zip(self.types(len(value)), value)):
            try:
                type_.accept(item)
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
        return value

    def dump(self, value: object) -> _Task:
        if type(value) is not tuple:
            raise self.refuse(value)
        self.check_count(len(value))
        return self.dump_items(value)

    def dump_items(self, items: tuple[object, ...]) -> _Steps:
        out: list[object] = []
        for index, (type_, item) in enumerate(zip(self.types(len(items)), items)):
            try:
                result = type_.dump(item)
                if type(result) is _Generator:
                    result = yield result
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
            out.append(result)
        return out

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        items = nodes.items(node)
        if items is None:
            raise _no_array(self, node, nodes)
        return self.load_items(items, nodes)

    def load_items(self, items: list[object], nodes: _Nodes) -> _Steps:
        """The items that are there are judged first, then at the closing bracket their number."""
        out: list[object] = []
        for index, (type_, item) in enumerate(zip(self.types(len(items)), items)):
            try:
                value = type_.load(item, nodes)
                if type(value) is _Generator:
                    value = yield value
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
            out.append(value)
        self.check_count(len(items), "end")
        return tuple(out)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        count = len(self.items)
        return {
            "type": "array",
            "prefixItems": [item.schema(schemas) for item in self.items],
            "items": False,
            "minItems": count,
            "maxItems": count,
        }


class _tuple_of(_tuple):
    """tuple[T, ...]."""

    @property
    def annotation(self) -> _typing.Any:
        return _types.GenericAlias(tuple, (self.items[0].annotation, ...))

    def types(self, count: int) -> _abc.Iterable[_Type]:
        return _itertools.repeat(self.items[0], count)

    def check_count(self, count: int, spot: str = "start") -> None:
        """Any number will do."""

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "array", "items": self.items[0].schema(schemas)}
