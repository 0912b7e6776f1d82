"""The classes that people would write instead, as source: for every contestant a module with all records of a
generated module, each in the configuration that its own documentation recommends for speed."""

import re

import shapes

PYTHON = """\
from __future__ import annotations
import datetime, enum, uuid
from typing import Any
"""
CYTHON = """\
# cython: language_level=3
import enum
cimport cython
from cython.dataclasses cimport dataclass, field
"""


def class_source(records, slots):
    for shape in records.values():
        yield f"class {shape.name}:"
        if slots:
            yield f"    __slots__ = {tuple(shape.names)!r}"
        yield f"    def __init__(self, {', '.join(_parameter(field) for field in shape.fields)}):"
        for name in shape.names:
            yield f"        self.{name} = {name}"


def dataclass_source(records, **options):
    yield "from dataclasses import dataclass, field"
    for shape in records.values():
        yield f"@dataclass({_options(shape, 'frozen', 'order', kw_only=shape.keywords_only, **options)})"
        yield from _body(f"class {shape.name}:", shape, lack="None", more="field(default_factory=%s)")


def attrs_source(records):
    yield "import attrs"
    for shape in records.values():
        decorator = "frozen" if shape.frozen else "define"
        yield f"@attrs.{decorator}({_options(shape, 'order', kw_only=shape.keywords_only)})"
        yield from _body(f"class {shape.name}:", shape, lack="None", more="attrs.field(factory=%s)")


def namedtuple_source(records):
    yield "from typing import NamedTuple"
    for shape in records.values():
        if not shape.keywords_only:
            yield from _body(f"class {shape.name}(NamedTuple):", shape, lack="None", more="%s()")


def msgspec_source(records, **options):
    yield "from msgspec import UNSET, Struct, UnsetType, field"
    for shape in records.values():
        tag = {"tag": shape.tag, "tag_field": "type"} if shape.tag else {}
        said = _options(shape, "frozen", "order", kw_only=shape.keywords_only, **tag, **options)
        yield from _body(f"class {shape.name}(Struct{', ' if said else ''}{said}):", shape,
                         lack="UNSET", lack_type="UnsetType", more="field(default_factory=%s)")


def pydantic_source(records):
    yield "from typing import Annotated, Literal, Union"
    yield "from pydantic import BaseModel, ConfigDict, Field"
    for shape in records.values():
        # a bytes field is base64 in JSON, as it is for the others
        options = "ser_json_bytes='base64', val_json_bytes='base64'" + (", frozen=True" if shape.frozen else "")
        head = [f"class {shape.name}(BaseModel):", f"    model_config = ConfigDict({options})"]
        if shape.tag:
            head.append(f"    type: Literal[{shape.tag!r}] = {shape.tag!r}")
        body = [*_body("\n".join(head), shape, lack="None", more="Field(default_factory=%s)")]
        yield from (_discriminated(line) for line in body)
    for name in records:
        yield f"{name}.model_rebuild()"


def recordclass_source(records):
    yield "from recordclass import dataobject"
    for shape in records.values():
        options = ", hashable=True, readonly=True" if shape.frozen else ""
        yield from _body(f"class {shape.name}(dataobject, fast_new=True{options}):", shape, lack="None", more="%s()")


def cython_source(records):
    for shape in records.values():
        yield f"@dataclass({_options(shape, 'frozen', 'order')})"
        yield f"cdef class {shape.name}:"
        for field in shape.fields:
            default = field.default
            if default in ("[]", "{}"):
                default = "field(default_factory=%s)" % {"[]": "list", "{}": "dict"}[default]
            yield f"    {field.name}: {field.native}" + (f" = {default}" if default is not None else "")


def _parameter(field):
    return field.name if field.default is None and not field.may_lack else f"{field.name}={field.default}"


def _options(shape, *own, **others):
    """`frozen=True, slots=True`: what the schema asks for, then what the contestant is about."""
    said = {name: True for name in own if getattr(shape, name)}
    said.update((name, value) for name, value in others.items() if name != "kw_only" or value)
    return ", ".join(f"{name}={value!r}" for name, value in said.items())


def _body(head, shape, *, lack, more, lack_type="None"):
    """The head of a class and its annotated fields. `lack` is the default of a key that may be absent,
    `lack_type` its type, `more` how a fresh list or dict is asked for."""
    yield head
    for field in shape.fields:
        text, default = field.text, field.default
        if field.may_lack:
            text, default = f"{text} | {lack_type}", lack
        elif default in ("[]", "{}"):
            default = more % {"[]": "list", "{}": "dict"}[default]
        yield f"    {field.name}: {text}" + (f" = {default}" if default is not None else "")


def _discriminated(line):
    return re.sub(r"list\[(File \| Directory)\]", r"list[Annotated[\1, Field(discriminator='type')]]", line)


# title: (source of its module, the distribution it needs)
KINDS = {
    "class": (lambda records: class_source(records, slots=False), None),
    "class, __slots__": (lambda records: class_source(records, slots=True), None),
    "@dataclass": (lambda records: dataclass_source(records), None),
    "@dataclass(slots=True)": (lambda records: dataclass_source(records, slots=True), None),
    "attrs": (attrs_source, "attrs"),
    "NamedTuple": (namedtuple_source, None),
    "msgspec": (lambda records: msgspec_source(records), "msgspec"),
    "msgspec gc=False": (lambda records: msgspec_source(records, gc=False), "msgspec"),
    "pydantic": (pydantic_source, "pydantic"),
    "recordclass": (recordclass_source, "recordclass"),
    "Cython": (cython_source, "Cython"),
}


def source(title, module):
    """The text of a contestant's module for a generated one."""
    make, _ = KINDS[title]
    head = CYTHON if title == "Cython" else PYTHON
    return "\n".join([head, *_enums(module), *make(shapes.of_module(module))]) + "\n"


def _enums(module):
    for name, cls in shapes.enums(module).items():
        yield f"class {name}(enum.Enum):"
        yield from (f"    {member.name} = {member.value!r}" for member in cls)
