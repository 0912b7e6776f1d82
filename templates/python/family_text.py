"""str: subclasses enter as their exact base value; a lone surrogate cannot be written."""

from core_types import _Type
from core_nodes import _written
from core_errors import _wrong

# [twin]


class _TextType(_Type):
    annotation = str

    def __init__(self, name, size, least, greatest):
        self.expected = name

    def accept(self, value):
        if type(value) is str:
            return value
        if isinstance(value, str):
            return "".join((value,))
        raise self.refuse(value)

    def dump(self, value):
        return _written(self.accept(value))

    def load(self, node, nodes):
        if type(node) is str:
            return node
        text = nodes.text(node)
        if text is None:
            raise _wrong(self, nodes.type_name(node))
        return text

    def schema(self, schemas):
        return {"type": "string"}
