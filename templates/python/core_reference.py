"""Python objects of the user's that the schema names: "module:name"."""

from __future__ import annotations

from core_imports import _importlib, _typing

# [twin]


def _imported(module: str, path: str) -> _typing.Any:
    """Imports the module and goes down the names."""
    found: _typing.Any = _importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found


def _existing_class(name: str, module: str, path: str) -> type[_typing.Any]:
    """The class that the schema calls `name`."""
    try:
        found = _imported(module, path)
    except AttributeError:
        raise ImportError(f"{name}: {module}:{path} is not there") from None
    if not isinstance(found, type):
        raise ImportError(f"{name}: {module}:{path} is no class")
    return found
