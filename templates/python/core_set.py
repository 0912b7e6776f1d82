"""set[T] and frozenset[T], exact and kept; arrays in JSON. So that the text of a set is always the
same, its items are ordered by what they are in JSON; those with one text are one item there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _json, _types, _typing
from core_types import _Generator, _Type
from core_nodes import _no_array
from core_errors import _Refusal, _show

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Steps, _Task

# [twin]


_item_text = _json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _sort_items(items: list[_typing.Any]) -> list[_typing.Any]:
    """What a set's items are in JSON, each once: integers alone by value, strings alone by code
    point, all others by their JSON text."""
    if len(items) < 2:
        return items
    kinds = {type(item) for item in items}
    if kinds == {int} or kinds == {str}:
        return sorted(set(items))
    by_text = {_item_text(item): item for item in items}
    return [by_text[text] for text in sorted(by_text)]


class _set(_Type):
    expected = "set"
    make: type[set[_typing.Any]] | type[frozenset[_typing.Any]] = set

    def __init__(self, item: _Type) -> None:
        self.item = item

    @property
    def annotation(self) -> _typing.Any:
        return _types.GenericAlias(self.make, (self.item.annotation,))

    def accept(self, value: object) -> object:
        if type(value) is not self.make:
            raise self.refuse(value)
        accept = self.item.accept
        for index, item in enumerate(list(value)):
            try:
                accept(item)
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
        return value

    def dump(self, value: object) -> _Task:
        if type(value) is not self.make:
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
        return _sort_items(out)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        items = nodes.items(node)
        if items is None:
            raise _no_array(self, node, nodes)
        return self.load_items(items, nodes)

    def load_items(self, items: list[object], nodes: _Nodes) -> _Steps:
        out: set[object] = set()
        load = self.item.load
        for index, item in enumerate(items):
            try:
                value = load(item, nodes)
                if type(value) is _Generator:
                    value = yield value
                self.add(out, value, item, nodes)
            except _Refusal as refusal:
                raise refusal.step(index, f"[{index}]")
        return out if self.make is set else self.make(out)

    def add(self, out: set[object], value: object, item: _Node, nodes: _Nodes) -> None:
        size = len(out)
        try:
            out.add(value)
        except TypeError:
            words = f"expected hashable, got {nodes.type_name(item)}"
            raise _Refusal(TypeError, words) from None
        if len(out) == size:
            raise _Refusal(ValueError, f"item {_show(value)} appears twice")

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "array", "items": self.item.schema(schemas), "uniqueItems": True}


class _frozenset(_set):
    expected = "frozenset"
    make = frozenset
