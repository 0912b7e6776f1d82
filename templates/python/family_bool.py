"""bool: exactly True or False."""

from core_types import _Type
from core_errors import _wrong

# [twin]


class _BoolType(_Type):
    annotation = bool

    def __init__(self, name, size, least, greatest):
        self.expected = name

    def accept(self, value):
        if value is True or value is False:
            return value
        raise self.refuse(value)

    dump = accept

    def load(self, node, nodes):
        truth = nodes.truth(node)
        if truth is None:
            raise _wrong(self, nodes.type_name(node))
        return truth

    def schema(self, schemas):
        return {"type": "boolean"}
