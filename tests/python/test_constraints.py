"""Constraints: checked wherever a value enters, in the order gt ge lt le multiple_of min_length max_length
pattern, those of a named type before those of the field."""

import copy
import json
import pickle
import random
import re
import time
import unittest
from fractions import Fraction

from pair import Pair
from support import IS_C, ModuleCase, setUpModule
from values import NAMES

NAN, INF = float("nan"), float("inf")

# What the ends of Ints allow: field, values inside, values outside with the words for them.
ENDS = [
    ("int8", (-127, 126), ((-128, "> -128"), (127, "< 127"))),
    ("int16", (-32768, 32767), ()),
    ("int32", (-(2**31) + 1, 2**31 - 2), ((-(2**31), "> -2147483648"), (2**31 - 1, "< 2147483647"))),
    (
        "int64",
        (-(2**63) + 1, 2**63 - 2),
        ((-(2**63), "> -9223372036854775808"), (2**63 - 1, "< 9223372036854775807")),
    ),
    ("uint8", (1, 254), ((0, "> 0"), (255, "< 255"))),
    ("uint16", (1, 65534), ((0, ">= 1"), (65535, "<= 65534"))),
    ("uint32", (1, 2**32 - 2), ((0, "> 0"), (2**32 - 1, "< 4294967295"))),
    (
        "uint64",
        (2**63 + 1, 2**64 - 2),
        ((0, "> 9223372036854775808"), (2**63, "> 9223372036854775808"), (2**64 - 1, "< 18446744073709551615")),
    ),
    (
        "int",
        (-(10**20), 10**20),
        ((-(10**20) - 1, ">= -100000000000000000000"), (10**20 + 1, "<= 100000000000000000000")),
    ),
    ("sevens", (0, 7 * 10**21, -21 * 10**21), ((7, "a multiple of 7000000000000000000000"),)),
    ("byte", (0, 16, 240), ((8, "a multiple of 16"), (255, "a multiple of 16"))),
    ("wide", (0, 10**19), ((1, "a multiple of 10000000000000000000"),)),
]


class Entering(ModuleCase):
    modules = ("constraints",)

    def trade(self, **values):
        return self.constraints.Trade(**{"bid": 1, "ask": 2, **values})

    def test_constructor(self):
        made = self.trade(bid=0, ask=1000, code="ABCDEFGH", size=500, lots=-7, few=[1, 2, 3], limit=1)
        self.assertEqual((made.bid, made.ask, made.size, made.limit), (0.0, 1000.0, 500, 1.0))
        cases = [
            ("bid", -1, "-1.0 is not >= 0"),
            ("bid", -1e-300, "-1e-300 is not >= 0"),
            ("bid", NAN, "nan is not >= 0"),
            ("ask", -0.5, "-0.5 is not >= 0"),
            ("ask", 1000.5, "1000.5 is not <= 1000"),
            ("code", "A", "length 1 is not >= 2"),
            ("code", "ABCDEFGHI", "length 9 is not <= 8"),
            ("code", "ab", "'ab' does not match '^[A-Z]'"),
            ("note", "ab", "'ab' does not match '^[A-Z]'"),
            ("size", 0, "0 is not > 0"),
            ("size", 501, "501 is not <= 500"),
            ("lots", 8, "8 is not a multiple of 7"),
            ("few", [], "length 0 is not >= 1"),
            ("few", [1, 2, 3, 4], "length 4 is not <= 3"),
            ("capped", 6, "6.0 is not <= 5"),
            ("capped", -1, "-1.0 is not >= 0"),
            ("limit", 10, "10.0 is not < 10"),
            ("limit", 0.5, "0.5 is not >= 1"),
        ]
        for field, value, words in cases:
            with self.subTest(field=field, value=value):
                self.refused(ValueError, f"Trade.{field}: {words}", self.trade, **{field: value})

    def test_type_comes_first(self):
        cases = [
            ("bid", "x", TypeError, "expected float, got str"),
            ("note", 1, TypeError, "expected str | None, got int"),
            ("size", 70000, OverflowError, "70000 is out of range for uint16"),
            ("few", (1,), TypeError, "expected list, got tuple"),
            ("limit", "x", TypeError, "expected float | ..., got str"),
            ("capped", "x", TypeError, "expected float | None, got str"),
        ]
        for field, value, category, words in cases:
            self.refused(category, f"Trade.{field}: {words}", self.trade, **{field: value})
        self.refused(TypeError, "Trade.few[3]: expected int, got str", self.trade, few=[1, 2, 3, "x"])

    def test_none_and_absent_are_free(self):
        made = self.trade(note=None, capped=None, limit=...)
        self.assertEqual((made.note, made.capped, made.limit), (None, None, ...))

    def test_assignment_changes_nothing_when_refused(self):
        made = self.trade(bid=3, few=[1, 2])
        self.refused(ValueError, "Trade.bid: -1.0 is not >= 0", setattr, made, "bid", -1)
        self.refused(ValueError, "Trade.few: length 0 is not >= 1", setattr, made, "few", [])
        self.refused(ValueError, "Trade.code: length 1 is not >= 2", setattr, made, "code", "A")
        self.assertEqual((made.bid, made.few, made.code), (3.0, [1, 2], "AB"))
        made.bid, made.code = 4, "XYZ"
        self.assertEqual((made.bid, made.code), (4.0, "XYZ"))

    def test_every_way_of_storing(self):
        ways = self.constraints.Ways
        for name in ("plain", "optional", "boxed", "both", "absent"):
            made = ways(**{name: 5})
            self.assertEqual(getattr(made, name), 5)
            for value, words in ((6, "6 is not <= 5"), (-6, "-6 is not >= -5")):
                self.refused(ValueError, f"Ways.{name}: {words}", setattr, made, name, value)
                self.refused(ValueError, f"Ways.{name}: {words}", ways, **{name: value})
                self.invalid(f"{words} - at $.{name}", ways.from_json, json.dumps({name: value}))
                self.invalid(f"{words} - at $.{name}", ways.from_dict, {name: value})
            self.assertEqual(getattr(made, name), 5)
        made = ways(optional=None, both=None, absent=...)
        self.assertEqual((made.optional, made.both, made.absent), (None, None, ...))
        made.absent = -5
        self.assertEqual(ways.from_json(made.to_json()), made)

    def test_items(self):
        ways = self.constraints.Ways
        self.refused(ValueError, "Ways.items[1]: 6 is not <= 5", ways, items=[1, 6])
        self.refused(ValueError, "Ways.pairs['a b']: -6 is not >= -5", ways, pairs={"a b": -6})
        self.invalid("6 is not <= 5 - at $.items[1]", ways.from_json, '{"items":[1,6]}')
        self.invalid("6 is not <= 5 - at $.pairs['a b']", ways.from_json, '{"pairs":{"a b":6}}')
        self.assertEqual(ways(pairs={"a": None}).pairs, {"a": None})
        made = self.trade(prices=[1, 2.5], lookup={"x": 0})
        self.assertEqual(made.to_json(), type(made).from_json(made.to_json()).to_json())

    def test_ends_of_integers(self):
        ints = self.constraints.Ints
        for name, inside, outside in ENDS:
            for value in inside:
                self.assertEqual(getattr(ints(**{name: value}), name), value)
                self.assertEqual(getattr(ints.from_json(json.dumps({name: value})), name), value)
            for value, words in outside:
                with self.subTest(name=name, value=value):
                    self.refused(ValueError, f"Ints.{name}: {value} is not {words}", ints, **{name: value})
                    self.invalid(
                        f"{value} is not {words} - at $.{name}", ints.from_json, json.dumps({name: value})
                    )

    def test_floats(self):
        floats = self.constraints.Floats
        cases = [
            ("unit", (0, 1, -0.0, 5e-324), ((-5e-324, ">= 0"), (1.0000000000000002, "<= 1"), (INF, "<= 1"))),
            ("open", (5e-324, 0.9999999999999999), ((0.0, "> 0"), (-0.0, "> 0"), (1.0, "< 1.0"))),
            ("tiny", (1.1e-9,), ((1e-9, "> 1e-09"), (-INF, "> 1e-09"))),
            ("huge", (9007199254740991.0,), ((9007199254740992.0, "< 9007199254740992.0"),)),
            ("quarter", (0.25, -0.75, 1e300, 0.0), ((0.1, "a multiple of 0.25"), (INF, "a multiple of 0.25"))),
            ("maybe", (0.5, None), ((0.25, "a multiple of 0.5"), (NAN, "a multiple of 0.5"))),
        ]
        for name, inside, outside in cases:
            for value in inside:
                self.assertEqual(getattr(floats(**{name: value}), name), value)
            for value, words in (*outside, (NAN, outside[0][1])):
                with self.subTest(name=name, value=value):
                    self.refused(
                        ValueError, f"Floats.{name}: {value!r} is not {words}", floats, **{name: value}
                    )
        # what is compared is the float32 that is stored
        self.assertLess(floats(single=0.0999999).single, 0.1)
        words = "0.10000000149011612 is not <= 0.1"
        self.refused(ValueError, f"Floats.single: {words}", floats, single=0.1)
        self.invalid(f"{words} - at $.single", floats.from_json, '{"single":0.1}')

    def test_multiples_of_decimals(self):
        """Against fractions, which are exact."""
        generator = random.Random(20240229)
        for field, divisor in (("cents", "0.01"), ("large", "7E+30")):
            for _ in range(1000):
                digits = generator.choice(("0", "7", "21", "49", "700", "123400", str(7 * generator.getrandbits(99))))
                zeros = "0" * generator.choice((0, 1, 2, 17, 18, 19, 100, 101))
                text = f"{digits}{zeros}E{generator.randrange(-len(zeros) - 4, 40)}"
                value = NAMES["Decimal"](text)
                is_multiple = Fraction(value) % Fraction(divisor) == 0
                found = self.outcome_of(lambda: self.constraints.Decimals(**{field: value}))
                self.assertEqual(found, is_multiple or "ValueError", (field, text))

    def outcome_of(self, call):
        try:
            return call() is not None
        except Exception as error:
            return type(error).__name__

    def test_decimals_of_many_digits(self):
        """In time that is not quadratic in their number: they were 20 seconds and more."""
        start = time.process_time()
        many = "1" * 400_000
        for digits, words in ((many, "7E+30 - at $.large"), (f"{many}.{'0' * 400_000}1", "0.01 - at $.cents")):
            data = json.dumps({"cents": digits, "large": digits})
            error = self.assert_raises_one("ValidationError", self.constraints.Decimals.from_json, data)
            self.assertEqual(str(error), f"Decimal('{'1' * 48}... is not a multiple of {words}")
        self.assertLess(time.process_time() - start, 4)

    def test_decimals(self):
        decimals, decimal = self.constraints.Decimals, NAMES["Decimal"]
        huge, tiny = decimal("1E+999999999999999999"), decimal("1E-999999999999999999")
        cases = [
            ("price", ("0", "-0", "999.99", "1E-1000"), ("-1E-1000", "NaN", "sNaN", "-Infinity"), ">= 0"),
            ("price", (), ("1000", "1E+3", "Infinity"), "< 1000"),
            (
                "exact",
                ("0.1000000000000000055511151231257828", "1000"),
                ("0.1000000000000000055511151231257827", "0"),
                "> 0.1000000000000000055511151231257827",
            ),
            ("exact", (), ("1000.000000000000000000000000000000000000001", huge), "<= 1E+3"),
            ("cents", ("0", "0.01", "-12.30", "1E+40", "0.000", huge), ("0.001", "1.005", tiny, "NaN"), "a multiple of 0.01"),
            ("large", ("0", "7E+30", "-2.1E+31", "7E+999999"), ("1E+31", huge, "Infinity", "sNaN"), "a multiple of 7E+30"),
        ]
        for name, inside, outside, words in cases:
            for value in map(decimal, inside):
                self.assertEqual(getattr(decimals(**{name: value}), name), value)
                text = json.dumps({name: str(value)})
                self.assertEqual(decimals.from_json(text).to_dict()[name], str(value))
            for value in map(decimal, outside):
                with self.subTest(name=name, value=value):
                    self.refused(
                        ValueError, f"Decimals.{name}: {value!r} is not {words}", decimals, **{name: value}
                    )
        self.refused(
            ValueError,
            "Decimals.items[1]: Decimal('0.125') is not a multiple of 0.01",
            decimals,
            items=[decimal("0.25"), decimal("0.125")],
        )
        self.invalid("Decimal('-1') is not >= 0 - at $.price", decimals.from_json, '{"price": -1}')
        self.assertEqual(
            decimals.json_schema()["properties"]["cents"]["anyOf"][0]["type"], ["string", "number"]
        )

    def test_lengths(self):
        lengths = self.constraints.Lengths
        made = lengths(text="\U0001f600\u00e9a", data=b"\xff" * 3, items=[1, [2]], pairs={"a": 1, "b": 2})
        self.assertEqual(lengths.from_json(made.to_json()), made)
        cases = [
            ("text", "", "length 0 is not >= 1"),
            ("text", "\u00e9" * 4, "length 4 is not <= 3"),
            ("data", b"", "length 0 is not >= 1"),
            ("data", b"\xff" * 4, "length 4 is not <= 3"),
            ("items", [], "length 0 is not >= 1"),
            ("items", [1, 2, 3], "length 3 is not <= 2"),
            ("pairs", {}, "length 0 is not >= 1"),
            ("pairs", {"a": 1, "b": 2, "c": 3}, "length 3 is not <= 2"),
        ]
        for name, value, words in cases:
            self.refused(ValueError, f"Lengths.{name}: {words}", lambda: lengths(**{name: value}))
        self.refused(ValueError, "Lengths.nested[0]: length 0 is not >= 1", lengths, nested=[[]])

    def test_other_containers(self):
        made = self.constraints.Containers
        cases = [
            ("unique", set(), "length 0 is not >= 1"),
            ("unique", {1, 2, 3}, "length 3 is not <= 2"),
            ("frozen", frozenset(("AB", "CD")), "length 2 is not <= 1"),
            ("many", (), "length 0 is not >= 1"),
        ]
        for field, value, words in cases:
            self.refused(ValueError, f"Containers.{field}: {words}", made, **{field: value})
            text = json.dumps({field: list(value)})
            error = self.invalid(f"{words} - at $.{field}", made.from_json, text)
            self.assertEqual(error.offset, len(text) - 2)
        self.refused(ValueError, "Containers.unique[0]: 6 is not <= 5", made, unique={6})
        self.refused(ValueError, "Containers.many[1]: 6 is not <= 5", made, many=(1, 6))
        self.refused(ValueError, "Containers.pair[0]: -6 is not >= -5", made, pair=(-6, None))
        self.refused(ValueError, "Containers.pair[1]: length 1 is not >= 2", made, pair=(1, "A"))

    def test_keys(self):
        made = self.constraints.Containers
        self.assertEqual(made(codes={"AB": 1}, smalls={-5: 1}).to_dict()["smalls"], {"-5": 1.0})
        self.refused(ValueError, "Containers.codes: 'ab' does not match '^[A-Z]'", made, codes={"ab": 1})
        self.refused(TypeError, "Containers.codes: expected str as key, got int", made, codes={1: 1})
        self.refused(ValueError, "Containers.smalls: 6 is not <= 5", made, smalls={6: 1})
        self.refused(ValueError, "Containers.codes['AB']: 6 is not <= 5", made, codes={"AB": 6})
        error = self.invalid("'ab' does not match '^[A-Z]' - at $.codes['ab']", made.from_json, '{"codes":{"ab":1}}')
        self.assertEqual(error.offset, 10)
        self.invalid("6 is not <= 5 - at $.smalls['6']", made.from_json, '{"smalls":{"6":1}}')
        wide = {"AB": 1, "CD": 2}
        self.refused(ValueError, "Containers.codes: length 2 is not <= 1", made, codes=wide)

    def test_patterns(self):
        patterns = self.constraints.Patterns
        made = patterns(anywhere="abc", digits="007", quotes='"')
        self.assertEqual(made.anywhere, "abc")
        self.refused(ValueError, "Patterns.anywhere: 'x' does not match 'b'", patterns, anywhere="x")
        self.refused(
            ValueError, "Patterns.digits: '1' does not match '^\\\\d{2,}\\\\Z'", patterns, digits="1"
        )
        self.refused(
            ValueError, "Patterns.quotes: 'x' does not match '[\"\\'\u00e9\\n]'", patterns, quotes="x"
        )
        long = "x" * 70
        self.refused(
            ValueError, f"Patterns.anywhere: '{'x' * 56}... does not match 'b'", patterns, anywhere=long
        )
        # a subclass of str is judged as what is stored
        self.assertIs(type(patterns(anywhere=type("S", (str,), {})("b")).anywhere), str)

    def test_a_pattern_that_is_none(self):
        broken = self.constraints.NoPattern
        for call in (lambda: broken("x"), lambda: broken.from_json('{"text":"x"}')):
            self.assertRaises(re.error, call)
        self.malformed("unexpected end of text", 11, broken.from_json, '{"text":"x"')

    def test_default_that_its_pattern_refuses(self):
        c = self.constraints
        words = "WrongDefault.code: 'b' does not match '^a'"
        for call in (c.WrongDefault, lambda: c.WrongDefault.from_json("{}"), lambda: c.WrongDefault.from_dict({})):
            self.refused(ValueError, words, call)
        self.assertEqual(c.WrongDefault("ab").code, "ab")
        words = "WrongDefaults.codes[1]: 'ab' does not match '^[A-Z]'"
        for call in (c.WrongDefaults, lambda: c.WrongDefaults.from_json("{}")):
            self.refused(ValueError, words, call)
        self.malformed("extra data", 2, c.WrongDefault.from_json, "{}x")

    def test_named_type_and_field(self):
        twice = self.constraints.Twice
        for value, words in ((-1, ">= 0"), (11, "< 10"), (1, ">= 2"), (5, "< 5")):
            self.refused(ValueError, f"Twice.both: {float(value)} is not {words}", twice, value)
        self.refused(ValueError, "Twice.codes: length 9 is not <= 8", twice, 2, "A" * 9)
        self.refused(ValueError, "Twice.codes: 'aZ' does not match '^[A-Z]'", twice, 2, "aZ")
        self.refused(ValueError, "Twice.codes: length 5 is not <= 4", twice, 2, "A" * 5)
        self.refused(ValueError, "Twice.codes: 'AA' does not match 'Z$'", twice, 2, "AA")

    def test_doc_of_a_named_type(self):
        schema = self.constraints.Trade.json_schema()["properties"]
        self.assertEqual(schema["bid"]["description"], "A price.")
        self.assertEqual(schema["ask"]["description"], "The other price.")
        if IS_C:
            self.assertEqual(self.constraints.Trade.bid.__doc__, "A price.")

    def test_numbers_of_other_libraries(self):
        decimal = NAMES["Decimal"]
        self.assertEqual(self.trade(bid=decimal("1.5")).bid, 1.5)
        self.refused(ValueError, "Trade.bid: -1.5 is not >= 0", self.trade, bid=decimal("-1.5"))


class Others(ModuleCase):
    modules = ("constraints",)

    def test_replace(self):
        made = self.constraints.Trade(1, 2)
        self.assertEqual(made.__replace__(bid=5).bid, 5.0)
        self.refused(ValueError, "Trade.bid: -5.0 is not >= 0", lambda: made.__replace__(bid=-5))

    def test_frozen_hash(self):
        made = self.constraints.Frozen(0.5)
        self.assertEqual((made, hash(made)), (self.constraints.Frozen(0.5), hash((0.5,))))
        self.refused(ValueError, "Frozen.value: 1.0 is not < 1", self.constraints.Frozen, 1)

    def test_copies_and_pickles(self):
        made = self.constraints.Trade(1, 2, few=[1, 2])
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            self.assertEqual(pickle.loads(pickle.dumps(made, protocol)), made)
        self.assertEqual(copy.deepcopy(made), made)
        made.few.clear()
        self.refused(ValueError, "Trade.few: length 0 is not >= 1", copy.deepcopy, made)
        self.assertEqual(copy.copy(made).few, [])

    def test_unpickling_checks(self):
        frozen = self.constraints.Frozen(0.25)
        state = pickle.dumps(frozen, 2)
        wrong = state.replace(b"\x3f\xd0\x00\x00\x00\x00\x00\x00", b"\x40\xd0\x00\x00\x00\x00\x00\x00")
        self.assertNotEqual(state, wrong)
        self.refused(ValueError, "Frozen.value: 16384.0 is not < 1", pickle.loads, wrong)

    def test_writing_what_has_changed(self):
        made = self.constraints.Trade(1, 2, few=[1], prices=[1.0], lookup={"a": 1.0})
        made.few.extend([2, 3, 4])
        for call in (made.to_json, made.to_dict):
            self.refused(ValueError, "Trade.few: length 4 is not <= 3", call)
        made.few[:] = ["x", 2, 3, 4]
        self.refused(TypeError, "Trade.few[0]: expected int, got str", made.to_json)
        made.few[:] = [1]
        made.prices.append(-1)
        self.refused(ValueError, "Trade.prices[1]: -1.0 is not >= 0", made.to_json)
        self.refused(ValueError, "Trade.prices[1]: -1.0 is not >= 0", made.to_dict)
        made.prices[:] = [NAN]
        self.refused(ValueError, "Trade.prices[0]: nan has no JSON spelling", made.to_json)
        made.prices[:] = []
        made.lookup["a"] = -2
        self.refused(ValueError, "Trade.lookup['a']: -2.0 is not >= 0", made.to_json)

    def test_places_in_documents(self):
        trade = self.constraints.Trade
        cases = [
            ('{"bid": -1, "ask": 1}', "-1.0 is not >= 0 - at $.bid", 8),
            ('{"bid": 1, "few": [1, 2,\n3, 4 ]}', "length 4 is not <= 3 - at $.few", 30),
            ('{"bid": 1, "few": [1, 2, 3, "x"]}', "expected int, got str - at $.few[3]", 28),
            ('{"bid": 1, "few": []}', "length 0 is not >= 1 - at $.few", 19),
            ('{"bid": 1, "code": "a"}', "length 1 is not >= 2 - at $.code", 19),
            ('{"bid": 1, "note": "ab"}', "'ab' does not match '^[A-Z]' - at $.note", 19),
            ('{"bid": 1, "limit": 11}', "11.0 is not < 10 - at $.limit", 20),
            ('{"bid": 1, "note": 5}', "expected str | None, got int - at $.note", 19),
        ]
        for text, words, offset in cases:
            with self.subTest(text):
                error = self.invalid(words, trade.from_json, text)
                self.assertEqual((error.offset, error.lineno), (offset, text.count("\n", 0, offset) + 1))
                self.invalid(words, trade.from_dict, json.loads(text))
        text = '{"pairs": {"a": 1, "b": 2, "c": 3 }}'
        error = self.invalid("length 3 is not <= 2 - at $.pairs", self.constraints.Lengths.from_json, text)
        self.assertEqual(error.offset, 34)

    def test_text_of_csv_files(self):
        trade = self.constraints.Trade
        self.assertEqual(trade.from_dict({"bid": "1", "ask": "2", "size": "5"}, strict=False).size, 5)
        with self.assertRaisesRegex(ValueError, "501 is not <= 500 - at "):
            trade.from_dict({"bid": "1", "ask": "2", "size": "501"}, strict=False)

    def test_json_schema(self):
        c = self.constraints
        properties = c.Trade.json_schema()["properties"]
        self.assertEqual(
            properties["ask"],
            {"type": "number", "minimum": 0, "maximum": 1000, "description": "The other price."},
        )
        self.assertEqual(
            properties["code"],
            {"type": "string", "minLength": 2, "maxLength": 8, "pattern": "^[A-Z]", "default": "AB"},
        )
        self.assertEqual(
            properties["few"],
            {
                "type": "array",
                "items": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
                "minItems": 1,
                "maxItems": 3,
                "default": [1],
            },
        )
        self.assertEqual(
            properties["size"],
            {"type": "integer", "minimum": 0, "maximum": 500, "exclusiveMinimum": 0, "default": 1},
        )
        lengths = c.Lengths.json_schema()["properties"]
        self.assertEqual(
            lengths["data"], {"type": "string", "contentEncoding": "base64", "default": "YQ=="}
        )
        self.assertEqual(
            lengths["pairs"],
            {
                "type": "object",
                "additionalProperties": {},
                "minProperties": 1,
                "maxProperties": 2,
                "default": {"a": 1},
            },
        )
        self.assertEqual(
            c.Twice.json_schema()["properties"]["both"],
            {"type": "number", "minimum": 0, "exclusiveMaximum": 10, "allOf": [{"minimum": 2}, {"exclusiveMaximum": 5}]},
        )
        self.assertNotIn("default", c.WrongDefault.json_schema()["properties"]["code"])

    @unittest.skipUnless(IS_C, "facts of the C modules")
    def test_native_storage_stays_native(self):
        self.assertEqual(self.constraints.Frozen(0.5).__sizeof__(), object().__sizeof__() + 8)


class Alike(Pair):
    VALUES = [
        # fmt: off
        None, ..., True, 0, 1, -1, 5, 6, -6, 7, 14, 16, 127, 128, 255, 256, 499, 501, 2**31, 2**63, 2**64, 10**20,
        10**20 + 1, 7 * 10**21, 10**400, 0.0, -0.0, 0.1, 0.25, 0.5, 1.0, 9.999, 10.0, 1e16, NAN, INF, -INF, "", "A", "AB",
        "ab", "b", "12", "1", "ABZ", "\u00e9", "\ud800", "\ud800b", "A" * 9, b"", b"abc", b"abcd", [], [1], [1, 2, 3, 4],
        ["AB"], ["a"], [[]], [[1], [1, 2, 3, 4]], [1, 6], {}, {"a": 1}, {"a": 6}, {"a": -6, "b": 1, "c": 2}, (1,), (1, 6), (1, "AB"), {1}, {6}, {1, 2, 3}, frozenset(), frozenset(["A"]), {"AB": 1}, {"ab": 1}, {1: 0}, {6: 0},
        # fmt: on
    ]

    def test_every_value_in_every_field(self):
        for name, record in self.records("constraints"):
            for field in getattr(self.pair(name)[1], record).__slots__:
                for value in self.VALUES:

                    def give(module, value=value, record=record, field=field):
                        cls = getattr(module, record)
                        given = {"bid": 1, "ask": 1} if record == "Trade" else {}
                        if record in ("Frozen", "Twice"):
                            given = {"value": 0.5} if record == "Frozen" else {"both": 3}
                        return cls(**{**given, field: value})

                    self.agree(name, give, record, field, value)
                    self.agree(name, lambda m, give=give: give(m).to_json(), record, field, value)
                    try:
                        text = json.dumps({"bid": 1, "ask": 1, "value": 0.5, "both": 3, field: value})
                    except (TypeError, ValueError):
                        continue
                    self.agree(name, lambda m, r=record, t=text: getattr(m, r).from_json(t), record, field, value)
                    self.agree(
                        name, lambda m, r=record, t=text: getattr(m, r).from_dict(json.loads(t)), record, field
                    )

    def test_schemas(self):
        for name, record in self.records("constraints"):
            self.agree(name, lambda m, r=record: json.dumps(getattr(m, r).json_schema()), record)


if __name__ == "__main__":
    unittest.main()
