"""Records as dataclasses: what the functions of dataclasses, @dataclass on a Python subclass and the
libraries that know dataclasses want to see of a class. Imported only when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _importlib, _typing
from core_types import _MISSING

if TYPE_CHECKING:
    from core_layout import _Field, _Layout

# [twin]


import sys as _sys


class _ClassAttribute:
    """An attribute of records' classes and their Python subclasses, made when somebody asks."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.made: dict[_Layout, object] = {}  # for each layout

    def __get__(self, record: object, owner: type | None = None) -> _typing.Any:
        owner = type(record) if owner is None else owner
        layout = getattr(owner, "_slotgen_layout", None)
        if layout is None or not layout.is_complete or not issubclass(owner, layout.cls):
            words = f"type object {owner.__name__!r} has no attribute {self.name!r}"
            raise AttributeError(words)
        if layout not in self.made:
            self.made[layout] = layout.class_attributes[self.name](layout)
        return self.made[layout]


def _dataclass_field(field: _Field, layout: _Layout, kw_only: bool) -> _typing.Any:
    dataclasses = _importlib.import_module("dataclasses")
    options: dict[str, object] = {"kw_only": kw_only}
    options.update(repr=field.is_shown, compare=field.is_compared)
    factory = field.factory
    if field.fresh is not None:
        options["default_factory"] = field.new_default
    elif factory is not None:
        options["default_factory"] = lambda: factory(f"{layout.name}.{field.name}")
    elif field.default is not _MISSING:
        options["default"] = field.default
    if field.doc is not None:
        options["metadata"] = {"doc": field.doc}
        if _sys.version_info >= (3, 14):
            options["doc"] = field.doc
    made = dataclasses.field(**options)
    made.name = field.name
    made.type = field.type.annotation
    made._field_type = dataclasses._FIELD
    return made


def _dataclass_fields(layout: _Layout) -> dict[str, object]:
    code = layout.init.__code__
    kw_only = code.co_varnames[code.co_argcount :][: code.co_kwonlyargcount]
    fields = [_dataclass_field(field, layout, field.name in kw_only) for field in layout.fields]
    return {field.name: field for field in fields}


def _dataclass_params(layout: _Layout) -> object:
    """What @dataclass(...) with the record's options would say of a class; taken from one, because
    only dataclasses itself knows the shape that this has in its version."""
    decorate = _importlib.import_module("dataclasses").dataclass
    plain: _typing.Any = object
    options = {
        "eq": layout.owner.__eq__ is not plain.__eq__,
        "order": layout.owner.__lt__ is not plain.__lt__,
        "frozen": layout.frozen,
    }
    return decorate(type(layout.name, (), {}), **options).__dataclass_params__
