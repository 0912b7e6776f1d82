"""list[T]. Containers are exact builtin types, kept and not copied; their items are checked on the
way in, and again whenever they are written, because a list can change behind our back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _types, _typing
from core_types import _Generator, _Type
from core_errors import _Refusal, _wrong

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Steps, _Task

# [twin]


class _list(_Type):
    expected = "list"

    def __init__(self, item: _Type) -> None:
        self.item = item

    @property
    def annotation(self) -> _typing.Any:
        return _types.GenericAlias(list, (self.item.annotation,))

    def accept(self, value: object) -> object:
        if type(value) is not list:
            raise self.refuse(value)
        accept = self.item.accept
        for index, item in enumerate(value):
            try:
                accept(item)
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
        return value

    def dump(self, value: object) -> _Task:
        if type(value) is not list:
            raise self.refuse(value)
        return self.dump_items(list(value))

    def dump_items(self, items: list[object]) -> _Steps:
        out: list[object] = []
        dump = self.item.dump
        for index, item in enumerate(items):
            try:
                result = dump(item)
                if type(result) is _Generator:
                    result = yield result
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
            out.append(result)
        return out

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        items = nodes.items(node)
        if items is None:
            raise _wrong(self, nodes.type_name(node))
        return self.load_items(items, nodes)

    def load_items(self, items: list[object], nodes: _Nodes) -> _Steps:
        out: list[object] = []
        load = self.item.load
        for index, item in enumerate(items):
            try:
                value = load(item, nodes)
                if type(value) is _Generator:
                    value = yield value
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
            out.append(value)
        return out

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "array", "items": self.item.schema(schemas)}
