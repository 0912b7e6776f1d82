"""Foreign classes as types: in memory instances of a class of the user's, in JSON what another type is."""

import copy
import fractions
import gc
import json
import pathlib
import pickle
import types
import typing
import unittest

import foreign
from foreign import Cents, Money, Odd, Point
from pair import Pair
from support import IS_C, ModuleCase, installed, new_module, setUpModule
from values import NAMES

Path = pathlib.PurePosixPath
Decimal = NAMES["Decimal"]


class ForeignTypes(ModuleCase):
    modules = ("foreign_types",)

    def test_values_that_enter(self):
        m = self.foreign_types
        made = m.File(Path("/a"), {"x": [Path("b")]}, other=pathlib.PosixPath("/c"))
        self.assertEqual((made.path, made.home, made.absent), (Path("/a"), Path("/home"), ...))
        self.assertIs(type(made.other), pathlib.PosixPath)
        wallet = m.Wallet(Cents(1), either=True)
        self.assertIs(type(wallet.money), Cents)
        wallet.either = Path("x")
        wallet.either = None

    def test_values_that_do_not(self):
        m = self.foreign_types
        self.refused(TypeError, "File.path: expected Path, got str", m.File, "/a")
        self.refused(TypeError, "File.other: expected Path | None, got int", m.File, Path("/"), other=1)
        self.refused(TypeError, "File.absent: expected Path | ..., got NoneType", m.File, Path("/"), absent=None)
        self.refused(
            TypeError, "File.paths['a'][1]: expected Path, got str", m.File, Path("/"), {"a": [Path(), "x"]}
        )
        self.refused(TypeError, "Wallet.either: expected Path | bool | None, got str", m.Wallet, either="x")
        wallet = m.Wallet()
        self.refused(TypeError, "Wallet.odd: expected Odd, got int", setattr, wallet, "odd", 3)
        self.assertEqual(wallet.odd, Odd(3))

    def test_json(self):
        m = self.foreign_types
        made = m.File(Path("/a/b"), {"x": [Path("c")]}, absent=Path("d"))
        text = b'{"path":"/a/b","paths":{"x":["c"]},"other":null,"home":"/home","absent":"d"}'
        self.assertEqual(made.to_json(), text)
        self.assertEqual(made.to_dict(), json.loads(text))
        self.assertEqual(m.File.from_json(text), made)
        self.assertEqual(m.File.from_dict(json.loads(text)), made)
        wallet = m.Wallet(Money(Decimal("2.50")), Odd(7), Point([1, 2.5]), [Money(Decimal(0))], {Odd(1), Odd(9)})
        text = (
            b'{"money":"2.50","odd":7,"point":[1.0,2.5],"moneys":["0"],"odds":[1,9],"either":null}'
        )
        self.assertEqual(wallet.to_json(), text)
        self.assertEqual(m.Wallet.from_json(text), wallet)
        self.assertEqual(m.Wallet.from_json('{"money":2.50}').money, Money(Decimal("2.50")))
        self.assertEqual(m.Wallet.from_json('{"either":"x"}').either, Path("x"))
        share = m.Share(fractions.Fraction(2, 6))
        self.assertEqual(share.to_json(), b'{"part":"1/3","nested":[null,5]}')
        self.assertEqual(m.Share.from_json(share.to_json()), share)

    def test_refused_json(self):
        load = self.foreign_types.Wallet.from_json
        cases = [
            ('{"odd": "3"}', "expected Odd, got str - at $.odd", 8),
            ('{"odd": -1}', "-1 is not >= 0 - at $.odd", 8),
            ('{"odd": 128}', "128 is out of range for int8 - at $.odd", 8),
            ('{"odd": 6}', "6 is even - at $.odd", 8),
            ('{"odd": 0}', "ValueError - at $.odd", 8),
            ('{"odd": 99}', "expected Odd from its class, got str - at $.odd", 8),
            ('{"money": "-1"}', "no debts - at $.money", 10),
            ('{"money": "x"}', "'x' is not a Decimal - at $.money", 10),
            ('{"money": null}', "expected Money, got NoneType - at $.money", 10),
            ('{"point": [1, "x"]}', "expected float, got str - at $.point[1]", 14),
            ('{"point": [1, 2, 3 ]}', "too many values to unpack (expected 2) - at $.point", 19),
            ('{"point": 5}', "expected Point, got int - at $.point", 10),
            ('{"moneys": ["1", -5]}', "no debts - at $.moneys[1]", 17),
            ('{"either": 5}', "expected Path | bool | None, got int - at $.either", 11),
        ]
        for text, words, offset in cases:
            with self.subTest(text):
                error = self.invalid(words, load, text)
                self.assertEqual(error.offset, offset)
                self.invalid(words, self.foreign_types.Wallet.from_dict, json.loads(text))

    def test_the_cause(self):
        error = self.invalid("6 is even - at $.odd", self.foreign_types.Wallet.from_json, '{"odd":6}')
        self.assertEqual((type(error.__cause__), str(error.__cause__)), (ValueError, "6 is even"))

    def test_other_exceptions_pass(self):
        load = self.foreign_types.Wallet.from_json
        for text, category in (('{"odd":2}', KeyError), ('{"odd":4}', RuntimeError)):
            with self.assertRaises(category):
                load(text)
        # but what is no JSON is said first
        self.malformed("unexpected end of text", 8, load, '{"odd":2')
        self.malformed("extra data", 9, load, '{"odd":6}x')

    def test_encode_is_judged(self):
        m = self.foreign_types
        words = "Wallet.money: expected Decimal from encode(), got float"
        self.refused(TypeError, words, m.Wallet(Money(1.5)).to_json)
        self.refused(TypeError, words, m.Wallet(Money(1.5)).to_dict)
        words = "Wallet.money: Decimal('NaN') has no JSON spelling"
        self.refused(ValueError, words, m.Wallet(Money(Decimal("NaN"))).to_json)
        words = "Wallet.point[0]: expected float, got str"
        self.refused(TypeError, words, m.Wallet(point=Point(["x", 1])).to_json)
        self.refused(ValueError, "Wallet.odd: -3 is not >= 0", m.Wallet(odd=Odd(-3)).to_json)
        self.refused(OverflowError, "Wallet.odd: 129 is out of range for int8", m.Wallet(odd=Odd(129)).to_json)
        nothing = Money(1)
        del nothing.amount
        self.assertRaises(AttributeError, m.Wallet(nothing).to_json)

    def test_lists_may_have_changed(self):
        made = self.foreign_types.Wallet(moneys=[Money(Decimal(1))])
        made.moneys.append(5)
        self.refused(TypeError, "Wallet.moneys[1]: expected Money, got int", made.to_json)

    def test_functions_are_imported_when_needed(self):
        m = self.foreign_types
        self.assertEqual(m.Wrong().to_json(), b'{"maybe":null}')
        with self.assertRaises(AttributeError):
            m.Wrong(Point([1, 2])).to_json()

    def test_defaults_are_fresh(self):
        m = self.foreign_types
        first, second = m.Wallet(), m.Wallet()
        self.assertIsNot(first.money, second.money)
        self.assertEqual((first.money, first.point), (Money(Decimal("1.50")), Point([1.0, 2.0])))
        self.assertIsNot(m.Wallet.from_json("{}").money, m.Wallet.from_json("{}").money)
        words = "WrongDefault.odd: 8 is even"
        for call in (m.WrongDefault, lambda: m.WrongDefault.from_json("{}"), lambda: m.WrongDefault.from_dict({})):
            self.refused(ValueError, words, call)
        self.assertEqual(m.WrongDefault(Odd(5)).odd, Odd(5))

    def test_objects(self):
        m = self.foreign_types
        share = m.Share(fractions.Fraction(1, 2))
        self.assertEqual(hash(share), hash((fractions.Fraction(1, 2), (None, Odd(5)))))
        wallet = m.Wallet(Money(Decimal(3)))
        self.assertEqual(copy.deepcopy(wallet), wallet)
        self.assertIsNot(copy.deepcopy(wallet).money, wallet.money)
        self.assertEqual(pickle.loads(pickle.dumps(wallet)), wallet)
        self.assertEqual(repr(m.WrongDefault(Odd(5))), "WrongDefault(odd=Odd(5))")
        self.assertTrue(gc.is_tracked(wallet))
        self.assertEqual(typing.get_type_hints(m.File)["other"], Path | None)
        self.assertEqual(typing.get_type_hints(m.File)["paths"], dict[str, list[Path]])

    def test_json_schema(self):
        properties = self.foreign_types.Wallet.json_schema()["properties"]
        self.assertEqual(properties["point"], {"type": "array", "items": {"type": "number"}, "default": [1.0, 2.0]})
        self.assertEqual(self.foreign_types.File.json_schema()["properties"]["path"], {"type": "string", "description": "Where."})

    def test_import(self):
        name = "c" if IS_C else "python"
        for words, value in (("is not there", None), ("is no class", 5)):
            module = types.ModuleType("foreign")
            module.__dict__.update(vars(foreign))
            if value:
                module.Money = value
            else:
                del module.Money
            with installed(module):
                self.refused(
                    ImportError, f"foreign_types.Money: foreign:Money {words}", new_module, "foreign_types", name
                )


class Alike(Pair):
    VALUES = [
        # fmt: off
        None, ..., 0, 2, 4, 3, 6, 99, -1, 128, 1.5, "", "/a", "1/2", "x", "-1", True, [], [1, 2], [1, "x"], ["/a", 5], [3, 5], {"a": ["x"]},
        {"a": [1]}, {}, [None, 5], [None, 6], ["a", 5], {"x": 1, "y": 2}, {"x": 1}, Path("a"), Money(Decimal(1)), Money(1), Odd(3), Odd(-3),
        Point([1, 2]), [Money(Decimal(1))], [Money(1.5)], {Odd(3)}, {"a": [Path("b")]}, (None, Odd(5)), (Path("c"), Odd(-1)),
        fractions.Fraction(1, 3),
        # fmt: on
    ]

    def test_every_value_in_every_field(self):
        for name, record in self.records("foreign_types"):
            base = {"File": {"path": "/x"}, "Pair": {"x": 1, "y": 1}}.get(record, {})
            entered = {key: Path(value) if record == "File" else value for key, value in base.items()}
            for field in getattr(self.pair(name)[1], record).__slots__:
                for value in self.VALUES:
                    note = record, field, value
                    given, listed = {**entered, field: value}, {**base, field: value}
                    self.agree(name, lambda m: getattr(m, record)(**given), *note)
                    self.agree(name, lambda m: getattr(m, record)(**given).to_json(), *note)
                    self.agree(name, lambda m: getattr(m, record)(**given).to_dict(), *note)
                    self.agree(name, lambda m: getattr(m, record).from_dict(listed), *note)
                    try:
                        text = json.dumps(listed)
                    except TypeError:
                        continue
                    self.agree(name, lambda m: getattr(m, record).from_json(text), *note)
                    self.agree(name, lambda m: getattr(m, record).from_json(text + " x"), *note)

    def test_schemas(self):
        for name, record in self.records("foreign_types"):
            self.agree(name, lambda m, r=record: json.dumps(getattr(m, r).json_schema()), record)


if __name__ == "__main__":
    unittest.main()
