"""datetime.date: year, month and day in JSON."""

from __future__ import annotations

from core_calendar import _datetime, _match_date
from core_textual import _TextualType, _spell_date

# [twin]


class _DateType(_TextualType):
    class_ = _datetime.date
    format = "date"
    spell = staticmethod(_spell_date)

    def parse(self, text: str) -> object:
        match = _match_date(text)
        try:
            return self.class_(*map(int, match.groups())) if match else None
        except ValueError:
            return None
