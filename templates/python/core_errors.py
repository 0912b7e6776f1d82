"""What is said when a value is refused: the words, the place, and the exceptions that carry both.

A type refuses a value by raising _Refusal with the words alone. Every container around the value
adds its step while the exception passes, and the operation that began it all (an assignment, a
decoder) turns it into the exception that users see. So what goes well pays nothing for places.
"""

from core_imports import _json

# [twin]


class ValidationError(ValueError):
    """JSON that is well-formed but does not fit its record.

    path: where, as in $.legs[3].bid; offset: of the bad value, in characters; lineno: its line;
    offset and lineno are None where from_dict() was called; message: the words without the path.
    """

    __slots__ = ("message", "path", "offset", "lineno")

    def __init__(self, message, path="$", offset=None, lineno=None):
        super().__init__(message, path, offset, lineno)
        self.message = message
        self.path = path
        self.offset = offset
        self.lineno = lineno

    def __str__(self):
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

    def __init__(self, category, words, spot="start"):
        super().__init__(category, words)
        self.category = category
        self.words = words
        self.spot = spot
        self.steps = []
        self.type = None
        self.got = None
        self.cause = None  # the exception of user code that this was

    def step(self, position, text):
        """Adds the step from the container to what was refused in it; to be raised on."""
        self.steps.append((position, text))
        return self

    def body(self):
        if self.type is not None:
            return f"expected {self.type.expected}, got {self.got}"
        return self.words

    def path(self):
        return "".join([text for _, text in reversed(self.steps)])

    def raised(self, record_name):
        """The exception for users of a record in memory: Trade.legs[3]: ..."""
        return self.category(f"{record_name}{self.path()}: {self.body()}")

    def invalid(self, root="$", document=None, where=None, line=None):
        """The exception for users of a decoder; `where` is the tree of places of `document`."""
        path = root + self.path()
        if document is None:
            return ValidationError(self.body(), path)
        offset = self._offset(where)
        if line is None:
            line = document.count("\n", 0, offset) + 1
        return ValidationError(self.body(), path, offset, line)

    def _offset(self, where):
        key_start = 0
        for position, _ in reversed(self.steps):
            where = where[2][position]
            if type(where) is tuple and len(where) == 2:  # a pair of an object
                key_start, where = where
        if self.spot == "key":
            return key_start
        if self.spot == "end":
            return where[1]
        return where if type(where) is int else where[0]


class _TooDeep(Exception):
    """A record nests deeper than JSON may, or contains itself."""


_TOO_DEEP = f"nested deeper than {_MAX_DEPTH} levels"
_TOO_LONG = f"int of more than {_MAX_DIGITS} digits"


def _wrong(type_, got):
    """The refusal of a value that is of another type altogether; `got` names that type."""
    refusal = _Refusal(TypeError, None)
    refusal.type = type_
    refusal.got = got
    return refusal


def _cut(text):
    return text if len(text) <= 60 else text[:57] + "..."


def _show(value):
    """A value as messages show it."""
    if isinstance(value, int) and value.bit_length() > _LARGEST_BITS:
        return f"<int of {value.bit_length()} bits>"
    return _cut(repr(value))


def _is_long(number):
    """Whether an int has more digits than JSON may have."""
    return number.bit_length() > _LARGEST_BITS and abs(number) >= 10**_MAX_DIGITS


def _malformed(message, document, position):
    return _json.JSONDecodeError(message, document, position)
