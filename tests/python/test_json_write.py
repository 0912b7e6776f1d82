"""Records to JSON: the texts, arrays, lines and dicts; what cannot be written, and in which words."""

import collections
import enum
import json
import unittest

from support import ModuleCase, setUpModule
from values import BytesSubclass, Colour, FloatSubclass, IntSubclass, Number, StrSubclass

TICK = b'{"symbol":"AAPL","timestamp":1.0,"bid":2.0,"ask":3.0}'


class Writing(ModuleCase):
    modules = ("market", "vehicle", "options", "everything", "scalars", "chains", "timeline")

    def text(self, value):
        document = self.everything.Holder(value).to_json()
        self.assertEqual(self.everything.Holder(value).to_dict(), json.loads(document))
        return document[len(b'{"value":') : -1].decode()

    def test_record(self):
        tick = self.market.MarketTick("AAPL", 1, 2, 3)
        self.assertEqual(tick.to_json(), TICK)
        self.assertIs(type(tick.to_json()), bytes)
        self.assertEqual(self.options.Empty().to_json(), b"{}")
        self.assertEqual(
            self.vehicle.Car("p", 4, 0.1).to_json(),
            b'{"plate":"p","wheels":4,"mass":0.10000000149011612,"seats":5,"electric":false,"range":null}',
        )
        self.assertEqual(
            self.everything.Words(self.everything.Word.QUOTE, self.everything.Level.MOST).to_json(),
            b'{"word":"a\\"b\\\\c","level":9007199254740993,"words":[]}',
        )

    def test_absent_keys_are_left_out(self):
        record = self.scalars.Of_bool
        self.assertEqual(
            record(True).to_json(),
            b'{"plain":true,"optional":null,"items":[],"by_key":{},"nested":null,"boxed":null}',
        )
        self.assertNotIn("absent", record(True).to_dict())
        self.assertIn(b'"absent":false', record(True, None, False).to_json())

    def test_items_as_their_type(self):
        made = self.scalars.Of_float64(1, items=[1, True and 2, 3.5], by_key={"a": 7})
        self.assertIn(b'"items":[1.0,2.0,3.5],"by_key":{"a":7.0}', made.to_json())
        made = self.scalars.Of_float32(1, items=[0.1])
        self.assertIn(b'"items":[0.10000000149011612]', made.to_json())
        made = self.scalars.Of_str("a", items=[Colour.RED, StrSubclass("s")])
        self.assertIn(b'"items":["red","s"]', made.to_json())
        self.assertEqual([type(x) for x in made.to_dict()["items"]], [str, str])

    def test_containers_that_changed(self):
        tree = self.chains.Tree("t")
        tree.children.append("x")
        for write in (tree.to_json, tree.to_dict, lambda: self.chains.Tree.to_json_lines([tree])):
            self.refused(TypeError, "Tree.children[0]: expected Tree, got str", write)
        outer = self.chains.Tree("o", tree)
        self.refused(TypeError, "Tree.children[0]: expected Tree, got str", outer.to_json)
        made = self.scalars.Of_int16(1, by_key={"a": 1})
        made.by_key["b c"] = 70000
        self.refused(OverflowError, "Of_int16.by_key['b c']: 70000 is out of range for int16", made.to_json)
        del made.by_key["b c"]
        made.by_key[5] = 1
        self.refused(TypeError, "Of_int16.by_key: expected str as key, got int", made.to_json)

    def test_lone_surrogates(self):
        for make in (
            lambda: self.market.MarketTick("\ud800", 1, 2, 3),
            lambda: self.everything.Holder(["a", "\udfff"]),
            lambda: self.everything.Holder({"\ud800": 1}),
            lambda: self.scalars.Of_str("a", by_key={"\ud800": ""}),
        ):
            for write in ("to_json", "to_dict"):
                with self.assertRaises(UnicodeEncodeError) as caught:
                    getattr(make(), write)()
                self.assertIn("surrogates not allowed", str(caught.exception))

    def test_any(self):
        class Deep(enum.Enum):
            NONE = None
            LIST = [1, Colour.RED]
            ENUM = Number.SEVEN
            YES = True

        leg = self.everything.Leg(1)
        cases = [
            (None, "null"),
            (True, "true"),
            (12, "12"),
            (-0.0, "-0.0"),
            (1e16, "1e+16"),
            ("\u20ac", '"\u20ac"'),
            ((1, (2, [])), "[1,[2,[]]]"),
            ({"a": {"b": ()}}, '{"a":{"b":[]}}'),
            (b"ab", '"YWI="'),
            (BytesSubclass(b""), '""'),
            (Number.SEVEN, "7"),
            (Colour.RED, '"red"'),
            (Deep.NONE, "null"),
            (Deep.LIST, '[1,"red"]'),
            (Deep.ENUM, "7"),
            (Deep.YES, "true"),
            (IntSubclass(5), "5"),
            (FloatSubclass(2.5), "2.5"),
            (StrSubclass("s"), '"s"'),
            (leg, '{"price":1.0,"size":1}'),
            ([leg], '[{"price":1.0,"size":1}]'),
            (self.everything.Side.BUY, '"buy"'),
            (self.everything.Level.HIGH, "-2"),
            (collections.OrderedDict([("b", 1), ("a", 2)]), '{"b":1,"a":2}'),
            (collections.namedtuple("P", "x")(1), "[1]"),
            ({3: 1, 2.5: 2, None: 4, "x": 5}, '{"3":1,"2.5":2,"null":4,"x":5}'),
            ({True: 1, False: 0}, '{"true":1,"false":0}'),
            ({Number.SEVEN: 1, Colour.RED: 2}, '{"7":1,"red":2}'),
            ({1e16: 1, -0.0: 2}, '{"1e+16":1,"-0.0":2}'),
            ({IntSubclass(3): 1, StrSubclass("s"): 2}, '{"3":1,"s":2}'),
            (type("L", (list,), {})([1]), "[1]"),
            (collections.defaultdict(int, a=1), '{"a":1}'),
        ]
        for value, text in cases:
            with self.subTest(text):
                self.assertEqual(self.text(value), text)

    def test_ordered_dict_in_its_own_order(self):
        ordered = collections.OrderedDict([("a", 1), ("b", 2)])
        ordered.move_to_end("a")
        self.assertEqual(self.text(ordered), '{"b":2,"a":1}')

    def test_any_refused(self):
        cases = [
            (range(2), TypeError, "Holder.value: object of type range has no JSON spelling"),
            (
                [1, {"a b": object()}],
                TypeError,
                "Holder.value[1]['a b']: object of type object has no JSON spelling",
            ),
            ({"k": (1, 2j)}, TypeError, "Holder.value['k'][1]: object of type complex has no JSON spelling"),
            (bytearray(b""), TypeError, "Holder.value: object of type bytearray has no JSON spelling"),
            ({(1, 2): 3}, TypeError, "Holder.value: key of type tuple has no JSON spelling"),
            ([{b"a": 3}], TypeError, "Holder.value[0]: key of type bytes has no JSON spelling"),
            ({1: {"1": 1, 1: 2}}, ValueError, "Holder.value[1]: two keys are both '1' in JSON"),
            ({None: 1, "null": 2}, ValueError, "Holder.value: two keys are both 'null' in JSON"),
            ([float("nan")], ValueError, "Holder.value[0]: nan has no JSON spelling"),
            ({"x": -float("inf")}, ValueError, "Holder.value['x']: -inf has no JSON spelling"),
            (10**4300, ValueError, "Holder.value: int of more than 4300 digits"),
            (
                {"a" * 100: range(1)},
                TypeError,
                f"Holder.value['{'a' * 100}']: object of type range has no JSON spelling",
            ),
        ]
        for value, category, text in cases:
            with self.subTest(text[:60]):
                self.refused(category, text, self.everything.Holder(value).to_json)
                self.refused(category, text, self.everything.Holder(value).to_dict)

    def test_any_takes_records_of_modules_that_know_nothing_of_each_other(self):
        tick = self.market.MarketTick("a", 1, 2, 3)
        holder = self.everything.Holder([tick])
        self.assertEqual(holder.to_json(), b'{"value":[' + tick.to_json() + b"]}")
        self.assertEqual(holder.to_dict(), {"value": [tick.to_dict()]})
        tick.bid = float("nan")
        for call in (holder.to_json, holder.to_dict):
            self.refused(ValueError, "MarketTick.bid: nan has no JSON spelling", call)

    def test_errors_name_the_nested_record(self):
        bad = self.everything.Leg(float("nan"))
        self.refused(ValueError, "Leg.price: nan has no JSON spelling", self.everything.Holder([bad]).to_json)
        self.refused(ValueError, "Leg.price: nan has no JSON spelling", self.everything.Holder([bad]).to_dict)

    def test_depth(self):
        node = self.chains.Node
        chain = None
        for i in range(500):
            chain = node(i, chain)
        document = chain.to_json()
        self.assertEqual(document.count(b"{"), 500)
        self.assertEqual(json.dumps(chain.to_dict(), separators=(",", ":")).encode(), document)
        deeper = node(0, chain)
        words = "Node: nested deeper than 500 levels"
        for write in (
            deeper.to_json,
            deeper.to_dict,
            lambda: node.to_json_lines([deeper]),
            lambda: node.to_json_array([chain]),
        ):
            self.refused(ValueError, words, write)
        value = []
        for _ in range(498):
            value = [value]
        holder = self.everything.Holder
        self.assertEqual(holder(value).to_json().count(b"["), 499)
        self.assertEqual(len(holder.to_json_lines([holder(value)] * 2).splitlines()), 2)
        self.refused(ValueError, "Holder: nested deeper than 500 levels", holder([value]).to_json)
        self.refused(
            ValueError, "Holder: nested deeper than 500 levels", holder.to_json_array, [holder(value)]
        )
        self.refused(ValueError, "Tree: nested deeper than 500 levels", self.loop().to_json)

    def loop(self):
        tree = self.chains.Tree("t")
        tree.children.append(tree)
        return tree

    def test_dict_shares_nothing(self):
        made = self.everything.Holder({"a": [1]})
        made.to_dict()["value"]["a"].append(2)
        self.assertEqual(made.value, {"a": [1]})
        tree = self.chains.Tree("t")
        self.assertIsNot(tree.to_dict()["children"], tree.children)

    def test_subclasses_are_written_as_their_record(self):
        class Sub(self.vehicle.Car):
            def to_dict(self):
                return {"own": 1}

        made = Sub("p", 4, 1)
        made.note = 1
        self.assertEqual(made.to_json(), self.vehicle.Car("p", 4, 1).to_json())
        self.assertEqual(
            self.vehicle.Vehicle.to_json_array([made, self.vehicle.Vehicle("v", 2, 1)]),
            b"[" + made.to_json() + b',{"plate":"v","wheels":2,"mass":1.0}]',
        )
        self.assertEqual(Sub.to_json_array([self.vehicle.Car("p", 4, 1)]), b"[" + made.to_json() + b"]")

    def test_array_and_lines(self):
        tick = self.market.MarketTick
        ticks = [tick("AAPL", 1, 2, 3)] * 2
        self.assertEqual(tick.to_json_array(ticks), b"[" + TICK + b"," + TICK + b"]")
        self.assertEqual(tick.to_json_array(iter(ticks)), b"[" + TICK + b"," + TICK + b"]")
        self.assertEqual(tick.to_json_array([]), b"[]")
        self.assertEqual(tick.to_json_lines(ticks), TICK + b"\n" + TICK + b"\n")
        self.assertEqual(tick.to_json_lines(()), b"")
        for write in (tick.to_json_array, tick.to_json_lines):
            self.refused(TypeError, "MarketTick[1]: expected MarketTick, got int", write, [ticks[0], 5])
            self.refused(
                TypeError, "MarketTick[0]: expected MarketTick, got NoneType", write, (x for x in [None])
            )
            self.refused(TypeError, "'int' object is not iterable", write, 5)
            self.refused(
                ValueError, "MarketTick.bid: nan has no JSON spelling", write, [tick("a", 1, float("nan"), 2)]
            )

            def failing():
                yield ticks[0]
                raise KeyError("mine")

            self.refused(KeyError, "'mine'", write, failing())


if __name__ == "__main__":
    unittest.main()
