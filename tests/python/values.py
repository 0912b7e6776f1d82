"""Values that the vectors (tests/vectors) and other tests name in Python expressions."""

import enum
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


NAMES = {
    "Decimal": Decimal,
    "Fraction": Fraction,
    "nan": float("nan"),
    "inf": float("inf"),
    **{
        kind.__name__: kind
        for kind in (Index, Float, BadIndex, BadFloat, IntSubclass, FloatSubclass, StrSubclass, BytesSubclass)
        + (Number, Colour)
    },
}


def value_of(expression):
    return eval(expression, dict(NAMES))


def same(a, b):
    """Equal, of one type, and with equal signs of zero; NaN is itself."""
    if isinstance(a, float):
        return type(a) is type(b) and repr(a) == repr(b)
    return type(a) is type(b) and a == b
