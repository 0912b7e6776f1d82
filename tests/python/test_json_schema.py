"""json_schema(): the dicts written out for some records; for all records of all modules, that they are JSON
Schemas, describe real output and are the same in C and in the twin."""

import json
import unittest

from support import IS_C, MODULES, ModuleCase, load, path_of, setUpModule

try:
    import jsonschema
except ImportError:
    jsonschema = None

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SIDE = {"title": "Side", "description": "Who began.", "type": "string", "enum": ["buy", "sell"]}
LEVEL = {"title": "Level", "type": "integer", "enum": [1, 3]}
POINT = {
    "title": "Point",
    "type": "object",
    "properties": {"x": {"type": "number"}, "y": {"type": "number", "default": 1.0}},
    "required": ["x"],
}
TRADE = {
    "title": "Trade",
    "description": "One trade.",
    "type": "object",
    "properties": {
        "symbol": {"type": "string", "description": "Exchange symbol."},
        "px": {"type": "number"},
        "size": {
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "description": "Shares.",
            "default": 1,
        },
        "side": {
            "anyOf": [{"$ref": "#/$defs/Side"}, {"type": "null"}],
            "description": "The side, if known.",
            "default": None,
        },
        "level": {"$ref": "#/$defs/Level", "default": 3},
        "note": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}, "default": ["a"]},
        "at": {"anyOf": [{"$ref": "#/$defs/Point"}, {"type": "null"}], "default": None},
    },
    "required": ["symbol", "px"],
}
NODE = {
    "title": "Node",
    "description": "Refers to itself.",
    "type": "object",
    "properties": {
        "name": {"type": "string", "default": ""},
        "next": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}], "default": None},
        "peer": {"anyOf": [{"$ref": "#/$defs/Pair"}, {"type": "null"}], "default": None},
    },
}
PAIR = {
    "title": "Pair",
    "type": "object",
    "properties": {"left": {"$ref": "#/$defs/Node"}, "right": {"$ref": "#/$defs/Node"}},
    "required": ["left", "right"],
}


def records_of(module):
    listed = [getattr(module, name) for name in module.__all__]
    return [record for record in listed if hasattr(record, "json_schema")]


def module_names():
    return sorted(path.stem for path in MODULES.glob("*.pyi"))


class WrittenOut(ModuleCase):
    modules = ("calls",)

    def same(self, record, expected):
        """Equal, the keys in the same order too."""
        self.assertEqual(json.dumps(record.json_schema(), indent=1), json.dumps(expected, indent=1))

    def test_flat(self):
        self.same(self.calls.Point, {"$schema": DRAFT, **POINT})
        empty = {"title": "Empty", "type": "object", "properties": {}}
        self.same(self.calls.Empty, {"$schema": DRAFT, **empty})

    def test_references(self):
        defs = {"Side": SIDE, "Level": LEVEL, "Point": POINT}
        self.same(self.calls.Trade, {"$schema": DRAFT, **TRADE, "$defs": defs})

    def test_recursive(self):
        document = {"$schema": DRAFT, "$ref": "#/$defs/Node", "$defs": {"Node": NODE, "Pair": PAIR}}
        self.same(self.calls.Node, document)
        self.same(self.calls.Pair, {**document, "$ref": "#/$defs/Pair"})

    def test_every_kind(self):
        schema = self.calls.Big.json_schema()
        self.assertEqual(list(schema["$defs"]), ["Trade", "Side", "Level", "Point"])
        self.assertEqual(
            schema["properties"],
            {
                "x": {"type": "number"},
                "y": {"type": "number", "default": 1.0},
                "id": {"type": "integer"},
                "flag": {"type": "boolean"},
                "blob": {"type": "string", "contentEncoding": "base64", "default": "AAE="},
                "any": {},
                "tiny": {"type": "integer", "minimum": -128, "maximum": 127},
                "huge": {"type": "integer", "minimum": 0, "maximum": 2**64 - 1},
                "wide": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
                "maybe": {
                    "anyOf": [
                        {"type": "integer", "minimum": -(2**15), "maximum": 2**15 - 1},
                        {"type": "null"},
                    ],
                    "description": "May be null.",
                },
                "table": {
                    "type": "object",
                    "additionalProperties": {
                        "type": "array",
                        "items": {"anyOf": [{"$ref": "#/$defs/Trade"}, {"type": "null"}]},
                    },
                },
                "other": {
                    "anyOf": [{"$ref": "#/$defs/Trade"}, {"type": "null"}],
                    "description": "Another.",
                },
                "factor": {"type": "number", "default": 2.0},
            },
        )
        self.assertEqual(type(schema["properties"]["factor"]["default"]), float)
        self.assertEqual(
            schema["required"],
            ["x", "id", "flag", "any", "tiny", "huge", "wide", "maybe", "table"],
        )

    def test_fresh(self):
        first = self.calls.Trade.json_schema()
        first["properties"]["tags"]["default"].append("b")
        first["$defs"].clear()
        self.assertEqual(self.calls.Trade.json_schema()["$defs"]["Point"], POINT)
        self.assertEqual(self.calls.Trade.json_schema()["properties"]["tags"]["default"], ["a"])
        self.assertEqual(self.calls.Trade("s", 1.0).tags, ["a"])

    def test_subclass(self):
        class Sub(self.calls.Trade):
            """Not the doc of the record."""

        self.assertEqual(Sub.json_schema(), self.calls.Trade.json_schema())

    def test_takes_nothing(self):
        with self.assertRaises(TypeError):
            self.calls.Trade.json_schema(1)


class All(ModuleCase):
    def each(self):
        for name in module_names():
            for record in records_of(load(name)):
                if record.__name__ == "NoPattern":  # whose pattern is no regular expression
                    continue
                with self.subTest(f"{name}.{record.__name__}"):
                    yield name, record

    def test_equal_in_both(self):
        for name, record in self.each():
            if path_of(name, "python" if IS_C else "c").exists():
                other = getattr(load(name, "python" if IS_C else "c"), record.__name__)
                self.assertEqual(json.dumps(record.json_schema()), json.dumps(other.json_schema()))

    def test_is_json(self):
        for _, record in self.each():
            schema = record.json_schema()
            self.assertEqual(json.loads(json.dumps(schema, allow_nan=False)), schema)

    @unittest.skipUnless(jsonschema, "jsonschema is not installed")
    def test_meta_schema(self):
        for _, record in self.each():
            jsonschema.Draft202012Validator.check_schema(record.json_schema())


@unittest.skipUnless(jsonschema, "jsonschema is not installed")
class Validated(ModuleCase):
    modules = ("calls",)

    def good(self, record):
        validator = jsonschema.Draft202012Validator(type(record).json_schema())
        validator.validate(json.loads(record.to_json()))

    def bad(self, record, document):
        validator = jsonschema.Draft202012Validator(record.json_schema())
        self.assertFalse(validator.is_valid(document), document)
        with self.assertRaises(ValueError):
            record.from_dict(document)

    def test_output(self):
        calls = self.calls
        trade = calls.Trade("A", 1, side=calls.Side.BUY, at=calls.Point(1), note="n")
        self.good(trade)
        self.good(calls.Trade("A", 1))
        node = calls.Node("a", next=calls.Node("b"))
        self.good(calls.Node("c", next=node, peer=calls.Pair(node, node)))
        big = {"x": 1, "id": 10**30, "flag": True, "any": {"a": [None]}, "tiny": -128}
        big = {**big, "huge": 2**64 - 1, "wide": -(2**63), "maybe": None}
        self.good(calls.Big(**big, table={"a": [trade, None]}, other=None))

    def test_refused_by_both(self):
        calls = self.calls
        self.bad(calls.Point, {})
        self.bad(calls.Point, {"x": "1"})
        self.bad(calls.Trade, {"symbol": "A", "px": 1, "size": -1})
        self.bad(calls.Trade, {"symbol": "A", "px": 1, "side": "buyer"})
        self.bad(calls.Trade, {"symbol": "A", "px": 1, "note": None})
        self.bad(calls.Trade, {"symbol": "A", "px": 1, "tags": [1]})
        self.bad(calls.Node, {"next": {"next": {"name": 1}}})
        self.bad(calls.Node, [])

    def test_defaults(self):
        for name in module_names():
            for record in records_of(load(name)):
                schema = record.json_schema()
                for owner in [schema, *schema.get("$defs", {}).values()]:
                    for key, field in owner.get("properties", {}).items():
                        if "default" in field:
                            with self.subTest(f"{name}.{record.__name__}.{key}"):
                                document = {**field, "$defs": schema.get("$defs", {})}
                                jsonschema.Draft202012Validator(document).validate(field["default"])


if __name__ == "__main__":
    unittest.main()
