"""Python objects of the user's that the schema names: "module:name"."""

from core_imports import _importlib

# [twin]


def _imported(module, path):
    """Imports the module and goes down the names."""
    found = _importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    return found


def _existing_class(name, module, path):
    """The class that the schema calls `name`."""
    try:
        found = _imported(module, path)
    except AttributeError:
        raise ImportError(f"{name}: {module}:{path} is not there") from None
    if not isinstance(found, type):
        raise ImportError(f"{name}: {module}:{path} is no class")
    return found
