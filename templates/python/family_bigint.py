"""int: of any size in memory; of at most 4300 digits in JSON."""

from core_imports import _operator
from core_types import _Type
from core_errors import _TOO_LONG, _Refusal, _is_long, _wrong

# [twin]


class _BigintType(_Type):
    annotation = int

    def __init__(self, name, size, least, greatest):
        self.expected = name

    def accept(self, value):
        if type(value) is int:
            return value
        if isinstance(value, bool) or not hasattr(type(value), "__index__"):
            raise self.refuse(value)
        return _operator.index(value)

    def dump(self, value):
        number = self.accept(value)
        if _is_long(number):
            raise _Refusal(ValueError, _TOO_LONG)
        return number

    def load(self, node, nodes):
        number = nodes.integer(node)
        if number is None:
            raise _wrong(self, nodes.type_name(node))
        return number

    def schema(self, schemas):
        return {"type": "integer"}
