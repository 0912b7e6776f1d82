"""JSON Schema (2020-12) of records: what to_json() writes and from_json() reads, as far as it can say."""

# [twin]


class _Schemas:
    """The definitions that a JSON Schema refers to: records and enums, in the order in which they
    are first referred to."""

    def __init__(self, module):
        self.module = module  # of the record whose schema it is
        self.defs = {}
        self.pending = []

    def name(self, module, name):
        """What a record or enum of that module is called here."""
        return name if module == self.module else f"{module}.{name}"

    def ref(self, module, name, define):
        """A reference to what define(schemas) will describe."""
        name = self.name(module, name)
        if name not in self.defs:
            self.defs[name] = None
            self.pending.append((name, define))
        return {"$ref": f"#/$defs/{name}"}

    def complete(self):
        for name, define in self.pending:  # which may become longer
            self.defs[name] = define(self)
        return self.defs


def _titled(name, doc):
    return {"title": name} if doc is None else {"title": name, "description": doc}


def _json_schema(layout):
    """A document of its own. A record that refers to itself stands among the definitions."""
    schemas = _Schemas(layout.module)
    is_choice = layout.family is not None and layout.family.is_choice
    if is_choice:
        described = _titled(layout.name, layout.cls.__doc__)
        described.update(layout.family.schema(schemas))
    else:
        described = layout.schema(schemas)
    defs = schemas.complete()
    if layout.name in defs and not is_choice:
        described = {"$ref": f"#/$defs/{layout.name}"}
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}
    if defs:
        document["$defs"] = defs
    return document
