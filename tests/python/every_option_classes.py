"""The class that tests/schemas/every_option.yaml names as mixin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from every_option import _EveryFields
else:
    _EveryFields = object


class EveryMixin(_EveryFields):
    __slots__ = ()

    def __post_init__(self) -> None:
        if self.full_name == "refused":
            raise ValueError("that name is refused")

    def _compute_summary(self) -> str:
        return f"{self.full_name} {self.reading}"

    def _compute_weight(self) -> float:
        return self.reading * 2
