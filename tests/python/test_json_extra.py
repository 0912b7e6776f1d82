"""Unknown keys that are kept, defaults that are left out, NaN as null, strings that are shared."""

import gc
import json
import math
import pickle
import sys
import unittest

from pair import Pair
from support import IS_FREE_THREADED, ModuleCase, setUpModule

NAN = float("nan")


class Case(ModuleCase):
    modules = ("json_options",)

    def setUp(self):
        super().setUp()
        self.m = self.json_options

    def written(self, record, text):
        """The record's JSON text is that, as json.dumps() of its to_dict() is."""
        self.assertEqual(record.to_json(), text.encode())
        dumped = json.dumps(record.to_dict(), separators=(",", ":"), ensure_ascii=False)
        self.assertEqual(dumped, text)

    def not_written(self, category, words, record):
        """Neither call that encodes the record does, for that reason."""
        for call in (record.to_json, record.to_dict):
            self.refused(category, words, call)


class Extra(Case):
    def test_kept_and_written_back(self):
        text = '{"z":[1,{"a":null}],"bid":2.5,"a b":"\u20ac","":1.5,"next one":null,"\\n":true}'
        record = self.m.Open.from_json(text)
        kept = {"z": [1, {"a": None}], "a b": "\u20ac", "": 1.5, "\n": True}
        self.assertEqual((record.bid, record.rest), (2.5, kept))
        self.assertEqual(list(record.rest), list(kept))
        expected = '{"bid":2.5,"next one":null,"z":[1,{"a":null}],"a b":"\u20ac","":1.5,"\\n":true}'
        self.written(record, expected)
        self.assertEqual(self.m.Open.from_dict(json.loads(text)), record)
        self.assertEqual(self.m.Open.from_json(expected), record)

    def test_none(self):
        one, other = self.m.Open.from_json("{}"), self.m.Open()
        self.assertEqual((one.rest, one), ({}, other))
        self.assertIsNot(one.rest, other.rest)
        self.written(other, '{"bid":0.0,"next one":null}')
        self.written(self.m.OnlyExtra(), "{}")
        self.written(self.m.OnlyExtra({"a": 1}), '{"a":1}')

    def test_keys_of_fields_are_no_unknown_keys(self):
        record = self.m.Open.from_json('{"offer":1,"rest":2,"hidden":3,"others":4}')
        self.assertEqual((record.bid, record.hidden), (1.0, 0))
        self.assertEqual(record.rest, {"rest": 2, "hidden": 3, "others": 4})
        self.written(record, '{"bid":1.0,"next one":null,"rest":2,"hidden":3,"others":4}')

    def test_inherited(self):
        record = self.m.OpenMore.from_json('{"lastName":"x","last_name":"y","next one":{"q":1}}')
        self.assertEqual((record.last_name, record.rest, record.next.rest), ("x", {"last_name": "y"}, {"q": 1}))
        self.written(record, '{"bid":0.0,"next one":{"bid":0.0,"next one":null,"q":1},"lastName":"x","last_name":"y"}')

    def test_memory(self):
        kept = {"a": 1}
        record = self.m.Open(1.0, kept)
        self.assertIs(record.rest, kept)
        self.assertEqual(repr(record), "Open(bid=1.0, rest={'a': 1}, hidden=0, next=None)")
        self.assertEqual(pickle.loads(pickle.dumps(record)), record)
        self.refused(TypeError, "Open.rest: expected dict, got list", self.m.Open, 1.0, [])
        self.refused(TypeError, "Open.rest: expected str as key, got int", self.m.Open, 1.0, {1: 2})

    def test_twice(self):
        load = self.m.Open.from_json
        error = self.invalid("key 'a' appears twice - at $.a", load, '{"a":1, "\\u0061":2}')
        self.assertEqual(error.offset, 8)
        self.invalid("key 'a' appears twice - at $.x['a']", load, '{"x":{"a":1,"a":2}}')

    def test_values_are_judged_as_any(self):
        load = self.m.Open.from_json
        error = self.invalid("1e400 is out of range for float64 - at $.x[1]", load, '{"x":[0,1e400]}')
        self.assertEqual(error.offset, 8)
        self.invalid("1e400 is out of range for float64 - at $['x y'].z".replace(".z", "['z']"), load, '{"x y":{"z":1e400}}')
        self.invalid("expected JSON, got set - at $.x[0]", self.m.Open.from_dict, {"x": [set()]})
        self.malformed("expected a value", 5, load, '{"x":tru}')

    def test_what_cannot_be_written(self):
        Open = self.m.Open
        self.not_written(TypeError, "Open.rest['a'][1]: object of type range has no JSON spelling", Open(1.0, {"a": [0, range(1)]}))
        self.not_written(ValueError, "Open.rest['a']: nan has no JSON spelling", Open(1.0, {"a": NAN}))
        for key in ("bid", "offer", "next one"):
            self.not_written(ValueError, f"Open.rest: two keys are both '{key}' in JSON", Open(1.0, {"a": 1, key: 1}))
        record = Open(1.0, {})
        record.rest[1] = 2
        self.not_written(TypeError, "Open.rest: expected str as key, got int", record)
        for call in (record.to_json, record.to_dict):
            record.rest.clear()
            record.rest["\ud800"] = 1
            self.assertRaises(UnicodeEncodeError, call)

    def test_values(self):
        self.written(self.m.Open(1.0, {"a": (1, b"a"), "b": self.m.OnlyExtra({"c": 1})}),
                     '{"bid":1.0,"next one":null,"a":[1,"YQ=="],"b":{"c":1}}')  # fmt: skip

    def test_depth(self):
        fits = "[" * 499 + "]" * 499
        record = self.m.OnlyExtra.from_json('{"a":%s}' % fits)
        self.assertEqual(record.to_json(), b'{"a":%s}' % fits.encode())
        self.assert_raises_one("JSONDecodeError", self.m.OnlyExtra.from_json, '{"a":[%s]}' % fits)
        record.everything["a"] = [record.everything["a"]]
        self.not_written(ValueError, "OnlyExtra: nested deeper than 500 levels", record)
        self.invalid("nested deeper than 500 levels - at $.a" + "[0]" * 499, self.m.OnlyExtra.from_dict, record.everything)

    def test_cycles_are_collected(self):
        record = self.m.Open()
        record.rest["me"] = record
        self.not_written(ValueError, "Open: nested deeper than 500 levels", record)
        gc.collect()
        before = len(gc.get_objects())
        for _ in range(50):
            record = self.m.Open()
            record.rest["me"] = record
        del record
        gc.collect()
        self.assertLess(len(gc.get_objects()), before + 20)


class OmittedDefaults(Case):
    def test_all_defaults(self):
        self.written(self.m.Short("x"), '{"name":"x"}')
        self.assertEqual(self.m.Short.from_json('{"name":"x"}'), self.m.Short("x"))
        self.written(self.m.ShortRequired("x"), '{"name":"x"}')

    def test_values_that_differ(self):
        for field, value, text in (
            ("count", 2, "2"),
            ("price", 1.5, "1.5"),
            ("zero", -0.0, "-0.0"),
            ("flag", True, "true"),
            ("note", "", '""'),
            ("limit", None, "null"),
            ("level", 4, "4"),
            ("maybe", 0, "0"),
            ("tags", ["a"], '["a"]'),
            ("pairs", {}, "{}"),
            ("pairs", {"b": 2, "a": 1}, '{"b":2,"a":1}'),
            ("weights", [0.0, 1.0, 2.0], "[0.0,1.0,2.0]"),
            ("weights", [-0.0, 1.0], "[-0.0,1.0]"),
            ("any", 0.0, "0.0"),
            ("any", False, "false"),
            ("any", "0", '"0"'),
            ("any", [], "[]"),
            ("inner", self.m.Short("y"), '{"name":"y"}'),
        ):
            with self.subTest(field, value=value):
                record = self.m.Short("x", **{field: value})
                self.written(record, '{"name":"x","%s":%s}' % (field, text))
                self.assertEqual(self.m.Short.from_json(record.to_json()), record)

    def test_values_with_the_default_s_text(self):
        for field, value in (
            ("price", 1),
            ("zero", 1e-60),
            ("level", ...),
            ("weights", [0, True and 1]),
            ("pairs", {"a": 1, "b": 2}),
            ("tags", []),
            ("any", 0),
        ):
            with self.subTest(field, value=value):
                self.written(self.m.Short("x", **{field: value}), '{"name":"x"}')

    def test_absent(self):
        record = self.m.Short("x", level=...)
        self.assertEqual(self.m.Short.from_json(record.to_json()).level, 3)  # absent is the default's absence

    def test_whose_option_it_is(self):
        self.written(self.m.ShortMore("x").to_dict() and self.m.ShortOfLong(), "{}")
        self.assertIn(b'"count":1', self.m.ShortMore("x").to_json())
        self.written(self.m.ShortOfLong(5, "", {"a": 1}), '{"number":5,"a":1}')
        self.written(self.m.ShortOfLong(0, "x", {"a": 1}), '{"text":"x","a":1}')

    def test_what_cannot_be_written(self):
        self.not_written(ValueError, "Short.price: nan has no JSON spelling", self.m.Short("x", price=NAN))
        record = self.m.Short("x", tags=[])
        record.tags.append(5)
        self.not_written(TypeError, "Short.tags[0]: expected str, got int", record)

    def test_nested_and_in_arrays(self):
        Short = self.m.Short
        self.assertEqual(Short.to_json_array([Short("a"), Short("b", 2)]), b'[{"name":"a"},{"name":"b","count":2}]')
        self.assertEqual(Short.to_json_lines([Short("a")]), b'{"name":"a"}\n')

    def test_long_defaulted_records(self):
        record = self.m.Short("x" * 5000, tags=["y" * 5000])
        self.assertEqual(json.loads(record.to_json()), {"name": "x" * 5000, "tags": ["y" * 5000]})

    def test_python_subclass(self):
        Sub = type("Sub", (self.m.Short,), {})
        self.written(Sub("x"), '{"name":"x"}')


class NanAsNull(Case):
    def same(self, value, expected):
        self.assertEqual((type(value), repr(value)), (type(expected), repr(expected)))

    def test_written(self):
        record = self.m.Nan(NAN, absent=NAN, items=[NAN, 1], by_key={"a": NAN}, deep={"a": [NAN, 2]})
        self.written(
            record,
            '{"value":null,"single":null,"boxed":null,"optional":null,"absent":null,"items":[null,1.0],'
            '"by_key":{"a":null},"optionals":[],"deep":{"a":[null,2.0]},"any":null,"number":0}',
        )
        self.written(self.m.NanShort(1.5), '{"value":1.5}')
        self.written(self.m.NanShort(NAN), "{}")

    def test_read(self):
        text = (
            '{"value":null,"single":null,"boxed":null,"optional":null,"absent":null,"items":[null],'
            '"by_key":{"a":null},"optionals":[null],"deep":{"a":[null]},"any":null}'
        )
        for record in (self.m.Nan.from_json(text), self.m.Nan.from_dict(json.loads(text))):
            for value in (record.value, record.single, record.boxed, record.absent, record.items[0],
                          record.by_key["a"], record.deep["a"][0]):  # fmt: skip
                self.same(value, NAN)
            self.assertEqual((record.optional, record.optionals, record.any), (None, [None], None))
        self.assertIsNone(self.m.Nan.from_json('{"value":1,"deep":null}').deep)

    def test_defaults(self):
        for record in (self.m.Nan(1.0), self.m.Nan.from_json('{"value":1}')):
            self.same(record.single, NAN)
            self.same(record.boxed, NAN)
            self.same(record.items, [NAN, 1.0])
        self.assertIs(self.m.Nan(1.0).absent, ...)
        self.assertEqual(hash(self.m.NanShort(NAN)), hash((0, 0.0)))

    def test_infinities_are_errors(self):
        self.not_written(ValueError, "Nan.value: inf has no JSON spelling", self.m.Nan(math.inf))
        self.not_written(ValueError, "Nan.boxed: -inf has no JSON spelling", self.m.Nan(1.0, boxed=-math.inf))
        self.not_written(ValueError, "Nan.items[1]: inf has no JSON spelling", self.m.Nan(1.0, items=[NAN, math.inf]))

    def test_nan_elsewhere_is_an_error(self):
        Nan = self.m.Nan
        self.not_written(ValueError, "Nan.optional: nan has no JSON spelling", Nan(1.0, optional=NAN))
        self.not_written(ValueError, "Nan.optionals[0]: nan has no JSON spelling", Nan(1.0, optionals=[NAN]))
        self.not_written(ValueError, "Nan.any: nan has no JSON spelling", Nan(1.0, any=NAN))
        self.not_written(ValueError, "NanMore.other: nan has no JSON spelling", self.m.NanMore(1.0, other=NAN))
        self.invalid("expected float, got NoneType - at $.other", self.m.NanMore.from_json, '{"value":null,"other":null}')
        self.invalid("expected int, got NoneType - at $.number", Nan.from_json, '{"value":1,"number":null}')

    def test_from_dict_takes_none(self):
        self.invalid("nan has no JSON spelling - at $.value", self.m.Nan.from_dict, {"value": NAN})
        self.malformed("expected a value", 9, self.m.Nan.from_json, '{"value":NaN}')

    def test_other_types(self):
        Nan = self.m.Nan
        for text, words in (
            ('{"value":"1"}', "expected float, got str - at $.value"),
            ('{"value":false}', "expected float, got bool - at $.value"),
            ('{"value":1,"absent":[]}', "expected float | ..., got list - at $.absent"),
            ('{"value":1,"single":1e39}', "1e+39 is out of range for float32 - at $.single"),
            ('{"value":1,"items":[nul]}', None),
        ):
            if words:
                self.invalid(words, Nan.from_json, text)
            else:
                self.assert_raises_one("JSONDecodeError", Nan.from_json, text)
        self.refused(TypeError, "Nan.value: expected float, got NoneType", Nan, None)
        self.refused(TypeError, "Nan.items[0]: expected float, got NoneType", Nan, 1.0, items=[None])

    def test_schema(self):
        properties = self.m.Nan.json_schema()["properties"]
        self.assertEqual(properties["value"], {"type": ["number", "null"]})
        self.assertEqual(properties["items"]["items"], {"type": ["number", "null"]})


class Interned(Case):
    def test_texts(self):
        for text in ("", "a", "AAPL", "x" * 32, "x" * 33, "\u20ac", "\xe9", 'a"\\\n', "\U0001f600"):
            for _ in range(2):
                record = self.m.Interned.from_json(json.dumps({"symbol": text, "venue": text, "side": text}))
                self.assertEqual((record.symbol, record.venue, record.side), (text, text, text))
                record = self.m.Interned.from_dict({"symbol": text, "venue": text})
                self.assertEqual((record.symbol, record.venue, record.side), (text, text, ...))

    @unittest.skipIf(IS_FREE_THREADED, "no cache is shared by threads there")
    def test_short_ones_are_shared(self):
        data = json.dumps([{"symbol": "AAPL", "venue": "XNAS"} for _ in range(1000)])
        records = self.m.Interned.from_json_array(data)
        self.assertEqual(len({id(record.symbol) for record in records}), 1)
        self.assertEqual(len({id(record.venue) for record in records}), 1)

    def test_memory_is_bounded(self):
        data = "".join('{"symbol":"some text %d"}\n' % number for number in range(20000))
        self.m.Interned.from_json_lines(data)
        before = sys.getallocatedblocks() if hasattr(sys, "getallocatedblocks") else 0
        for start in range(4):
            self.m.Interned.from_json_lines(data.replace("some", f"text {start}"))
        after = sys.getallocatedblocks() if hasattr(sys, "getallocatedblocks") else 0
        self.assertLess(after - before, 2000)

    def test_other_types(self):
        load = self.m.Interned.from_json
        self.invalid("expected str, got int - at $.symbol", load, '{"symbol":1}')
        self.invalid("expected str, got list - at $.symbol", load, '{"symbol":[]}')
        self.invalid("expected str | None, got dict - at $.venue", load, '{"symbol":"","venue":{}}')
        self.invalid("expected str | ..., got NoneType - at $.side", load, '{"symbol":"","side":null}')
        self.malformed("unterminated string", 10, load, '{"symbol":"a')
        self.malformed("invalid UTF-8", 11, load, b'{"symbol":"\xff"}')
        self.malformed("lone surrogate", 11, load, '{"symbol":"\\ud800"}')
        self.assertIsNone(load('{"symbol":"","venue":null}').venue)

    def test_memory_is_not_concerned(self):
        self.assertEqual(self.m.Interned("a").to_json(), b'{"symbol":"a","venue":null,"plain":""}')
        self.assertEqual(self.m.Interned.json_schema()["properties"]["symbol"], {"type": "string"})


class Agree(Pair):
    """C and twin, on values and documents of all sorts."""

    VALUES = (0, 1, -1, 1.0, 0.0, -0.0, True, None, "", "x", [], [None], [1, "a"], {}, {"a": None}, {"a": [None]},
              {"x": 1}, [0.0, 1.0], {"a": 1, "b": 2}, 1e39, 5, 3, ..., NAN, math.inf, {1: 2}, {"bid": 1})  # fmt: skip

    def test_fields(self):
        """Each value in each field: in memory, out to JSON, and back in."""
        for _, record in self.records("json_options"):
            names = self.pair("json_options")[1].__dict__[record].__match_args__
            for field in names:
                for value in self.VALUES:

                    def call(module):
                        class_ = getattr(module, record)
                        required = {"name": "n", "value": 1.0, "bid": 1.0, "symbol": "s", "first_name": "f"}
                        given = {name: required[name] for name in required if name in names}
                        made = class_(**{**given, field: value})
                        return made, made.to_json(), made.to_dict(), class_.from_json(made.to_json())

                    self.agree("json_options", call, record, field, value)

    def test_documents(self):
        records = [record for _, record in self.records("json_options")]
        keys = ("bid", "rest", "next one", "count", "name", "value", "items", "deep", "symbol", "any", "x")
        for record in records:
            for key in keys:
                for value in self.VALUES:
                    if value is ... or isinstance(value, dict) and 1 in value:
                        continue
                    given = {"name": "n", "value": 1, "bid": 1, "symbol": "s", key: value, "other": value}
                    text = json.dumps(given)
                    for call in (
                        lambda m: getattr(m, record).from_json(text),
                        lambda m: getattr(m, record).from_json(text).to_json(),
                        lambda m: getattr(m, record).from_dict(given),
                    ):
                        self.agree("json_options", call, record, text)

    def test_signatures(self):
        import inspect

        for _, record in self.records("json_options"):
            self.agree("json_options", lambda m: str(inspect.signature(getattr(m, record))).replace("json_options.", ""), record)


if __name__ == "__main__":
    unittest.main()
