"""Records from JSON text: what is accepted, what is refused, where, and in which words."""

import json
import sys
import unittest

from support import HAS_SANITIZER, ModuleCase, setUpModule, thread_with_stack
from values import BytesSubclass, StrSubclass

TICK = b'{"symbol":"AAPL","timestamp":1.0,"bid":2.0,"ask":3.0}'


class Reading(ModuleCase):
    modules = ("market", "vehicle", "options", "everything", "scalars", "chains", "employee")

    def test_kinds_of_input(self):
        tick = self.market.MarketTick("AAPL", 1, 2, 3)
        for data in (
            TICK,
            TICK.decode(),
            bytearray(TICK),
            memoryview(TICK),
            memoryview(bytearray(TICK)),
            BytesSubclass(TICK),
            StrSubclass(TICK.decode()),
            memoryview(b"x" + TICK)[1:],
        ):
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
            ("", "unexpected end of text", 0),
            ("  ", "unexpected end of text", 2),
            ("{", "unexpected end of text", 1),
            ('{"a"', "unexpected end of text", 4),
            ('{"a":', "unexpected end of text", 5),
            ("[1,", "unexpected end of text", 3),
            ('{"a":1', "unexpected end of text", 6),
            ('{"a":1,', "unexpected end of text", 7),
            ("[", "unexpected end of text", 1),
            ("nul", "expected a value", 0),
            ("NaN", "expected a value", 0),
            ("Infinity", "expected a value", 0),
            ("-Infinity", "expected a value", 0),
            ("+1", "expected a value", 0),
            ("01", "expected a value", 0),
            ("1.", "expected a value", 0),
            (".5", "expected a value", 0),
            ("1e", "expected a value", 0),
            ("-", "expected a value", 0),
            ("1_0", "expected a value", 0),
            ("\u0661", "expected a value", 0),
            ("}", "expected a value", 0),
            (",", "expected a value", 0),
            ("'a'", "expected a value", 0),
            ("\ufeff{}", "expected a value", 0),
            ("// x\n{}", "expected a value", 0),
            ("\x00", "expected a value", 0),
            ("\u00a0{}", "expected a value", 0),
            ("\x0c{}", "expected a value", 0),
            ("tru", "expected a value", 0),
            ("True", "expected a value", 0),
            ("[1 2]", "expected ',' or ']'", 3),
            ("[1}", "expected ',' or ']'", 2),
            ("[,1]", "expected a value or ']'", 1),
            ("[1,]", "expected a value", 3),
            ("[tru]", "expected a value or ']'", 1),
            ("[1,tru]", "expected a value", 3),
            ("[}", "expected a value or ']'", 1),
            ("[01]", "expected a value or ']'", 1),
            ("{1:2}", "expected a key or '}'", 1),
            ("{a:2}", "expected a key or '}'", 1),
            ("{,}", "expected a key or '}'", 1),
            ('{"a":1,}', "expected a key", 7),
            ('{"a":1,b:2}', "expected a key", 7),
            ('{"a" 1}', "expected ':'", 5),
            ('{"a":1 "b":2}', "expected ',' or '}'", 7),
            ('{"a"::1}', "expected a value", 5),
            ('{"a":}', "expected a value", 5),
            ('{"a":1]', "expected ',' or '}'", 6),
            ("{} {}", "extra data", 3),
            ("{}]", "extra data", 2),
            ("1 x", "extra data", 2),
            ("{},", "extra data", 2),
            ("{}\x00", "extra data", 2),
            ('"abc', "unterminated string", 0),
            ('["a", "b', "unterminated string", 6),
            ('"a\\', "unterminated string", 0),
            ('"\\u12', "unterminated string", 0),
            ('{} "x', "unterminated string", 3),
            ('"a\nb"', "control character in string", 2),
            ('"\x00"', "control character in string", 1),
            ('"\x1f', "control character in string", 1),
            ('{"a\tb":1}', "control character in string", 3),
            ('"\\x41"', "invalid escape", 1),
            ('"ab\\u12g4"', "invalid escape", 3),
            ('"\\u 123"', "invalid escape", 1),
            ('"\\u+123"', "invalid escape", 1),
            ('"\\\u0664"', "invalid escape", 1),
            ('"\\\n"', "invalid escape", 1),
            ('"\\U0041"', "invalid escape", 1),
            ('"\\u12"', "invalid escape", 1),
            ('"\\ud800"', "lone surrogate", 1),
            ('"x\\udc00"', "lone surrogate", 2),
            ('"\\ud800\\u0041"', "lone surrogate", 1),
            ('"\\ud800x"', "lone surrogate", 1),
            ('"\\ud800\\n"', "lone surrogate", 1),
            ('"\\ud83d\\ude00\\ud83d"', "lone surrogate", 13),
            ('"\\udc00\\ud800"', "lone surrogate", 1),
            ('"\\ud800\\ud800\\udc00"', "lone surrogate", 1),
            ('"\\ud800\\u00"', "invalid escape", 7),
            ('"\\ud800', "unterminated string", 0),
            ('"\\ud800\\', "unterminated string", 0),
            ('{"unknown":"\\ud800"}', "lone surrogate", 12),
            ('{"a":"\\\\\\ud800"}', "lone surrogate", 8),
            ('{"unknown":[01]}', "expected a value or ']'", 12),
            ('{"unknown": nan}', "expected a value", 12),
        ]
        for text, message, position in cases:
            for data in (text, text.encode()):
                with self.subTest(data=data):
                    error = self.malformed(message, position, read, data)
                    self.assertEqual(error.doc, text)
                    self.assertIs(type(error), json.JSONDecodeError)
                    self.assertEqual(
                        (error.lineno, error.colno),
                        (text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)),
                    )

    def test_invalid_utf8(self):
        read = self.market.MarketTick.from_json
        cases = [
            (b'"\xff"', 1),
            (b'{"\xe4\xb8\xad": "\xc3\x28"}', 7),
            (b"\xff", 0),
            (b'"\xed\xa0\x80"', 1),
            (b'"\xc0\x80"', 1),
            (b'"\xf8\x88\x80\x80\x80"', 1),
            (b'"\xf4\x90\x80\x80"', 1),
            (b'"\xc3"', 1),
            (b'"a\xe4\xb8"', 2),
            (b"[1, tr\xffue]", 6),
            (b'{"unknown":"\x80"}', 12),
            (b"{} \xfe", 3),
            (b'"\\\xff"', 2),
            (b'"\\u1\xff23"', 4),
        ]
        for data, position in cases:
            with self.subTest(data=data):
                error = self.malformed("invalid UTF-8", position, read, data)
                self.assertEqual(error.doc, data.decode("utf-8", "replace"))
        for text, position in [
            ('"\ud800"', 1),
            ("[\udfff]", 1),
            ('{"unknown":"a\udc80"}', 13),
            ('"\\\ud800"', 2),
        ]:
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
            ("[]", "expected MarketTick, got list", "$", 0),
            (" 5", "expected MarketTick, got int", "$", 1),
            ("null", "expected MarketTick, got NoneType", "$", 0),
            ('"a"', "expected MarketTick, got str", "$", 0),
            ("1.5", "expected MarketTick, got float", "$", 0),
            ("true", "expected MarketTick, got bool", "$", 0),
            ("{}", "missing field 'symbol'", "$", 1),
            ('{"ask":1,"symbol":"a" }', "missing field 'timestamp'", "$", 22),
            ('{"symbol": 1}', "expected str, got int", "$.symbol", 11),
            ('{"symbol":"a","timestamp":"x","bid":1}', "expected float, got str", "$.timestamp", 26),
            ('{"bid":1,"bid":2}', "field 'bid' appears twice", "$.bid", 9),
            ('{"bid":1, "b\\u0069d":true}', "field 'bid' appears twice", "$.bid", 10),
            ('{"bid":{},"symbol":3}', "expected float, got dict", "$.bid", 7),
            ('{"symbol":"\u4e2d\U0001f600","bid":[]}', "expected float, got list", "$.bid", 21),
        ]
        for text, message, path, offset in cases:
            for data in (text, text.encode()):
                with self.subTest(data=data):
                    error = self.invalid(f"{message} - at {path}", read, data)
                    self.assertEqual(
                        (error.message, error.path, error.offset, error.lineno), (message, path, offset, 1)
                    )
                    self.assertEqual(error.args, (message, path, offset, 1))
                    self.assertIs(type(error), self.market.ValidationError)
        error = self.invalid(
            "expected float, got str - at $.bid", read, '{"symbol":"a",\n"timestamp":1,\n\n"bid":"x"}'
        )
        self.assertEqual((error.offset, error.lineno), (37, 4))

    def test_unfit_in_depth(self):
        tree, everything, employee = self.chains.Tree, self.everything, self.employee.Employee
        self.invalid(
            "expected str, got int - at $.children[1].children[0].name",
            tree.from_json,
            '{"children":[{},{"children":[{"name":1}]}]}',
        )
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
        error = self.invalid(
            "expected str, got bool - at $.phone['a b']",
            employee.from_json,
            '{"employee_id":1,"name":"n","department":"d","salary":1,"phone":{"a":"b","a b":true}}',
        )
        self.assertEqual(error.offset, 79)
        self.invalid("expected int | None, got str - at $.class", employee.from_json, '{"class":"x"}')
        error = self.invalid(
            "key 'a' appears twice - at $.phone['a']", employee.from_json, '{"phone":{"a":"b","\\u0061":"c"}}'
        )
        self.assertEqual(error.offset, 18)
        holder = everything.Holder.from_json
        error = self.invalid(
            "key 'k' appears twice - at $.value[1]['k']", holder, '{"value":[1,{"k":1,"k":2}]}'
        )
        self.assertEqual(error.offset, 19)
        self.invalid(
            "key 'k' appears twice - at $.value['k']",
            holder,
            '{"value":{"k":[1e400],"k":2}}'.replace("1e400", "1"),
        )
        self.invalid(
            "1e400 is out of range for float64 - at $.value['k'][0]", holder, '{"value":{"k":[1e400],"k":2}}'
        )
        error = self.invalid("missing field 'price' - at $", everything.Leg.from_json, ' {"size":1 }')
        self.assertEqual(error.offset, 11)

    def test_renamed_fields(self):
        read = self.everything.Everything.from_json
        name = 'a name, "quoted"'
        self.invalid(f"expected int, got str - at $[{name!r}]", read, json.dumps({name: "x"}))
        self.invalid(
            f"field {name!r} appears twice - at $[{name!r}]",
            read,
            "{%s:1,%s:2}" % (json.dumps(name), json.dumps(name)),
        )
        self.invalid("missing field 'flag' - at $", read, '{"renamed":"unknown"}')

    def test_validation_errors_by_hand(self):
        error = self.market.ValidationError("words")
        self.assertEqual(
            (str(error), error.path, error.offset, error.lineno), ("words - at $", "$", None, None)
        )
        error = self.market.ValidationError("words", "$.a", offset=3, lineno=2)
        self.assertEqual(
            (str(error), error.offset, error.lineno, error.args),
            ("words - at $.a", 3, 2, ("words", "$.a", 3, 2)),
        )
        with self.assertRaises(TypeError):
            self.market.ValidationError()

    def test_absent_and_null(self):
        record = self.scalars.Of_str
        self.assertIs(record.from_json('{"plain":""}').absent, ...)
        self.assertEqual(record.from_json('{"plain":"","absent":"x"}').absent, "x")
        self.invalid(
            "expected str | ..., got NoneType - at $.absent", record.from_json, '{"plain":"","absent":null}'
        )
        self.assertIsNone(record.from_json('{"plain":"","optional":null}').optional)

    def test_depth(self):
        node = self.chains.Node
        text = '{"next":' * 500 + "null" + "}" * 500
        made = node.from_json(text)
        self.assertEqual(made.to_json().count(b"{"), 500)
        self.malformed(
            "nested deeper than 500 levels", 8 * 500, node.from_json, '{"next":' * 501 + "null" + "}" * 501
        )
        self.malformed("nested deeper than 500 levels", 500, node.from_json, "[" * 501 + "]" * 501)
        self.malformed("nested deeper than 500 levels", 500, node.from_json, b"[" * 1000000)
        self.malformed(
            "nested deeper than 500 levels",
            8 + 499 * 5,
            node.from_json,
            '{"skip":' + '{"a":' * 500 + "1" + "}" * 501,
        )
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
            self.invalid(
                "expected Node | None, got int - at $" + ".next" * 500,
                node.from_json,
                '{"next":' * 500 + "1" + "}" * 500,
            )

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
        self.assertEqual(
            deep(sys.getrecursionlimit() - depth - 60),
            ["JSONDecodeError", "JSONDecodeError", "ValidationError"],
        )

    def test_arrays(self):
        tick = self.market.MarketTick
        self.assertEqual(tick.from_json_array(b" [ ] "), [])
        self.assertEqual(
            tick.from_json_array(b"[" + TICK + b",\n" + TICK + b"]"), [tick("AAPL", 1, 2, 3)] * 2
        )
        self.invalid("expected list, got dict - at $", tick.from_json_array, TICK)
        self.invalid("expected list, got NoneType - at $", tick.from_json_array, "null")
        error = self.invalid(
            "expected MarketTick, got int - at $[1]", tick.from_json_array, b"[" + TICK + b",\n 5]"
        )
        self.assertEqual((error.offset, error.lineno), (len(TICK) + 4, 2))
        self.invalid("missing field 'symbol' - at $[0]", tick.from_json_array, "[{}]")
        self.malformed("expected ',' or ']'", len(TICK) + 1, tick.from_json_array, b"[" + TICK + TICK + b"]")
        self.malformed("extra data", 2, tick.from_json_array, "[]]")

    def test_lines(self):
        tick = self.market.MarketTick
        one = tick("AAPL", 1, 2, 3)
        self.assertEqual(tick.from_json_lines(b""), [])
        self.assertEqual(tick.from_json_lines(b"\n \t\r\n\n"), [])
        for data in (
            TICK + b"\n" + TICK + b"\n",
            TICK + b"\r\n" + TICK,
            b"\n" + TICK + b"\n\n  " + TICK + b" \n",
        ):
            self.assertEqual(tick.from_json_lines(data), [one, one])
            self.assertEqual(tick.from_json_lines(data.decode()), [one, one])
        self.assertEqual(tick.from_json_lines(tick.to_json_lines([one] * 3)), [one] * 3)
        error = self.invalid(
            "expected str, got int - at $[1].symbol",
            tick.from_json_lines,
            b"\n" + TICK + b"\n\n" + b' {"symbol":5}\n' + b"nonsense",
        )
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
        self.assertEqual(
            tick.from_json_lines('{"symbol":"\u2028\x85","timestamp":1,"bid":2,"ask":3}')[0].symbol,
            "\u2028\x85",
        )

    def test_subclasses_without_their_constructor(self):
        class Sub(self.market.MarketTick):
            def __init__(self):
                raise AssertionError("not called")

        for made in (
            Sub.from_json(TICK),
            Sub.from_json_array(b"[" + TICK + b"]")[0],
            Sub.from_json_lines(TICK)[0],
            Sub.from_dict(json.loads(TICK)),
        ):
            self.assertIs(type(made), Sub)
            self.assertEqual(made.bid, 2.0)

    def test_fresh_defaults(self):
        first, second = (self.chains.Tree.from_json(b"{}") for _ in range(2))
        self.assertIsNot(first.children, second.children)
        self.assertEqual(first, second)


if __name__ == "__main__":
    unittest.main()
