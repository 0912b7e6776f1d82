"""Open enums, which keep unknown values, and existing ones, which the user's own modules define."""

import copy
import enum
import json
import pickle
import sys
import types
import typing
import unittest
import unittest.mock

import foreign
from pair import Pair
from support import IS_C, ModuleCase, installed, new_module, setUpModule


class OpenEnums(ModuleCase):
    modules = ("enums",)

    def test_values_that_enter(self):
        e = self.enums
        made = e.Open(color="green", code=404)
        self.assertIs(made.color, e.Color.green)
        self.assertIs(made.code, e.Code.LOST)
        made.color, made.code = "blue", 500
        self.assertEqual((made.color, type(made.color)), ("blue", str))
        self.assertEqual((made.code, type(made.code)), (500, int))
        made.color = type("S", (str,), {})("pink")
        self.assertIs(type(made.color), str)
        made.code = type("I", (int,), {})(7)
        self.assertIs(type(made.code), int)
        made.color = type("S", (str,), {})("red")
        self.assertIs(made.color, e.Color.red)
        made.color = e.Side.BUY  # a member of another enum is a str like any
        self.assertEqual((made.color, type(made.color)), ("buy", str))
        made.code = 10**30
        self.assertEqual(made.code, 10**30)
        made.maybe, made.absent = None, ...
        made.maybe = "x"
        self.assertEqual(made.maybe, "x")

    def test_values_that_do_not(self):
        made = self.enums.Open
        self.refused(TypeError, "Open.color: expected Color, got int", made, color=1)
        self.refused(TypeError, "Open.color: expected Color, got NoneType", made, color=None)
        self.refused(TypeError, "Open.code: expected Code, got bool", made, code=True)
        self.refused(TypeError, "Open.code: expected Code, got str", made, code="200")
        self.refused(TypeError, "Open.code: expected Code, got float", made, code=200.0)
        self.refused(TypeError, "Open.maybe: expected Color | None, got int", made, maybe=1)
        self.refused(TypeError, "Open.absent: expected Code | ..., got str", made, absent="1")
        self.refused(TypeError, "Open.colors[1]: expected Color, got int", made, colors=["red", 1])
        self.refused(TypeError, "Open.codes[0]: expected Code | None, got bool", made, codes=[True])

    def test_items_stay_what_they_are(self):
        e = self.enums
        items = ["red", e.Color.green, "blue"]
        made = e.Open(colors=items, codes=[200, None, 7])
        self.assertIs(made.colors, items)
        self.assertEqual([type(item) for item in items], [str, e.Color, str])
        self.assertEqual(made.to_dict()["colors"], ["red", "green", "blue"])
        self.assertEqual({type(item) for item in made.to_dict()["colors"]}, {str})

    def test_json(self):
        e = self.enums
        text = '{"color":"green","code":404,"colors":["red","x"],"codes":[404,5,null]}'
        made = e.Open.from_json(text)
        self.assertIs(made.color, e.Color.green)
        self.assertIs(made.code, e.Code.LOST)
        self.assertIs(made.colors[0], e.Color.red)
        self.assertEqual((made.colors[1], type(made.colors[1])), ("x", str))
        self.assertIs(made.codes[0], e.Code.LOST)
        self.assertEqual(made.codes[1:], [5, None])
        self.assertEqual(json.loads(made.to_json())["colors"], ["red", "x"])
        self.assertEqual(e.Open.from_json(made.to_json()), made)
        self.assertEqual(e.Open.from_dict(made.to_dict()), made)
        made = e.Open.from_json('{"color":"\\u0062lu\\u0065","code":-123456789012345678901234567890}')
        self.assertEqual((made.color, made.code), ("blue", -123456789012345678901234567890))
        self.assertIs(e.Open.from_json('{"color":"gre\\u0065n"}').color, e.Color.green)
        long = "x\\n" * 300
        self.assertEqual(e.Open.from_json(f'{{"color":"{long}"}}').color, "x\n" * 300)

    def test_refused_json(self):
        load = self.enums.Open.from_json
        self.invalid("expected Color, got int - at $.color", load, '{"color":1}')
        self.invalid("expected Code, got str - at $.code", load, '{"code":"200"}')
        self.invalid("expected Code, got float - at $.code", load, '{"code":200.0}')
        self.invalid("expected Code, got bool - at $.code", load, '{"code":true}')
        self.invalid("expected Color | None, got int - at $.maybe", load, '{"maybe":1}')
        self.invalid("int of more than 4300 digits - at $.code", load, '{"code":' + "1" * 4301 + "}")
        self.refused(
            ValueError, "Open.code: int of more than 4300 digits", self.enums.Open(code=10**4300).to_json
        )
        self.assertRaises(UnicodeEncodeError, self.enums.Open(color="\ud800").to_json)

    def test_keys(self):
        e = self.enums
        made = e.Open.from_json('{"by_color":{"red":1,"x":2},"by_code":{"200":1,"7":2},"unique":["x","red"]}')
        self.assertEqual([type(key) for key in made.by_color], [e.Color, str])
        self.assertEqual([type(key) for key in made.by_code], [e.Code, int])
        self.assertEqual(made.to_dict()["by_code"], {"200": 1, "7": 2})
        self.assertEqual(made.to_dict()["unique"], ["red", "x"])
        self.assertEqual(e.Open.from_json(made.to_json()), made)
        self.refused(TypeError, "Open.by_color: expected Color as key, got int", e.Open, by_color={1: 1})

    def test_defaults(self):
        e = self.enums
        made = e.Open()
        self.assertIs(made.color, e.Color.red)
        self.assertEqual((made.other, made.huge), ('\u00e9"blue"', 123456789012345678901234567890))
        self.assertEqual([type(item) for item in made.colors], [e.Color, str])
        self.assertEqual(e.Open.from_json("{}"), made)

    def test_hash_and_equality(self):
        e = self.enums
        self.assertEqual(e.Open(color="red"), e.Open(color=e.Color.red))
        self.assertNotEqual(e.Open(color="blue"), e.Open())

    def test_annotations(self):
        e = self.enums
        hints = typing.get_type_hints(e.Open)
        self.assertEqual(hints["color"], e.Color | str)
        self.assertEqual(hints["code"], e.Code | int)
        self.assertEqual(hints["maybe"], e.Color | str | None)
        self.assertEqual(hints["colors"], list[e.Color | str])

    def test_json_schema(self):
        defs = self.enums.Open.json_schema()["$defs"]
        self.assertEqual(
            defs["Color"],
            {"title": "Color", "description": "A colour.", "type": "string", "examples": ["red", "green"]},
        )
        self.assertEqual(defs["Code"], {"title": "Code", "type": "integer", "examples": [200, 404]})


class ExistingEnums(ModuleCase):
    modules = ("enums",)

    def test_are_the_classes_themselves(self):
        e = self.enums
        self.assertIs(e.Status, foreign.Status)
        self.assertIs(e.Inner, foreign.Outer.Inner)
        for name in ("Status", "Mixed", "Level", "Inner"):
            self.assertIn(name, e.__all__)
        self.assertEqual(typing.get_type_hints(e.Existing)["level"], foreign.Level | None)
        self.assertEqual(typing.get_type_hints(e.Existing)["inner"], foreign.Outer.Inner | int)

    def test_values(self):
        made = self.enums.Existing()
        self.assertIs(made.status, foreign.Status.NEW)
        self.assertIs(made.mixed, foreign.Mixed.A)
        self.assertEqual((made.unknown, type(made.unknown)), ("c", str))
        self.assertIs(made.level, foreign.Level.HIGH)
        self.assertEqual(made.statuses, (foreign.Status.DONE,))
        new = self.enums.Existing
        self.refused(TypeError, "Existing.status: expected Status, got str", new, status="new")
        self.refused(TypeError, "Existing.level: expected Level | None, got int", new, level=1)
        self.assertIs(new(mixed="b").mixed, foreign.Mixed.B)
        self.assertIs(new(inner=-(2**63)).inner, foreign.Outer.Inner.TWO)
        self.assertIs(new(status=foreign.Status.FINISHED).status, foreign.Status.DONE)

    def test_json(self):
        s = foreign.Status
        made = self.enums.Existing(
            status=s.DONE,
            inner=foreign.Outer.Inner.TWO,
            statuses=(s.NEW, s.DONE),
            by_status={s.NEW: foreign.Level.LOW},
            by_inner={foreign.Outer.Inner.ONE: "x", 7: "y"},
        )
        text = (
            b'{"status":"done","mixed":"a","unknown":"c","level":2,"inner":-9223372036854775808,'
            b'"statuses":["new","done"],"by_status":{"new":1},"by_inner":{"1":"x","7":"y"}}'
        )
        self.assertEqual(made.to_json(), text)
        self.assertEqual(made.to_dict(), json.loads(text))
        self.assertEqual(type(made).from_json(text), made)
        self.assertEqual(type(made).from_dict(json.loads(text)), made)
        self.assertIs(type(made).from_json(text).status, s.DONE)
        self.invalid("'old' is not a valid Status - at $.status", type(made).from_json, '{"status":"old"}')
        self.invalid("3 is not a valid Level - at $.level", type(made).from_json, '{"level":3}')

    def test_two_keys_with_one_text(self):
        inner = foreign.Outer.Inner
        made = self.enums.Existing(by_inner={inner.ONE: "x", 1: "y"})
        self.refused(ValueError, "Existing.by_inner: two keys are both '1' in JSON", made.to_json)

    def test_copies_and_pickles(self):
        made = self.enums.Existing(status=foreign.Status.DONE, unknown="zzz")
        self.assertEqual(copy.deepcopy(made), made)
        self.assertEqual(pickle.loads(pickle.dumps(made)), made)

    def test_json_schema(self):
        defs = self.enums.Existing.json_schema()["$defs"]
        self.assertEqual((defs["Status"]["type"], defs["Status"]["enum"]), ("string", ["new", "done"]))
        self.assertEqual(defs["Inner"]["examples"], [1, -(2**63)])


class Imports(ModuleCase):
    """What the import of the module says where the class is another one than the schema thinks."""

    def wrong(self, words, **changes):
        module = types.ModuleType("foreign")
        module.__dict__.update({key: value for key, value in vars(foreign).items() if key not in changes})
        module.__dict__.update({key: value for key, value in changes.items() if value is not None})
        with installed(module):
            self.refused(ImportError, words, new_module, "enums", "c" if IS_C else "python")

    def test_wrong_classes(self):
        E = enum.Enum
        status = "enums.Status: foreign:Status"
        self.wrong(f"{status} is not there", Status=None)
        self.wrong(f"{status} is no class", Status=5)
        self.wrong(f"{status} is no Enum", Status=foreign.Nothing)
        self.wrong(f"{status} is a Flag, whose members combine", Status=foreign.Perm)
        self.wrong(f"{status} has no member NEW with value 'new'", Status=E("Status", {"DONE": "done"}))
        self.wrong(
            f"{status} has no member NEW with value 'new'", Status=E("Status", {"NEW": "old", "DONE": "done"})
        )
        self.wrong(
            f"{status} has member OLD that the schema lacks",
            Status=E("Status", {"NEW": "new", "DONE": "done", "OLD": "old"}),
        )
        # an alias does not count as the member
        self.wrong(
            f"{status} has no member DONE with value 'done'",
            Status=E("Status", [("NEW", "new"), ("END", "done"), ("DONE", "done")]),
        )
        self.wrong(
            "enums.Level: foreign:Level has no member LOW with value 1", Level=E("Level", {"LOW": True, "HIGH": 2})
        )
        self.wrong("enums.Inner: foreign:Outer.Inner is not there", Outer=foreign.Nothing)

    def test_missing_module(self):
        with unittest.mock.patch.dict(sys.modules, {"foreign": None}):
            with self.assertRaises(ModuleNotFoundError):
                new_module("enums", "c" if IS_C else "python")


class Alike(Pair):
    VALUES = [
        # fmt: off
        None, ..., True, 0, 1, 2, 200, 404, -1, 10**30, 10**4301, 1.0, "", "red", "green", "x", "new", "a", "b", "\ud800", b"red",
        foreign.Status.NEW, foreign.Mixed.B, foreign.Level.LOW, foreign.Outer.Inner.ONE, foreign.Perm.READ, [], ["red", 1],
        ["red", "x"], [200, None], [True], ("new",), (foreign.Status.DONE,), {"red": 1, "x": 2}, {"red": 200}, {200: 1, 7: 2},
        {foreign.Status.NEW: foreign.Level.LOW}, {"new": 1}, {foreign.Outer.Inner.ONE: "x", 1: "y"}, {"1": "x"}, {"red"}, {1},
        # fmt: on
    ]

    def test_every_value_in_every_field(self):
        for name, record in self.records("enums"):
            for field in getattr(self.pair(name)[1], record).__slots__:
                for value in self.VALUES:
                    note = record, field, value
                    self.agree(name, lambda m: getattr(m, record)(**{field: value}), *note)
                    self.agree(name, lambda m: getattr(m, record)(**{field: value}).to_json(), *note)
                    self.agree(name, lambda m: getattr(m, record)(**{field: value}).to_dict(), *note)
                    self.agree(name, lambda m: getattr(m, record).from_dict({field: value}), *note)
                    try:
                        text = json.dumps({field: value})
                    except (TypeError, ValueError):
                        continue
                    self.agree(name, lambda m: getattr(m, record).from_json(text), *note)

    def test_schemas(self):
        for name, record in self.records("enums"):
            self.agree(name, lambda m, r=record: json.dumps(getattr(m, r).json_schema()), record)


if __name__ == "__main__":
    unittest.main()
