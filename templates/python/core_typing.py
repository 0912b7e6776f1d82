"""Words for annotations. Only type checkers read them: nothing of this part is there at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _json, _re, _typing

if TYPE_CHECKING:
    from core_errors import ValidationError
    from core_imported import _Member
    from core_json import _Json
    from core_nodes import _Given, _Parsed
    from core_layout import _Layout
    from core_schema import _Schemas

# [twin]


if _typing.TYPE_CHECKING:
    import datetime as _datetime
    import decimal as _decimal

    _C = _typing.TypeVar("_C")
    _T = _typing.TypeVar("_T", bound="_Json")
    _AnyRecord: _typing.TypeAlias = _typing.Any  # of this module, or a base of it in another twin
    _JsonSchema: _typing.TypeAlias = dict[str, _typing.Any]
    _Text: _typing.TypeAlias = str | bytes | bytearray | memoryview

    # What decoders read: a value of a document's tree, or of what from_dict() was given; the pairs of
    # an object; and the class that knows which of the two it is.
    _Node: _typing.TypeAlias = object
    _Pairs: _typing.TypeAlias = tuple[tuple[object, object], ...]
    _Nodes: _typing.TypeAlias = "type[_Parsed] | type[_Given]"

    # Where nodes stand in a document: see _scan().
    _Place: _typing.TypeAlias = _typing.Any

    # What dump() and load() return: a result, or a generator that _run() gets the result from. It
    # yields further tasks, is sent their results, and returns its own.
    _Task: _typing.TypeAlias = object
    _Steps: _typing.TypeAlias = _abc.Generator[_Task, _typing.Any, _typing.Any]

    # load() of a type, or of a document.
    _Loader: _typing.TypeAlias = _abc.Callable[[_Node, _Nodes], _Task]

    # What the values in a pickle are called: a tuple stands for bytes, with a float for each.
    _Names: _typing.TypeAlias = tuple[str | tuple[str, ...], ...]

    # What Python subclasses add to a record: its __dict__, and its slots by name.
    _OwnState: _typing.TypeAlias = tuple[dict[str, object] | None, dict[str, object] | None]

    # encode() and decode() of a foreign class.
    _Conversion: _typing.TypeAlias = _abc.Callable[[_typing.Any], object]

    # Whether a value is as a bound says.
    _Comparison: _typing.TypeAlias = _abc.Callable[[_typing.Any, _typing.Any], bool]

    # The text of a value, if it has one.
    _Spell: _typing.TypeAlias = _abc.Callable[[_typing.Any], str | None]

    # The match() of a pattern that matches everywhere.
    _Match: _typing.TypeAlias = _abc.Callable[[str, int], _re.Match[str]]

    # on_error of iter_json_lines(), and the files that it and write_json_lines() take.
    _OnError: _typing.TypeAlias = "_abc.Callable[[_json.JSONDecodeError | ValidationError], object]"

    class _Readable(_typing.Protocol):
        def read(self, size: int, /) -> bytes: ...

    class _Writable(_typing.Protocol):
        def write(self, data: bytes, /) -> object: ...

    class _Slot(_typing.Protocol):
        """A _Cached, which only twins with mixins have."""

        name: str

        def attach(self, owner: type) -> None: ...
        def check(self, layout: _Layout) -> None: ...
        def empty(self, record: _AnyRecord) -> None: ...

    class _Branch(_typing.Protocol):
        """A record that an object may become: a _Layout, or a _Member, of another module."""

        name: str
        module: str
        cls: type[_AnyRecord]
        tag: str | None
        tag_field: str
        is_open: bool

        def load(self, pairs: _Pairs, nodes: _Nodes, cls: type[_AnyRecord]) -> _Steps: ...
        def schema(self, schemas: _Schemas) -> _JsonSchema: ...

    class _Branches(_typing.Protocol):
        """A _Family, which only twins with tags have."""

        is_choice: bool

        def load(self, pairs: _Pairs, nodes: _Nodes, cls: type[_AnyRecord] | None) -> _Steps: ...
        def schema(self, schemas: _Schemas) -> _JsonSchema: ...
