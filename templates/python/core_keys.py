"""Keys of a record's JSON object that need more than a look at its fields: keys that no field has, and
those of fields that hold their default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc
from core_errors import _Refusal, _show
from core_json import _encode
from core_nodes import _key_text, _written
from core_types import _Generator

if TYPE_CHECKING:
    from core_types import _Type
    from core_typing import _Node, _Nodes, _Steps, _Task

# [twin]


_ABSENT = object()  # no value of JSON


def _key_step(key: str) -> str:
    """The step of a path that is a key of a record's object."""
    return f".{key}" if key.isidentifier() else f"[{key!r}]"


def _unknown(key: str) -> _Refusal:
    return _Refusal(ValueError, f"unknown field {_show(key)}", "key")


def _load_extra(
    extra: dict[str, object],
    key: str,
    node: _Node,
    nodes: _Nodes,
    load: _abc.Callable[[_Node, _Nodes], _Task],
) -> _Steps:
    """Puts the value under an unknown key into `extra`; a generator."""
    if key in extra:
        raise _Refusal(ValueError, f"key {_show(key)} appears twice", "key")
    value = load(node, nodes)
    if type(value) is _Generator:
        value = yield value
    extra[key] = value


def _dump_extra(
    extra: object, type_: _Type, known: _abc.Container[str], out: dict[str, object]
) -> _Steps:
    """Puts what was kept for unknown keys into `out`, beside the fields, whose keys are `known`; a
    generator."""
    if type(extra) is not dict:
        raise type_.refuse(extra)
    dump = type_.item.dump
    for index, (key, item) in enumerate(list(extra.items())):
        text = _written(_key_text(key))
        if text in known or text in out:
            raise _Refusal(ValueError, f"two keys are both {_show(text)} in JSON")
        try:
            result = dump(item)
            if type(result) is _Generator:
                result = yield result
        except _Refusal as refusal:
            raise refusal.step(index, f"[{text!r}]")
        out[text] = result


def _drop_defaults(
    out: dict[str, object], defaults: _abc.Iterable[tuple[str, object, str]]
) -> None:
    """Takes those out of a dumped record whose JSON text is that of their default. `defaults`: (key,
    the default as it is dumped, its JSON text)."""
    for key, default, text in defaults:
        value = out.get(key, _ABSENT)
        # 1, 1.0 and True are equal, and so are 0.0 and -0.0, but their texts differ
        if type(value) is type(default) and value == default and _encode(value) == text:
            del out[key]
