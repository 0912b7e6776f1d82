"""Classes of the user's: in memory their instances, in JSON what another type is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_reference import _imported
from core_types import _Generator, _Type, _outer
from core_errors import _Refusal, _wrong

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _Conversion, _JsonSchema, _Node, _Nodes, _Steps, _Task

# [twin]


class _foreign(_Type):
    """What encode() gives is judged as any value of the type in JSON; what decode() gives must be an
    instance."""

    def __init__(
        self,
        name: str,
        class_: type,
        inner: _Type,
        encode: str | None = None,
        decode: str | None = None,
    ) -> None:
        self.expected = name
        self.class_ = class_
        self.inner = inner
        self.encode_name, self.decode_name = encode, decode
        # imported at first use
        self.encode: _Conversion | None = None
        self.decode: _Conversion | None = None
        source = "decode()" if decode else "its class"
        self.decoded = _named(f"{name} from {source}")
        self.encoded = _named(f"{inner.expected} from encode()") if encode else inner

    def accept(self, value: object) -> object:
        if isinstance(value, self.class_):
            return value
        raise self.refuse(value)

    def dump(self, value: object) -> _Task:
        if not isinstance(value, self.class_):
            raise self.refuse(value)
        encode = self.encode
        if encode is None:
            name = self.encode_name
            encode = _imported(*name.split(":")) if name else self.inner.annotation
            self.encode = encode
        plain = encode(value)
        try:
            return self.inner.dump(plain)
        except _Refusal as refusal:
            raise _outer(self.inner, self.encoded, refusal)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        try:
            plain = self.inner.load(node, nodes)
        except _Refusal as refusal:
            raise _outer(self.inner, self, refusal)
        if type(plain) is _Generator:
            return self.load_decoded(plain)
        return self.decoded_from(plain)

    def load_decoded(self, task: _Steps) -> _Steps:
        return self.decoded_from((yield from task), "end")

    def decoded_from(self, plain: object, spot: str = "start") -> object:
        decode = self.decode
        if decode is None:
            name = self.decode_name
            decode = _imported(*name.split(":")) if name else self.class_
            self.decode = decode
        try:
            value = decode(plain)
        except (ValueError, TypeError) as error:
            refusal = _Refusal(ValueError, str(error) or type(error).__name__, spot)
            refusal.cause = error
            raise refusal from None
        if not isinstance(value, self.class_):
            refusal = _wrong(self.decoded, type(value).__name__)
            refusal.spot = spot
            raise refusal
        return value

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return self.inner.schema(schemas)


def _named(expected: str) -> _Type:
    """A type that is only named in messages."""
    type_ = _Type()
    type_.expected = expected
    return type_
