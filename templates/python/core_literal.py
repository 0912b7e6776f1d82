"""Literal["a", "b"] and Literal[1, 2]: exact str or int, and one of the values."""

from core_imports import _typing
from core_types import _Type
from core_errors import _Refusal, _show, _wrong

# [twin]


class _literal(_Type):
    def __init__(self, expected, *values):
        self.expected = self.name = expected
        self.values = {value: value for value in values}
        self.kind = type(values[0])

    @property
    def annotation(self):
        return _typing.Literal[tuple(self.values)]

    def accept(self, value):
        if type(value) is not self.kind:
            raise self.refuse(value)
        if value in self.values:
            return value
        raise _Refusal(ValueError, f"{_show(value)} is not a valid {self.name}")

    dump = accept

    def load(self, node, nodes):
        value = nodes.text(node) if self.kind is str else nodes.integer(node)
        if value is None:
            raise _wrong(self, nodes.type_name(node))
        return self.values[self.accept(value)]

    def schema(self, schemas):
        return {"type": "string" if self.kind is str else "integer", "enum": [*self.values]}
