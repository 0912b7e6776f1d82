"""The classes that tests/schemas/imports_*.yaml name as mixins."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imports_common import _NamedFields
    from imports_market import _MixedFields
else:
    _NamedFields = _MixedFields = object


class Status(enum.Enum):
    NEW = "new"
    OLD = "old"


class Place:
    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"Place({self.name!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and other.name == self.name


def make() -> list[float]:
    return [7.0]


class Named(_NamedFields):
    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def _compute_shown(self) -> str:
        return f"<{self.name}, {self.number}>"

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("no name")

    def to_dict(self, /) -> dict[str, Any]:
        return {"named": super().to_dict()}

    @classmethod
    def from_json(cls, data: Any, /) -> Any:
        return super().from_json(data)


class Loud(_MixedFields):
    __slots__ = ()

    def _compute_loud(self) -> str:
        return self.shown.upper() + self.venue
