"""Records of other generated modules. Where the other is a twin too, its layouts do the work, and what
they refuse is passed on as this module's own. A compiled one is used by its public calls; where it refuses
JSON, its own words and places are moved to where the record stands in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _json, _sys, _typing
from core_errors import _Refusal, _wrong
from core_nodes import _Parsed, _GivenText
from core_types import _STOPPED, _Type, _dump_compiled

_imported_modules = ()

if TYPE_CHECKING:
    from core_errors import ValidationError
    from core_schema import _Schemas
    from core_typing import _AnyRecord, _JsonSchema, _Node, _Nodes, _Pairs, _Place, _Steps, _Task

# [twin]


def _common_refusal() -> type[_Refusal]:
    """This module's _Refusal as one that the imported twins catch as theirs, when it passes through."""
    known = [module._Refusal for module in _imported_modules if hasattr(module, "_Refusal")]
    bases = [
        class_
        for class_ in known
        if not any(other is not class_ and issubclass(other, class_) for other in known)
    ]
    return type("_Refusal", (_Refusal, *bases), {})


if not _typing.TYPE_CHECKING:
    _Refusal = _common_refusal()
    _STOPPED = tuple({*_STOPPED, *[s for m in _imported_modules for s in getattr(m, "_STOPPED", ())]})


def _imported_type(cls: type[_AnyRecord]) -> _imported_record:
    """The type of a field that holds records of another module's class."""
    return _twin_record(cls) if hasattr(cls, "_slotgen_layout") else _compiled_record(cls)


class _imported_record(_Type):
    """What twins and compiled records have in common."""

    def __init__(self, cls: type[_AnyRecord]) -> None:
        self.class_ = cls
        self.expected = cls.__name__

    def accept(self, value: object) -> _AnyRecord:
        if isinstance(value, self.class_):
            return value
        raise self.refuse(value)

    def pairs(self, node: _Node, nodes: _Nodes) -> _Pairs:
        pairs = nodes.pairs(node)
        if pairs is None:
            raise _wrong(self, nodes.type_name(node))
        return pairs

    if _typing.TYPE_CHECKING:  # both have these

        def load_alone(self, pairs: _Pairs, nodes: _Nodes) -> _Steps:
            """load() for this class itself, whatever its tag stands for."""
            ...

        def definition(self, schemas: _Schemas) -> _JsonSchema:
            ...


class _twin_record(_imported_record):
    def __init__(self, cls: type[_AnyRecord]) -> None:
        super().__init__(cls)
        self.layout = cls._slotgen_layout

    def dump(self, value: object) -> _Task:
        return self.accept(value)._slotgen_layout.dump(value)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        self.pairs(node, nodes)
        return self.passed_on(lambda: self.layout.type.load(node, nodes))

    def load_alone(self, pairs: _Pairs, nodes: _Nodes) -> _Steps:
        return self.passed_on(lambda: self.layout.load(pairs, nodes, self.class_))

    def passed_on(self, begin: _abc.Callable[[], _Steps]) -> _Steps:
        try:
            return (yield from begin())
        except self.layout.refusal as refusal:
            raise _passed_on(refusal)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        described: _JsonSchema = self.layout.type.schema(schemas)
        return described

    def definition(self, schemas: _Schemas) -> _JsonSchema:
        described: _JsonSchema = self.layout.schema(schemas)
        return described


def _passed_on(refusal: _typing.Any) -> _Refusal:
    """Another module's refusal as one of this module's."""
    if isinstance(refusal, _Refusal):
        return refusal
    own: _Refusal
    if hasattr(refusal, "compiled"):
        own = _CompiledRefusal(refusal.compiled, refusal.error)
    else:
        own = _Refusal(refusal.category, refusal.words, refusal.spot)
    own.type, own.got, own.steps = refusal.type, refusal.got, refusal.steps
    return own


class _CompiledRefusal(_Refusal):
    """What a compiled record of class `compiled` had to say."""

    def __init__(self, compiled: type[_AnyRecord], error: _typing.Any) -> None:
        super().__init__(ValueError, error.message)
        self.compiled = compiled
        self.error = error

    def invalid(
        self,
        root: str = "$",
        document: str | None = None,
        where: _Place = None,
        line: int | None = None,
    ) -> ValidationError:
        error: _typing.Any = self.error
        start = 0
        if document is not None:
            start, end = self.extent(where)
            try:
                self.compiled.from_json(document[start : end + 1])
            except ValueError as again:
                error = again
        invalid = super().invalid(root, document, where, line)
        path = f"{invalid.path}{error.path[1:]}"
        if document is None:
            return type(invalid)(error.message, path)
        offset = start + error.offset
        if line is None:
            line = document.count("\n", 0, offset) + 1
        return type(invalid)(error.message, path, offset, line)

    def extent(self, where: _Place) -> tuple[int, int]:
        """Where the record's object begins and ends in the document."""
        for position, _ in reversed(self.steps):
            where = where[2][position]
            if len(where) == 2:  # a pair of an object
                where = where[1]
        extent: tuple[int, int] = where[:2]
        return extent


class _compiled_record(_imported_record):
    def __init__(self, cls: type[_AnyRecord]) -> None:
        super().__init__(cls)
        self.invalid = _sys.modules[cls.__module__].ValidationError

    def dump(self, value: object) -> _Task:
        return _dump_compiled(self.accept(value))

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        self.pairs(node, nodes)
        try:
            if nodes is _Parsed:
                return self.class_.from_json(_json_text(node))
            return self.class_.from_dict(node, strict=nodes is not _GivenText)
        except self.invalid as error:
            raise _CompiledRefusal(self.class_, error) from None

    def load_alone(self, pairs: _Pairs, nodes: _Nodes) -> _Steps:
        return self.load(pairs if nodes is _Parsed else dict(pairs), nodes)
        yield  # a generator, as others are

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        document: _JsonSchema = self.class_.json_schema()
        if "anyOf" in document:  # a family
            return self.taken_over(
                {key: document[key] for key in document if key in _OF_FAMILIES}, schemas
            )
        return schemas.ref(self.class_.__module__, self.expected, self.definition)

    def definition(self, schemas: _Schemas) -> _JsonSchema:
        document: _JsonSchema = self.class_.json_schema()
        if document.get("$ref") == f"#/$defs/{self.expected}":  # it is part of itself
            document = {**document["$defs"][self.expected], "$defs": document["$defs"]}
        return self.taken_over(document, schemas)

    def taken_over(self, document: _JsonSchema, schemas: _Schemas) -> _JsonSchema:
        """A document of the other module's as a part of ours, its definitions having become ours."""
        module = self.class_.__module__
        defs: dict[str, _JsonSchema] = document.pop("$defs", {})
        document.pop("$schema", None)
        names = {name: schemas.name(module, name) for name in defs if "." not in name}
        for name, described in defs.items():
            schemas.defs.setdefault(names.get(name, name), _renamed(described, names))
        renamed: _JsonSchema = _renamed(document, names)
        return renamed


_OF_FAMILIES = "anyOf", "required", "$defs"  # of the document's keys those of a field's schema


class _Member:
    """A record of another module in a union: what _Choice wants to know of it."""

    def __init__(
        self, cls: type[_AnyRecord], tag: str | None, tag_field: str, is_open: bool
    ) -> None:
        self.type = _imported_type(cls)
        self.cls = cls
        self.name = cls.__name__
        self.module = cls.__module__
        self.tag = tag
        self.tag_field = tag_field
        self.is_open = is_open

    def load(self, pairs: _Pairs, nodes: _Nodes, cls: type[_AnyRecord]) -> _Steps:
        return self.type.load_alone(pairs, nodes)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return self.type.definition(schemas)


def _renamed(schema: _typing.Any, names: dict[str, str]) -> _typing.Any:
    """A JSON Schema with other names of definitions."""
    if type(schema) is list:
        return [_renamed(item, names) for item in schema]
    if type(schema) is not dict:
        return schema
    out = {key: _renamed(item, names) for key, item in schema.items()}
    ref = out.get("$ref")
    if type(ref) is str:
        name = ref[len("#/$defs/") :]
        out["$ref"] = f"#/$defs/{names.get(name, name)}"
    return out


_string = _json.dumps


def _json_text(tree: _Node) -> bytes:
    """JSON text of the tree of a document (_Parsed). Bytes in the list are text already."""
    out = []
    todo: list[_typing.Any] = [tree]
    while todo:
        node = todo.pop()
        kind = type(node)
        if kind is bytes:
            out.append(node)
        elif kind is list or kind is tuple:
            is_object = kind is tuple
            out.append(b"{" if is_object else b"[")
            todo.append(b"}" if is_object else b"]")
            for item in reversed(node):
                if is_object:
                    todo += (item[1], _string(item[0]).encode() + b":", b",")
                else:
                    todo += (item, b",")
            if node:
                todo.pop()  # no comma before the first
        else:
            out.append(_string(node).encode())
    return b"".join(out)


def _check_base(cls: type) -> None:
    """For a record that extends one of another module."""
    if hasattr(cls, "_slotgen_layout"):
        return
    own, other = [_sys.modules[name].__file__ for name in (__name__, cls.__module__)]
    raise ImportError(
        f"{own} is pure Python and extends {cls.__name__} of {other}, which is compiled: compile "
        "both, or load both as Python with SLOTGEN_IMPLEMENTATION=python"
    )
