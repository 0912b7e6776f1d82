"""decimal.Decimal: a string in JSON, exact; read from strings and from numbers. The caller's
decimal context has no say: nothing is rounded, and no signal is raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _re
from core_errors import _Refusal, _cut
from core_nodes import _Parsed
from core_textual import _TextualType, _spell_decimal

if TYPE_CHECKING:
    from core_schema import _Schemas
    from core_typing import _JsonSchema, _Node, _Nodes, _Task

# [twin]


import decimal as _decimal

_DECIMAL_PATTERN = r"[+-]?[0-9]+(\.[0-9]+)?([Ee][+-]?[0-9]+)?"
_match_decimal = _re.compile(_DECIMAL_PATTERN).fullmatch
_decimal_context = _decimal.Context(traps=[])


class _DecimalType(_TextualType):
    class_ = _decimal.Decimal
    pattern = f"^{_DECIMAL_PATTERN}$"
    spell = staticmethod(_spell_decimal)

    def parse(self, text: str) -> object:
        if not _match_decimal(text):
            return None
        value = self.class_(text, _decimal_context)
        return value if value.is_finite() else None  # NaN: an exponent that it cannot hold

    def load(self, node: _Node, nodes: _Nodes) -> _Task:
        if nodes is _Parsed and type(node) is bytes:
            text = node.decode()
        elif nodes.is_real(node):
            text = repr(nodes.real(node))
        elif isinstance(node, int) and not isinstance(node, bool):
            return self.class_(int.__index__(node))
        else:
            return super().load(node, nodes)
        value = self.parse(text)
        if value is None:
            raise _Refusal(ValueError, f"{_cut(text)} is not a Decimal")
        return value

    def schema(self, schemas: _Schemas) -> _JsonSchema:
        return {"type": ["string", "number"], "pattern": self.pattern}
