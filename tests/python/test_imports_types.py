"""Named types, foreign classes, open and existing enums of another schema; and a twin whose imports are compiled."""

import copy
import json
import pickle
import unittest
from pathlib import PurePosixPath

from imports_classes import Place, Status
from support import (
    IS_C,
    IS_CPYTHON,
    ModuleCase,
    installed,
    load,
    load_all,
    new_module,
    outcome,
    path_of,
    setUpModule,  # noqa: F401
)


class TypesCase(ModuleCase):
    modules = ("imports_common", "imports_market", "imports_fields")

    def setUp(self):
        super().setUp()
        self.common, self.market, self.fields = self.imports_common, self.imports_market, self.imports_fields


class NamedTypes(TypesCase):
    def test_constraints_are_those_of_the_other_schema(self):
        Typed, refused = self.fields.Typed, self.refused
        refused(ValueError, "Typed.amount: -1.0 is not >= 0", Typed, -1.0)
        refused(ValueError, "Typed.least: 0.5 is not >= 1", Typed, least=0.5)
        refused(ValueError, "Typed.least: -1.0 is not >= 0", Typed, least=-1)
        refused(ValueError, "Typed.own: 11.0 is not <= 10", Typed, own=11)
        refused(ValueError, "Typed.own: -1.0 is not >= 0", Typed, own=-1)
        refused(ValueError, "Typed.maybe: -1.0 is not >= 0", Typed, maybe=-1)
        refused(ValueError, "Typed.cells[1]: -2.0 is not >= 0", Typed, cells=[1.0, -2.0])
        refused(ValueError, "Typed.cells: length 4 is not <= 3", Typed, cells=[1.0] * 4)
        refused(ValueError, "Typed.code: 'a' does not match '^[A-Z]+$'", Typed, code="a")
        refused(ValueError, "Typed.codes[0]: length 6 is not <= 5", Typed, codes=["ABCDEF"])
        record = Typed(amount=20.0)
        refused(ValueError, "Typed.amount: -3.0 is not >= 0", setattr, record, "amount", -3.0)
        error = self.invalid("-3.0 is not >= 0 - at $.amount", Typed.from_json, b'{"amount":-3.0}')
        self.assertEqual((type(error), error.offset), (self.fields.ValidationError, 10))
        self.invalid("-1.0 is not >= 0 - at $.by_status['new']", Typed.from_dict, {"by_status": {"new": -1}})

    def test_foreign_classes(self):
        record = self.fields.Typed()
        self.assertEqual((record.place, record.other), (PurePosixPath("x/y"), Place("X")))
        self.assertEqual(self.fields.Typed.from_json(record.to_json()), record)
        self.refused(TypeError, "Typed.place: expected Place, got Place", self.fields.Typed, place=Place("X"))
        self.refused(TypeError, "Typed.other: expected Place, got PurePosixPath", self.fields.Typed, other=record.place)
        self.invalid("'x' does not match '^[A-Z]+$' - at $.other", self.fields.Typed.from_json, '{"other":"x"}')
        self.assertIs(self.fields.Typed.__annotations__["place"], PurePosixPath)
        self.assertIs(self.fields.Typed.__annotations__["other"], Place)

    def test_open_and_existing_enums(self):
        Typed, common = self.fields.Typed, self.common
        record = Typed()
        self.assertEqual((record.mood, record.rank, record.status), ("new", common.Rank.FIRST, Status.OLD))
        self.assertIs(Typed(mood="bad").mood, common.Mood.bad)
        self.assertIs(type(Typed(rank=3).rank), int)
        self.assertEqual(Typed.__annotations__["mood"], common.Mood | str)
        record = Typed(by_status={Status.NEW: 1.0}, mood="odd", rank=10**30)
        self.assertEqual(Typed.from_json(record.to_json()), record)
        self.assertEqual(record.to_dict()["by_status"], {"new": 1.0})
        self.refused(TypeError, "Typed.status: expected Status, got str", Typed, status="new")
        self.invalid("'x' is not a valid Status - at $.status", Typed.from_json, '{"status":"x"}')

    def test_a_derived_record_keeps_the_types_of_its_base(self):
        Offer = self.market.Offer
        offer = Offer(amount=1000.0, top=100.0)
        self.assertEqual((offer.place, offer.at), (PurePosixPath("a/b"), Place("here")))
        self.assertEqual((offer.made, offer.rank), ([7.0], self.common.Rank.SECOND))
        self.refused(ValueError, "Offer.amount: -1.0 is not >= 0", Offer, amount=-1.0)
        self.refused(ValueError, "Offer.top: 101.0 is not <= 100", Offer, top=101)
        self.assertEqual(Offer(top=-1).top, -1.0)
        self.refused(ValueError, "Offer.again: 50.0 is not < 50", Offer, again=50)
        self.refused(ValueError, "Offer.again: -1.0 is not >= 0", Offer, again=-1)
        self.refused(TypeError, "Offer.at: expected Place, got PurePosixPath", Offer, at=offer.place)
        self.refused(TypeError, "Offer.place: expected Place, got Place", Offer, place=offer.at)
        for copied in (
            Offer.from_json(offer.to_json()),
            Offer.from_dict(offer.to_dict()),
            copy.deepcopy(offer),
            pickle.loads(pickle.dumps(offer)),
        ):
            self.assertEqual(copied, offer)
        self.assertEqual(json.loads(offer.to_json()), offer.to_dict())

    def test_schema(self):
        properties = self.fields.Typed.json_schema()["properties"]
        self.assertEqual(
            properties["amount"], {"type": "number", "minimum": 0, "description": "Never less than nothing.", "default": 1.0}
        )
        self.assertEqual(properties["own"]["maximum"], 10)
        self.assertEqual(properties["mood"]["$ref"], "#/$defs/imports_common.Mood")
        self.assertEqual(properties["status"]["$ref"], "#/$defs/imports_common.Status")


CURRENCY = {"code": "EUR"}
DOCUMENTS = [
    {"money": {"amount": 1}},
    {"money": {"amount": 1, "currency": CURRENCY, "level": 2, "cents": -5, "tags": ["a", "é"], "note": "n"}},
    {"money": {"amount": 1}, "note": {"amount": 2}, "any": [1, {"a": [None, 1.5, True]}, "x"]},
    {"money": {"amount": 1}, "prices": [None, {"amount": 2}], "by_code": {"a b": CURRENCY}},
    {"money": {"amount": 1}, "shape": {"kind": "circle", "radius": 2}, "either": {"kind": "square"}},
    {"money": {"amount": 1}, "shape": {"kind": "strange", "name": "n"}, "either": {"kind": "dot", "at": 1}},
    {"money": {"amount": 1}, "mixed": {"x": 5}, "named": {"name": "n", "number": 1}},
    {"money": {"amount": 1}, "mixed": "text", "typed": {"amount": 5, "mood": "odd", "status": "new", "rank": 7}},
    {"money": {"amount": 1}, "mixed": [1, 2], "priced": {"code": "ABC", "cells": [1, 2], "mood": "bad", "place": "p/q"}},
    {},
    {"money": 5},
    {"money": {}},
    {"money": {"amount": "x"}},
    {"money": {"amount": 1, "currency": {"code": "EUR", "digits": 256}}},
    {"money": {"amount": 1, "currency": []}},
    {"money": {"amount": 1, "tags": ["a", 5]}},
    {"money": {"amount": 1}, "prices": [None, {"amount": 1}, {"amount": None}]},
    {"money": {"amount": 1}, "prices": [5]},
    {"money": {"amount": 1}, "by_code": {"a b": {"code": 1}}},
    {"money": {"amount": 1}, "shape": {"radius": 2}},
    {"money": {"amount": 1}, "shape": {"kind": 5}},
    {"money": {"amount": 1}, "shape": 5},
    {"money": {"amount": 1}, "shape": {"kind": "circle", "radius": []}},
    {"money": {"amount": 1}, "either": {"kind": "none"}},
    {"money": {"amount": 1}, "either": {"kind": "circle", "radius": "x", "name": 5}},
    {"money": {"amount": 1}, "mixed": {"x": "y"}},
    {"money": {"amount": 1}, "mixed": True},
    {"money": {"amount": 1}, "note": None},
    {"money": {"amount": 1}, "named": {"name": ""}},
    {"money": {"amount": 1}, "typed": {"amount": -1}},
    {"money": {"amount": 1}, "priced": {"amount": -1}},
    {"money": {"amount": 1}, "priced": {"cells": [1, 2, 3, 4]}},
    {"money": {"amount": 1}, "priced": {"status": "x"}},
]


@unittest.skipIf(IS_C, "of the twin, which takes compiled modules, too")
@unittest.skipUnless(IS_CPYTHON, "compiled modules are CPython's")
class TwinOnCompiled(ModuleCase):
    """What a twin does whose imports are compiled is what it does among twins."""

    @classmethod
    def setUpClass(cls):
        if not path_of("imports_common", "c").exists():
            raise unittest.SkipTest("nothing is compiled")
        cls.common = {kind: load("imports_common", kind) for kind in ("c", "python")}
        cls.twins = {}
        for kind, common in cls.common.items():
            with installed(common):
                cls.twins[kind] = new_module("imports_fields", "python", imports=kind)

    def both(self, call):
        """The outcome of call(common, fields), which must be the same."""
        found = []
        for kind, fields in self.twins.items():
            with installed(self.common[kind], fields):
                found.append(outcome(call, self.common[kind], fields))
        self.assertEqual(*found)
        return found[0]

    def test_documents(self):
        for document in DOCUMENTS:
            text = json.dumps(document, indent=1, ensure_ascii=False)
            lines = json.dumps(document)
            with self.subTest(lines):
                for call in (
                    lambda common, fields: fields.Holder.from_json(text),
                    lambda common, fields: fields.Holder.from_json(text.encode()),
                    lambda common, fields: fields.Holder.from_json_array(f"[{text},\n {text}]"),
                    lambda common, fields: fields.Holder.from_json_lines(f"{lines}\n\n{lines}\n"),
                    lambda common, fields: fields.Holder.from_dict(document),
                    lambda common, fields: fields.Holder.from_dict(document, strict=False),
                    lambda common, fields: fields.Holder.from_json(text).to_json(),
                    lambda common, fields: fields.Holder.from_json(text).to_dict(),
                    lambda common, fields: pickle.loads(pickle.dumps(fields.Holder.from_json(text))),
                    lambda common, fields: copy.deepcopy(fields.Holder.from_json(text)),
                ):
                    self.both(call)

    def test_duplicates_and_malformed(self):
        for text in (
            '{"money":{"amount":1, "amount":2}}',
            '{"money":{"amount":1},"by_code":{"a":{"code":"x"}, "a":{"code":"x"}}}',
            '{"money":{"amount":1},"prices":[null, {"amount":1 "x"}]}',
            '{"money":{"amount":1e999}}',
            '{"money":{"amount":1},"shape":{"kind":"circle","kind":"circle"}}',
            '{"money":{"amount":NaN}}',
            '{"money":{"amount":1,"x":[[[]]]}}',
            '{"money":{"amount":1},"either":{"radius":1, "kind":"circle"}}',
        ):
            with self.subTest(text):
                self.both(lambda common, fields: fields.Holder.from_json(text))

    def test_text_for_numbers(self):
        row = {"money": {"amount": "1.5", "cents": "", "currency": ""}, "typed": {"amount": "2"}}
        self.both(lambda common, fields: fields.Holder.from_dict(row, strict=False))
        row = {"money": {"amount": "x"}}
        self.both(lambda common, fields: fields.Holder.from_dict(row, strict=False))

    def test_values(self):
        calls = (
            lambda common, fields: fields.Holder(5),
            lambda common, fields: fields.Holder(common.Money(1.0), prices=[common.Money(2.0), 5]),
            lambda common, fields: fields.Holder(common.Money(float("nan"))).to_json(),
            lambda common, fields: fields.Holder(common.Money(1.0), any=[common.Money(1.0), {"k": common.Box()}]).to_json(),
            lambda common, fields: fields.Holder(common.Money(1.0), any={common.Money(1.0): 1}).to_json(),
            lambda common, fields: fields.Holder(common.Money(1.0), any=common.Named("n")).to_dict(),
            lambda common, fields: fields.Holder(common.Money(1.0), shape=common.Circle("c", 1.0)).to_json(),
            lambda common, fields: fields.Holder(common.Money(1.0), shape=common.Money(1.0)),
            lambda common, fields: fields.Holder(common.Money(1.0), either=common.Odd()),
            lambda common, fields: fields.Typed(status=Status.NEW, mood=common.Mood.bad).to_json(),
            lambda common, fields: repr(fields.Holder(common.Money(1.0))),
            lambda common, fields: hash(fields.Holder(common.Money(1.0))),
            lambda common, fields: fields.Holder(common.Money(1.0)) == fields.Holder(common.Money(1.0)),
            lambda common, fields: sorted(fields.Holder.json_schema()["$defs"].items()),
            lambda common, fields: fields.Holder.json_schema()["properties"],
        )
        for index, call in enumerate(calls):
            with self.subTest(index):
                self.both(call)

    def test_a_cycle_through_both(self):
        def cycle(common, fields):
            box = common.Box()
            holder = fields.Holder(common.Money(1.0), any=box)
            box.any = holder
            return holder.to_json()

        found = []
        for kind, fields in self.twins.items():
            with installed(self.common[kind], fields):
                found.append(outcome(cycle, self.common[kind], fields))
        self.assertEqual(found[1], ("ValueError", "Holder: nested deeper than 500 levels", {}))
        # a compiled module does not know the records of a twin
        self.assertEqual(found[0], ("TypeError", "Box.any: object of type Holder has no JSON spelling", {}))

    def test_depth(self):
        for depth in (496, 497, 498, 499):
            text = '{"money":{"amount":1},"any":' + "[" * depth + "]" * depth + "}"
            self.both(lambda common, fields: fields.Holder.from_json(text).to_json())

        def deep(common, fields, levels):
            nested = []
            for _ in range(levels):
                nested = [nested]
            return fields.Holder(common.Money(1.0), any=common.Box(any=nested)).to_json()

        for levels in (496, 497, 498):
            self.both(lambda common, fields: deep(common, fields, levels))

    def test_records_that_extend_compiled_ones_are_refused(self):
        with self.assertRaises(ImportError) as caught:
            new_module("imports_market", "python", imports="c")
        words = str(caught.exception)
        self.assertIn(str(path_of("imports_market", "python")), words)
        self.assertIn(str(path_of("imports_common", "c")), words)


@unittest.skipUnless(IS_C and IS_CPYTHON, "of compiled modules")
class Pickles(ModuleCase):
    def test_each_implementation_reads_those_of_the_other(self):
        all_of = {kind: load_all("imports_third", kind) for kind in ("c", "python")}

        def dumps(modules):
            common, market, third = modules
            with installed(*modules):
                price = third.Third(1.0, common.Currency("EUR"), common.Level.LOW, box=common.Box([common.Money(2.0)]))
                return pickle.dumps([price, market.Offer(cells=[1.0]), market.Plain("n", 1), market.Link()])

        for kind, modules in all_of.items():
            other = all_of["python" if kind == "c" else "c"]
            with installed(*modules):
                made = pickle.loads(dumps(other))
                self.assertIs(type(made[0]), modules[-1].Third)
                self.assertEqual(repr(made), repr(pickle.loads(dumps(modules))))
                self.assertIs(type(made[0].box.items[0]), modules[0].Money)


@unittest.skipUnless(IS_C, "of compiled modules")
class CompiledOnTwin(ModuleCase):
    def test_is_refused(self):
        for name in ("imports_fields", "imports_market"):
            with self.assertRaises(ImportError) as caught:
                new_module(name, "c", imports="python")
            words = str(caught.exception)
            self.assertRegex(words, "is compiled and imports .*, which is not: compile both, or load both as Python with")
            self.assertIn(str(path_of(name, "c")), words)
            self.assertIn(str(path_of("imports_common", "python")), words)


if __name__ == "__main__":
    unittest.main()
