"""bytes: base64 in JSON, standard alphabet, padded."""

from core_types import _Type
from core_errors import _Refusal, _show, _wrong

# [twin]


import binascii as _binascii


class _BytesType(_Type):
    annotation = bytes

    def __init__(self, name, size, least, greatest):
        self.expected = name

    def accept(self, value):
        if type(value) is bytes:
            return value
        if isinstance(value, bytes):
            return b"".join((value,))
        raise self.refuse(value)

    def dump(self, value):
        return _base64(self.accept(value))

    def load(self, node, nodes):
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

    def schema(self, schemas):
        return {"type": "string", "contentEncoding": "base64"}


def _base64(value):
    return _binascii.b2a_base64(value, newline=False).decode()
