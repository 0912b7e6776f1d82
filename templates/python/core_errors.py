"""What is said when a value is refused: the words, the place, and the exceptions that carry both.

A type refuses a value by raising _Refusal with the words alone. Every container around the value
adds its step while the exception passes, and the operation that began it all (an assignment, a
decoder) turns it into the exception that users see. So what goes well pays nothing for places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _json

if TYPE_CHECKING:
    from core_types import _Type
    from core_typing import _Place

# [twin]


class ValidationError(ValueError):
    """JSON that is well-formed but does not fit its record.

    path: where, as in $.legs[3].bid; offset: of the bad value, in characters; lineno: its line;
    offset and lineno are None where from_dict() was called; message: the words without the path.
    """

    __slots__ = ("message", "path", "offset", "lineno")

    def __init__(
        self, message: str, path: str = "$", offset: int | None = None, lineno: int | None = None
    ) -> None:
        super().__init__(message, path, offset, lineno)
        self.message = message
        self.path = path
        self.offset = offset
        self.lineno = lineno

    def __str__(self) -> str:
        return f"{self.message} - at {self.path}"


_MAX_DEPTH = 500  # brackets open at once in a JSON document
_MAX_DIGITS = 4300  # of an integer in JSON: the default limit of CPython's own int()
_LARGEST_BITS = 14284  # every int of so many bits has at most _MAX_DIGITS digits


class _Refusal(Exception):
    """A value was refused; on its way to the operation that knows what exception that is.

    steps: from the value outwards, (position among its siblings, path step as text). spot: which
    part of the place in the document is meant: "start" of the value, its "key", or the "end" of the
    object.
    """

    def __init__(self, category: type[Exception], words: str, spot: str = "start") -> None:
        super().__init__(category, words)
        self.category = category
        self.words = words
        self.spot = spot
        self.steps: list[tuple[int | None, str]] = []
        self.type: _Type | None = None
        self.got = ""
        self.cause: BaseException | None = None  # the exception of user code that this was

    def step(self, position: int | None, text: str) -> _Refusal:
        """Adds the step from the container to what was refused in it; to be raised on."""
        self.steps.append((position, text))
        return self

    def body(self) -> str:
        if self.type is not None:
            return f"expected {self.type.expected}, got {self.got}"
        return self.words

    def path(self) -> str:
        return "".join([text for _, text in reversed(self.steps)])

    def raised(self, record_name: str) -> Exception:
        """The exception for users of a record in memory: Trade.legs[3]: ..."""
        return self.category(f"{record_name}{self.path()}: {self.body()}")

    def invalid(
        self,
        root: str = "$",
        document: str | None = None,
        where: _Place = None,
        line: int | None = None,
    ) -> ValidationError:
        """The exception for users of a decoder; `where` is the tree of places of `document`."""
        path = root + self.path()
        if document is None:
            return ValidationError(self.body(), path)
        offset = self._offset(where)
        if line is None:
            line = document.count("\n", 0, offset) + 1
        return ValidationError(self.body(), path, offset, line)

    def _offset(self, where: _Place) -> int:
        key_start = 0
        for position, _ in reversed(self.steps):
            where = where[2][position]
            if type(where) is tuple and len(where) == 2:  # a pair of an object
                key_start, where = where
        if self.spot == "key":
            return key_start
        if type(where) is int:
            return where
        extent: tuple[int, int] = where[:2]
        return extent[1] if self.spot == "end" else extent[0]


class _TooDeep(Exception):
    """A record nests deeper than JSON may, or contains itself."""


_TOO_DEEP = f"nested deeper than {_MAX_DEPTH} levels"
_TOO_LONG = f"int of more than {_MAX_DIGITS} digits"


def _wrong(type_: _Type, got: str) -> _Refusal:
    """The refusal of a value that is of another type altogether; `got` names that type."""
    refusal = _Refusal(TypeError, "")
    refusal.type = type_
    refusal.got = got
    return refusal


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _show(value: object) -> str:
    """A value as messages show it."""
    if isinstance(value, int) and value.bit_length() > _LARGEST_BITS:
        return f"<int of {value.bit_length()} bits>"
    return _cut(repr(value))


def _is_long(number: int) -> bool:
    """Whether an int has more digits than JSON may have."""
    return number.bit_length() > _LARGEST_BITS and abs(number) >= 10**_MAX_DIGITS


def _malformed(message: str, document: str, position: int) -> Exception:
    return _json.JSONDecodeError(message, document, position)
