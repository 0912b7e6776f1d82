"""JSON in and out: texts, arrays, lines, dicts; what is refused, where, and in which words."""

import collections
import enum
import json
import sys
import types
import unittest

from support import HAS_SANITIZER, ModuleCase, setUpModule, thread_with_stack
from values import BytesSubclass, Colour, FloatSubclass, IntSubclass, Number, StrSubclass

TICK = b'{"symbol":"AAPL","timestamp":1.0,"bid":2.0,"ask":3.0}'


class Writing(ModuleCase):
    modules = ("market", "vehicle", "options", "everything", "scalars", "chains", "timeline")

    def text(self, value):
        document = self.everything.Holder(value).to_json()
        self.assertEqual(self.everything.Holder(value).to_dict(), json.loads(document))
        return document[len(b'{"value":'):-1].decode()

    def test_record(self):
        tick = self.market.MarketTick("AAPL", 1, 2, 3)
        self.assertEqual(tick.to_json(), TICK)
        self.assertIs(type(tick.to_json()), bytes)
        self.assertEqual(self.options.Empty().to_json(), b"{}")
        self.assertEqual(self.vehicle.Car("p", 4, 0.1).to_json(),
                         b'{"plate":"p","wheels":4,"mass":0.10000000149011612,"seats":5,"electric":false,"range":null}')
        self.assertEqual(self.everything.Words(self.everything.Word.QUOTE, self.everything.Level.MOST).to_json(),
                         b'{"word":"a\\"b\\\\c","level":9007199254740993,"words":[]}')

    def test_absent_keys_are_left_out(self):
        record = self.scalars.Of_bool
        self.assertEqual(record(True).to_json(), b'{"plain":true,"optional":null,"items":[],"by_key":{},"nested":null,"boxed":null}')
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
        for make in (lambda: self.market.MarketTick("\ud800", 1, 2, 3), lambda: self.everything.Holder(["a", "\udfff"]),
                     lambda: self.everything.Holder({"\ud800": 1}), lambda: self.scalars.Of_str("a", by_key={"\ud800": ""})):
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
            (None, "null"), (True, "true"), (12, "12"), (-0.0, "-0.0"), (1e16, "1e+16"), ("\u20ac", '"\u20ac"'),
            ((1, (2, [])), "[1,[2,[]]]"), ({"a": {"b": ()}}, '{"a":{"b":[]}}'), (b"ab", '"YWI="'),
            (BytesSubclass(b""), '""'), (Number.SEVEN, "7"), (Colour.RED, '"red"'), (Deep.NONE, "null"),
            (Deep.LIST, '[1,"red"]'), (Deep.ENUM, "7"), (Deep.YES, "true"), (IntSubclass(5), "5"), (FloatSubclass(2.5), "2.5"),
            (StrSubclass("s"), '"s"'), (leg, '{"price":1.0,"size":1}'), ([leg], '[{"price":1.0,"size":1}]'),
            (self.everything.Side.BUY, '"buy"'), (self.everything.Level.HIGH, "-2"),
            (collections.OrderedDict([("b", 1), ("a", 2)]), '{"b":1,"a":2}'), (collections.namedtuple("P", "x")(1), "[1]"),
            ({1: 1, 2.5: 2, True: 3, None: 4, "x": 5} if False else {3: 1, 2.5: 2, None: 4, "x": 5}, '{"3":1,"2.5":2,"null":4,"x":5}'),
            ({True: 1, False: 0}, '{"true":1,"false":0}'), ({Number.SEVEN: 1, Colour.RED: 2}, '{"7":1,"red":2}'),
            ({1e16: 1, -0.0: 2}, '{"1e+16":1,"-0.0":2}'), ({IntSubclass(3): 1, StrSubclass("s"): 2}, '{"3":1,"s":2}'),
            (type("L", (list,), {})([1]), "[1]"), (collections.defaultdict(int, a=1), '{"a":1}'),
        ]
        for value, text in cases:
            with self.subTest(text):
                self.assertEqual(self.text(value), text)

    def test_ordered_dict_in_its_own_order(self):
        ordered = collections.OrderedDict([("a", 1), ("b", 2)])
        ordered.move_to_end("a")
        self.assertEqual(self.text(ordered), '{"b":2,"a":1}')

    def test_any_refused(self):
        other = self.market.MarketTick("a", 1, 2, 3)
        cases = [
            ({1, 2}, TypeError, "Holder.value: object of type set has no JSON spelling"),
            ([1, {"a b": object()}], TypeError, "Holder.value[1]['a b']: object of type object has no JSON spelling"),
            ({"k": (1, 2j)}, TypeError, "Holder.value['k'][1]: object of type complex has no JSON spelling"),
            (other, TypeError, "Holder.value: object of type MarketTick has no JSON spelling"),
            (bytearray(b""), TypeError, "Holder.value: object of type bytearray has no JSON spelling"),
            ({(1, 2): 3}, TypeError, "Holder.value: key of type tuple has no JSON spelling"),
            ([{b"a": 3}], TypeError, "Holder.value[0]: key of type bytes has no JSON spelling"),
            ({1: {"1": 1, 1: 2}}, ValueError, "Holder.value[1]: two keys are both '1' in JSON"),
            ({None: 1, "null": 2}, ValueError, "Holder.value: two keys are both 'null' in JSON"),
            ([float("nan")], ValueError, "Holder.value[0]: nan has no JSON spelling"),
            ({"x": -float("inf")}, ValueError, "Holder.value['x']: -inf has no JSON spelling"),
            (10**4300, ValueError, "Holder.value: int of more than 4300 digits"),
            ({"a" * 100: {1}}, TypeError, f"Holder.value['{'a' * 100}']: object of type set has no JSON spelling"),
        ]
        for value, category, text in cases:
            with self.subTest(text[:60]):
                self.refused(category, text, self.everything.Holder(value).to_json)
                self.refused(category, text, self.everything.Holder(value).to_dict)

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
        for write in (deeper.to_json, deeper.to_dict, lambda: node.to_json_lines([deeper]), lambda: node.to_json_array([chain])):
            self.refused(ValueError, words, write)
        value = []
        for _ in range(498):
            value = [value]
        holder = self.everything.Holder
        self.assertEqual(holder(value).to_json().count(b"["), 499)
        self.assertEqual(len(holder.to_json_lines([holder(value)] * 2).splitlines()), 2)
        self.refused(ValueError, "Holder: nested deeper than 500 levels", holder([value]).to_json)
        self.refused(ValueError, "Holder: nested deeper than 500 levels", holder.to_json_array, [holder(value)])
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
        self.assertEqual(self.vehicle.Vehicle.to_json_array([made, self.vehicle.Vehicle("v", 2, 1)]),
                         b"[" + made.to_json() + b',{"plate":"v","wheels":2,"mass":1.0}]')
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
            self.refused(TypeError, "MarketTick[0]: expected MarketTick, got NoneType", write, (x for x in [None]))
            self.refused(TypeError, "'int' object is not iterable", write, 5)
            self.refused(ValueError, "MarketTick.bid: nan has no JSON spelling", write, [tick("a", 1, float("nan"), 2)])

            def failing():
                yield ticks[0]
                raise KeyError("mine")

            self.refused(KeyError, "'mine'", write, failing())


class Reading(ModuleCase):
    modules = ("market", "vehicle", "options", "everything", "scalars", "chains", "employee")

    def test_kinds_of_input(self):
        tick = self.market.MarketTick("AAPL", 1, 2, 3)
        for data in (TICK, TICK.decode(), bytearray(TICK), memoryview(TICK), memoryview(bytearray(TICK)),
                     BytesSubclass(TICK), StrSubclass(TICK.decode()), memoryview(b"x" + TICK)[1:]):
            self.assertEqual(self.market.MarketTick.from_json(data), tick)
        for method in ("from_json", "from_json_array", "from_json_lines"):
            words = f"MarketTick.{method}(): expected str, bytes, bytearray or memoryview, got int"
            self.refused(TypeError, words, getattr(self.market.MarketTick, method), 5)

    def test_order_spaces_and_unknown_keys(self):
        data = b' \t\r\n{ "ask" : 3 ,"unknown":{"ask":[1,{"a":null}],"a":1,"a":2} , "bid":2,\n"\\u0073ymbol":"AAPL","timestamp":1e0, "x":1e999} \n'
        self.assertEqual(self.market.MarketTick.from_json(data), self.market.MarketTick("AAPL", 1, 2, 3))

    def test_not_json(self):
        read = self.market.MarketTick.from_json
        cases = [
            ("", "unexpected end of text", 0), ("  ", "unexpected end of text", 2), ("{", "unexpected end of text", 1),
            ('{"a"', "unexpected end of text", 4), ('{"a":', "unexpected end of text", 5), ("[1,", "unexpected end of text", 3),
            ('{"a":1', "unexpected end of text", 6), ('{"a":1,', "unexpected end of text", 7), ("[", "unexpected end of text", 1),
            ("nul", "expected a value", 0), ("NaN", "expected a value", 0), ("Infinity", "expected a value", 0),
            ("-Infinity", "expected a value", 0), ("+1", "expected a value", 0), ("01", "expected a value", 0),
            ("1.", "expected a value", 0), (".5", "expected a value", 0), ("1e", "expected a value", 0), ("-", "expected a value", 0),
            ("1_0", "expected a value", 0), ("\u0661", "expected a value", 0), ("}", "expected a value", 0), (",", "expected a value", 0),
            ("'a'", "expected a value", 0), ("\ufeff{}", "expected a value", 0), ("// x\n{}", "expected a value", 0), ("\x00", "expected a value", 0),
            ("\u00a0{}", "expected a value", 0), ("\x0c{}", "expected a value", 0), ("tru", "expected a value", 0), ("True", "expected a value", 0),
            ("[1 2]", "expected ',' or ']'", 3), ("[1}", "expected ',' or ']'", 2), ("[,1]", "expected a value or ']'", 1), ("[1,]", "expected a value", 3),
            ("[tru]", "expected a value or ']'", 1), ("[1,tru]", "expected a value", 3), ("[}", "expected a value or ']'", 1), ("[01]", "expected a value or ']'", 1),
            ("{1:2}", "expected a key or '}'", 1), ("{a:2}", "expected a key or '}'", 1), ("{,}", "expected a key or '}'", 1), ('{"a":1,}', "expected a key", 7), ('{"a":1,b:2}', "expected a key", 7),
            ('{"a" 1}', "expected ':'", 5), ('{"a":1 "b":2}', "expected ',' or '}'", 7), ('{"a"::1}', "expected a value", 5), ('{"a":}', "expected a value", 5), ('{"a":1]', "expected ',' or '}'", 6),
            ("{} {}", "extra data", 3), ("{}]", "extra data", 2), ("1 x", "extra data", 2), ("{},", "extra data", 2), ("{}\x00", "extra data", 2),
            ('"abc', "unterminated string", 0), ('["a", "b', "unterminated string", 6), ('"a\\', "unterminated string", 0), ('"\\u12', "unterminated string", 0), ('{} "x', "unterminated string", 3),
            ('"a\nb"', "control character in string", 2), ('"\x00"', "control character in string", 1), ('"\x1f', "control character in string", 1), ('{"a\tb":1}', "control character in string", 3),
            ('"\\x41"', "invalid escape", 1), ('"ab\\u12g4"', "invalid escape", 3), ('"\\u 123"', "invalid escape", 1), ('"\\u+123"', "invalid escape", 1), ('"\\\u0664"', "invalid escape", 1), ('"\\\n"', "invalid escape", 1), ('"\\U0041"', "invalid escape", 1), ('"\\u12"', "invalid escape", 1),
            ('"\\ud800"', "lone surrogate", 1), ('"x\\udc00"', "lone surrogate", 2), ('"\\ud800\\u0041"', "lone surrogate", 1), ('"\\ud800x"', "lone surrogate", 1), ('"\\ud800\\n"', "lone surrogate", 1), ('"\\ud83d\\ude00\\ud83d"', "lone surrogate", 13), ('"\\udc00\\ud800"', "lone surrogate", 1), ('"\\ud800\\ud800\\udc00"', "lone surrogate", 1), ('"\\ud800\\u00"', "invalid escape", 7), ('"\\ud800', "unterminated string", 0), ('"\\ud800\\', "unterminated string", 0),
            ('{"unknown":"\\ud800"}', "lone surrogate", 12), ('{"a":"\\\\\\ud800"}', "lone surrogate", 8), ('{"unknown":[01]}', "expected a value or ']'", 12), ('{"unknown": nan}', "expected a value", 12),
        ]
        for text, message, position in cases:
            for data in (text, text.encode()):
                with self.subTest(data=data):
                    error = self.malformed(message, position, read, data)
                    self.assertEqual(error.doc, text)
                    self.assertIs(type(error), json.JSONDecodeError)
                    self.assertEqual((error.lineno, error.colno),
                                     (text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)))

    def test_invalid_utf8(self):
        read = self.market.MarketTick.from_json
        cases = [
            (b'"\xff"', 1), (b'{"\xe4\xb8\xad": "\xc3\x28"}', 7), (b"\xff", 0), (b'"\xed\xa0\x80"', 1), (b'"\xc0\x80"', 1), (b'"\xf8\x88\x80\x80\x80"', 1),
            (b'"\xf4\x90\x80\x80"', 1), (b'"\xc3"', 1), (b'"a\xe4\xb8"', 2), (b"[1, tr\xffue]", 6), (b'{"unknown":"\x80"}', 12), (b'{} \xfe', 3), (b'"\\\xff"', 2), (b'"\\u1\xff23"', 4),
        ]
        for data, position in cases:
            with self.subTest(data=data):
                error = self.malformed("invalid UTF-8", position, read, data)
                self.assertEqual(error.doc, data.decode("utf-8", "replace"))
        for text, position in [('"\ud800"', 1), ("[\udfff]", 1), ('{"unknown":"a\udc80"}', 13), ('"\\\ud800"', 2)]:
            with self.subTest(text=text):
                error = self.malformed("lone surrogate", position, read, text)
                self.assertEqual(error.doc, text)

    def test_malformed_wins_over_unfit(self):
        read = self.market.MarketTick.from_json
        self.malformed("expected ',' or '}'", 13, read, '{"symbol": 5 x}')
        self.malformed("extra data", 8, read, '{"a":1} 1')
        self.malformed("unexpected end of text", 4, read, "[1,2")

    def test_unfit(self):
        read = self.market.MarketTick.from_json
        cases = [
            ("[]", "expected MarketTick, got list", "$", 0), (" 5", "expected MarketTick, got int", "$", 1), ("null", "expected MarketTick, got NoneType", "$", 0), ('"a"', "expected MarketTick, got str", "$", 0), ("1.5", "expected MarketTick, got float", "$", 0), ("true", "expected MarketTick, got bool", "$", 0),
            ("{}", "missing field 'symbol'", "$", 1), ('{"ask":1,"symbol":"a" }', "missing field 'timestamp'", "$", 22), ('{"symbol": 1}', "expected str, got int", "$.symbol", 11), ('{"symbol":"a","timestamp":"x","bid":1}', "expected float, got str", "$.timestamp", 26),
            ('{"bid":1,"bid":2}', "field 'bid' appears twice", "$.bid", 9), ('{"bid":1, "b\\u0069d":true}', "field 'bid' appears twice", "$.bid", 10), ('{"bid":{},"symbol":3}', "expected float, got dict", "$.bid", 7),
            ('{"symbol":"\u4e2d\U0001f600","bid":[]}', "expected float, got list", "$.bid", 21),
        ]
        for text, message, path, offset in cases:
            for data in (text, text.encode()):
                with self.subTest(data=data):
                    error = self.invalid(f"{message} - at {path}", read, data)
                    self.assertEqual((error.message, error.path, error.offset, error.lineno), (message, path, offset, 1))
                    self.assertEqual(error.args, (message, path, offset, 1))
                    self.assertIs(type(error), self.market.ValidationError)
        error = self.invalid("expected float, got str - at $.bid", read, '{"symbol":"a",\n"timestamp":1,\n\n"bid":"x"}')
        self.assertEqual((error.offset, error.lineno), (37, 4))

    def test_unfit_in_depth(self):
        tree, everything, employee = self.chains.Tree, self.everything, self.employee.Employee
        self.invalid("expected str, got int - at $.children[1].children[0].name", tree.from_json,
                     '{"children":[{},{"children":[{"name":1}]}]}')
        self.invalid("expected Tree, got NoneType - at $.children[0]", tree.from_json, '{"children":[null]}')
        self.invalid("expected Tree | None, got str - at $.parent", tree.from_json, '{"parent":"x"}')
        self.invalid("expected list, got dict - at $.children", tree.from_json, '{"children":{}}')
        words = everything.Words.from_json
        self.invalid("expected Word, got int - at $.word", words, '{"word":1}')
        self.invalid("'x' is not a valid Word - at $.word", words, '{"word":"x"}')
        self.invalid(f"'{'x' * 56}... is not a valid Word - at $.word", words, '{"word":"%s"}' % ("x" * 90))
        self.invalid("3 is not a valid Level - at $.level", words, '{"level":3}')
        self.invalid("expected Level | None, got float - at $.level", words, '{"level":1.0}')
        self.invalid("expected Level | None, got str - at $.level", words, '{"level":"1"}')
        self.invalid("expected Word, got NoneType - at $.words[2]", words, '{"words":["","\\u20ac",null]}')
        self.assertIs(words('{"word":"\\u20ac"}').word, everything.Word.EURO)
        error = self.invalid("expected str, got bool - at $.phone['a b']", employee.from_json,
                             '{"employee_id":1,"name":"n","department":"d","salary":1,"phone":{"a":"b","a b":true}}')
        self.assertEqual(error.offset, 79)
        self.invalid("expected int | None, got str - at $['class']" if False else "expected int | None, got str - at $.class",
                     employee.from_json, '{"class":"x"}')
        error = self.invalid("key 'a' appears twice - at $.phone['a']", employee.from_json, '{"phone":{"a":"b","\\u0061":"c"}}')
        self.assertEqual(error.offset, 18)
        holder = everything.Holder.from_json
        error = self.invalid("key 'k' appears twice - at $.value[1]['k']", holder, '{"value":[1,{"k":1,"k":2}]}')
        self.assertEqual(error.offset, 19)
        self.invalid("key 'k' appears twice - at $.value['k']", holder, '{"value":{"k":[1e400],"k":2}}'.replace("1e400", "1"))
        self.invalid("1e400 is out of range for float64 - at $.value['k'][0]", holder, '{"value":{"k":[1e400],"k":2}}')
        error = self.invalid("missing field 'price' - at $.value", lambda t: self.missing_leg(t), '{"size":1}')

    def missing_leg(self, text):
        """A Leg's error, moved under $.value as if a Holder could hold one."""
        try:
            self.everything.Leg.from_json(text)
        except self.everything.ValidationError as error:
            self.assertEqual((error.path, error.offset), ("$", len(text) - 1))
            raise self.everything.ValidationError(error.message, "$.value")

    def test_renamed_fields(self):
        read = self.everything.Everything.from_json
        name = 'a name, "quoted"'
        self.invalid(f"expected int, got str - at $[{name!r}]", read, json.dumps({name: "x"}))
        self.invalid(f"field {name!r} appears twice - at $[{name!r}]", read, '{%s:1,%s:2}' % (json.dumps(name), json.dumps(name)))
        self.invalid("missing field 'flag' - at $", read, '{"renamed":"unknown"}')

    def test_validation_errors_by_hand(self):
        error = self.market.ValidationError("words")
        self.assertEqual((str(error), error.path, error.offset, error.lineno), ("words - at $", "$", None, None))
        error = self.market.ValidationError("words", "$.a", offset=3, lineno=2)
        self.assertEqual((str(error), error.offset, error.lineno, error.args), ("words - at $.a", 3, 2, ("words", "$.a", 3, 2)))
        with self.assertRaises(TypeError):
            self.market.ValidationError()

    def test_absent_and_null(self):
        record = self.scalars.Of_str
        self.assertIs(record.from_json('{"plain":""}').absent, ...)
        self.assertEqual(record.from_json('{"plain":"","absent":"x"}').absent, "x")
        self.invalid("expected str | ..., got NoneType - at $.absent", record.from_json, '{"plain":"","absent":null}')
        self.assertIsNone(record.from_json('{"plain":"","optional":null}').optional)

    def test_depth(self):
        node = self.chains.Node
        text = '{"next":' * 500 + "null" + "}" * 500
        made = node.from_json(text.replace("null", '{}', 0))
        self.assertEqual(made.to_json().count(b"{"), 500)
        self.malformed("nested deeper than 500 levels", 8 * 500, node.from_json, '{"next":' * 501 + "null" + "}" * 501)
        self.malformed("nested deeper than 500 levels", 500, node.from_json, "[" * 501 + "]" * 501)
        self.malformed("nested deeper than 500 levels", 500, node.from_json, b"[" * 1000000)
        self.malformed("nested deeper than 500 levels", 8 + 499 * 5, node.from_json, '{"skip":' + '{"a":' * 500 + "1" + "}" * 501)
        self.malformed("nested deeper than 500 levels", 500, node.from_json_array, "[" * 501)
        self.malformed("nested deeper than 500 levels", 500, node.from_json_lines, "{}\n\n" + "[" * 501)
        self.invalid("expected Node, got list - at $", node.from_json, "[" * 500 + "]" * 500)
        skipped = '{"skip":' + "[" * 499 + "]" * 499 + "}"
        self.assertEqual(node.from_json(skipped), node())
        brackets = '{"skip":["%s",%s]}' % ("[" * 600, ",".join(['"]"', '"\\"["', "[{}]"] * 400))
        self.assertEqual(node.from_json(brackets), node())
        value = self.everything.Holder.from_json('{"value":' + "[" * 499 + "]" * 499 + "}").value
        for _ in range(498):
            (value,) = value
        self.assertEqual(value, [])

    def test_unterminated_strings_are_not_slow(self):
        text = '{"a":[' + "[]," * 600 + '"' + '\\"' * 300_000
        self.malformed("unterminated string", 6 + 3 * 600, self.chains.Node.from_json, text)
        self.malformed("unterminated string", 0, self.chains.Node.from_json, '"' + "\\\\" * 300_000)

    def test_deep_documents_on_a_small_stack(self):
        size = (1024 if HAS_SANITIZER else 256) * 1024

        def run():
            node, holder = self.chains.Node, self.everything.Holder
            made = node.from_json('{"next":' * 500 + "null" + "}" * 500)
            self.assertEqual(made.to_json().count(b"{"), 500)
            self.assertEqual(node.from_dict(made.to_dict()).to_json(), made.to_json())
            deep = holder.from_json('{"value":' + "[" * 499 + "]" * 499 + "}")
            self.assertEqual(holder.from_dict(deep.to_dict()).to_json(), deep.to_json())
            mixed = '{"value":' + '{"a":[' * 249 + "1" + "]}" * 249 + "}"
            self.assertEqual(holder.from_json(mixed).to_json(), mixed.encode())
            self.malformed("nested deeper than 500 levels", 500, holder.from_json, "[" * 100_000)
            self.malformed("unexpected end of text", 500 * 8, node.from_json, '{"next":' * 500)
            self.malformed("nested deeper than 500 levels", 8 * 500, node.from_json, '{"next":' * 100_000)
            self.invalid("expected Node | None, got int - at $" + ".next" * 500, node.from_json, '{"next":' * 500 + "1" + "}" * 500)

        thread_with_stack(size, run)

    def test_near_the_recursion_limit(self):
        """However deep the caller is, text that is no JSON is called that."""
        read = self.chains.Node.from_json

        def deep(levels):
            if levels:
                return deep(levels - 1)
            found = []
            for text in ('{"next":' * 501, "[" * 400, '{"next":' * 400 + "1" + "}" * 400):
                try:
                    read(text)
                except ValueError as error:
                    found.append(type(error).__name__)
            return found

        depth = 0
        frame = sys._getframe()
        while frame:
            depth, frame = depth + 1, frame.f_back
        self.assertEqual(deep(sys.getrecursionlimit() - depth - 60), ["JSONDecodeError", "JSONDecodeError", "ValidationError"])

    def test_arrays(self):
        tick = self.market.MarketTick
        self.assertEqual(tick.from_json_array(b" [ ] "), [])
        self.assertEqual(tick.from_json_array(b"[" + TICK + b",\n" + TICK + b"]"), [tick("AAPL", 1, 2, 3)] * 2)
        self.invalid("expected list, got dict - at $", tick.from_json_array, TICK)
        self.invalid("expected list, got NoneType - at $", tick.from_json_array, "null")
        error = self.invalid("expected MarketTick, got int - at $[1]", tick.from_json_array, b"[" + TICK + b",\n 5]")
        self.assertEqual((error.offset, error.lineno), (len(TICK) + 4, 2))
        self.invalid("missing field 'symbol' - at $[0]", tick.from_json_array, "[{}]")
        self.malformed("expected ',' or ']'", len(TICK) + 1, tick.from_json_array, b"[" + TICK + TICK + b"]")
        self.malformed("extra data", 2, tick.from_json_array, "[]]")

    def test_lines(self):
        tick = self.market.MarketTick
        one = tick("AAPL", 1, 2, 3)
        self.assertEqual(tick.from_json_lines(b""), [])
        self.assertEqual(tick.from_json_lines(b"\n \t\r\n\n"), [])
        for data in (TICK + b"\n" + TICK + b"\n", TICK + b"\r\n" + TICK, b"\n" + TICK + b"\n\n  " + TICK + b" \n"):
            self.assertEqual(tick.from_json_lines(data), [one, one])
            self.assertEqual(tick.from_json_lines(data.decode()), [one, one])
        self.assertEqual(tick.from_json_lines(tick.to_json_lines([one] * 3)), [one] * 3)
        error = self.invalid("expected str, got int - at $[1].symbol", tick.from_json_lines, b"\n" + TICK + b"\n\n" + b' {"symbol":5}\n' + b"nonsense")
        self.assertEqual((error.offset, error.lineno), (11, 4))
        error = self.invalid("expected MarketTick, got list - at $[0]", tick.from_json_lines, "\n[]\n")
        self.assertEqual((error.offset, error.lineno), (0, 2))
        error = self.malformed("expected a value", 5, tick.from_json_lines, TICK + b"\n\n" + b'{"a":x}\n')
        self.assertEqual((error.lineno, error.colno, error.doc), (3, 6, '{"a":x}'))
        self.assertEqual(str(error), "expected a value: line 3 column 6 (char 5)")
        error = self.malformed("unexpected end of text", 5, tick.from_json_lines, b'{"a":\n1}')
        self.assertEqual((error.lineno, str(error)), (1, "unexpected end of text: line 1 column 6 (char 5)"))
        error = self.malformed("invalid UTF-8", 1, tick.from_json_lines, TICK + b"\n\n\n" + b'"\xff"')
        self.assertEqual(error.lineno, 4)
        self.malformed("lone surrogate", 1, tick.from_json_lines, '"\ud800"')
        self.malformed("extra data", len(TICK), tick.from_json_lines, TICK + TICK)
        self.assertEqual(tick.from_json_lines('{"symbol":"\u2028\x85","timestamp":1,"bid":2,"ask":3}')[0].symbol, "\u2028\x85")

    def test_subclasses_without_their_constructor(self):
        class Sub(self.market.MarketTick):
            def __init__(self):
                raise AssertionError("not called")

        for made in (Sub.from_json(TICK), Sub.from_json_array(b"[" + TICK + b"]")[0], Sub.from_json_lines(TICK)[0],
                     Sub.from_dict(json.loads(TICK))):
            self.assertIs(type(made), Sub)
            self.assertEqual(made.bid, 2.0)

    def test_fresh_defaults(self):
        first, second = (self.chains.Tree.from_json(b"{}") for _ in range(2))
        self.assertIsNot(first.children, second.children)
        self.assertEqual(first, second)


class Dicts(ModuleCase):
    modules = ("market", "chains", "everything", "scalars", "employee")

    def unfit(self, text, call, *args):
        error = self.invalid(text, call, *args)
        self.assertEqual((error.offset, error.lineno), (None, None))

    def test_mappings(self):
        given = json.loads(TICK)
        for mapping in (given, collections.OrderedDict(given), types.MappingProxyType(given), collections.ChainMap(given),
                        collections.UserDict(given)):
            self.assertEqual(self.market.MarketTick.from_dict(mapping), self.market.MarketTick("AAPL", 1, 2, 3))

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
        self.unfit("expected str | ..., got ellipsis - at $.absent", self.scalars.Of_str.from_dict, {"plain": "", "absent": ...})

    def test_any(self):
        holder = self.everything.Holder.from_dict
        given = {"value": [1, {"a": [None, True, 2.5, "x", 10**30]}]}
        made = holder(given)
        self.assertEqual(made.value, given["value"])
        self.assertIsNot(made.value, given["value"])
        self.assertIsNot(made.value[1]["a"], given["value"][1]["a"])
        exact = holder({"value": [IntSubclass(5), FloatSubclass(1.5), StrSubclass("s"), Number.SEVEN, Colour.RED]}).value
        self.assertEqual([(type(x), x) for x in exact], [(int, 5), (float, 1.5), (str, "s"), (int, 7), (str, "red")])
        for value, text in [((), "expected JSON, got tuple - at $.value"), ([{1}], "expected JSON, got set - at $.value[0]"),
                            ({"k": b""}, "expected JSON, got bytes - at $.value['k']"), ({1: 1}, "expected str as key, got int - at $.value"),
                            ([float("inf")], "inf has no JSON spelling - at $.value[0]"), (10**4300, "int of more than 4300 digits - at $.value"),
                            (..., "expected JSON, got ellipsis - at $.value")]:
            self.unfit(text, holder, {"value": value})

    def test_what_is_skipped_is_not_looked_at(self):
        self.assertEqual(self.chains.Node.from_dict({"other": {1: object()}, "value": 5}), self.chains.Node(5))

    def test_enums_by_value(self):
        e = self.everything
        made = e.Words.from_dict({"word": "\u20ac", "level": 1, "words": [e.Word.QUOTE]})
        self.assertEqual(made, e.Words(e.Word.EURO, e.Level.LOW, [e.Word.QUOTE]))
        self.unfit("True is not a valid Level - at $.level" if False else "expected Level | None, got bool - at $.level",
                   e.Words.from_dict, {"level": True})

    def test_depth_and_cycles(self):
        mapping = {}
        mapping["next"] = mapping
        words = "nested deeper than 500 levels - at $" + ".next" * 500
        self.unfit(words, self.chains.Node.from_dict, mapping)
        value = []
        value.append(value)
        self.unfit("nested deeper than 500 levels - at $.value" + "[0]" * 499, self.everything.Holder.from_dict, {"value": value})
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
        for document in (TICK.decode(), json.dumps({"symbol": "", "timestamp": 0, "bid": 1e300, "ask": -0.0})):
            made = self.market.MarketTick.from_json(document)
            self.assertEqual(self.market.MarketTick.from_dict(made.to_dict()), made)
            self.assertEqual(made.to_dict(), json.loads(made.to_json()))


if __name__ == "__main__":
    unittest.main()
