"""The functions that make defaults for tests/schemas/factories.yaml. Each gives the same value whenever it is
called, unless a test says what it does instead."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factories import _WatchedFields
else:
    _WatchedFields = object

calls: list[str] = []  # names of the functions called
instead: dict[str, Callable[[], Any]] = {}  # of a name: called in its place


def giving(name: str, value: object) -> Callable[[], Any]:
    def make() -> Any:
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


class Watching(_WatchedFields):
    __slots__ = ()

    def __post_init__(self) -> None:
        calls.append(f"__post_init__ {self.size}")

    def _compute_double(self) -> int:
        return 2 * self.size
