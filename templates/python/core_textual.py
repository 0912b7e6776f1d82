"""Classes of the standard library that JSON has no type for and spells as strings: datetime, UUID
and their like. How their values are written, without importing them; reading is in the families."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _typing
from core_errors import _Refusal, _show, _wrong
from core_types import _Type

if TYPE_CHECKING:
    import datetime as _datetime
    import decimal as _decimal

    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Spell, _Task

# [twin]


import sys as _sys


class _TextualType(_Type):
    """Only its own instances are taken. spell(value) and parse(text)
    return None where there is no such text or value."""

    format = ""  # in JSON Schema, where every text has it: "date-time" would want an offset
    pattern = ""
    spell: _Spell

    def __init__(self, name: str, size: int, least: int, greatest: int) -> None:
        self.expected = name

    def accept(self, value: object) -> object:
        if type(value) is self.class_:
            return value
        raise self.refuse(value)

    def dump(self, value: object) -> _Task:
        if type(value) is self.class_:
            return _text_of(value, self.spell)
        raise self.refuse(value)

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        text = nodes.text(node)
        if text is None:
            raise _wrong(self, nodes.type_name(node))
        return self.of(text)

    def parse(self, text: str) -> object:
        """The value that `text` spells; None where it spells none, as all do for this class."""
        return None

    def of(self, text: str) -> _typing.Any:
        value = self.parse(text)
        if value is None:
            raise _Refusal(ValueError, f"{_show(text)} is not a {self.expected}")
        return value

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        key = "format" if self.format else "pattern"
        return {"type": "string", key: self.format or self.pattern}


def _text_of(value: object, spell: _Spell) -> str:
    text = spell(value)
    if text is None:
        raise _Refusal(ValueError, f"{_show(value)} has no JSON spelling")
    return text


def _spell_offset(offset: _datetime.timedelta) -> str | None:
    """None where the offset has seconds."""
    seconds = offset.days * 86400 + offset.seconds
    if seconds % 60 or offset.microseconds:
        return None
    if not seconds:
        return "Z"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}"


def _spell_moment(value: _datetime.datetime | _datetime.time) -> str | None:
    """Of a datetime or a time."""
    if value.tzinfo is None:
        return value.isoformat()
    offset = value.utcoffset()
    text = value.replace(tzinfo=None).isoformat()
    if offset is None:
        return text
    end = _spell_offset(offset)
    return None if end is None else text + end


def _spell_date(value: _datetime.date) -> str:
    return value.isoformat()


def _spell_timedelta(value: _datetime.timedelta) -> str:
    sign = ""
    if value.days < 0:
        sign, value = "-", -value
    days = f"{value.days}D" if value.days else ""
    seconds = ""
    if value.microseconds:
        fraction = f"{value.microseconds:06}".rstrip("0")
        seconds = f"T{value.seconds}.{fraction}S"
    elif value.seconds:
        seconds = f"T{value.seconds}S"
    return f"{sign}P{days}{seconds}" if days or seconds else "P0D"


def _spell_decimal(value: _decimal.Decimal) -> str | None:
    """str() says it all, less what the context may change in that: the case of the E."""
    text = str(value)
    return text.upper() if text.lstrip("-")[0].isdigit() else None


# name of the class: its module, how its values are spelled, whether keys are
_SPELLERS: dict[str, tuple[str, _Spell, bool]] = {
    "datetime": ("datetime", _spell_moment, True),
    "date": ("datetime", _spell_date, True),
    "time": ("datetime", _spell_moment, False),
    "timedelta": ("datetime", _spell_timedelta, False),
    "UUID": ("uuid", str, True),
    "Decimal": ("decimal", _spell_decimal, False),
}


def _speller(class_: type, as_key: bool = False) -> _Spell | None:
    """How the instances of a class are spelled; None for classes not of this kind. What nobody has
    imported has no instances."""
    module, spell, is_key = _SPELLERS.get(class_.__name__, ("", str, False))
    if not module or getattr(_sys.modules.get(module), class_.__name__, None) is not class_:
        return None
    return spell if is_key or not as_key else None
