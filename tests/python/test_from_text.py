"""from_dict(strict=False): text where numbers, bools and null must stand, as in the rows of a CSV file."""

import csv
import io
import unittest

from support import IMPLEMENTATION, ModuleCase, load, outcome, path_of, setUpModule

OTHER = "python" if IMPLEMENTATION == "c" else "c"
LONG = "9" * 4301


class Str(str):
    pass


class FromText(ModuleCase):
    modules = ("calls", "dates", "json_options")

    def row(self, strict=False, **values):
        return self.calls.Row.from_dict({"name": "n", **values}, strict=strict)

    def wrong(self, text, path="$", **values):
        error = self.invalid(f"{text} - at {path}", lambda: self.row(**values))
        self.assertEqual((error.message, error.path), (text, path))
        self.assertEqual((error.offset, error.lineno), (None, None))

    def test_csv(self):
        file = io.StringIO(
            "name,count,price,flag,level,side,maybe,maybe_text\r\n"
            "1,12,1e3,true,3,buy,,\r\n"
            ",-0,-0,false,1,,null,null\r\n"
        )
        rows = [self.calls.Row.from_dict(row, strict=False) for row in csv.DictReader(file)]
        first, second = rows
        calls = self.calls
        self.assertEqual(
            first, calls.Row("1", 12, price=1000.0, flag=True, level=calls.Level.HIGH, side=calls.Side.BUY, maybe_text="")
        )
        self.assertEqual(second, calls.Row("", maybe_text="null"))
        self.assertEqual(repr(second.price), "-0.0")

    def test_strict_is_the_default(self):
        text = "expected int, got str - at $.count"
        self.invalid(text, self.calls.Row.from_dict, {"name": "n", "count": "1"})
        self.invalid(text, lambda: self.row(True, count="1"))
        self.invalid(text, lambda: self.row([1], count="1"))
        self.assertEqual(self.row([], count="1").count, 1)
        with self.assertRaises(ValueError):
            self.row(True, maybe="null")

    def test_numbers(self):
        self.assertEqual(self.row(count="-12").count, -12)
        self.assertEqual(self.row(big="1" * 4300).big, int("1" * 4300))
        self.assertEqual(self.row(price="12").price, 12.0)
        self.assertEqual(self.row(single="0.1").single, self.row(single=0.1).single)
        self.assertEqual(self.row(absent="5").absent, 5)
        self.assertEqual(self.row(count=Str("7")).count, 7)

    def test_bools(self):
        self.assertIs(self.row(flag="true").flag, True)
        self.assertIs(self.row(flag="false").flag, False)
        self.wrong("expected bool, got str", "$.flag", flag="True")
        self.wrong("expected bool, got int", "$.flag", flag="1")
        self.wrong("expected bool, got int", "$.flag", flag=1)
        self.wrong("expected bool, got str", "$.flag", flag="")

    def test_null(self):
        for name in ("maybe", "maybe_flag", "side", "at"):
            for text in ("", "null", Str("null")):
                self.assertIsNone(getattr(self.row(**{name: text}), name), name)
        self.wrong("expected float | None, got str", "$.maybe", maybe=" ")
        self.wrong("'None' is not a valid Side", "$.side", side="None")
        self.wrong("expected int, got NoneType", "$.count", count="null")
        self.wrong("expected int | ..., got NoneType", "$.absent", absent="null")
        self.wrong("expected int | ..., got str", "$.absent", absent="")

    def test_nan(self):
        """Where null is NaN, so is the text."""
        for text in ("null", ""):
            row = {"value": text, "items": [text, "1"], "optional": text}
            record = self.json_options.Nan.from_dict(row, strict=False)
            self.assertEqual(
                [repr(value) for value in (record.value, record.items, record.optional)],
                ["nan", "[nan, 1.0]", "None"],
            )
        for text in ("nan", " ", "true"):
            got = "bool" if text == "true" else "str"
            call = self.json_options.Nan.from_dict
            self.invalid(f"expected float, got {got} - at $.value", lambda: call({"value": text}, strict=False))

    def test_dates(self):
        """Types that take text take it as ever; '' and 'null', which they refuse, are None."""
        Named, Event = self.dates.Named, self.dates.Event
        for text in ("", "null"):
            for name in ("datetime", "date", "timedelta", "uuid", "decimal"):
                self.assertIsNone(getattr(Named.from_dict({name: text}, strict=False), name), name)
        self.assertEqual(str(Named.from_dict({"decimal": "1.50"}, strict=False).decimal), "1.50")
        row = {"at": "2021-04-02T18:18:10", "price": "1"}
        self.assertEqual(Event.from_dict(row, strict=False), Event.from_dict(row))
        for strict in (True, False):
            with self.assertRaises(ValueError):
                Event.from_dict({"at": ""}, strict=strict)

    def test_text_stays_text(self):
        row = self.row(name="1", maybe_text="null", any="true")
        self.assertEqual((row.name, row.maybe_text, row.any), ("1", "null", "true"))
        row = self.row(name=Str(""), maybe_text="", any=Str("1"))
        self.assertEqual((row.name, row.maybe_text, row.any), ("", "", "1"))
        self.assertEqual([type(row.name), type(row.any)], [str, str])
        self.assertEqual(self.row(any={"a": ["1", "null", ""]}).any, {"a": ["1", "null", ""]})

    def test_as_the_literal_would(self):
        """The same messages as for the literals themselves."""
        for text in ("1.0", "1e3", "-0.5"):
            self.wrong("expected int, got float", "$.count", count=text)
        self.wrong("3000000000 is out of range for int32", "$.count", count="3000000000")
        self.wrong("int of more than 4300 digits", "$.big", big=LONG)
        self.wrong("1e400 is out of range for float64", "$.price", price="1e400")
        self.wrong("1e+39 is out of range for float32", "$.single", single="1e39")
        self.wrong("2 is not a valid Level", "$.level", level="2")
        self.wrong("expected Level, got bool", "$.level", level="true")
        self.wrong("expected float, got bool", "$.price", price="true")

    def test_no_literal(self):
        for text in ("", " ", " 1", "1 ", "1\n", "+1", "01", "1_0", "0x1", "1.", ".5", "nan", "\uff11", "1\0", "\ud800"):
            self.wrong("expected int, got str", "$.count", count=text)
            self.wrong("expected float, got str", "$.price", price=text)
        self.wrong("expected float, got str", "$.price", price="Infinity")
        self.wrong("expected int, got bytes", "$.count", count=b"1")
        self.wrong("expected list, got str", "$.counts", counts="[]")
        self.wrong("expected list, got int", "$.counts", counts="1")

    def test_every_level(self):
        row = self.row(counts=["1", 2], rates={"a": "", "b": "1e1"}, at={"x": "1", "y": "2"})
        self.assertEqual((row.counts, row.rates), ([1, 2], {"a": None, "b": 10.0}))
        self.assertEqual(row.at, self.calls.Point(1, 2))
        self.wrong("300 is out of range for int8", "$.counts[1]", counts=["1", "300"])
        self.wrong("expected float, got str", "$.at.x", at={"x": "x"})
        self.wrong("missing field 'x'", "$.at", at={"y": "1"})
        self.wrong("expected Point | None, got str", "$.at", at="x")

    def test_arguments(self):
        calls = self.calls
        for args, options, text in (
            ((), {}, "missing 1 required positional argument: 'mapping'"),
            (({}, False), {}, "takes 2 positional arguments but 3 were given"),
            (({},), {"x": 1}, "got an unexpected keyword argument 'x'"),
            (
                (),
                {"mapping": {}},
                "got some positional-only arguments passed as keyword arguments: 'mapping'",
            ),
        ):
            self.refused(TypeError, f"_Json.from_dict() {text}", calls.Row.from_dict, *args, **options)

        class Moody:
            def __bool__(self):
                raise KeyError("moody")

        self.refused(KeyError, "'moody'", calls.Row.from_dict, {"name": "n"}, strict=Moody())

    def test_subclass(self):
        class Sub(self.calls.Row):
            pass

        self.assertIs(type(Sub.from_dict({"name": "n", "count": "1"}, strict=False)), Sub)

    @unittest.skipUnless(path_of("calls", OTHER).exists(), "the other implementation is not here")
    def test_parity(self):
        texts = ["1", "1.0", "-0", "1e3", "true", "null", "", " 1", "01", "1e400", LONG, "300", "buy"]
        texts += [Str("1"), Str("x"), Str(""), 1, 1.5, True, None, b"1", (), float("nan"), "1\0"]
        ours, theirs = self.calls.Row, load("calls", OTHER).Row
        for name in ours.__match_args__:
            for text in texts:
                for value in (text, [text], {"k": text}, {"x": text}):
                    for strict in (True, False):
                        document = {"name": "n", name: value}
                        self.assertEqual(
                            outcome(ours.from_dict, document, strict=strict),
                            outcome(theirs.from_dict, document, strict=strict),
                            (name, value, strict),
                        )


if __name__ == "__main__":
    unittest.main()
