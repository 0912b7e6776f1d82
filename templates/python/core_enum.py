"""Enums: members in memory, their values in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _enum_module, _sys, _typing
from core_reference import _existing_class
from core_types import _Type, _outer
from core_errors import _Refusal, _show, _wrong
from core_schema import _titled

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Task

# [twin]


_IntEnum = _enum_module.IntEnum

if not _typing.TYPE_CHECKING and _sys.version_info >= (3, 11):
    _StrEnum = _enum_module.StrEnum
else:

    class _StrEnum(str, _enum_module.Enum):
        def __str__(self) -> str:
            return str.__str__(self)

        def __format__(self, format_spec: str) -> str:
            return str.__format__(self, format_spec)


class _NoDoc(_IntEnum):
    MEMBER = 0


_NO_DOC = _NoDoc.__doc__  # None, but not in Python 3.10


class _enum(_Type):
    values = "enum"  # the keyword that they stand under in JSON Schema

    def __init__(
        self, class_: type[_enum_module.Enum], name: str | None = None, module: str = __name__
    ) -> None:
        self.module = module  # whose schema it is of
        self.class_ = class_
        self.expected = name or class_.__name__
        self.members: dict[object, _enum_module.Enum] = {member.value: member for member in class_}
        self.is_str = isinstance(next(iter(self.members)), str)

    def accept(self, value: object) -> object:
        if type(value) is self.class_:
            return value
        raise self.refuse(value)

    def dump(self, value: _typing.Any) -> _Task:
        if type(value) is self.class_:
            return value.value
        raise self.refuse(value)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        value = nodes.text(node) if self.is_str else nodes.integer(node)
        if value is None:
            raise _wrong(self, nodes.type_name(node))
        try:
            return self.members[value]
        except KeyError:
            words = f"{_show(value)} is not a valid {self.expected}"
            raise _Refusal(ValueError, words) from None

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return schemas.ref(self.module, self.expected, self.definition)

    def definition(self, schemas: _Schemas) -> _JsonSchema:
        doc = self.class_.__doc__
        has_doc = doc != _NO_DOC and self.class_.__module__ == self.module  # the schema's
        titled = _titled(self.expected, doc if has_doc else None)
        kind = "string" if self.is_str else "integer"
        return {**titled, "type": kind, self.values: [*self.members]}


class _open_enum(_enum):
    """Beside the members, any str or any int. What enters a field with the value of a member becomes
    the member."""

    values = "examples"

    def __init__(
        self,
        class_: type[_enum_module.Enum],
        plain: _abc.Callable[[str, int, int, int], _Type],
        name: str | None = None,
        module: str = __name__,
    ) -> None:
        super().__init__(class_, name, module)
        self.base = str if self.is_str else int
        self.plain = plain(self.expected, 0, 0, 0)

    @property
    def annotation(self) -> _typing.Any:
        return self.class_ | self.base

    def accept(self, value: object) -> object:
        if type(value) is self.class_:
            return value
        if not isinstance(value, self.base) or isinstance(value, bool):
            raise self.refuse(value)
        plain: _typing.Any = self.plain.accept(value)
        if not self.is_str:
            plain = int.__index__(plain)
        return self.members.get(plain, plain)

    def dump(self, value: _typing.Any) -> _Task:
        if type(value) is self.class_:
            return value.value
        if not isinstance(value, self.base) or isinstance(value, bool):
            raise self.refuse(value)
        return self.plain.dump(value)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        try:
            value = self.plain.load(node, nodes)
        except _Refusal as refusal:
            raise _outer(self.plain, self, refusal)
        return self.members.get(value, value)


def _existing_enum(name: str, module: str, path: str, values: dict[str, str | int]) -> type:
    """The same of an enum, which must have exactly these members and values, aliases apart."""
    class_ = _existing_class(name, module, path)
    if not issubclass(class_, _enum_module.Enum):
        raise ImportError(f"{name}: {module}:{path} is no Enum")
    if issubclass(class_, _enum_module.Flag):
        raise ImportError(f"{name}: {module}:{path} is a Flag, whose members combine")
    members = {member.name: member for member in class_}
    for member_name, wanted in values.items():
        value = members.pop(member_name).value if member_name in members else None
        is_alike = isinstance(value, type(wanted)) and not isinstance(value, bool)
        if not is_alike or value != wanted:
            words = f"has no member {member_name} with value {wanted!r}"
            raise ImportError(f"{name}: {module}:{path} {words}")
    for member_name in members:
        words = f"has member {member_name} that the schema lacks"
        raise ImportError(f"{name}: {module}:{path} {words}")
    return class_
