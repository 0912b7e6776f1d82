"""Defaults that a function of the user's makes, anew for each record that lacks a value."""

from __future__ import annotations

from core_imports import _abc
from core_reference import _imported

# [twin]


class _made_by:
    """The function of a default_factory, "module:callable", imported at first use."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.function: _abc.Callable[[], object] | None = None

    def __call__(self, where: str) -> object:
        """What it makes; `where` names the field if there is no such function."""
        function = self.function
        if function is None:
            function = self.function = self.find(where)
        return function()

    def find(self, where: str) -> _abc.Callable[[], object]:
        try:
            found: _abc.Callable[[], object] = _imported(*self.name.split(":"))
        except AttributeError as error:
            raise ImportError(f"{where}: {self.name} is not there") from error
        if not callable(found):
            raise ImportError(f"{where}: {self.name} is not callable")
        return found
