"""C module and twin must judge documents alike: the same results, exception types, texts, paths and offsets, for
good documents, for what is left of them after random accidents, and for values of every other type."""

import json
import random
import struct
import unittest

from pair import Pair
from support import DATA, setUpModule

SEED = 20240229

DOCUMENTS = [
    ("market", "MarketTick", '{"symbol":"AAPL","timestamp":1.5,"bid":2,"ask":3e0}'),
    (
        "market",
        "MarketEvent",
        '{"symbol":"\u20ac\\u0041","timestamp":1e3,"side":"sell","price":-0,"size":7,"venue":null}',
    ),
    (
        "employee",
        "Employee",
        '{"employee_id":1,"name":"n","department":"d","salary":1,"status":"left","manager":{"employee_id":2,'
        '"name":"m","department":"d","salary":2},"skills":["a","b"],"phone":{"m":"1","w":"2"},"class":3}',
    ),
    ("vehicle", "Car", '{"plate":"p","wheels":4,"mass":1.5,"seats":5,"electric":true,"range":0.1}'),
    ("chains", "Tree", '{"name":"a","children":[{"name":"b","parent":{"name":"c"}},{"children":[{}]}]}'),
    (
        "everything",
        "Holder",
        '{"value":[1,2.5,"x\\n\\ud83d\\ude00",null,true,{"a":{"b":[-1e-5]},"c":[]}],"skip":{"a":[1,{"b":null}]}}',
    ),
    (
        "containers",
        "Sets",
        '{"words":["b","a\\u0062"],"numbers":[3,-1,20],"any":[1,"x",null,2.5],"pairs":[["a",1],["a",2]],"none":["y"]}',
    ),
    (
        "containers",
        "Pair",
        '{"pair":["a",1],"one":[2],"many":[1,2,3],"sides":["sell",10],"nested":[["x","y"],[false,7]]}',
    ),
    (
        "containers",
        "Keys",
        '{"small":{"1":"a","65535":"b"},"wide":{"-5":[1]},"sides":{"buy":1},"levels":{"-1":"x"},"dates":{"2024-02-29":"d"}}',
    ),
    ("containers", "Words", '{"kind":"b","number":-2,"maybe":"x y","gone":"","many":["a","b"],"set":[2,1]}'),
    ("everything", "Words", '{"word":"a\\"b\\\\c","level":-2,"words":["\u20ac",""]}'),
    ("scalars", "Of_bytes", '{"plain":"YWI=","absent":"","items":["YQ=="],"by_key":{"a":"AAH/"}}'),
    (
        "scalars",
        "Of_int",
        '{"plain":123456789012345678901234567890,"optional":null,"items":[1,-2],"nested":{"a":[1,null]}}',
    ),
    ("scalars", "Of_float32", '{"plain":0.1,"absent":3.4e38,"boxed":1e-50,"by_key":{"":1}}'),
    ("scalars", "Of_uint8", '{"plain":255,"absent":0,"boxed":7,"items":[1,2,3]}'),
    ("options", "Derived", '{"a":1,"b":2,"c":3,"d":[{"a":1}]}'),
]
PIECES = [
    # fmt: off
    '"', "\\", "{", "}", "[", "]", ",", ":", "null", "true", "false", "1", "-1", "0", "1.5", "1e5", "1e400",
    "-", ".", "e", "E+", " ", "\n", "\t", '""', '"a"', "{}", "[]", "\\u0041", "\\ud800", "\\udc00",
    "\\ud83d\\ude00", "\\n", "\\x", "\u20ac", "\U0001f600", "\x00", "\x1f", "\x7f", "NaN", "Infinity", "300",
    "70000", "99999999999999999999", '"plain":', '"a":1,', ",null", "\ufeff", "\u2028", "'", "/", "tru", "01",
    '{"a":', "[[", "]]",
    # fmt: on
]
RAW = [
    b"\xff",
    b"\xc3",
    b"\xc3\xa9",
    b"\xe2\x82",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x98\x80",
    b"\xf4\x90\x80\x80",
    b"\xc0\x80",
    b"\x80",
]


def mutations(document, generator, count):
    """The document after random accidents: the same ones for the same seed."""
    for _ in range(count):
        text = document
        for _ in range(generator.choice((1, 1, 1, 2, 3))):
            at = generator.randrange(len(text) + 1)
            to = min(len(text), at + generator.choice((0, 1, 1, 2, 5, 20)))
            kind = generator.randrange(5)
            if kind == 0:
                text = text[:at] + text[to:]
            elif kind == 1:
                text = text[:at] + generator.choice(PIECES) + text[at:]
            elif kind == 2:
                text = text[:at] + generator.choice(PIECES) + text[to:]
            elif kind == 3:
                text = text[:to] + text[at:]
            else:
                text = (
                    text[:at]
                    if generator.random() < 0.2
                    else text[:at]
                    + text[at:].replace(generator.choice('",:[]{}'), generator.choice(PIECES), 1)
                )
            text = text or " "
        yield text


class Documents(Pair):
    COUNT = 1500

    def check(self, name, record, data):
        return self.agree(name, lambda m: getattr(m, record).from_json(data), record, data)

    def test_documents(self):
        for name, record, text in DOCUMENTS:
            found = self.check(name, record, text)
            self.assertEqual(found[0], record, found)

    def test_every_beginning(self):
        for name, record, text in DOCUMENTS:
            data = text.encode()
            for length in range(len(data)):
                self.check(name, record, data[:length])

    def test_every_character_lost_or_doubled(self):
        for name, record, text in DOCUMENTS:
            for at in range(len(text)):
                self.check(name, record, text[:at] + text[at + 1 :])
                self.check(name, record, text[:at] + text[at] + text[at:])

    def test_mutations(self):
        generator = random.Random(SEED)
        refused = 0
        for name, record, text in DOCUMENTS:
            for mutated in mutations(text, generator, self.COUNT):
                found = self.check(name, record, mutated)
                refused += found[0].endswith("Error")
                if generator.random() < 0.2:
                    self.check(name, record, mutated.encode("utf-8", "surrogatepass"))
        self.assertGreater(refused, self.COUNT)

    def test_broken_bytes(self):
        generator = random.Random(SEED + 1)
        for name, record, text in DOCUMENTS:
            data = text.encode()
            for _ in range(self.COUNT // 5):
                at = generator.randrange(len(data) + 1)
                to = at + generator.choice((0, 1))
                self.check(name, record, data[:at] + generator.choice(RAW) + data[to:])

    def test_values_swapped(self):
        """Well-formed documents with values of other types, at every place."""
        values = [
            None,
            True,
            0,
            -1,
            1.5,
            300,
            2**70,
            "",
            "x",
            "YQ==",
            "buy",
            [],
            [1],
            {},
            {"a": 1},
            [[]],
            1e39,
        ]

        def places(node, path=()):
            yield path
            pairs = (
                node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
            )
            for key, item in pairs:
                yield from places(item, path + (key,))

        def changed(node, path, value):
            if not path:
                return value
            if isinstance(node, dict):
                return {
                    key: changed(item, path[1:], value) if key == path[0] else item
                    for key, item in node.items()
                }
            return [changed(item, path[1:], value) if i == path[0] else item for i, item in enumerate(node)]

        for name, record, text in DOCUMENTS:
            document = json.loads(text)
            for path in places(document):
                for value in values:
                    given = changed(document, path, value)
                    self.check(name, record, json.dumps(given, ensure_ascii=False))
                    self.agree(name, lambda m: getattr(m, record).from_dict(given), record, given)

    def test_keys_missing_and_doubled(self):
        for name, record, text in DOCUMENTS:
            pairs = list(json.loads(text).items())
            for i, (key, value) in enumerate(pairs):
                rest = pairs[:i] + pairs[i + 1 :]
                for given in (
                    rest,
                    pairs + [(key, value)],
                    [(key, value)] + pairs,
                    rest + [("other", value)],
                ):
                    data = "{" + " , ".join(f"{json.dumps(k)} : {json.dumps(v)}" for k, v in given) + "\n}"
                    self.check(name, record, data)

    def test_arrays_and_lines(self):
        generator = random.Random(SEED + 2)
        for name, record, text in DOCUMENTS:
            for _ in range(self.COUNT // 10):
                items = [text, next(mutations(text, generator, 1)), text]
                generator.shuffle(items)
                self.agree(
                    name, lambda m: getattr(m, record).from_json_array("[" + ",\n".join(items) + "]"), items
                )
                for data in (
                    "\n \n".join(items),
                    ("\r\n".join(items) + "\n").encode("utf-8", "surrogatepass"),
                ):
                    self.agree(name, lambda m: getattr(m, record).from_json_lines(data), data)

    def test_numbers(self):
        generator = random.Random(SEED + 3)
        texts = [
            "0",
            "-0",
            "1",
            "00",
            "-",
            "1e",
            "1e5",
            "1E-400",
            "1e308",
            "1.8e308",
            "0.1",
            "123456789012345678",
            "1" * 400,
            "1" * 4301,
            "0." + "3" * 400,
            "4.35",
            "2.5e-8",
            "9007199254740993",
            "1e22",
            "1e23",
            "-1e-7",
            "1.e5",
            "0e0",
            "1.0E+2",
        ]
        for _ in range(600):
            digits = "".join(generator.choice("0123456789") for _ in range(generator.randrange(1, 25)))
            text = generator.choice(("", "-")) + (digits.lstrip("0") or "0")
            if generator.random() < 0.7:
                text += "." + "".join(
                    generator.choice("0123456789") for _ in range(generator.randrange(1, 25))
                )
            if generator.random() < 0.5:
                text += "e" + str(generator.randrange(-340, 330))
            texts.append(text)
        for text in texts:
            for record in ("Of_float64", "Of_float32", "Of_int64", "Of_uint8", "Of_int", "Of_Any"):
                found = self.agree(
                    "scalars", lambda m: getattr(m, record).from_json('{"plain":%s}' % text), record, text
                )
                if found[0] == record:
                    self.agree(
                        "scalars",
                        lambda m: getattr(m, record).from_json('{"plain":%s}' % text).to_json(),
                        record,
                        text,
                    )

    def test_floats_written(self):
        generator = random.Random(SEED + 4)
        for _ in range(3000):
            number = struct.unpack("d", generator.getrandbits(64).to_bytes(8, "little"))[0]
            number = generator.choice(
                (
                    number,
                    round(generator.uniform(-1e6, 1e6), generator.randrange(8)),
                    float(generator.getrandbits(60)),
                )
            )
            if number - number == 0:
                found = self.pair("scalars")[0].Of_float64(number).to_json()
                self.assertIn(f'"plain":{number!r},'.encode(), found)

    def test_depth(self):
        for levels in (498, 499, 500, 501, 502, 600, 5000):
            for text in (
                '{"next":' * levels + "null" + "}" * levels,
                '{"next":' * levels,
                "[" * levels + "]" * levels,
                '{"skip":' + "[" * levels + "]" * levels + "}",
                '{"next":' * levels + "5" + "}" * levels,
            ):
                self.agree("chains", lambda m: type(m.Node.from_json(text)).__name__, levels, text[:20])
                self.agree(
                    "chains", lambda m: len(m.Node.from_json_array("[" + text + "]")), levels, text[:20]
                )

    @unittest.skipUnless(
        (DATA / "json" / "twitter.json").is_file(), f"not here: {DATA / 'json' / 'twitter.json'}"
    )
    def test_timeline_mutated(self):
        text = (DATA / "json" / "twitter.json").read_text(encoding="utf-8")
        status = json.dumps(json.loads(text)["statuses"][0], ensure_ascii=False)
        generator = random.Random(SEED + 5)
        for mutated in mutations(status, generator, 300):
            self.check("timeline", "Status", mutated)


if __name__ == "__main__":
    unittest.main()
