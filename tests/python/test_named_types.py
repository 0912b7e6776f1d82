"""Named types, classes of the user's and open enums in every place where a type may stand."""

import json
import unittest
from decimal import Decimal
from pathlib import PurePosixPath as Path

from foreign import Box
from pair import Pair
from support import ModuleCase, setUpModule

NAN = float("nan")


class Places(ModuleCase):
    modules = ("named_types",)

    def test_constraints_hold_inside(self):
        cases = [
            ("name", "abcd", "Inside.name: length 4 is not <= 3"),
            ("name", "AB", "Inside.name: 'AB' does not match '^[a-zà]*$'"),
            ("price", -1, "Inside.price: -1.0 is not >= 0"),
            ("price", NAN, "Inside.price: nan is not >= 0"),
            ("optional", -1, "Inside.optional: -1.0 is not >= 0"),
            ("maybe", 4, "Inside.maybe: 4.0 is not <= 3"),
            ("boxed", 1, "Inside.boxed: 1.0 is not > 1"),
            ("items", [1, -1], "Inside.items[1]: -1.0 is not >= 0"),
            ("grid", [[1], [2, -1]], "Inside.grid[1][1]: -1.0 is not >= 0"),
            ("by_name", {"abcd": 1}, "Inside.by_name: length 4 is not <= 3"),
            ("by_name", {"a": 10}, "Inside.by_name['a']: 10 is not < 10"),
            ("by_even", {3: "a"}, "Inside.by_even: 3 is not a multiple of 2"),
            ("smalls", {50}, "Inside.smalls[0]: 50 is not < 10"),
            ("codes", frozenset({"a"}), "Inside.codes[0]: length 1 is not >= 2"),
            ("three", (1, -2, "a"), "Inside.three[1]: -2.0 is not >= 0"),
            ("evens", (2, 3), "Inside.evens[1]: 3 is not a multiple of 2"),
            ("evens", (2, 4, 6), "Inside.evens: length 3 is not <= 2"),
            ("union", 11, "Inside.union: 11 is not < 10"),
            ("union", "abcd", "Inside.union: length 4 is not <= 3"),
            ("wider", [], "Inside.wider: length 0 is not >= 1"),
            ("ids", [1, 2, 3, 4], "Inside.ids: length 4 is not <= 3"),
            ("absent", [], "Inside.absent: length 0 is not >= 1"),
            ("steps", {"a": Decimal("0.12")}, "Inside.steps['a']: Decimal('0.12') is not a multiple of 0.05"),
            ("gaps", [], "Inside.gaps: length 0 is not >= 1"),
        ]
        for field, value, words in cases:
            with self.subTest(field=field, value=value):
                self.refused(ValueError, words, self.named_types.Inside, **{field: value})

    def test_expected_is_what_the_name_stands_for(self):
        Inside, Foreign, Open = self.named_types.Inside, self.named_types.Foreign, self.named_types.Open
        self.refused(TypeError, "Inside.either: expected str | int | bool, got NoneType", Inside, either=None)
        self.refused(TypeError, "Inside.union: expected str | int, got float", Inside, union=1.5)
        self.refused(TypeError, "Inside.by_name: expected str as key, got int", Inside, by_name={1: 1})
        self.refused(TypeError, "Foreign.union: expected Path | int | Few | None, got str", Foreign, union="x")
        self.refused(TypeError, "Foreign.pair[0]: expected Path, got str", Foreign, pair=("x", None))
        self.refused(TypeError, "Open.union: expected Color | Level, got NoneType", Open, union=None)

    def test_json(self):
        made = self.named_types.Inside(by_name={"à": 1}, by_even={4: None}, codes=frozenset({"ab"}), wider=[1])
        self.assertEqual(self.named_types.Inside.from_json(made.to_json()), made)
        self.assertEqual(self.named_types.Inside.from_dict(made.to_dict()), made)
        self.assertEqual(made.to_dict()["by_even"], {"4": None})

    def test_nan_keeps_no_constraint(self):
        Inside = self.named_types.Inside
        self.refused_json("expected float, got NoneType - at $.price", Inside, '{"price":null}')
        self.refused_json("expected float, got NoneType - at $.items[0]", Inside, '{"items":[null]}')
        self.assertIsNone(Inside.from_json('{"optional":null}').optional)
        made = Inside.from_json('{"gap":null,"gaps":[null,1]}')
        self.assertEqual(made.to_dict()["gap"], None)
        self.assertEqual(made.to_dict()["gaps"], [None, 1.0])
        self.assertEqual(Inside.json_schema()["properties"]["price"]["type"], "number")

    def refused_json(self, words, record, text):
        self.refused(self.named_types.ValidationError, words, record.from_json, text)

    def test_foreign_defaults(self):
        made = self.named_types.Foreign()
        self.assertEqual(made.counts, Box({"a": 1}))
        self.assertEqual(made.wide, Box(None))
        self.assertEqual(made.wides, frozenset({Box(1), Box("a")}))
        self.assertEqual(made.shade, Box("blue"))
        self.assertEqual(made.twice, Box(Box({})))
        self.assertEqual(made.pair, (Path("a"), None))
        self.assertIsNot(made.counts.value, self.named_types.Foreign().counts.value)

    def test_foreign_json(self):
        cases = [
            ("part", Box(5), {"left": 5}),
            ("parts", [Box(5), Box(6)], [{"left": 5}, {"left": 6}]),
            ("counts", Box({"b": 2}), {"b": 2}),
            ("absent", Box({}), {}),
            ("wide", Box("abc"), "abc"),
            ("shade", Box("blue"), "blue"),
            ("shade", Box(self.named_types.Color.red), "red"),
            ("twice", Box(Box({"a": 1})), {"a": 1}),
            ("few", Box([1, 2]), [1, 2]),
            ("union", Path("/a"), "/a"),
            ("union", 7, 7),
            ("union", Box([1]), [1]),
            ("pair", (Path("b"), Box(0.5)), ["b", 0.5]),
            ("paths", {"a": Path("b"), "c": None}, {"a": "b", "c": None}),
        ]
        for field, value, spelled in cases:
            with self.subTest(field=field, value=value):
                made = self.named_types.Foreign(**{field: value})
                self.assertEqual(made.to_dict()[field], spelled)
                self.assertEqual(json.loads(made.to_json())[field], spelled)
                self.assertEqual(self.named_types.Foreign.from_json(made.to_json()), made)

    def test_foreign_json_that_does_not_fit(self):
        cases = [
            ('{"part":{"left":"x"}}', "expected int, got str - at $.part.left"),
            ('{"counts":{"a":"x"}}', "expected int, got str - at $.counts['a']"),
            ('{"wide":"abcd"}', "length 4 is not <= 3 - at $.wide"),
            ('{"wide":true}', "expected Wide, got bool - at $.wide"),
            ('{"few":[]}', "length 0 is not >= 1 - at $.few"),
            ('{"union":{}}', "expected Path | int | Few | None, got dict - at $.union"),
            ('{"single":null}', "expected Single, got NoneType - at $.single"),
            ('{"pair":["a"]}', "expected 2 items, got 1 - at $.pair"),
        ]
        for text, words in cases:
            with self.subTest(text):
                self.refused_json(words, self.named_types.Foreign, text)

    def test_open_enums_in_unions(self):
        m = self.named_types
        made = m.Open(union="red", three=2, levels=frozenset({1, 9}))
        self.assertIs(made.union, m.Color.red)
        self.assertIs(made.three, m.Level.HIGH)
        made = m.Open.from_json('{"union":2,"three":["red","pink"],"by_level":{"1":"red","8":"x","9":null}}')
        self.assertIs(made.union, m.Level.HIGH)
        self.assertEqual(made.three, [m.Color.red, "pink"])
        self.assertEqual(made.by_level, {m.Level.LOW: m.Color.red, 8: "x", 9: None})
        self.assertEqual(m.Open.from_json(made.to_json()), made)


class Alike(Pair):
    VALUES = [
        # fmt: off
        None, ..., True, 0, 1, 5, -1, -6, 10, 3, 300, 2**40, 10**30, 0.0, 0.1, 2.5, -1.5, NAN, float("inf"), 1e300, "", "a", "ab",
        "AB", "abcd", "red", "blue", "1", "\ud800", [], [1], [-1], [1, 2, 3, 4], [None], ["x"], [1.5, NAN], [[1]], [[-1]], ["red", "pink"],
        {}, {"a": 1}, {"ab": 99}, {"abcd": 1}, {"4": "a"}, {"3": "a"}, {"left": 1}, {"left": "x"}, {4: "ab"}, {3: None}, {1: "red"},
        {"a": Decimal("0.25")}, {"a": Decimal("0.12")}, {"a": Path("b")}, (), (1, 2, "a"), (2, 4), (3,), ("a", None), (Path("a"), None),
        {1}, {50}, {"ab"}, frozenset({"ab"}), frozenset({"a"}), frozenset({Box(1), Box("b")}), frozenset({Box(1.5)}), Decimal("0.15"),
        Path("x"), Box(1), Box("ab"), Box("abcd"), Box(None), Box([1]), Box([]), Box([1, 2, 3, 4]), Box({"a": 1}), Box({"a": "x"}), Box({1: 2}),
        Box(Box({"a": 1})), Box(Box(5)), Box(NAN), Box(1.5), Box(10**5000), Box("\ud800"), Box(object), [Box(1)], [Box("x")], (Path("a"), Box(0.1)),
        # fmt: on
    ]

    def test_every_value_in_every_field(self):
        name = "named_types"
        for _, record in self.records(name):
            for field in getattr(self.pair(name)[1], record).__slots__:
                for value in self.VALUES:
                    note, given = (record, field, value), {field: value}
                    self.agree(name, lambda m: getattr(m, record)(**given), *note)
                    self.agree(name, lambda m: getattr(m, record)(**given).to_json(), *note)
                    self.agree(name, lambda m: getattr(m, record)(**given).to_dict(), *note)
                    self.agree(name, lambda m: getattr(m, record).from_dict(given), *note)
                    self.agree(name, lambda m: getattr(m, record).from_dict(given, strict=False), *note)
                    try:
                        text = json.dumps(given)
                    except (TypeError, ValueError):
                        continue
                    self.agree(name, lambda m: getattr(m, record).from_json(text), *note)
                    self.agree(name, lambda m: getattr(m, record).from_json(text + " x"), *note)

    def test_schemas(self):
        for name, record in self.records("named_types"):
            self.agree(name, lambda m, r=record: json.dumps(getattr(m, r).json_schema()), record)


if __name__ == "__main__":
    unittest.main()
