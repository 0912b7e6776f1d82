"""What people write beside libraries that know no classes of theirs: functions that turn records into dicts of
what JSON has, and such dicts into records. Written out field by field, the fastest way in plain Python.

`write_X(record)` and `read_X(dict)` for each record X of a module, as source."""

import datetime
import typing
import types
import uuid

import shapes

HEAD = """\
from base64 import b64decode, b64encode
from datetime import datetime
from uuid import UUID

def read_time(text):
    return datetime.fromisoformat(text{zone})

def write_time(value):
    return value.isoformat().replace("+00:00", "Z")
"""


def source(module, version):
    """Works in a namespace that has the classes of the module."""
    records = shapes.of_module(module)
    lines = [HEAD.format(zone="" if version >= (3, 11) else '.replace("Z", "+00:00")')]
    for shape in records.values():
        tag = f'"type": {shape.tag!r}, ' if shape.tag else ""
        pairs = [f'"{field.name}": {_out(field, records)}' for field in shape.fields]
        values = [f"{field.name}={_in(field, records)}" for field in shape.fields]
        lines += [f"def write_{shape.name}(r):", f"    return {{{tag}{', '.join(pairs)}}}",
                  f"def read_{shape.name}(d):", f"    return {shape.name}({', '.join(values)})"]
    return "\n".join(lines) + "\n"


def _out(field, records):
    at = f"r.{field.name}"
    text = _through(field.type, at, records, "write", {
        bytes: "b64encode({}).decode()", datetime.datetime: "write_time({})", uuid.UUID: "str({})"}, "{}.value")
    return f"None if {at} is None else {text}" if field.may_lack and text != at else text


def _in(field, records):
    at = f'd["{field.name}"]'
    if field.may_lack or field.default is not None:
        at = f'd.get("{field.name}")'
    text = _through(field.type, at, records, "read", {
        bytes: "b64decode({})", datetime.datetime: "read_time({})", uuid.UUID: "UUID({})"}, "{name}({})")
    if field.may_lack and text != at:
        text = f'{text} if "{field.name}" in d else None'
    return text


def _through(kind, at, records, verb, classes, member):
    """The expression `at` of type `kind`, changed where JSON needs it: `at` itself where it does not."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        some = [part for part in parts if part is not type(None)]
        if len(some) == 1:
            text = _through(some[0], at, records, verb, classes, member)
            return at if text == at else f"None if {at} is None else {text}"
        return _choice(some, at, records, verb)
    if origin is list:
        inner = _through(parts[0], "i", records, verb, classes, member)
        return at if inner == "i" else f"[{inner} for i in {at}]"
    if origin is dict:
        inner = _through(parts[1], "v", records, verb, classes, member)
        return at if inner == "v" else f"{{k: {inner} for k, v in {at}.items()}}"
    if origin is tuple:
        return at if verb == "write" else f"tuple({at})"
    if kind in classes:
        return classes[kind].format(at)
    if getattr(kind, "__members__", None):
        return member.format(at, name=kind.__name__)
    return f"{verb}_{kind.__name__}({at})" if getattr(kind, "__name__", "") in records else at


def _choice(kinds, at, records, verb):
    """One of several records, told apart by their tags."""
    known = {kind.__name__: records[kind.__name__].tag for kind in kinds}
    first, *others = known
    text = f"{verb}_{first}({at})"
    for name in others:
        asked = f'{at}["type"] == {known[name]!r}' if verb == "read" else f"type({at}) is {name}"
        text = f"{verb}_{name}({at}) if {asked} else {text}"
    return text
