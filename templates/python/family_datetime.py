"""datetime.datetime: RFC 3339 in JSON."""

from __future__ import annotations

from core_imports import _typing
from core_calendar import _A_SECOND, _CLOCK_PATTERN, _DATE_PATTERN, _datetime, _match_datetime
from core_calendar import _microseconds, _zone
from core_textual import _TextualType, _spell_moment

# [twin]


class _DatetimeType(_TextualType):
    class_ = _datetime.datetime
    pattern = f"^{_DATE_PATTERN}[Tt ]{_CLOCK_PATTERN}$"
    spell = staticmethod(_spell_moment)

    def parse(self, text: str) -> object:
        match = _match_datetime(text)
        if match is None:
            return None
        *numbers, digits, zone = match.groups()
        microseconds = _microseconds(digits)
        try:
            parts: list[_typing.Any] = [*map(int, numbers), microseconds % 1000000, _zone(zone)]
            value = self.class_(*parts)
            return value + _A_SECOND if microseconds == 1000000 else value
        except (ValueError, OverflowError):
            return None
