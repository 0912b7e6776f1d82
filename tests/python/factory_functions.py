"""The functions that make defaults for tests/schemas/factories.yaml. Each gives the same value whenever it is
called, unless a test says what it does instead."""

import uuid

calls = []  # names of the functions called
instead = {}  # of a name: called in its place


def giving(name, value):
    def make():
        calls.append(name)
        return instead[name]() if name in instead else value

    return make


ident = giving("ident", uuid.UUID(int=7))
size = giving("size", 3)
ratio = giving("ratio", 0.5)
share = giving("share", 0.25)
flag = giving("flag", None)
node = giving("node", None)
anything = giving("anything", None)
number = 5


class Texts:
    note = staticmethod(giving("note", "made"))


class Watching:
    __slots__ = ()

    def __post_init__(self):
        calls.append(f"__post_init__ {self.size}")

    def _compute_double(self):
        return 2 * self.size
