"""What the user's own modules hold: enums and classes that tests/schemas/enums.yaml and foreign.yaml name."""

import enum
import sys


class Status(enum.Enum):
    """Neither str nor int."""

    NEW = "new"
    DONE = "done"
    FINISHED = "done"  # an alias

    def __repr__(self):
        return f"<{self.name}>"


class Mixed(str, enum.Enum):
    A = "a"
    B = "b"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Outer:
    class Inner(enum.Enum):
        ONE = 1
        TWO = -(2**63)


class Perm(enum.Flag):
    READ = 1
    WRITE = 2


class Nothing:
    pass


NUMBER = 5


class Money:
    """Exact amounts; mutable, and not hashable."""

    calls = 0

    def __init__(self, amount):
        self.amount = amount

    def __eq__(self, other):
        return type(other) is Money and other.amount == self.amount

    def __repr__(self):
        return f"Money({self.amount})"


class Cents(Money):
    pass


class Odd:
    """Takes odd numbers alone."""

    def __new__(cls, number=None):
        if number == 99:
            return "ninety-nine"
        return super().__new__(cls)

    def __init__(self, number):
        if number == 0:
            raise ValueError
        if number == 2:
            raise KeyError("two")
        if number == 4:
            raise RuntimeError("four")
        if number % 2 == 0:
            raise ValueError(f"{number} is even")
        self.number = number

    def __index__(self):
        return self.number

    __int__ = __index__

    def __repr__(self):
        return f"Odd({self.number})"

    def __eq__(self, other):
        return isinstance(other, Odd) and self.number == other.number

    def __hash__(self):
        return self.number


class Point:
    def __init__(self, pair):
        self.x, self.y = pair

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)


def from_money(money):
    Money.calls += 1
    return money.amount


def to_money(amount):
    if amount < 0:
        raise TypeError("no debts")
    return Money(amount)


def from_point(point):
    return [point.x, point.y]


class Box:
    """Holds anything."""

    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return type(other) is Box and other.value == self.value

    def __hash__(self):
        return hash(str(self.value))

    def __repr__(self):
        return f"Box({self.value!r})"


def unbox(box):
    return box.value


def to_pair(box):
    return sys.modules["named_types"].Pair(box.value)


def from_pair(pair):
    return Box(pair.left)
