"""JSON Schema (2020-12) of records: what to_json() writes and from_json() reads, as far as it can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core_imports import _abc

if TYPE_CHECKING:
    from core_layout import _Layout
    from core_typing import _JsonSchema

# [twin]


class _Schemas:
    """The definitions that a JSON Schema refers to: records and enums, in the order in which they
    are first referred to."""

    def __init__(self, module: str) -> None:
        self.module = module  # of the record whose schema it is
        self.defs: dict[str, _JsonSchema] = {}
        self.pending: list[tuple[str, _abc.Callable[[_Schemas], _JsonSchema]]] = []

    def name(self, module: str, name: str) -> str:
        """What a record or enum of that module is called here."""
        return name if module == self.module else f"{module}.{name}"

    def ref(
        self, module: str, name: str, define: _abc.Callable[[_Schemas], _JsonSchema]
    ) -> _JsonSchema:
        """A reference to what define(schemas) will describe."""
        name = self.name(module, name)
        if name not in self.defs:
            self.defs[name] = {}
            self.pending.append((name, define))
        return {"$ref": f"#/$defs/{name}"}

    def complete(self) -> dict[str, _JsonSchema]:
        for name, define in self.pending:  # which may become longer
            self.defs[name] = define(self)
        return self.defs


def _titled(name: str, doc: str | None) -> _JsonSchema:
    return {"title": name} if doc is None else {"title": name, "description": doc}


def _json_schema(layout: _Layout) -> _JsonSchema:
    """A document of its own. A record that refers to itself stands among the definitions."""
    schemas = _Schemas(layout.module)
    family = layout.family if layout.family is not None and layout.family.is_choice else None
    if family is not None:
        described = _titled(layout.name, layout.cls.__doc__)
        described.update(family.schema(schemas))
    else:
        described = layout.schema(schemas)
    defs = schemas.complete()
    if layout.name in defs and family is None:
        described = {"$ref": f"#/$defs/{layout.name}"}
    document: _JsonSchema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}
    if defs:
        document["$defs"] = defs
    return document
