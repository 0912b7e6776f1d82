"""uuid.UUID: canonical in JSON; read also without hyphens, in any case."""

from __future__ import annotations

from core_imports import _re
from core_textual import _TextualType

# [twin]


import uuid as _uuid

_match_uuid = _re.compile(
    "[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
).fullmatch


class _UuidType(_TextualType):
    class_ = _uuid.UUID
    format = "uuid"
    spell = str

    def parse(self, text: str) -> object:
        return self.class_(text) if _match_uuid(text) else None
