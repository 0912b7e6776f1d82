"""The records that contestants must have, read from the generated module, so that they are said once, in its
schema: names, fields with their annotations as text, options, tags."""

import dataclasses
import enum
import typing
from dataclasses import dataclass

# The tags of records in unions; they are no fields, so the class does not tell. The key is "type".
TAGS = {("files", "File"): "file", ("files", "Directory"): "directory"}

# What a field is in a Cython class; everything else is an object.
NATIVE = {float: "cython.double", int: "cython.longlong", bool: "cython.bint", str: "str"}


@dataclass(frozen=True)
class Field:
    name: str
    type: object            # as at run time, `...` left out
    text: str               # the annotation as a person would write it
    native: str             # in Cython
    default: str | None     # as source; None where it must be given
    may_lack: bool          # the key may be absent from JSON


@dataclass(frozen=True)
class Shape:
    name: str
    fields: tuple
    frozen: bool
    order: bool
    tag: str | None

    @property
    def names(self):
        return [field.name for field in self.fields]

    @property
    def keywords_only(self):
        """A field that must be given stands behind one that need not be."""
        may = [field.may_lack or field.default is not None for field in self.fields]
        return may != sorted(may)


def of_module(module):
    """The shapes of all records, in the schema's order."""
    return {name: _shape(module, name, cls) for name, cls in vars(module).items()
            if dataclasses.is_dataclass(cls) and cls.__module__ == module.__name__}


def enums(module):
    return {name: cls for name, cls in vars(module).items()
            if isinstance(cls, enum.EnumMeta) and cls.__module__ == module.__name__}


def _shape(module, name, cls):
    params = cls.__dataclass_params__
    fields = tuple(_field(module, field) for field in dataclasses.fields(cls))
    return Shape(name, fields, params.frozen, params.order, TAGS.get((module.__name__, name)))


def _field(module, field):
    parts = typing.get_args(field.type)
    may_lack = type(...) in parts
    kind = field.type
    if may_lack:
        kind = typing.Union[tuple(part for part in parts if part is not type(...))]
    return Field(field.name, kind, _text(module, kind), NATIVE.get(kind, "object"),
                 None if may_lack else _default(field), may_lack)


def _text(module, kind):
    """`list[int] | None`, without the names of modules that the sources know already."""
    is_class = typing.get_origin(kind) is None and isinstance(kind, type)
    text = f"{kind.__module__}.{kind.__qualname__}" if is_class else repr(kind)
    for known in ("builtins.", "typing.", module.__name__ + "."):
        text = text.replace(known, "")
    return text


def _default(field):
    if field.default_factory is not dataclasses.MISSING:
        return f"{field.default_factory()!r}"
    if field.default is dataclasses.MISSING:
        return None
    if isinstance(field.default, enum.Enum):
        return f"{type(field.default).__name__}.{field.default.name}"
    return repr(field.default)
