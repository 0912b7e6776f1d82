"""Families and unions. Records are told apart by their tags; all else in a union by the kind of its
JSON value, of which a union has at most one type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _importlib, _sys, _types, _typing
from core_imported import _dump_compiled
from core_errors import _Refusal, _show, _wrong
from core_keys import _key_step
from core_nodes import _key_text
from core_record import _Record
from core_types import _RECORDS, _Type, _outer

if TYPE_CHECKING:
    from core_imported import _Member
    from core_layout import _Layout
    from core_schema import _Schemas
    from core_typing import _AnyRecord, _Branch, _JsonSchema, _Node, _Nodes, _Pairs, _Steps, _T
    from core_typing import _Task

# [twin]


def _member(member: str | _Branch) -> _Branch:
    """The layout of a record of this module, given by name; or the _Member of another."""
    return _RECORDS[member] if isinstance(member, str) else member


class _Choice:
    """The records that an object may become, told apart by their tags, which all have one key."""

    def __init__(self, name: str, members: tuple[str | _Branch, ...]) -> None:
        self.name = name
        self.members = [_member(member) for member in members]
        self.key = self.members[0].tag_field
        self.step = _key_step(self.key)
        self.by_tag = {member.tag: member for member in self.members if member.tag is not None}
        self.open = next((member for member in self.members if member.is_open), None)
        self.only = self.members[0] if len(self.members) == 1 else None

    def load(self, pairs: _Pairs, nodes: _Nodes) -> _Steps:
        """A generator, as _Type.load() returns."""
        layout = self.pick(pairs, nodes)
        return (yield from layout.load(pairs, nodes, layout.cls))

    def pick(self, pairs: _Pairs, nodes: _Nodes) -> _Branch:
        """The layout of the member that an object is."""
        for position, (key, node) in enumerate(pairs):
            if key == self.key if type(key) is str else self.is_key(key):
                try:
                    return self.named(node, nodes)
                except _Refusal as refusal:
                    raise refusal.step(position, self.step)
        if self.only is not None:
            return self.only
        for key, _ in pairs:
            _key_text(key)
        raise _Refusal(ValueError, f"missing field {_show(self.key)}", "end")

    def is_key(self, key: object) -> bool:
        return isinstance(key, str) and _key_text(key) == self.key

    def named(self, node: _Node, nodes: _Nodes) -> _Branch:
        tag = nodes.text(node)
        if tag is None:
            raise _Refusal(TypeError, f"expected str, got {nodes.type_name(node)}")
        layout = self.by_tag.get(tag, self.open)
        if layout is None:
            raise _Refusal(ValueError, f"{_show(tag)} is not a valid tag of {self.name}")
        return layout

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        described = [schemas.ref(m.module, m.name, m.schema) for m in self.members]
        if self.only is not None:
            return described[0]
        return {"anyOf": described, "required": [self.key]}


class _Family:
    """What an object may become where one record is expected."""

    def __init__(self, layout: _Layout) -> None:
        self.layout = layout
        self.alone: _Choice | None = None
        self.choice: _Choice | None = None
        if layout.tag is not None or layout.is_open:
            self.alone = _Choice(layout.name, (layout.name,))
        if layout.members:
            self.choice = _Choice(layout.name, layout.members)
        self.is_choice = self.choice is not None and self.choice.only is not layout

    def load(self, pairs: _Pairs, nodes: _Nodes, cls: type[_AnyRecord] | None) -> _Steps:
        """For `cls`, where that is not None; a Python subclass is of no family."""
        if cls is not None and cls is not self.layout.cls:
            return self.load_alone(pairs, nodes, cls)
        if self.choice is None:
            raise self.layout.no_instance()
        return self.choice.load(pairs, nodes)

    def load_alone(self, pairs: _Pairs, nodes: _Nodes, cls: type[_AnyRecord]) -> _Steps:
        if self.alone is not None:
            self.alone.pick(pairs, nodes)
        return (yield from self.layout.load(pairs, nodes, cls))

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        if self.choice is None:
            return schemas.ref(self.layout.module, self.layout.name, self.layout.schema)
        return self.choice.schema(schemas)


def _either(annotations: _abc.Sequence[_typing.Any]) -> _typing.Any:
    """A | B | C"""
    result = annotations[0]
    for annotation in annotations[1:]:
        result = result | annotation
    return result


_TAGGED: list[_tagged] = []  # all of this module


class _tagged(_Type):
    """A union of records: what its values are instances of, and what objects may become."""

    def __init__(
        self, expected: str, bases: tuple[str | _Branch, ...], members: tuple[str | _Branch, ...]
    ) -> None:
        self.expected = expected
        self.bases = bases
        self.members = members
        _TAGGED.append(self)

    def link(self) -> None:
        self.classes = tuple([_member(base).cls for base in self.bases])
        self.choice = _Choice(self.expected, self.members)

    @property
    def annotation(self) -> _typing.Any:
        return _either(self.classes)

    def accept(self, value: object) -> object:
        if isinstance(value, self.classes):
            return value
        raise self.refuse(value)

    def dump(self, value: object) -> _Task:
        if isinstance(value, self.classes):
            layout = getattr(type(value), "_slotgen_layout", None)
            return _dump_compiled(value) if layout is None else layout.dump(value)
        raise self.refuse(value)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        pairs = nodes.pairs(node)
        if pairs is None:
            raise _wrong(self, nodes.type_name(node))
        return self.choice.load(pairs, nodes)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return self.choice.schema(schemas)


_LIKELY_KINDS = {
    str: "string",
    int: "number",
    float: "number",
    bool: "bool",
    list: "array",
    dict: "object",
}


class _union(_Type):
    """One type for each kind of JSON value."""

    def __init__(self, expected: str, **by_kind: _Type) -> None:
        self.expected = expected
        self.by_kind: dict[_typing.Any, _Type] = by_kind
        self.members = list(dict.fromkeys(by_kind.values()))
        self.likely = {class_: by_kind.get(kind) for class_, kind in _LIKELY_KINDS.items()}
        self.is_float = any([member.is_float for member in self.members])
        self.is_unsure = any([member.is_unsure for member in self.members])

    @property
    def annotation(self) -> _typing.Any:
        return _either([member.annotation for member in self.members])

    def accept(self, value: object) -> object:
        likely = self.likely.get(type(value), self.by_kind.get("object"))
        if likely is not None:
            try:
                return likely.accept(value)
            except _Refusal:
                pass
        refused: _Refusal | None = None
        for member in self.members:
            try:
                return member.accept(value)
            except _Refusal as refusal:
                refused = refused or self.telling(member, refusal)
        raise refused or self.refuse(value)

    def dump(self, value: object) -> _Task:
        likely = self.likely.get(type(value), self.by_kind.get("object"))
        if likely is not None:
            try:
                return likely.dump(value)
            except _Refusal:
                pass
        refused: _Refusal | None = None
        for member in self.members:
            try:
                return member.dump(value)
            except _Refusal as refusal:
                refused = refused or self.telling(member, refusal)
        raise refused or self.refuse(value)

    def telling(self, member: _Type, refusal: _Refusal) -> _Refusal | None:
        """The refusal, if it says more than that the value is of another type than the member."""
        return None if refusal.type is member and not refusal.steps else refusal

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        member = self.by_kind.get(nodes.kind(node)) or self.by_kind.get(nodes.spelled_kind(node))
        if member is None:
            raise _wrong(self, nodes.type_name(node))
        try:
            return member.load(node, nodes)
        except _Refusal as refusal:
            raise _outer(member, self, refusal)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"anyOf": [member.schema(schemas) for member in self.members]}


def _new_record(cls: type[_T], /, *args: object, **options: object) -> _T:
    layout: _Layout = cls._slotgen_layout
    if layout.abstract and cls is layout.cls:
        raise layout.no_instance()
    return object.__new__(cls)


class _InitSignature:
    """Python 3.10's inspect.signature() prefers a __new__, even that of a base, to an __init__ of a base."""

    def __get__(self, record: object, owner: _typing.Any = None) -> object:
        if record is not None or owner.__new__ is not _new_record:
            raise AttributeError("__signature__")
        inspect = _importlib.import_module("inspect")
        return inspect.signature(_types.MethodType(owner.__init__, owner))


def _link_records() -> None:
    """Finds the records that others stand for, once every class is there."""
    for layout in _RECORDS.values():
        if layout.members or layout.abstract:
            layout.family = _Family(layout)
    for tagged in _TAGGED:
        tagged.link()
    abstract: list[_typing.Any] = [layout.cls for layout in _RECORDS.values() if layout.abstract]
    roots: set[_typing.Any] = {cls if _Record not in cls.__mro__ else _Record for cls in abstract}
    for cls in roots:
        cls.__new__ = staticmethod(_new_record)
        if _sys.version_info < (3, 11):
            cls.__signature__ = _InitSignature()
