"""bytes: base64 in JSON, standard alphabet, padded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_types import _Type
from core_errors import _Refusal, _show, _wrong

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Task

# [twin]


import binascii as _binascii


class _BytesType(_Type):
    class_ = bytes

    def __init__(self, name: str, size: int, least: int, greatest: int) -> None:
        self.expected = name

    def accept(self, value: object) -> bytes:
        if type(value) is bytes:
            return value
        if isinstance(value, bytes):
            return b"".join((value,))
        raise self.refuse(value)

    def dump(self, value: object) -> _Task:
        return _base64(self.accept(value))

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        text = nodes.text(node)
        if text is None:
            raise _wrong(self, nodes.type_name(node))
        try:
            value = _binascii.a2b_base64(text)
        except ValueError:
            value = None
        # the standard library's decoder is lenient, but what it reads has one spelling only
        if value is None or _base64(value) != text:
            raise _Refusal(ValueError, f"{_show(text)} is not base64")
        return value

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "string", "contentEncoding": "base64"}


def _base64(value: bytes) -> str:
    return _binascii.b2a_base64(value, newline=False).decode()
