"""Classes of the user's: in memory their instances, in JSON what another type is."""

from core_reference import _imported
from core_types import _Generator, _Type, _outer
from core_errors import _Refusal, _wrong

# [twin]


class _foreign(_Type):
    """What encode() gives is judged as any value of the type in JSON; what decode() gives must be an
    instance."""

    def __init__(self, name, class_, inner, encode=None, decode=None):
        self.expected = name
        self.annotation = class_
        self.inner = inner
        self.encode_name, self.decode_name = encode, decode
        self.encode = self.decode = None  # imported at first use
        source = "decode()" if decode else "its class"
        self.decoded = _named(f"{name} from {source}")
        self.encoded = _named(f"{inner.expected} from encode()") if encode else inner

    def accept(self, value):
        if isinstance(value, self.annotation):
            return value
        raise self.refuse(value)

    def dump(self, value):
        if not isinstance(value, self.annotation):
            raise self.refuse(value)
        if self.encode is None:
            name = self.encode_name
            self.encode = _imported(*name.split(":")) if name else self.inner.annotation
        plain = self.encode(value)
        try:
            return self.inner.dump(plain)
        except _Refusal as refusal:
            raise _outer(self.inner, self.encoded, refusal)

    def load(self, node, nodes):
        try:
            plain = self.inner.load(node, nodes)
        except _Refusal as refusal:
            raise _outer(self.inner, self, refusal)
        if type(plain) is _Generator:
            return self.load_decoded(plain)
        return self.decoded_from(plain)

    def load_decoded(self, task):
        return self.decoded_from((yield from task), "end")

    def decoded_from(self, plain, spot="start"):
        if self.decode is None:
            name = self.decode_name
            self.decode = _imported(*name.split(":")) if name else self.annotation
        try:
            value = self.decode(plain)
        except (ValueError, TypeError) as error:
            refusal = _Refusal(ValueError, str(error) or type(error).__name__, spot)
            refusal.cause = error
            raise refusal from None
        if not isinstance(value, self.annotation):
            refusal = _wrong(self.decoded, type(value).__name__)
            refusal.spot = spot
            raise refusal
        return value

    def schema(self, schemas):
        return self.inner.schema(schemas)


def _named(expected):
    """A type that is only named in messages."""
    type_ = _Type()
    type_.expected = expected
    return type_
