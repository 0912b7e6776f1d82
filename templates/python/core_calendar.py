"""What reading datetime, date, time and timedelta has in common."""

from __future__ import annotations

from core_imports import _re

# [twin]


import datetime as _datetime

_DATE = "([0-9]{4})-([0-9]{2})-([0-9]{2})"
_CLOCK = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
_DATE_PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK_PATTERN = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
_match_date = _re.compile(_DATE).fullmatch
_match_time = _re.compile(_CLOCK).fullmatch
_match_datetime = _re.compile(f"{_DATE}[Tt ]{_CLOCK}").fullmatch
_match_timedelta = _re.compile(
    r"([+-]?)P(?:([0-9]+)D)?"
    r"(T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?"
).fullmatch
_A_SECOND = _datetime.timedelta(seconds=1)
_zones: dict[str, _datetime.timezone] = {}  # timezones by their texts


def _microseconds(digits: str | None) -> int:
    """What the digits behind a point stand for, rounded half to even: 0 to 1000000."""
    if digits is None:
        return 0
    whole, rest = int(digits[:6].ljust(6, "0")), digits[6:].rstrip("0")
    return whole + (rest > "5" or (rest == "5" and whole % 2 == 1))


def _zone(text: str | None) -> _datetime.tzinfo | None:
    """The tzinfo that an offset stands for; ValueError where there is no such offset."""
    if text is None:
        return None
    zone = _zones.get(text)
    if zone is None:
        minutes = 0
        if text not in "Zz":
            hours, minutes = int(text[1:3]), int(text[-2:])
            if hours > 23 or minutes > 59:
                raise ValueError(text)
            minutes += hours * 60
        offset = _datetime.timedelta(minutes=-minutes if text[0] == "-" else minutes)
        zone = _datetime.timezone(offset) if offset else _datetime.timezone.utc
        _zones[text] = zone
    return zone
