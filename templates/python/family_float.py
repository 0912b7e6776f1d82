"""Floats: whatever has __float__ enters, but no text; NaN and infinities live in memory only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _struct, _typing
from core_types import _Type
from core_errors import _Refusal, _show, _wrong

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Task

# [twin]


class _FloatType(_Type):
    class_ = float
    is_float = True
    is_double = True

    def __init__(self, name: str, size: int, least: int, greatest: int) -> None:
        self.name = name
        self.expected = "float"
        self.is_single = size == 4

    def accept(self, value: _typing.Any) -> float:
        if type(value) is float:
            number = value
        elif isinstance(value, float):
            number = float.__float__(value)
        elif isinstance(value, (bool, str)) or not hasattr(type(value), "__float__"):
            raise self.refuse(value)
        else:
            try:
                number = float(value)
            except OverflowError:
                if not isinstance(value, int):
                    raise
                raise _Refusal(
                    OverflowError, f"{_show(value)} is out of range for float64"
                ) from None
        return self.rounded(number, value) if self.is_single else number

    def dump(self, value: object) -> _Task:
        number = value if type(value) is float and not self.is_single else self.accept(value)
        if number - number != 0.0:
            raise _Refusal(ValueError, f"{_show(number)} has no JSON spelling")
        return number

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        number = nodes.real(node)
        if number is None:
            raise _wrong(self, nodes.type_name(node))
        return self.rounded(number, number) if self.is_single else number

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": "number"}

    def rounded(self, number: float, value: object) -> float:
        """The float32 nearest to `number`, as float; `value` is what it was given as."""
        try:
            nearest: float = _struct.unpack("<f", _struct.pack("<f", number))[0]
        except OverflowError:
            words = f"{_show(value)} is out of range for {self.name}"
            raise _Refusal(OverflowError, words) from None
        return nearest
