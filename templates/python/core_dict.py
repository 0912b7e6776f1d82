"""dict[K, V], kept and not copied as all containers are (core_list.py). Keys are text in JSON: str as
it is, integers as digits, of other types the string that stands for a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _re, _types, _typing
from core_nodes import _Parsed, _key_text, _written
from core_types import _Generator, _Type
from core_errors import _MAX_DIGITS, _TOO_LONG, _Refusal, _show, _wrong

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Pairs, _Steps, _Task

# [twin]


class _dict(_Type):
    """dict[str, T]."""

    expected = "dict"
    def __init__(self, item: _Type) -> None:
        self.item = item

    @property
    def annotation(self) -> _typing.Any:
        return _types.GenericAlias(dict, (self.key_annotation, self.item.annotation))

    @property
    def key_annotation(self) -> _typing.Any:
        return str

    check_key: _abc.Callable[[object], object] = staticmethod(_key_text)

    def step_text(self, key: object) -> str:
        """What paths call a key: its text in JSON, if it has one."""
        return _key_text(key)

    def dump_key(self, key: object) -> str:
        return _written(_key_text(key))

    def load_key(self, text: str, nodes: _Nodes) -> _typing.Any:
        return text

    def accept(self, value: object) -> object:
        if type(value) is not dict:
            raise self.refuse(value)
        accept = self.item.accept
        for index, (key, item) in enumerate(list(value.items())):
            self.check_key(key)
            try:
                accept(item)
            except _Refusal as refusal:
                raise refusal.step(index, f"[{self.step_text(key)!r}]")
        return value

    def dump(self, value: object) -> _Task:
        if type(value) is not dict:
            raise self.refuse(value)
        return self.dump_pairs(list(value.items()))

    def dump_pairs(self, pairs: list[tuple[object, object]]) -> _Steps:
        out: dict[str, object] = {}
        dump = self.item.dump
        for index, (key, item) in enumerate(pairs):
            text = self.dump_key(key)
            if text in out:
                raise _Refusal(ValueError, f"two keys are both {_show(text)} in JSON")
            try:
                result = dump(item)
                if type(result) is _Generator:
                    result = yield result
            except _Refusal as refusal:
                raise refusal.step(index, f"[{text!r}]")
            out[text] = result
        return out

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        pairs = nodes.pairs(node)
        if pairs is None:
            raise _wrong(self, nodes.type_name(node))
        return self.load_pairs(pairs, nodes)

    def load_pairs(self, pairs: _Pairs, nodes: _Nodes) -> _Steps:
        out: dict[_typing.Any, object] = {}
        load = self.item.load
        for index, (name, item) in enumerate(pairs):
            text = _key_text(name)
            try:
                key = self.load_key(text, nodes)
                if key in out:
                    raise _Refusal(ValueError, f"key {_show(text)} appears twice", "key")
                value = load(item, nodes)
                if type(value) is _Generator:
                    value = yield value
            except _Refusal as refusal:
                raise refusal.step(index, f"[{text!r}]")
            out[key] = value
        return out

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "object", "additionalProperties": self.item.schema(schemas)}


class _key(_Type):
    """The type of keys, where it refuses in words of its own."""

    def __init__(self, type_: _Type) -> None:
        self.type = type_
        self.expected = f"{type_.expected} as key"

    def refused(self, refusal: _Refusal) -> _Refusal:
        if refusal.type is self.type and not refusal.steps:
            refusal.type = self
        return refusal


class _dict_of_texts(_dict):
    """dict[K, T] where a string stands for a K."""

    def __init__(self, key: _Type, item: _Type) -> None:
        self.key = key
        self.key_words = _key(key)
        self.item = item

    @property
    def key_annotation(self) -> _typing.Any:
        return self.key.annotation

    def check_key(self, key: object) -> object:
        try:
            return self.key.accept(key)
        except _Refusal as refusal:
            raise self.key_words.refused(refusal)

    def dump_key(self, key: object) -> str:
        try:
            text: _typing.Any = self.key.dump(key)
        except _Refusal as refusal:
            raise self.key_words.refused(refusal)
        return text if type(text) is str else int.__repr__(text)

    def step_text(self, key: object) -> str:
        try:
            return self.dump_key(key)
        except (ValueError, _Refusal):
            return _show(key)

    def load_key(self, text: str, nodes: _Nodes) -> _typing.Any:
        try:
            return self.key.load(self.key_node(text, nodes), nodes)
        except _Refusal as refusal:
            refusal.spot = "key"
            raise self.key_words.refused(refusal)

    def key_node(self, text: str, nodes: _Nodes) -> _Node:
        return text

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        names = self.names_schema(schemas)
        items = self.item.schema(schemas)
        return {"type": "object", "propertyNames": names, "additionalProperties": items}

    def names_schema(self, schemas: _Schemas) -> _JsonSchema:
        return self.key.schema(schemas)


_INTEGER = _re.compile("-?(0|[1-9][0-9]*)")


class _dict_of_numbers(_dict_of_texts):
    """dict[K, T] where an integer stands for a K."""

    def key_node(self, text: str, nodes: _Nodes) -> _Node:
        if not _INTEGER.fullmatch(text):
            raise _wrong(self.key, "str")
        if len(text) - text.startswith("-") > _MAX_DIGITS:
            raise _Refusal(ValueError, _TOO_LONG)
        return text.encode() if nodes is _Parsed else int(text)

    def names_schema(self, schemas: _Schemas) -> _JsonSchema:
        key: _typing.Any = self.key
        if getattr(key, "values", None) != "enum":  # an enum that is not open
            return {"pattern": "^-?(0|[1-9][0-9]*)$"}
        return {"enum": [str(number) for number in key.members]}
