"""Types: what may be stored, how it is written, how it is read. Those around another type are here.

dump() and load() of containers check what they were given at once and return a generator that does the
rest: it yields further generators and gets their results, so that _run() needs no recursion, and a
document of 500 levels needs no deeper stack than a flat one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _sys, _types, _typing
from core_errors import _MAX_DEPTH, _TOO_DEEP, _Refusal, _TooDeep, _wrong

if TYPE_CHECKING:
    from core_layout import _Layout
    from core_record import _Record
    from core_schema import _Schemas
    from core_typing import _AnyRecord, _JsonSchema, _Node, _Nodes, _Steps, _Task

# [twin]


class _Type:
    """The type of a field or of a container's items. What does not fit it, is refused by _Refusal."""

    expected = "Any"
    class_: _typing.Any = object  # of values, where it is one class
    is_float = False
    is_double = False  # a float and nothing else
    is_unsure = False  # whether a default is of this type is not known before it is used
    item: _Type  # of a container, where all items are of one type

    @property
    def annotation(self) -> _typing.Any:
        """What stands for it in __annotations__, once every class is there."""
        return self.class_

    if _typing.TYPE_CHECKING:  # every type has these

        def accept(self, value: object) -> object:
            """What is stored for a value."""
            ...

        def dump(self, value: object) -> _Task:
            """What json.loads() would make of the value's JSON text."""
            ...

        def load(self, node: _Node, nodes: _Nodes) -> _Task:
            """The value that a node stands for."""
            ...

        def schema(self, schemas: _Schemas) -> _JsonSchema:
            """Describes the JSON text; what it refers to is in `schemas`."""
            ...

    def refuse(self, value: object) -> _Refusal:
        return _wrong(self, type(value).__name__)


_MISSING = object()  # stands for a value that is not there
_Generator = _types.GeneratorType


class _Stopped(Exception):
    """Carries a StopIteration of the user's through generators, which would make a RuntimeError of
    it."""

    def __init__(self, stop: StopIteration) -> None:
        self.stop = stop


_STOPPED = (_Stopped,)  # and those of imported twins


def _run(
    task: _Task, too_deep: _abc.Callable[[], Exception], levels: int = _MAX_DEPTH
) -> _typing.Any:
    """The result of what dump() or load() returned. too_deep() makes the exception that is thrown
    where more than `levels` containers would be open."""
    if type(task) is not _Generator:
        return task
    open_tasks: list[_Steps] = [task]
    result: object = None
    error: BaseException | None = None
    request: _typing.Any
    stop: StopIteration | None = None
    while stop is None:
        try:
            if error is None:
                request = open_tasks[-1].send(result)
            else:
                request = open_tasks[-1].throw(error)
        except StopIteration as done:
            open_tasks.pop()
            result, error = done.value, None
            if not open_tasks:
                return result
        except _STOPPED as stopped:
            stop = stopped.stop
        except BaseException as raised:
            open_tasks.pop()
            error = raised
            if not open_tasks:
                raise
        else:
            result = error = None
            if len(open_tasks) < levels:
                open_tasks.append(request)
            else:
                error = too_deep()
    raise stop


def _too_deep_here() -> _Refusal:
    return _Refusal(ValueError, _TOO_DEEP)


def _outer(inner: _Type, outer: _Type, refusal: _Refusal) -> _Refusal:
    """The refusal, in the words of the type around the one that refused the value itself."""
    if refusal.type is inner and not refusal.steps:
        refusal.type = outer
    return refusal


class _optional(_Type):
    """T | None."""

    def __init__(self, inner: _Type) -> None:
        self.inner = inner
        self.expected = f"{inner.expected} | None"
        self.is_float = inner.is_float
        self.is_unsure = inner.is_unsure

    @property
    def annotation(self) -> _typing.Any:
        return self.inner.annotation | None

    def accept(self, value: object) -> object:
        if value is None:
            return None
        try:
            return self.inner.accept(value)
        except _Refusal as refusal:
            raise _outer(self.inner, self, refusal)

    def dump(self, value: object) -> _Task:
        if value is None:
            return None
        try:
            return self.inner.dump(value)
        except _Refusal as refusal:
            raise _outer(self.inner, self, refusal)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        if node is None:
            return None
        try:
            return self.inner.load(node, nodes)
        except _Refusal as refusal:
            if nodes.is_null_text(node):
                return None
            raise _outer(self.inner, self, refusal)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"anyOf": [self.inner.schema(schemas), {"type": "null"}]}


class _absent(_Type):
    """T | ...: a key that may be missing. What is absent is never written."""

    def __init__(self, inner: _Type) -> None:
        self.inner = inner
        self.expected = f"{inner.expected} | ..."
        self.is_float = inner.is_float
        self.is_unsure = inner.is_unsure

    @property
    def annotation(self) -> _typing.Any:
        return self.inner.annotation | type(...)

    def accept(self, value: object) -> object:
        if value is ...:
            return value
        try:
            return self.inner.accept(value)
        except _Refusal as refusal:
            raise _outer(self.inner, self, refusal)

    def dump(self, value: object) -> _Task:
        try:
            return self.inner.dump(value)
        except _Refusal as refusal:
            raise _outer(self.inner, self, refusal)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        try:
            return self.inner.load(node, nodes)
        except _Refusal as refusal:
            raise _outer(self.inner, self, refusal)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return self.inner.schema(schemas)  # the field is not among the required ones


def _compiled_root(cls: type) -> _typing.Any:
    """What all records of a compiled module extend, where `cls` is or extends one; else None."""
    for base in cls.__mro__:
        if base.__name__ == "_Record" and hasattr(
            _sys.modules.get(base.__module__), "_slotgen_state"
        ):
            return base
    return None


def _dump_compiled(value: _AnyRecord) -> _Steps:
    """A generator, as _Type.dump() returns, that opens as many levels as the record's JSON has. Whatever
    a mixin makes of to_dict(), this is what its own class writes."""
    try:
        return _levels(_compiled_root(type(value)).to_dict(value))
    except ValueError as error:
        if str(error).endswith(f": {_TOO_DEEP}"):
            raise _TooDeep from None  # and the record that it stands in is to blame
        raise


def _levels(tree: dict[str, object] | list[object]) -> _Steps:
    for item in tree.values() if type(tree) is dict else tree:
        if type(item) is dict or type(item) is list:
            yield _levels(item)
    return tree


_RECORDS: dict[str, _Layout] = {}  # the layouts of this module's records, by name


class _record(_Type):
    """A record as the type of a field, by name, since records may refer to each other."""

    def __init__(self, name: str) -> None:
        self.expected = name

    @property
    def annotation(self) -> _typing.Any:
        return _RECORDS[self.expected].cls

    def accept(self, value: object) -> object:
        if isinstance(value, _RECORDS[self.expected].cls):
            return value
        raise self.refuse(value)

    def dump(self, value: _AnyRecord) -> _Task:
        if isinstance(value, _RECORDS[self.expected].cls):
            return value._slotgen_layout.dump(value)
        raise self.refuse(value)

    def load(
        self, node: _Node, nodes: _Nodes, cls: type[_AnyRecord] | None = None
    ) -> _Steps:
        pairs = nodes.pairs(node)
        if pairs is None:
            raise _wrong(self, nodes.type_name(node))
        layout = _RECORDS[self.expected]
        if layout.family is not None:
            return layout.family.load(pairs, nodes, cls)
        return layout.load(pairs, nodes, cls or layout.cls)

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        layout = _RECORDS[self.expected]
        if layout.family is not None:
            return layout.family.schema(schemas)
        return schemas.ref(layout.module, layout.name, layout.schema)
