"""Records from mappings: the checks of JSON text, on Python objects."""

import collections
import json
import types
import unittest

from support import ModuleCase, setUpModule
from values import Colour, FloatSubclass, IntSubclass, Number, StrSubclass

TICK = b'{"symbol":"AAPL","timestamp":1.0,"bid":2.0,"ask":3.0}'


class Dicts(ModuleCase):
    modules = ("market", "chains", "everything", "scalars", "employee")

    def unfit(self, text, call, *args):
        error = self.invalid(text, call, *args)
        self.assertEqual((error.offset, error.lineno), (None, None))

    def test_mappings(self):
        given = json.loads(TICK)
        for mapping in (
            given,
            collections.OrderedDict(given),
            types.MappingProxyType(given),
            collections.ChainMap(given),
            collections.UserDict(given),
        ):
            self.assertEqual(
                self.market.MarketTick.from_dict(mapping), self.market.MarketTick("AAPL", 1, 2, 3)
            )

    def test_refused(self):
        read = self.market.MarketTick.from_dict
        self.unfit("expected MarketTick, got int - at $", read, 5)
        self.unfit("expected MarketTick, got list - at $", read, [])
        self.unfit("expected MarketTick, got tuple - at $", read, ())
        self.unfit("expected MarketTick, got str - at $", read, "{}")
        self.unfit("missing field 'symbol' - at $", read, {})
        self.unfit("expected str as key, got int - at $", read, {"symbol": "a", 1: 2})
        self.unfit("expected str, got bytes - at $.symbol", read, {"symbol": b"a"})
        self.unfit("expected float, got str - at $.bid", read, {"bid": "1"})
        self.unfit("expected float, got bool - at $.bid", read, {"bid": True})
        self.unfit("expected float, got Decimal - at $.bid", read, {"bid": __import__("decimal").Decimal(1)})
        self.unfit("nan has no JSON spelling - at $.bid", read, {"bid": float("nan")})
        self.unfit("-inf has no JSON spelling - at $.ask", read, {"symbol": "a", "ask": -float("inf")})
        self.unfit(f"1{'0' * 56}... is out of range for float64 - at $.bid", read, {"bid": 10**400})
        node = self.chains.Node.from_dict
        self.unfit("expected Node | None, got list - at $.next.next", node, {"next": {"next": []}})
        self.unfit("expected int, got float - at $.value", node, {"value": 1.0})
        self.unfit("9223372036854775808 is out of range for int64 - at $.value", node, {"value": 2**63})
        self.unfit("int of more than 4300 digits - at $.value", node, {"value": 10**4300})
        tree = self.chains.Tree.from_dict
        self.unfit("expected list, got tuple - at $.children", tree, {"children": ()})
        self.unfit("expected Tree, got Tree - at $.children[0]", tree, {"children": [self.chains.Tree()]})
        self.unfit(
            "expected str | ..., got ellipsis - at $.absent",
            self.scalars.Of_str.from_dict,
            {"plain": "", "absent": ...},
        )

    def test_any(self):
        holder = self.everything.Holder.from_dict
        given = {"value": [1, {"a": [None, True, 2.5, "x", 10**30]}]}
        made = holder(given)
        self.assertEqual(made.value, given["value"])
        self.assertIsNot(made.value, given["value"])
        self.assertIsNot(made.value[1]["a"], given["value"][1]["a"])
        exact = holder(
            {"value": [IntSubclass(5), FloatSubclass(1.5), StrSubclass("s"), Number.SEVEN, Colour.RED]}
        ).value
        self.assertEqual(
            [(type(x), x) for x in exact], [(int, 5), (float, 1.5), (str, "s"), (int, 7), (str, "red")]
        )
        for value, text in [
            ((), "expected JSON, got tuple - at $.value"),
            ([{1}], "expected JSON, got set - at $.value[0]"),
            ({"k": b""}, "expected JSON, got bytes - at $.value['k']"),
            ({1: 1}, "expected str as key, got int - at $.value"),
            ([float("inf")], "inf has no JSON spelling - at $.value[0]"),
            (10**4300, "int of more than 4300 digits - at $.value"),
            (..., "expected JSON, got ellipsis - at $.value"),
        ]:
            self.unfit(text, holder, {"value": value})

    def test_what_is_skipped_is_not_looked_at(self):
        self.assertEqual(
            self.chains.Node.from_dict({"other": {1: object()}, "value": 5}), self.chains.Node(5)
        )

    def test_enums_by_value(self):
        e = self.everything
        made = e.Words.from_dict({"word": "\u20ac", "level": 1, "words": [e.Word.QUOTE]})
        self.assertEqual(made, e.Words(e.Word.EURO, e.Level.LOW, [e.Word.QUOTE]))
        self.unfit("expected Level | None, got bool - at $.level", e.Words.from_dict, {"level": True})

    def test_depth_and_cycles(self):
        mapping = {}
        mapping["next"] = mapping
        words = "nested deeper than 500 levels - at $" + ".next" * 500
        self.unfit(words, self.chains.Node.from_dict, mapping)
        value = []
        value.append(value)
        self.unfit(
            "nested deeper than 500 levels - at $.value" + "[0]" * 499,
            self.everything.Holder.from_dict,
            {"value": value},
        )
        mapping = {}
        for _ in range(499):
            mapping = {"next": mapping}
        self.assertEqual(self.chains.Node.from_dict(mapping).to_json().count(b"{"), 500)

    def test_errors_of_mappings(self):
        class Bad(collections.UserDict):
            def items(self):
                raise ZeroDivisionError("mine")

        self.refused(ZeroDivisionError, "mine", self.market.MarketTick.from_dict, Bad())

    def test_round(self):
        for document in (
            TICK.decode(),
            json.dumps({"symbol": "", "timestamp": 0, "bid": 1e300, "ask": -0.0}),
        ):
            made = self.market.MarketTick.from_json(document)
            self.assertEqual(self.market.MarketTick.from_dict(made.to_dict()), made)
            self.assertEqual(made.to_dict(), json.loads(made.to_json()))


if __name__ == "__main__":
    unittest.main()
