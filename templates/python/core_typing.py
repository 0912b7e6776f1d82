"""Words for annotations. Only type checkers read them: nothing of this part is there at run time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _re, _typing

if TYPE_CHECKING:
    from core_record import _Record

# [twin]


if _typing.TYPE_CHECKING:
    import datetime as _datetime
    import decimal as _decimal

    _T = _typing.TypeVar("_T", bound="_Record")
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

    # The text of a value, if it has one.
    _Spell: _typing.TypeAlias = _abc.Callable[[_typing.Any], str | None]

    # The match() of a pattern that matches everywhere.
    _Match: _typing.TypeAlias = _abc.Callable[[str, int], _re.Match[str]]
