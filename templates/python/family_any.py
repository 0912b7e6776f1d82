"""Any: everything in memory; in JSON what the standard library writes, bytes, sets, enums, dates
and their like, records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _enum_module, _typing
from core_nodes import _key_text, _pairs_of, _written
from core_textual import _text_of, _speller
from core_types import _Generator, _Type, _dump_compiled, _compiled_root
from core_errors import _TOO_LONG, _Refusal, _is_long, _show
from core_set import _sort_items
from family_bytes import _base64

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Pairs, _Steps, _Task

# [twin]


class _AnyType(_Type):
    class_ = _typing.Any

    def __init__(self, name: str, size: int, least: int, greatest: int) -> None:
        self.expected = name

    def accept(self, value: object) -> object:
        return value

    def dump(self, value: object) -> _Task:
        return _dump_any(value)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        return _load_any(node, nodes)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {}


def _dump_any(value: _typing.Any) -> _Task:
    kind = type(value)
    if kind is str:
        return _written(value)
    if kind is float:
        return _finite(value)
    if value is None or kind is bool:
        return value
    spell = _speller(kind)
    if spell:
        return _text_of(value, spell)
    if isinstance(value, _enum_module.Enum):
        return _dump_any(value.value)
    if isinstance(value, str):
        return _written("".join((value,)))
    if isinstance(value, int):
        if _is_long(value):
            raise _Refusal(ValueError, _TOO_LONG)
        return int.__index__(value)
    if isinstance(value, float):
        return _finite(float.__float__(value))
    if isinstance(value, (list, tuple)):
        return _dump_items(value)
    if isinstance(value, dict):
        return _dump_pairs(value)
    if isinstance(value, (set, frozenset)):
        return _dump_items(value, _sort_items)
    if isinstance(value, bytes):
        return _base64(value)
    layout = getattr(type(value), "_slotgen_layout", None)
    if layout is not None:
        return layout.dump(value)
    if _compiled_root(type(value)):
        return _dump_compiled(value)
    raise _Refusal(TypeError, f"object of type {type(value).__name__} has no JSON spelling")


def _finite(number: float) -> float:
    if number - number != 0.0:
        raise _Refusal(ValueError, f"{_show(number)} has no JSON spelling")
    return number


def _dump_items(
    items: _abc.Iterable[object],
    arrange: _abc.Callable[[list[_typing.Any]], list[_typing.Any]] = list,
) -> _Steps:
    """`arrange` gives what is written for the list of all items."""
    out: list[object] = []
    for index, item in enumerate(list(items)):
        try:
            result = _dump_any(item)
            if type(result) is _Generator:
                result = yield result
        except _Refusal as refusal:
            raise refusal.step(index, f"[{index}]")
        out.append(result)
    return arrange(out)


def _dump_pairs(mapping: dict[_typing.Any, object]) -> _Steps:
    out: dict[str, object] = {}
    for index, (key, value) in enumerate(_pairs_of(mapping)):
        text = _dump_key(key)
        if text in out:
            raise _Refusal(ValueError, f"two keys are both {_show(text)} in JSON")
        try:
            result = _dump_any(value)
            if type(result) is _Generator:
                result = yield result
        except _Refusal as refusal:
            raise refusal.step(index, f"[{key!r}]")
        out[text] = result
    return out


def _dump_key(key: object) -> str:
    """The text of a dict's key, as the standard library's json writes it."""
    spell = _speller(type(key), as_key=True)
    if spell:
        return _text_of(key, spell)
    if isinstance(key, _enum_module.Enum):
        return _dump_key(key.value)
    if isinstance(key, str):
        return _written("".join((key,)))
    if key is None:
        return "null"
    if key is True:
        return "true"
    if key is False:
        return "false"
    if isinstance(key, int):
        if _is_long(key):
            raise _Refusal(ValueError, _TOO_LONG)
        return int.__repr__(key)
    if isinstance(key, float):
        return float.__repr__(_finite(key))
    raise _Refusal(TypeError, f"key of type {type(key).__name__} has no JSON spelling")


def _load_any(node: _Node, nodes: _Nodes) -> _Task:
    if node is None or node is True or node is False or type(node) is str:
        return node
    if nodes.is_real(node):
        return nodes.real(node)
    value: object = nodes.text(node)  # before integer(), which may read text
    if value is None:
        value = nodes.integer(node)
    if value is not None:
        return value
    items = nodes.items(node)
    if items is not None:
        return _load_items(items, nodes)
    pairs = nodes.pairs(node)
    if pairs is not None:
        return _load_pairs(pairs, nodes)
    raise _Refusal(TypeError, f"expected JSON, got {nodes.type_name(node)}")


def _load_items(items: list[object], nodes: _Nodes) -> _Steps:
    out: list[object] = []
    for index, item in enumerate(items):
        try:
            value = _load_any(item, nodes)
            if type(value) is _Generator:
                value = yield value
        except _Refusal as refusal:
            raise refusal.step(index, f"[{index}]")
        out.append(value)
    return out


def _load_pairs(pairs: _Pairs, nodes: _Nodes) -> _Steps:
    out: dict[str, object] = {}
    for index, (name, item) in enumerate(pairs):
        key = _key_text(name)
        try:
            if key in out:
                raise _Refusal(ValueError, f"key {_show(key)} appears twice", "key")
            value = _load_any(item, nodes)
            if type(value) is _Generator:
                value = yield value
        except _Refusal as refusal:
            raise refusal.step(index, f"[{key!r}]")
        out[key] = value
    return out
