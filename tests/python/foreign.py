"""What the user's own modules hold: enums and classes that tests/schemas/enums.yaml and foreign.yaml name."""

import enum


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
