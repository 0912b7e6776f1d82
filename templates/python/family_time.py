"""datetime.time: in JSON with an offset where its tzinfo has one."""

from __future__ import annotations

from core_imports import _typing
from core_calendar import _A_SECOND, _CLOCK_PATTERN, _datetime, _match_time, _microseconds, _zone
from core_textual import _TextualType, _spell_moment

# [twin]


class _TimeType(_TextualType):
    class_ = _datetime.time
    pattern = f"^{_CLOCK_PATTERN}$"
    spell = staticmethod(_spell_moment)

    def parse(self, text: str) -> object:
        match = _match_time(text)
        if match is None:
            return None
        *numbers, digits, zone = match.groups()
        microseconds = _microseconds(digits)
        try:
            parts: list[_typing.Any] = [*map(int, numbers), microseconds % 1000000, _zone(zone)]
            value = self.class_(*parts)
        except ValueError:
            return None
        if microseconds < 1000000:
            return value
        later = _datetime.datetime.combine(_datetime.date.min, value) + _A_SECOND
        return later.timetz() if later.day == 1 else None
