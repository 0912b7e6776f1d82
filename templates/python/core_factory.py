"""Defaults that a function of the user's makes, anew for each record that lacks a value."""

from __future__ import annotations

from core_imports import _abc, _typing
from core_reference import _imported

# [twin]


class _made_by:
    """The function of a default_factory, "module:callable", imported at first use."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.function: _abc.Callable[[], _typing.Any] | None = None

    def __call__(self, where: str) -> _typing.Any:
        """What it makes; `where` names the field if there is no such function."""
        if self.function is None:
            self.function = self.find(where)
        return self.function()

    def find(self, where: str) -> _abc.Callable[[], _typing.Any]:
        try:
            found: _typing.Any = _imported(*self.name.split(":"))
        except AttributeError as error:
            raise ImportError(f"{where}: {self.name} is not there") from error
        if not callable(found):
            raise ImportError(f"{where}: {self.name} is not callable")
        return found
