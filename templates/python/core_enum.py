"""Enums: members in memory, their values in JSON."""

from core_imports import _enum_module
from core_types import _Type
from core_errors import _Refusal, _show, _wrong
from core_schema import _titled

# [twin]


_IntEnum = _enum_module.IntEnum

if hasattr(_enum_module, "StrEnum"):
    _StrEnum = _enum_module.StrEnum
else:  # Python 3.10

    class _StrEnum(str, _enum_module.Enum):
        __str__ = str.__str__
        __format__ = str.__format__


_NO_DOC = _IntEnum("_NoDoc", "MEMBER").__doc__  # None, but not in Python 3.10


class _enum(_Type):
    def __init__(self, class_):
        self.annotation = class_
        self.expected = class_.__name__
        self.members = {member.value: member for member in class_}
        self.is_str = issubclass(class_, str)

    def accept(self, value):
        if type(value) is self.annotation:
            return value
        raise self.refuse(value)

    def dump(self, value):
        return self.accept(value).value

    def load(self, node, nodes):
        value = nodes.text(node) if self.is_str else nodes.integer(node)
        if value is None:
            raise _wrong(self, nodes.type_name(node))
        try:
            return self.members[value]
        except KeyError:
            words = f"{_show(value)} is not a valid {self.expected}"
            raise _Refusal(ValueError, words) from None

    def schema(self, schemas):
        return schemas.ref(self.expected, self.definition)

    def definition(self, schemas):
        doc = self.annotation.__doc__
        titled = _titled(self.expected, None if doc == _NO_DOC else doc)
        return {**titled, "type": "string" if self.is_str else "integer", "enum": [*self.members]}
