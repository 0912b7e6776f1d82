"""What decoders read from: the tree of a parsed document, or what from_dict() was given.

A parsed document is a tree of None, True, False, str, list, number literals as bytes (so that no
digit is lost and no int is confused with a float), and objects as tuples of (key, value) pairs (so
that duplicates can be seen). Every method returns None where the node is of another kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc, _typing
from core_scan import _NAMES, _NUMBER
from core_errors import _MAX_DIGITS, _TOO_LONG, _Refusal, _cut, _is_long, _show, _wrong

if TYPE_CHECKING:
    from core_types import _Type
    from core_typing import _Node, _Nodes, _Pairs

# [twin]


# of JSON values; null counts as a number, because some floats take it
_PARSED_KINDS: dict[type, str] = {
    str: "string",
    bytes: "number",
    type(None): "number",
    bool: "bool",
    list: "array",
    tuple: "object",
}
_GIVEN_KINDS = (
    (bool, "bool"),
    ((int, float, type(None)), "number"),
    (str, "string"),
    (list, "array"),
    (_abc.Mapping, "object"),
)


class _Parsed:
    """Nodes of a parsed document."""

    @staticmethod
    def text(node: _Node) -> str | None:
        return node if type(node) is str else None

    @staticmethod
    def truth(node: _Node) -> bool | None:
        return node if type(node) is bool else None

    @staticmethod
    def integer(node: _Node) -> int | None:
        if type(node) is not bytes or not node.lstrip(b"-").isdigit():
            return None
        if len(node) > _MAX_DIGITS and len(node.lstrip(b"-")) > _MAX_DIGITS:
            raise _Refusal(ValueError, _TOO_LONG)
        return int(node)

    @staticmethod
    def is_real(node: _Node) -> bool:
        """Whether Any reads the node as a float."""
        return type(node) is bytes and not node.lstrip(b"-").isdigit()

    @staticmethod
    def real(node: _Node) -> float | None:
        if type(node) is not bytes:
            return None
        number = float(node)
        if number - number != 0.0:
            raise _Refusal(OverflowError, f"{_cut(node.decode())} is out of range for float64")
        return number

    @staticmethod
    def items(node: _Node) -> list[_Node] | None:
        return node if type(node) is list else None

    @staticmethod
    def pairs(node: _Node) -> _Pairs | None:
        return node if type(node) is tuple else None

    @staticmethod
    def kind(node: _Node) -> str | None:
        return _PARSED_KINDS.get(type(node))

    @staticmethod
    def spelled_kind(node: _Node) -> str | None:
        """The kind of the value that a text spells, where that counts."""
        return None

    @staticmethod
    def type_name(node: _Node) -> str:
        if type(node) is bytes:
            return "int" if node.lstrip(b"-").isdigit() else "float"
        return "dict" if type(node) is tuple else type(node).__name__

    @staticmethod
    def is_null_text(node: _Node) -> bool:
        """Whether None stands for this text where nothing else does."""
        return False


class _Given:
    """Python objects: what json.loads() makes, any Mapping, and subclasses."""

    @staticmethod
    def text(node: _Node) -> str | None:
        return "".join((node,)) if isinstance(node, str) else None

    @staticmethod
    def truth(node: _Node) -> bool | None:
        return node if type(node) is bool else None

    @staticmethod
    def integer(node: _Node) -> int | None:
        if not isinstance(node, int) or isinstance(node, bool):
            return None
        if _is_long(node):
            raise _Refusal(ValueError, _TOO_LONG)
        return int.__index__(node)

    @staticmethod
    def is_real(node: _Node) -> bool:
        return isinstance(node, float)

    @staticmethod
    def real(node: _Node) -> float | None:
        if isinstance(node, float):
            number = float.__float__(node)
            if number - number != 0.0:
                raise _Refusal(ValueError, f"{_show(number)} has no JSON spelling")
            return number
        if not isinstance(node, int) or isinstance(node, bool):
            return None
        try:
            return float(int.__index__(node))
        except OverflowError:
            words = f"{_show(node)} is out of range for float64"
            raise _Refusal(OverflowError, words) from None

    @staticmethod
    def items(node: _Node) -> list[_Node] | None:
        return list(node) if isinstance(node, list) else None

    @staticmethod
    def pairs(node: _Node) -> _Pairs | None:
        return _pairs_of(node) if isinstance(node, _abc.Mapping) else None

    @staticmethod
    def kind(node: _Node) -> str | None:
        for class_, kind in _GIVEN_KINDS:
            if isinstance(node, class_):
                return kind
        return None

    @staticmethod
    def spelled_kind(node: _Node) -> str | None:
        return None

    @staticmethod
    def type_name(node: _Node) -> str:
        return type(node).__name__

    @staticmethod
    def is_null_text(node: _Node) -> bool:
        return False


def _spelled(text: str) -> _Node:
    """The node of the literal that a text spells; the text itself where it spells none."""
    if text in _NAMES:
        return _NAMES[text]
    return "".join((text,)).encode() if _NUMBER.fullmatch(text) else text


class _GivenText(_Given):
    """The same for from_dict(strict=False): where a number or bool must stand, text is read as the
    literal that it spells."""

    @staticmethod
    def spelled_kind(node: _Node) -> str | None:
        return _Parsed.kind(_spelled(node)) if isinstance(node, str) else None

    @staticmethod
    def truth(node: _Node) -> bool | None:
        return _Parsed.truth(_spelled(node)) if isinstance(node, str) else _Given.truth(node)

    @staticmethod
    def integer(node: _Node) -> int | None:
        return _Parsed.integer(_spelled(node)) if isinstance(node, str) else _Given.integer(node)

    @staticmethod
    def real(node: _Node) -> float | None:
        return _Parsed.real(_spelled(node)) if isinstance(node, str) else _Given.real(node)

    @staticmethod
    def type_name(node: _Node) -> str:
        return _Parsed.type_name(_spelled(node)) if isinstance(node, str) else type(node).__name__

    @staticmethod
    def is_null_text(node: _Node) -> bool:
        return isinstance(node, str) and node in ("", "null")


def _no_array(type_: _Type, node: _Node, nodes: _Nodes) -> _Refusal:
    """The refusal of what is no array. "expected tuple, got tuple" would help nobody: from_dict()
    takes lists, as JSON does."""
    if nodes is not _Parsed and type(node) in (tuple, set, frozenset):
        return _Refusal(TypeError, f"expected list, got {type(node).__name__}")
    return _wrong(type_, nodes.type_name(node))


def _pairs_of(mapping: _abc.Mapping[_typing.Any, object]) -> _Pairs:
    """The pairs of a mapping, whose class may have an items() of its own."""
    pairs = tuple(mapping.items())
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise TypeError(f"{type(mapping).__name__}.items() must give pairs")
    return pairs


def _key_text(key: object) -> str:
    """The key of an object as exact str, or the refusal of what is none."""
    if type(key) is str:
        return key
    if isinstance(key, str):
        return "".join((key,))
    raise _Refusal(TypeError, f"expected str as key, got {type(key).__name__}")


def _written(text: str) -> str:
    """The exact str itself, if it can be written; or the UnicodeEncodeError that says where not."""
    if not text.isascii():
        text.encode()
    return text
