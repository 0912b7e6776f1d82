"""Values that the vectors (tests/vectors) and other tests name in Python expressions."""

import datetime
import enum
import uuid
from decimal import Decimal
from fractions import Fraction


class Index:
    """Has __index__, as numpy's integers do."""

    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number


class Float:
    """Has __float__, as numpy's floats do."""

    def __init__(self, number):
        self.number = number

    def __float__(self):
        return self.number


class BadIndex:
    def __index__(self):
        raise ZeroDivisionError("no index today")


class BadFloat:
    def __float__(self):
        raise ZeroDivisionError("no float today")


class IntSubclass(int):
    pass


class FloatSubclass(float):
    pass


class StrSubclass(str):
    pass


class BytesSubclass(bytes):
    pass


class Number(enum.IntEnum):
    SEVEN = 7


class Colour(str, enum.Enum):
    RED = "red"


class DatetimeSubclass(datetime.datetime):
    pass


class DateSubclass(datetime.date):
    pass


class TimeSubclass(datetime.time):
    pass


class TimedeltaSubclass(datetime.timedelta):
    pass


class UUIDSubclass(uuid.UUID):
    pass


class DecimalSubclass(Decimal):
    pass


class Zone(datetime.tzinfo):
    """A tzinfo whose offset is what it was made with, or raises where that is an exception."""

    def __init__(self, offset):
        self.offset = offset

    def utcoffset(self, moment):
        if isinstance(self.offset, Exception):
            raise self.offset
        return self.offset

    def dst(self, moment):
        return None

    def tzname(self, moment):
        return None

    def __repr__(self):
        return f"Zone({self.offset!r})"


def utc(minutes=0):
    """The timezone so many minutes east."""
    return datetime.timezone(datetime.timedelta(minutes=minutes)) if minutes else datetime.timezone.utc


NAMES = {
    **{name: getattr(datetime, name) for name in ("datetime", "date", "time", "timedelta", "timezone")},
    "UUID": uuid.UUID,
    "utc": utc,
    "Decimal": Decimal,
    "Fraction": Fraction,
    "nan": float("nan"),
    "inf": float("inf"),
    **{
        kind.__name__: kind
        for kind in (Index, Float, BadIndex, BadFloat, IntSubclass, FloatSubclass, StrSubclass, BytesSubclass)
        + (Number, Colour, DatetimeSubclass, DateSubclass, TimeSubclass, TimedeltaSubclass, UUIDSubclass)
        + (DecimalSubclass, Zone)
    },
}


def value_of(expression):
    return eval(expression, dict(NAMES))


def same(a, b):
    """Equal, of one type, and with equal signs of zero, digits and time zones; NaN is itself."""
    if isinstance(a, (float, Decimal, datetime.datetime, datetime.time)):
        return type(a) is type(b) and repr(a) == repr(b)
    return type(a) is type(b) and a == b
