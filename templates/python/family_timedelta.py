"""datetime.timedelta: ISO 8601 in JSON, written in days and seconds only."""

from __future__ import annotations

from core_calendar import _datetime, _match_timedelta, _microseconds
from core_textual import _TextualType, _spell_timedelta

# [twin]


class _TimedeltaType(_TextualType):
    class_ = _datetime.timedelta
    pattern = (
        r"^[+-]?P(?!$)([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?$"
    )
    spell = staticmethod(_spell_timedelta)

    def parse(self, text: str) -> object:
        match = _match_timedelta(text)
        if match is None:
            return None
        sign, days, time, hours, minutes, seconds, digits = match.groups()
        if days is None and time is None:
            return None
        if any(part and len(part.lstrip("0")) > 15 for part in (days, hours, minutes, seconds)):
            return None
        total = int(days or 0) * 86400 + int(hours or 0) * 3600
        total += int(minutes or 0) * 60 + int(seconds or 0)
        unit = -1 if sign == "-" else 1
        try:
            return self.class_(seconds=unit * total, microseconds=unit * _microseconds(digits))
        except OverflowError:
            return None
